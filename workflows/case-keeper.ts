import { currentUpdateInfo, patched } from '@temporalio/workflow'
import { whyNotAssured } from '../machines/assurance.ts'
import { openCase, take, type CaseFile, deadlinesOf } from '../machines/case-file.ts'
import type { CaseEvent, Effect, EffectNamed } from '../machines/case-events.ts'
import type { AuditEntry } from '../machines/audit-entry.ts'
import { commandFact, commands, type CommandName } from '../machines/commands.ts'
import { currentStage } from '../machines/initiative/progress.ts'
import { refusal, type Refusal } from '../machines/refusal.ts'
import type { Ballot } from '../machines/review.ts'
import { papersOfEvent } from '../machines/papers-of-event.ts'
import { restoreCase, storeCase } from '../machines/stored-case.ts'
import { theClock, theSystem, type Actor } from '../machines/vocabulary/people.ts'
import { whyNot } from '../machines/why-not.ts'
import { whyNotTheirSeat } from '../machines/why-not-board-change.ts'
import { hashOf, measured, noEntries } from './chain.ts'
import { envelopeSchema, inItsShape, load, shrunk, type Envelope } from './envelope.ts'
import { boardToAsk, Errands, type OutsideEffect } from './errands.ts'
import { Ledger, standingBallot } from './ledger.ts'
import { whyNotAsked } from './door.ts'
import type { Answer, Asked } from './messages.ts'
import { Recorder } from './recorder.ts'

/** Beyond this a case can only be closed: a state of 2.7 MB would end it at the next continue-as-new. */
const stateLimitBytes = 1024 * 1024

/** From this size on the words of the past leave the state, so that what is carried stays below 256 KB; they stay in the audit. */
const comfortableBytes = 192 * 1024
/** How much a state must have grown before shrinking it is worth another look. */
const shrinkAgainBytes = 32 * 1024

type Known = { sequence: number; atInstant: number; commandSha256: string; ballot?: Ballot }

/** Asking members goes with the record. */
const isAsking = (effect: Effect): effect is Exclude<Effect, OutsideEffect> =>
  effect.type === 'askBoard' || effect.type === 'askSeat'

/** An effect as its events name it. */
const told = (effect: OutsideEffect): EffectNamed => ({
  effect: effect.type,
  ...('reviewId' in effect ? { reviewId: effect.reviewId } : {}),
  ...('circulationId' in effect ? { circulationId: effect.circulationId } : {}),
})

/** The papers an entry is about, by their content: those sent, or those a decision or a comment was made on. */
const papersOf = (caseFile: CaseFile, event: CaseEvent): Pick<AuditEntry, 'paperSha256s'> => {
  const papers = papersOfEvent(caseFile, event)
  return papers ? { paperSha256s: papers.map(({ sha256 }) => sha256) } : {}
}

/**
 * Keeps one initiative's case: asks the machines, applies what happened at once, and hands every change to the recorder.
 * Everything here is synchronous up to the change; only the answer waits for the record.
 */
export class CaseKeeper {
  readonly recorder: Recorder
  readonly errands: Errands
  private readonly initiativeId: string
  private readonly ledger: Ledger
  private readonly stateShape: number
  private caseFile: CaseFile | undefined
  private stateBytes = 0
  private shrinkAtBytes = comfortableBytes
  private changeCount = 0

  constructor(initiativeId: string, carried: unknown) {
    const envelope: Envelope | undefined = carried === undefined ? undefined : load(carried)
    const read = envelope && inItsShape(envelope, patched)
    this.initiativeId = initiativeId
    this.stateShape = read?.stateShape ?? 1
    this.caseFile = read && restoreCase(read.state)
    this.ledger = new Ledger(envelope?.ledger)
    this.recorder = new Recorder(initiativeId, envelope?.head ?? noEntries)
    this.errands = new Errands(envelope?.errands ?? [], {
      exhausted: (effect, reason) =>
        this.noted({ type: 'effectExhausted', ...told(effect), reason, atInstant: Date.now() }),
      carriedOut: (effect) => this.noted({ type: 'effectCarriedOut', ...told(effect), atInstant: Date.now() }),
    })
    if (envelope) this.noteMigration(envelope)
  }

  /** Counts what happened in this run: the loop looks again whenever it grows. */
  get changes(): number {
    return this.changeCount + this.errands.retryCount
  }

  get isOver(): boolean {
    return this.caseFile?.initiative.status === 'done'
  }

