import type { FactOf } from './commands.ts'
import type { Deadline } from './deadlines.ts'
import { decidedInTheRoom, setInTheRoom, type DecidedInTheRoom } from './room-outcome.ts'
import { partiesOf, type Party } from './rules/parties.ts'
import { tally, type Outcome, type Tally } from './rules/tally.ts'
import type { Room } from './room.ts'
import { sittingIn, type SeatMove } from './seats.ts'
import type { BoardTerms, Seat } from './vocabulary/board.ts'
import type { StageId } from './vocabulary/facts.ts'
import type { Meeting } from './vocabulary/meeting.ts'
import type { Choice, ConditionWritten, PaperRef, Proposal } from './vocabulary/submission.ts'

export type ReviewInput = {
  reviewId: string
  submissionId: string
  stage: StageId
  round: number
  terms: BoardTerms
  proposal: Proposal
  papers: PaperRef[]
  /** What the last round's points were and how each was answered: shown to the members. */
  answers: { pointId: string; raisedBy: string; text: string; answer: string }[]
  /** People who may not decide this case: its author, sponsor and SRO. */
  ownCasePersonIds: string[]
  openedInstant: number
}

/** One version of a seat's decision. Every version is kept; the last one counts. */
export type Ballot = {
  number: number
  /** Who decided: the seat's holder, or the deputy who sat for them. */
  holderId: string
  /** The absent holder whose deputy decided. */
  forHolderId?: string
  choice: Choice
  reason?: string
  points: string[]
  conditions: ConditionWritten[]
  deferUntilInstant?: number
  deferSoonInstant?: number
  deferUntilDay?: string
  /** That day is one of the board's later meetings. */
  toMeeting?: true
  /** Said in the room, written down by its board's secretary and confirmed by its chair; absent where the member decided by link. */
  inTheRoom?: { version: number; recordedBy: string; confirmedBy: string; tabledSha256s?: string[] }
  atInstant: number
  updateId: string
}

/** A review moved from the meeting it was for to another, and why. */
export type MeetingMove = { meeting: Meeting; reason: string; atInstant: number }

export type ReviewContext = ReviewInput & {
  ballots: Record<string, Ballot[]>
  /** Seats that changed hands, or that a deputy took, since the papers went out; absent while none did. */
  seatMoves?: SeatMove[]
  deadlines: Deadline[]
  remindersSent: number
  heldSinceInstant?: number
  /** When the decision was due, once that has passed: a hold may have moved it beyond what the terms say. */
  wasDueInstant?: number
  endedInstant?: number
  /** Why it ended without a decision, where it was not that the papers were withdrawn. */
  endedBecause?: string
  /** The meetings it was moved to, oldest first; absent while it stayed where it was. */
  meetingMoves?: MeetingMove[]
  /** Since when nothing its members still say could settle it, and why. */
  deadlock?: { sinceInstant: number; because: string }
  /** The terms of boards that were merged into this one while it was open, oldest first. */
  formerTerms?: BoardTerms[]
  /** What was recorded of the board's meetings, oldest first; absent while nothing was. */
  rooms?: Room[]
}

export type ReviewEvent =
  | FactOf<'castVote'>
  | FactOf<'moveSeat'>
  | FactOf<'moveMeeting'>
  | FactOf<'recordRoom'>
  | FactOf<'confirmRoom'>
  | FactOf<'refuseRoom'>
  | { type: 'deadlinePassed'; name: string; atInstant: number }
  | FactOf<'mergeBoard'>
  | { type: 'submissionWithdrawn'; atInstant: number; reason: string }
  | { type: 'overtaken'; atInstant: number; because: string }
  | { type: 'held'; atInstant: number }
  | { type: 'resumed'; atInstant: number }

/** What a finished review hands to the initiative. `withdrawn` is no board's decision. */
export type ReviewOutput = {
  reviewId: string
  submissionId: string
  boardId: string
  boardName: string
  outcome: Outcome | 'withdrawn'
  because: string
  endedInstant: number
  conditions: (ConditionWritten & { raisedBy: string })[]
  points: { text: string; raisedBy: string }[]
  deferUntilInstant?: number
  /** The meeting it was deferred to, in place of a date: its papers are prepared at once. */
  deferredTo?: Meeting
  /** Where the board decides by organisation or pair: where each of them stands. */
  parties?: PartyStanding[]
  /** What was decided in the room, where the board met. */
  room?: DecidedInTheRoom
}

/** Where an organisation or a pair stands when its board has ended. */
export type PartyStanding = Omit<Party, 'seats'> & { organisationIds: string[] }

/** Whether a board let the papers go on. */
export const isFavourable = (outcome: ReviewOutput['outcome']): boolean =>
  !['sentBack', 'deferred', 'stopped', 'withdrawn'].includes(outcome)

/** The ballot that counts for a seat: its last. */
export const currentBallot = (review: Pick<ReviewContext, 'ballots'>, seatId: string): Ballot | undefined =>
  review.ballots[seatId]?.at(-1)

/** What the board is asked: its own part in a decision, or else what the papers ask of everybody. */
export const askOf = ({ terms, proposal }: Pick<ReviewContext, 'terms' | 'proposal'>) =>
  proposal.ask === 'decide' ? terms.ask : proposal.ask

type Members = Pick<ReviewContext, 'terms' | 'ownCasePersonIds' | 'seatMoves'>

