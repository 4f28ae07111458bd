import type { FactOf } from '../../machines/commands.ts'
import type { Ask, BoardTerms } from '../../machines/vocabulary/board.ts'
import type { Meeting } from '../../machines/vocabulary/meeting.ts'
import type { StageId } from '../../machines/vocabulary/facts.ts'
import type { Choice, ConditionWritten } from '../../machines/vocabulary/submission.ts'
import { Minutes, setTogether } from './minutes.ts'
import { comesTo, isWhole, mayChoose, type Outcome } from './outcomes.ts'
import { canDecide, isByParty } from './rules.ts'
import { Seating, type Sits } from './seating.ts'

type Said = Pick<FactOf<'castVote'>, 'choice' | 'points' | 'conditions' | 'deferUntilInstant' | 'deferSoonInstant'>

export type Ballot = {
  by: string
  forHolder?: string
  choice: Choice
  pointCount: number
  conditions: ConditionWritten[]
  untilInstant?: number
  soonInstant?: number
  atInstant: number
  /** Which record of a meeting it is from, where the member did not decide by link. */
  room?: number
}

/** What a board's consideration came to, as far as the initiative has to know. */
export type Ended = {
  outcome: Outcome | 'withdrawn'
  pointCount: number
  conditions: ConditionWritten[]
  untilInstant?: number
  /** Every organisation or pair that decides for itself here, and those of them that asked for more time. */
  partyIds?: string[]
  moreTime?: { partyId: string; untilInstant: number; soonInstant?: number }[]
  /** Where each organisation spoke for itself, alone or in its pair: whether it agreed. */
  organisations?: { id: string; agreed: boolean }[]
  /** The last meeting that was confirmed, and the words as amended at any. */
  room?: { version: number; wording?: string }
}

/** When a meeting begins, as nearly as is known. */
export const beginningOf = ({ startsInstant, endsInstant }: Meeting): number => startsInstant ?? endsInstant

/** One board before one submission, as design.md tells it: who may decide, until when, and what silence means (nothing). */
export class Board {
  readonly reviewId: string
  readonly stage: StageId
  readonly ask: Ask
  readonly openedInstant: number
  terms: BoardTerms
  seating: Seating
  private readonly ownCase: readonly string[]
  readonly ballots = new Map<string, Ballot[]>()
  readonly minutes: Minutes
  dueInstant: number
  private moved: Meeting | undefined
  reminders: number[]
  isLate = false
  isDeadlocked = false
  deadlockedInstant: number | undefined
  lastVoteInstant: number | undefined
  ended: Ended | undefined

  constructor(of: {
    reviewId: string
    stage: StageId
    ask: Ask
    terms: BoardTerms
    ownCase: readonly string[]
    openedInstant: number
  }) {
    this.reviewId = of.reviewId
    this.stage = of.stage
    this.ask = of.ask
    this.terms = of.terms
    this.openedInstant = of.openedInstant
    this.seating = new Seating(of.terms, of.ownCase)
    this.ownCase = of.ownCase
    this.minutes = new Minutes(this)
    this.dueInstant = of.terms.decideByInstant
    this.reminders = of.terms.reminderInstants
    this.count(of.openedInstant)
  }

  /** Those who may decide. */
  get members(): BoardTerms['seats'] {
    return this.seating.members
  }

  get silent(): string[] {
    return this.members.map(({ seatId }) => seatId).filter((seatId) => !this.ballots.has(seatId))
  }

  deadlines(): { name: string; atInstant: number }[] {
    const reminders = this.reminders.map((atInstant) => ({ name: 'reminder', atInstant }))
    return this.isLate ? reminders : [...reminders, { name: 'decision', atInstant: this.dueInstant }]
  }

  /** The meeting it decides at; none where a hold has moved its date away from it. */
  get meeting(): Meeting | undefined {
    const meeting = this.moved ?? this.terms.meeting
    return meeting?.endsInstant === this.dueInstant ? meeting : undefined
  }