  get outcome(): string {
    return this.caseFile?.initiative.context.closure?.outcome ?? 'completed'
  }

  /** What the search attributes say; undefined before the record begins and after it ended, which Temporal's own status says. */
  get whereabouts(): { stage?: string; status: string } | undefined {
    if (!this.caseFile || this.isOver) return undefined
    const { context } = this.caseFile.initiative
    const stage = currentStage(context)
    return { ...(stage ? { stage } : {}), status: context.hold ? 'onHold' : 'running' }
  }

  /** The earliest instant at which something is to be done by itself. */
  nextInstant(): number | undefined {
    if (!this.caseFile) return undefined
    const instants = [deadlinesOf(this.caseFile)[0]?.atInstant, this.errands.nextInstant()].filter(
      (instant) => instant !== undefined,
    )
    return instants.length === 0 ? undefined : Math.min(...instants)
  }

  /** Lets every deadline pass whose instant has come, each as an event of its own, and has it recorded with what brought it. */
  passDeadlines(nowInstant: number) {
    while (this.caseFile) {
      const [next] = deadlinesOf(this.caseFile)
      if (!next || next.atInstant > nowInstant) break
      this.happened({ type: 'deadlinePassed', of: next.of, name: next.name, atInstant: nowInstant }, theClock)
    }
    this.recorder.handOver()
  }

  startErrands(nowInstant: number) {
    const { caseFile } = this
    if (caseFile) this.errands.startDue(() => storeCase(this.caseFile ?? caseFile), nowInstant)
  }

  /** Why a command is refused, in words; undefined when it may go on. A repeat is never refused, also after the end. */
  whyNot<Name extends CommandName>(name: Name, asked: Asked<Name>, nowInstant: number): Refusal | undefined {
    const notAsked = whyNotAsked(name, asked, currentUpdateInfo()?.id)
    if (notAsked) return notAsked
    if (this.find(name, asked)) return undefined
    if (this.recorder.isBehind())
      return refusal(
        'RecordBehind',
        'The record is behind; nothing more is taken until it has caught up. Try again in a minute.',
      )
    if (name === 'create') {
      if (this.caseFile)
        return refusal('AlreadyBegun', 'This initiative has begun already; its id cannot be used again.')
      return commands.create.payload.parse(asked.payload).initiativeId === this.initiativeId
        ? undefined
        : refusal('InvalidInput', `initiativeId: must be ${this.initiativeId}, the initiative this was sent to`)
    }
    if (!this.caseFile) return refusal('NotBegun', 'This initiative has not begun yet.')
    if (this.stateBytes > stateLimitBytes && !['close', 'closeEarly', 'withdraw'].includes(name))
      return refusal('TooLarge', 'This record is full; the initiative can only be closed.')
    const event = this.eventOf(name, asked, nowInstant)
    return (
      whyNot(this.caseFile, event) ??
      whyNotAssured(this.caseFile, event, asked.by) ??
      whyNotTheirSeat(this.caseFile, event, asked.by)
    )
  }

  /** Applies a command, unless it is a repeat, and answers what counts. The caller waits for the record before passing the answer on. */
  apply<Name extends CommandName>(name: Name, asked: Asked<Name>, nowInstant: number): Answer {
    const known = this.find(name, asked)
    if (known) return { kind: 'alreadyRecorded', ...known }
    const commandSha256 = hashOf(asked.payload)
    const entry =
      name === 'create'
        ? this.begin(asked, nowInstant)
        : this.happened(this.eventOf(name, asked, nowInstant), asked.by, asked.updateId)
    const answer = { sequence: entry.sequence, atInstant: nowInstant, commandSha256 }
    this.ledger.add({ updateId: asked.updateId, ...answer })
    const ballot = name === 'castVote' ? this.find(name, asked)?.ballot : undefined
    return { kind: 'recorded', ...answer, ...(ballot ? { ballot } : {}) }
  }

  /** The state as the record holds it. */
  current() {
    const { state, stateHash } = this.state()
    const { sequence, hash } = this.recorder.chainHead()
    return { state, stateHash, version: sequence, headHash: hash, unrecordedCount: this.recorder.unrecordedCount() }
  }

  async recordAgain(): Promise<{ version: number }> {
    if (this.caseFile) await this.recorder.again(this.state())
    return { version: this.recorder.chainHead().sequence }
  }

  /** Whether the state has grown so much that the words of its past should go. */
  get isLarge(): boolean {
    return this.stateBytes > this.shrinkAtBytes
  }

