import { setTimeout as wait } from 'node:timers/promises'
import { WithStartWorkflowOperation, type Client } from '@temporalio/client'
import type { Initiatives, RecordedInitiative } from '../activities/ports.ts'
import { DatabaseUnreachable } from '../activities/store/database-error.ts'
import { commands, type CommandName, type CommandPayload } from '../machines/commands.ts'
import { currentBallot } from '../machines/review.ts'
import type { Actor } from '../machines/vocabulary/people.ts'
import { hashOf } from '../workflows/chain.ts'
import { commandUpdateId, decisionUpdateId, initiativeWorkflowId } from '../workflows/ids.ts'
import {
  beginsAt,
  commandUpdate,
  initiativeWorkflowType,
  searchAttributesOf,
  updateLimitBytes,
  type Answer,
  type InitiativeStart,
} from '../workflows/messages.ts'
import type { Asked, Cases } from './parts.ts'
import { tell, temporalAnswers, type Told } from './temporal.ts'

export type CasesNeeds = {
  client: Client
  taskQueue: string
  initiatives: Pick<Initiatives, 'find' | 'entries' | 'claim'>
  /** How long a person waits for "recorded"; the same press later shows what was recorded. */
  answerWithinMilliseconds: number
  /** When a run of an initiative hands itself on to the next; the workflow's own when absent. */
  historyLimits?: InitiativeStart['limits']
}

/** One thing asked, with the id that makes its repeat harmless. */
type Asking<Name extends CommandName> = {
  name: Name
  initiativeId: string
  payload: CommandPayload<Name>
  by: Actor
  updateId: string
}

const notConfirmed = (reason: string): Asked => ({ kind: 'notConfirmed', reason })
const pressAgain = notConfirmed('Not confirmed yet. Press again: what was recorded is shown, and nothing counts twice.')
const recordAway = notConfirmed('Not confirmed yet, because the record cannot be read just now. Press again soon.')

/** A decision takes a tenth of this; sending it again after so long costs little and waits for nobody. */
const sendAgainAfterMilliseconds = 1_000
const betweenTriesMilliseconds = 100

/** What the API itself works out on the day, and so may differ when the same thing is asked again. */
const workedOut: { [Name in CommandName]?: (keyof CommandPayload<Name>)[] } = {
  submit: ['boards'],
  circulate: ['reminderInstants'],
  openConsultation: ['openedOn', 'minimumEndsInstant'],
}

/** Commands with the same words: their content alone does not tell which of them a key was used for. */
const soundAlike: readonly CommandName[] = ['hold', 'withdraw', 'withdrawSubmission']

/** Whether a recorded event is what is now asked, leaving out what was worked out on the day. */
const isSameAsk = ({ name, payload }: Asking<CommandName>, event: { type: string }): boolean => {
  const ignored: readonly string[] = workedOut[name] ?? []
  const asked = Object.entries(payload).filter(([key]) => !ignored.includes(key))
  const recorded = asked.map(([key]): [string, unknown] => [key, Reflect.get(event, key)])
  return (
    event.type === commands[name].fact && hashOf(Object.fromEntries(asked)) === hashOf(Object.fromEntries(recorded))
  )
}