/** The seats somebody sits in who may decide this case: the only ones that are counted and waited for. */
export const decidingSeats = (review: Members): Seat[] =>
  review.terms.seats.filter((seat) => sittingIn(review, seat) !== undefined)

/** The ballots that count and the seats no rule counts: those of the case's author, sponsor and SRO. */
const countedOf = (review: Members & Pick<ReviewContext, 'ballots'>) => {
  const sitting = decidingSeats(review)
  return {
    ballots: Object.fromEntries(
      Object.keys(review.ballots).flatMap((seatId) => {
        const ballot = currentBallot(review, seatId)
        return ballot ? [[seatId, ballot] as const] : []
      }),
    ),
    asideSeatIds: review.terms.seats.filter((seat) => !sitting.includes(seat)).map(({ seatId }) => seatId),
  }
}

/** How the board stands now, by its frozen terms. */
export const standing = (review: Members & Pick<ReviewContext, 'ballots' | 'proposal'>): Tally => {
  const { ballots, asideSeatIds } = countedOf(review)
  const choices = Object.fromEntries(Object.entries(ballots).map(([seatId, { choice }]) => [seatId, choice]))
  return tally({ ...review.terms, ask: askOf(review) }, choices, asideSeatIds)
}

/** Where each organisation or pair stands, for boards that decide by them; empty for all others. */
export const parties = (review: Members & Pick<ReviewContext, 'ballots'>): Party[] => {
  const { ballots, asideSeatIds } = countedOf(review)
  return partiesOf(review.terms, ballots, asideSeatIds)
}

/** When the decision is due, or was: it moves with every hold until it has passed. */
export const dueInstantOf = ({ deadlines, wasDueInstant, terms }: ReviewContext): number =>
  deadlines.find(({ name }) => name === 'decision')?.atInstant ?? wasDueInstant ?? terms.decideByInstant

/** What a review has done outside: the loop hands it to an activity. */
export type ReviewEffects = {
  askBoard: { reviewId: string }
  askSeat: { reviewId: string; seatId: string }
  remindBoard: { reviewId: string; number: number }
  /** `step` of the terms' escalations; none when it falls due, which the secretary is told first. */
  escalate: { reviewId: string; step?: number }
}

/** The later meeting of a board on a day, as known when the papers went out. */
export const laterMeeting = ({ terms }: Pick<ReviewContext, 'terms'>, day: string | undefined): Meeting | undefined =>
  terms.nextMeetings?.find((meeting) => meeting.day === day)

/** The next meeting of a board that papers can still come back to: after the one it is for, and before its cut-off. */
export const nextMeetingOf = (review: ReviewContext, atInstant: number): Meeting | undefined =>
  review.terms.nextMeetings?.find(
    ({ papersDueInstant, endsInstant }) => papersDueInstant > atInstant && endsInstant > dueInstantOf(review),
  )

/** What an ended review came to. */
export const outputOf = (context: ReviewContext, outcome: ReviewOutput['outcome']): ReviewOutput => {
  // Of a seat that went with a board merged into this one, nothing is counted, and nobody answers what it asked.
  const titles = new Map(decidingSeats(context).map((seat) => [seat.seatId, seat.title]))
  const said = Object.keys(context.ballots).flatMap((seatId) => {
    const ballot = currentBallot(context, seatId)
    const raisedBy = titles.get(seatId)
    return ballot && raisedBy !== undefined ? [{ seatId, ballot, raisedBy }] : []
  })
  const { because, decidingSeatIds } = standing(context)
  const decidedBy = (choice: Choice) =>
    said.filter(({ seatId, ballot }) => ballot.choice === choice && decidingSeatIds.includes(seatId))
  const deferring = [...decidedBy('defer'), ...decidedBy('moreTime')].filter(({ ballot }) => ballot.deferUntilInstant)
  const until = Math.max(...deferring.map(({ ballot }) => ballot.deferUntilInstant ?? 0))
  const latest = deferring.find(({ ballot }) => ballot.deferUntilInstant === until)?.ballot
  const deferredTo = latest?.toMeeting && laterMeeting(context, latest.deferUntilDay)
  const stood = parties(context).map(({ seats, ...party }) => ({
    ...party,
    // A seat shared by two organisations speaks for each of them apart.
    organisationIds:
      context.terms.rule.kind === 'perOrganisation'
        ? [party.partyId]
        : [...new Set(seats.flatMap(({ organisationIds }) => organisationIds))],
  }))
  return {
    reviewId: context.reviewId,
    submissionId: context.submissionId,
    boardId: context.terms.boardId,
    boardName: context.terms.name,
    outcome,
    because: outcome === 'withdrawn' ? (context.endedBecause ?? 'The papers were withdrawn.') : because,
    endedInstant: context.endedInstant ?? context.openedInstant,
    conditions: setInTheRoom(decidedBy('approveWithConditions')),
    points: said
      .filter(({ ballot }) => ballot.choice === 'sendBack')
      .flatMap(({ ballot, raisedBy }) =>
        (ballot.points.length > 0 ? ballot.points : [ballot.reason ?? '']).map((text) => ({ text, raisedBy })),
      ),
    ...(outcome === 'deferred' && deferring.length > 0
      ? deferredTo
        ? { deferredTo }
        : { deferUntilInstant: until }
      : {}),
    ...(stood.length > 0 && outcome !== 'withdrawn' ? { parties: stood } : {}),
    ...(outcome === 'withdrawn' ? {} : decidedInTheRoom(context)),
  }
}