  /** Shrinks what the next run need not carry in full; the change of state is an entry like any other. */
  shrink(nowInstant: number) {
    if (!this.caseFile) return
    const full = storeCase(this.caseFile)
    const small = shrunk(full)
    if (hashOf(small) !== hashOf(full)) {
      this.caseFile = restoreCase(small)
      this.noted({ type: 'olderReviewsDigested', atInstant: nowInstant })
    }
    this.shrinkAtBytes = Math.max(comfortableBytes, this.stateBytes + shrinkAgainBytes)
  }

  /** What the next run begins with; undefined before the record begins. */
  carried(): Envelope | undefined {
    if (!this.caseFile) return undefined
    return {
      schema: envelopeSchema,
      state: this.state().state,
      stateShape: this.stateShape,
      ledger: this.ledger.carried(),
      head: this.recorder.chainHead(),
      errands: this.errands.carried(),
    }
  }

  /** What this run reads otherwise than it was left is an entry: the record holds the state's hash, and would contradict it later. */
  private noteMigration({ state, stateShape: fromShape = 1 }: Envelope) {
    if (!this.caseFile || hashOf(storeCase(this.caseFile)) === hashOf(state)) return
    const migrated = { type: 'stateMigrated' as const, fromShape, toShape: this.stateShape, atInstant: Date.now() }
    this.happened(migrated, theSystem)
  }

  private begin(asked: Asked<CommandName>, nowInstant: number): AuditEntry {
    const creation = commands.create.payload.parse(asked.payload)
    const { caseFile, effects } = openCase({ ...creation, initiativeId: this.initiativeId, createdInstant: nowInstant })
    this.caseFile = caseFile
    this.changeCount += 1
    const event = { type: 'created' as const, atInstant: nowInstant, ...creation }
    return this.record({ atInstant: nowInstant, by: asked.by, updateId: asked.updateId, event }, effects)
  }

  /** Something nobody did: it is recorded by itself. */
  private noted(event: CaseEvent) {
    this.happened(event, theSystem)
    this.recorder.handOver()
  }

  /** Something happened: the case moves on, the entry is recorded, the effects are set about. */
  private happened(event: CaseEvent, by: Actor, updateId?: string): AuditEntry {
    if (!this.caseFile) throw new Error('Nothing can happen to an initiative that has not begun')
    const { caseFile, effects } = take(this.caseFile, event)
    this.caseFile = caseFile
    this.changeCount += 1
    const papers = papersOf(caseFile, event)
    return this.record({ atInstant: event.atInstant, by, ...(updateId ? { updateId } : {}), event, ...papers }, effects)
  }

  /** Records an entry with the boards it asks, and sets the other effects about. */
  private record(entry: Parameters<Recorder['add']>[0], effects: readonly Effect[]): AuditEntry {
    const recorded = this.state()
    const asked = effects
      .filter(isAsking)
      .map((effect) => boardToAsk(effect, recorded.state))
      .filter((board) => board !== undefined)
    const sealed = this.recorder.add({ ...entry, ...(asked.length > 0 ? { asked } : {}) }, recorded)
    for (const effect of effects) if (!isAsking(effect)) this.errands.add(effect, sealed.sequence)
    return sealed
  }

  private state() {
    if (!this.caseFile) throw new Error('There is no state before an initiative has begun')
    const state = storeCase(this.caseFile)
    const { hash, byteCount } = measured(state)
    this.stateBytes = byteCount
    return { state, stateHash: hash }
  }

  private find<Name extends CommandName>(name: Name, asked: Asked<Name>): Known | undefined {
    const known = this.ledger.find(asked.updateId)
    if (name !== 'castVote') return known
    const vote = commands.castVote.payload.safeParse(asked.payload)
    const ballot = vote.success && this.caseFile ? standingBallot(this.caseFile, vote.data, asked.updateId) : undefined
    if (!ballot) return known
    const counted = this.ledger.find(ballot.updateId)
    return {
      sequence: counted?.sequence ?? 0,
      atInstant: ballot.atInstant,
      commandSha256: counted?.commandSha256 ?? '',
      ballot,
    }
  }

  private eventOf<Name extends CommandName>(name: Name, asked: Asked<Name>, nowInstant: number): CaseEvent {
    return commandFact.parse({
      ...asked.payload,
      type: commands[name].fact,
      atInstant: nowInstant,
      ...(name === 'castVote' || name === 'confirmRoom' ? { updateId: asked.updateId } : {}),
    })
  }
}