/** The door to the workflows over one Temporal connection. */
export const createCases = (needs: CasesNeeds): Cases => {
  const { client, taskQueue, initiatives, answerWithinMilliseconds, historyLimits } = needs
  const update = <Name extends CommandName>({ name, initiativeId, payload, by, updateId }: Asking<Name>) =>
    client.workflow
      .getHandle(initiativeWorkflowId(initiativeId))
      .executeUpdate(commandUpdate(name), { updateId, args: [{ payload, by, updateId }] })

  const startAndUpdate = ({ initiativeId, payload, by, updateId }: Asking<'create'>) =>
    client.workflow.executeUpdateWithStart(commandUpdate('create'), {
      startWorkflowOperation: new WithStartWorkflowOperation(initiativeWorkflowType, {
        workflowId: initiativeWorkflowId(initiativeId),
        taskQueue,
        args: [{ initiativeId, ...(historyLimits ? { limits: historyLimits } : {}) }],
        workflowIdConflictPolicy: 'USE_EXISTING',
        workflowIdReusePolicy: 'REJECT_DUPLICATE',
        typedSearchAttributes: searchAttributesOf(beginsAt(payload)),
      }),
      updateId,
      args: [{ payload, by, updateId }],
    })

  /** What the record says of something asked of an initiative that has ended. */
  const endedWith = async (asking: Asking<CommandName>, { state }: RecordedInitiative): Promise<Asked> => {
    const { name, initiativeId, payload, updateId } = asking
    const entries = await initiatives.entries(initiativeId)
    if (name === 'castVote') {
      const { reviewId, seatId } = commands.castVote.payload.parse(payload)
      const review = state.reviews[reviewId]
      const ballot = review && currentBallot(review.context, seatId)
      const entry = entries.find((each) => each.updateId === ballot?.updateId)
      if (ballot && entry)
        return { kind: 'alreadyRecorded', sequence: entry.sequence, atInstant: ballot.atInstant, ballot }
    }
    const entry = entries.find((each) => each.updateId === updateId)
    if (entry && !isSameAsk(asking, entry.event)) return { kind: 'keyReused' }
    if (entry) return { kind: 'alreadyRecorded', sequence: entry.sequence, atInstant: entry.atInstant }
    const outcome = state.initiative.context.closure?.outcome
    const ended = { completed: 'has been completed', closedEarly: 'was closed early', withdrawn: 'was withdrawn' }
    const how = outcome ? ended[outcome] : 'has ended'
    return name === 'create'
      ? {
          kind: 'refused',
          type: 'AlreadyBegun',
          reason: `An initiative with this id ${how}; the id cannot be used again.`,
        }
      : { kind: 'refused', type: 'Closed', reason: `This initiative ${how}, so nothing more can be done to it.` }
  }

  const counted = async (asking: Asking<CommandName>, answer: Answer): Promise<Asked> => {
    const { kind, sequence, atInstant, ballot } = answer
    const recorded: Asked = { kind, sequence, atInstant, ...(ballot ? { ballot } : {}) }
    const isSameContent = answer.commandSha256 === hashOf(asking.payload)
    if (isSameContent && !soundAlike.includes(asking.name)) return recorded
    if (asking.name === 'castVote') return { ...recorded, kind: 'alreadyRecorded' }
    if (!isSameContent && !workedOut[asking.name]) return { kind: 'keyReused' }
    const entry = (await initiatives.entries(asking.initiativeId)).find((each) => each.sequence === sequence)
    if (!entry || !isSameAsk(asking, entry.event)) return { kind: 'keyReused' }
    return isSameContent ? recorded : { ...recorded, kind: 'alreadyRecorded' }
  }

  /**
   * Asks the running workflow, again and again until the person has waited enough: where a run has just given way to the next, and
   * where nothing came back, because an update that meets a run just as it gives way is answered by nobody. The id is the same, so
   * whatever arrives twice counts once.
   */
  const ask = async (asking: Asking<CommandName>, send: () => Promise<Answer>): Promise<Asked> => {
    const deadlineInstant = Date.now() + answerWithinMilliseconds
    for (;;) {
      const told: Told<Answer> = await tell(
        client,
        Math.min(deadlineInstant, Date.now() + sendAgainAfterMilliseconds),
        send,
      )
      if (told.kind === 'answered') return counted(asking, told.answer)
      const handsOn = told.kind === 'refused' && told.type === 'HandingOn'
      if (told.kind === 'refused' && !handsOn) return told.type === 'NotBegun' ? { kind: 'unknownInitiative' } : told
      if (told.kind === 'unanswered' || handsOn) {
        if (Date.now() + betweenTriesMilliseconds >= deadlineInstant) return pressAgain
        await wait(betweenTriesMilliseconds)
        continue
      }
      const recorded = await initiatives.find(asking.initiativeId)
      if (recorded?.state.initiative.status === 'done') return endedWith(asking, recorded)
      if (!recorded && told.kind === 'notFound') return { kind: 'unknownInitiative' }
      if (Date.now() >= deadlineInstant) return pressAgain
      await wait(betweenTriesMilliseconds)
    }
  }

  const withRecord = async (asked: Promise<Asked>): Promise<Asked> => {
    try {
      return await asked
    } catch (error) {
      if (error instanceof DatabaseUnreachable) return recordAway
      throw error
    }
  }

  const begin = async (asking: Asking<'create'>): Promise<Asked> => {
    const { payload, by, updateId } = asking
    if (Buffer.byteLength(JSON.stringify({ payload, by, updateId })) > updateLimitBytes)
      return {
        kind: 'refused',
        type: 'TooLarge',
        reason: `What begins a record may hold ${updateLimitBytes / 1024} KB.`,
      }
    const isNew = await initiatives.claim(asking.initiativeId)
    // Temporal forgets what has ended, the record does not: what is recorded is never started again.
    const begun = !isNew && (await initiatives.find(asking.initiativeId)) !== undefined
    return ask(asking, () => (begun ? update(asking) : startAndUpdate(asking)))
  }

  const command = <Name extends CommandName>(asking: Asking<Name>) => withRecord(ask(asking, () => update(asking)))

  return {
    begin: (payload, by, idempotencyKey) =>
      withRecord(
        begin({
          name: 'create',
          initiativeId: payload.initiativeId,
          payload,
          by,
          updateId: commandUpdateId(idempotencyKey),
        }),
      ),
    command: (name, initiativeId, payload, by, idempotencyKey) =>
      command({ name, initiativeId, payload, by, updateId: commandUpdateId(idempotencyKey) }),
    castVote: (initiativeId, payload, by, formNonce) =>
      command({
        name: 'castVote',
        initiativeId,
        payload,
        by,
        updateId: decisionUpdateId(payload.reviewId, payload.seatId, formNonce),
      }),
    reachable: () => temporalAnswers(client, 2_000),
  }
}