  mayMoveMeeting({ meeting, atInstant }: FactOf<'moveMeeting'>): boolean {
    const meets = this.terms.meeting !== undefined || this.terms.missedMeeting !== undefined
    return !this.ended && meets && meeting.day !== this.meeting?.day && meeting.endsInstant > atInstant
  }

  /** Its reminders keep their distance from the meeting; what would be over is none. */
  moveMeeting(meeting: Meeting, nowInstant: number) {
    const later = meeting.endsInstant - this.terms.decideByInstant
    this.moved = meeting
    this.dueInstant = meeting.endsInstant
    this.reminders = this.terms.reminderInstants.map((each) => each + later).filter((each) => each > nowInstant)
    this.isLate = false
  }

  /**
   * A hold stops the board's clock: what is left of it moves by the hold's length, and a date that had passed stays where it was. A meeting
   * does not wait: it is still the one where it has not begun, and else the next on file is.
   */
  resume(heldFor: number, nowInstant: number) {
    const meeting = this.isLate ? undefined : this.meeting
    if (meeting && beginningOf(meeting) > nowInstant) {
      this.reminders = this.reminders.filter((each) => each > nowInstant)
      return
    }
    const next = meeting && this.terms.nextMeetings?.find((each) => beginningOf(each) > nowInstant)
    if (next) {
      this.moveMeeting(next, nowInstant)
      return
    }
    this.reminders = this.reminders.map((instant) => instant + heldFor)
    if (!this.isLate) this.dueInstant += heldFor
  }

  mayVote(vote: FactOf<'castVote'>): boolean {
    if (this.ended) return false
    if (this.seating.in(vote.seatId)?.personId !== vote.holderId) return false
    if (!mayChoose(this.ask, this.terms, vote.choice)) return false
    if (vote.decisionNumber !== (this.ballots.get(vote.seatId)?.length ?? 0)) return false
    return isWhole(vote, vote.atInstant)
  }

  mayMoveSeat(moved: FactOf<'moveSeat'>): boolean {
    return !this.ended && this.seating.mayMove(moved)
  }

  /** A decision already made stands for its seat, whoever sits there now. */
  moveSeat(moved: FactOf<'moveSeat'>) {
    this.seating.move(moved)
    this.count(moved.atInstant)
  }

  /** A board that was merged into another asks its members, with the time there was; votes of seats both have stand. */
  mayMerge({ terms }: FactOf<'mergeBoard'>): boolean {
    const { members } = new Seating(terms, this.ownCase, this.seating)
    const isAnother = terms.boardId !== this.terms.boardId
    return !this.ended && isAnother && canDecide(terms, terms.seats) && canDecide(terms, members)
  }

  merge({ terms, atInstant }: FactOf<'mergeBoard'>) {
    this.seating = new Seating(terms, this.ownCase, this.seating)
    const { ask, decideByInstant, reminderInstants, meeting, missedMeeting } = this.terms
    const { meeting: _theirs, ...of } = terms
    this.terms = {
      ...of,
      ask,
      decideByInstant,
      reminderInstants,
      ...(meeting ? { meeting } : {}),
      ...(missedMeeting ? { missedMeeting } : {}),
    }
    this.count(atInstant)
  }

  vote(vote: FactOf<'castVote'>) {
    const { seatId, atInstant } = vote
    this.lastVoteInstant = atInstant
    this.hear(seatId, vote, this.seating.in(seatId) ?? { personId: '' }, atInstant)
    this.count(atInstant)
  }

  /** What was recorded of a meeting is confirmed: those whose position counts have decided, all at once. */
  confirm({ version, atInstant }: FactOf<'confirmRoom'>) {
    this.lastVoteInstant = atInstant
    for (const { seatId, position, there } of this.minutes.confirm())
      this.hear(seatId, position, there, atInstant, version)
    this.count(atInstant)
  }

  private hear(seatId: string, said: Said, { personId, forHolder }: Sits, atInstant: number, room?: number) {
    const { choice, points, conditions, deferUntilInstant, deferSoonInstant } = said
    const ballot: Ballot = {
      by: personId,
      ...(forHolder === undefined ? {} : { forHolder }),
      choice,
      pointCount: Math.max(1, points.length),
      conditions,
      ...(deferUntilInstant === undefined ? {} : { untilInstant: deferUntilInstant }),
      ...(deferSoonInstant === undefined ? {} : { soonInstant: deferSoonInstant }),
      atInstant,
      ...(room === undefined ? {} : { room }),
    }
    this.ballots.set(seatId, [...(this.ballots.get(seatId) ?? []), ballot])
  }

  /** What the votes of those who may decide come to; whatever was said for a seat that is none here any more is not counted. */
  private count(atInstant: number) {
    const may = this.members.map(({ seatId }) => seatId)
    const last = new Map(
      [...this.ballots].flatMap(([id, versions]) =>
        may.includes(id) ? versions.slice(-1).map((each) => [id, each]) : [],
      ),
    )
    if (this.members.length === 0) {
      this.isDeadlocked = true
      this.deadlockedInstant ??= atInstant
      return
    }
    const choices = new Map([...last].map(([id, each]) => [id, each.choice]))
    const settled = comesTo(this.terms, this.ask, this.members, choices)
    this.isDeadlocked = settled === 'deadlocked'
    this.deadlockedInstant = this.isDeadlocked ? (this.deadlockedInstant ?? atInstant) : undefined
    if (settled === 'open' || settled === 'deadlocked') return
    const { outcome, decidedBy } = settled
    const chose = (wanted: Choice) =>
      [...last].filter(([id, each]) => each.choice === wanted && (wanted === 'sendBack' || decidedBy.includes(id)))
    const dates = [...chose('defer'), ...chose('moreTime')].flatMap(([, { untilInstant }]) => untilInstant ?? [])
    this.ended = {
      outcome,
      pointCount:
        outcome === 'sentBack' || outcome === 'deferred'
          ? chose('sendBack').reduce((sum, [, { pointCount }]) => sum + pointCount, 0)
          : 0,
      conditions:
        outcome === 'approvedWithConditions'
          ? setTogether(chose('approveWithConditions').map(([, ballotOf]) => ballotOf))
          : [],
      ...(outcome === 'deferred' ? { untilInstant: Math.max(...dates) } : {}),
      ...this.parties(last),
      ...this.minutes.ending,
    }
  }

  /** One member who asks for more time asks for the whole party, until the latest date any of them gave. */
  private parties(last: ReadonlyMap<string, Ballot>): Pick<Ended, 'partyIds' | 'moreTime' | 'organisations'> {
    if (!isByParty(this.terms)) return {}
    const idsOf = ({ pairId, organisationIds }: BoardTerms['seats'][number]) =>
      this.terms.rule.kind === 'perPair' ? [pairId ?? ''] : organisationIds
    const partyIds = [...new Set(this.terms.seats.flatMap(idsOf))]
    const spoken = (partyId: string) =>
      this.members
        .filter((member) => idsOf(member).includes(partyId))
        .map(({ seatId }) => last.get(seatId))
        .filter((ballot) => ballot?.choice !== 'declareInterest')
    const moreTime = partyIds.flatMap((partyId) => {
      const asked = spoken(partyId).flatMap((ballot) =>
        ballot?.choice === 'moreTime' && ballot.untilInstant !== undefined
          ? [{ untilInstant: ballot.untilInstant, soonInstant: ballot.soonInstant }]
          : [],
      )
      return asked
        .toSorted((a, b) => b.untilInstant - a.untilInstant)
        .slice(0, 1)
        .map(({ untilInstant, soonInstant }) => ({
          partyId,
          untilInstant,
          ...(soonInstant === undefined ? {} : { soonInstant }),
        }))
    })
    const organisations = partyIds.flatMap((partyId) => {
      const choices = spoken(partyId).map((ballot) => ballot?.choice ?? '')
      const agreed = choices.length > 0 && choices.every((choice) => choice.startsWith('approve'))
      const ids =
        this.terms.rule.kind === 'perPair'
          ? this.terms.seats.filter(({ pairId }) => pairId === partyId).flatMap((seat) => seat.organisationIds)
          : [partyId]
      return ids.map((id) => ({ id, agreed }))
    })
    return { partyIds, moreTime, organisations }
  }
}
