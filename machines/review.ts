import { assign, setup, type SnapshotFrom } from 'xstate'
import { afterHold, type Deadline } from './deadlines.ts'
import { outcomes, tally, type Outcome, type Tally } from './rules/tally.ts'
import { sittingIn, type SeatMove } from './seats.ts'
import type { BoardTerms, Seat } from './vocabulary/board.ts'
import type { StageId } from './vocabulary/facts.ts'
import type { Choice, ConditionWritten, PaperRef, Proposal } from './vocabulary/submission.ts'
import type { FactOf } from './commands.ts'

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
  deferUntilDay?: string
  atInstant: number
  updateId: string
}

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
  /** The terms of boards that were merged into this one while it was open, oldest first. */
  formerTerms?: BoardTerms[]
}

export type ReviewEvent =
  | FactOf<'castVote'>
  | FactOf<'moveSeat'>
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
}

/** Whether a board let the papers go on. */
export const isFavourable = (outcome: ReviewOutput['outcome']): boolean =>
  !['sentBack', 'deferred', 'stopped', 'withdrawn'].includes(outcome)

type CastFact = FactOf<'castVote'>

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

/** How the board stands now, by its frozen terms. The seat of its author, sponsor or SRO stands aside: no rule counts it. */
export const standing = (review: Members & Pick<ReviewContext, 'ballots' | 'proposal'>): Tally => {
  const { ballots, terms, proposal } = review
  const choices: Record<string, Choice> = {}
  for (const [seatId, versions] of Object.entries(ballots)) {
    const last = versions.at(-1)
    if (last) choices[seatId] = last.choice
  }
  const seats = decidingSeats(review)
  const asideSeatIds = terms.seats.filter((seat) => !seats.includes(seat)).map(({ seatId }) => seatId)
  return tally({ ...terms, ask: askOf({ terms, proposal }) }, choices, asideSeatIds)
}

/** When the decision is due, or was: it moves with every hold until it has passed. */
export const dueInstantOf = ({ deadlines, wasDueInstant, terms }: ReviewContext): number =>
  deadlines.find(({ name }) => name === 'decision')?.atInstant ?? wasDueInstant ?? terms.decideByInstant

const came =
  (outcome: Outcome) =>
  ({ context }: { context: ReviewContext }) =>
    standing(context).outcome === outcome

/** Decision deadlines stop while the initiative is on hold: nobody can decide then, so nobody is late. */
const deadlinesOf = ({ decideByInstant, reminderInstants }: BoardTerms): Deadline[] => [
  ...reminderInstants.map((atInstant, index) => ({
    name: `reminder-${index + 1}`,
    atInstant,
    duringHold: 'stops' as const,
  })),
  { name: 'decision', atInstant: decideByInstant, duringHold: 'stops' },
]

const output = (context: ReviewContext, outcome: ReviewOutput['outcome']): ReviewOutput => {
  const titles = new Map(context.terms.seats.map((seat) => [seat.seatId, seat.title]))
  const said = Object.keys(context.ballots).flatMap((seatId) => {
    const ballot = currentBallot(context, seatId)
    return ballot ? [{ seatId, ballot, raisedBy: titles.get(seatId) ?? seatId }] : []
  })
  const { because, decidingSeatIds } = standing(context)
  const decidedBy = (choice: Choice) =>
    said.filter(({ seatId, ballot }) => ballot.choice === choice && decidingSeatIds.includes(seatId))
  const until = [...decidedBy('defer'), ...decidedBy('moreTime')].flatMap(
    ({ ballot }) => ballot.deferUntilInstant ?? [],
  )
  return {
    reviewId: context.reviewId,
    submissionId: context.submissionId,
    boardId: context.terms.boardId,
    boardName: context.terms.name,
    outcome,
    because: outcome === 'withdrawn' ? (context.endedBecause ?? 'The papers were withdrawn.') : because,
    endedInstant: context.endedInstant ?? context.openedInstant,
    conditions: decidedBy('approveWithConditions').flatMap(({ ballot, raisedBy }) =>
      ballot.conditions.map((condition) => ({ ...condition, raisedBy })),
    ),
    points: said
      .filter(({ ballot }) => ballot.choice === 'sendBack')
      .flatMap(({ ballot, raisedBy }) =>
        (ballot.points.length > 0 ? ballot.points : [ballot.reason ?? '']).map((text) => ({ text, raisedBy })),
      ),
    ...(outcome === 'deferred' && until.length > 0 ? { deferUntilInstant: Math.max(...until) } : {}),
  }
}

/** What a review has done outside: the loop hands it to an activity. */
export type ReviewEffects = {
  askBoard: { reviewId: string }
  askSeat: { reviewId: string; seatId: string }
  remindBoard: { reviewId: string; number: number }
  escalate: { reviewId: string }
}

const reviewSetup = setup({
  types: {} as {
    input: ReviewInput
    context: ReviewContext
    events: ReviewEvent
  },
  guards: {
    holdsASeat: ({ context }, { seatId }: CastFact) => context.terms.seats.some((seat) => seat.seatId === seatId),
    isTheDecisionDate: (_, { name }: { name: string }) => name === 'decision',
  },
  actions: {
    askBoard: (_, _review: ReviewEffects['askBoard']) => {},
    askSeat: (_, _seat: ReviewEffects['askSeat']) => {},
    remindBoard: (_, _review: ReviewEffects['remindBoard']) => {},
    escalate: (_, _review: ReviewEffects['escalate']) => {},
    recordBallot: assign(
      ({ context }, { seatId, type: _type, reviewId: _review, decisionNumber: _number, ...cast }: CastFact) => {
        const earlier = context.ballots[seatId] ?? []
        const seat = context.terms.seats.find((each) => each.seatId === seatId)
        const forHolderId = seat && sittingIn(context, seat)?.forHolderId
        const ballot = { ...cast, ...(forHolderId ? { forHolderId } : {}), number: earlier.length + 1 }
        return {
          ballots: { ...context.ballots, [seatId]: [...earlier, ballot] },
          endedInstant: cast.atInstant,
        }
      },
    ),
    noteSeatMove: assign(({ context }, { type: _type, reviewId: _review, ...move }: FactOf<'moveSeat'>) => ({
      seatMoves: [...(context.seatMoves ?? []), move],
    })),
    crossOff: assign(({ context }, { name }: { name: string }) => ({
      deadlines: context.deadlines.filter((deadline) => deadline.name !== name),
      ...(name === 'decision' && dueInstantOf(context) !== context.terms.decideByInstant
        ? { wasDueInstant: dueInstantOf(context) }
        : {}),
    })),
    countReminder: assign({ remindersSent: ({ context }) => context.remindersSent + 1 }),
    noteHold: assign((_, { atInstant }: { atInstant: number }) => ({ heldSinceInstant: atInstant })),
    moveDeadlines: assign(({ context }, { atInstant }: { atInstant: number }) => ({
      deadlines: afterHold(context.deadlines, atInstant - (context.heldSinceInstant ?? atInstant)),
      heldSinceInstant: undefined,
    })),
    noteOvertaken: assign((_, { because, atInstant }: { because: string; atInstant: number }) => ({
      endedBecause: because,
      endedInstant: atInstant,
      deadlines: [],
    })),
    mergeBoard: assign(({ context }, { terms }: FactOf<'mergeBoard'>) => ({
      terms: {
        ...terms,
        ask: context.terms.ask,
        decideByInstant: context.terms.decideByInstant,
        reminderInstants: context.terms.reminderInstants,
      },
      formerTerms: [...(context.formerTerms ?? []), context.terms],
    })),
    noteEnd: assign((_, { atInstant }: { atInstant: number }) => ({ endedInstant: atInstant, deadlines: [] })),
  },
})

/** Whoever sits in the seat from now on is asked; a decision made for it stands. */
const seatMoved = [
  { type: 'noteSeatMove' as const, params: ({ event }: { event: FactOf<'moveSeat'> }) => event },
  {
    type: 'askSeat' as const,
    params: ({ event: { reviewId, seatId } }: { event: FactOf<'moveSeat'> }) => ({ reviewId, seatId }),
  },
]

/** Another board made an end of the papers that were before both. */
const overtaken = {
  target: 'withdrawn' as const,
  actions: {
    type: 'noteOvertaken' as const,
    params: ({ event }: { event: { because: string; atInstant: number } }) => event,
  },
}

/**
 * One board's consideration of one submission. Silence never decides: past the decision date it stays open, escalates, and can
 * still be decided late. A member may decide again until it ends; every version is kept.
 */
export const reviewMachine = reviewSetup.createMachine({
  id: 'review',
  context: ({ input }) => ({ ...input, ballots: {}, deadlines: deadlinesOf(input.terms), remindersSent: 0 }),
  initial: 'open',
  states: {
    open: {
      initial: 'asking',
      always: outcomes.map((outcome) => ({ guard: came(outcome), target: outcome })),
      on: {
        voteCast: {
          guard: { type: 'holdsASeat', params: ({ event }) => event },
          actions: { type: 'recordBallot', params: ({ event }) => event },
        },
        seatMoved: { actions: seatMoved },
        boardMerged: {
          actions: [
            { type: 'mergeBoard', params: ({ event }) => event },
            { type: 'askBoard', params: ({ context }) => ({ reviewId: context.reviewId }) },
          ],
        },
        submissionWithdrawn: { target: 'withdrawn', actions: { type: 'noteEnd', params: ({ event }) => event } },
        overtaken,
        held: { target: 'onHold', actions: { type: 'noteHold', params: ({ event }) => event } },
      },
      states: {
        asking: {
          entry: { type: 'askBoard', params: ({ context }) => ({ reviewId: context.reviewId }) },
          always: 'inTime',
        },
        inTime: {
          on: {
            deadlinePassed: [
              {
                guard: { type: 'isTheDecisionDate', params: ({ event }) => event },
                target: 'overdue',
                actions: [
                  { type: 'crossOff', params: ({ event }) => event },
                  { type: 'escalate', params: ({ context }) => ({ reviewId: context.reviewId }) },
                ],
              },
              {
                actions: [
                  { type: 'crossOff', params: ({ event }) => event },
                  'countReminder',
                  {
                    type: 'remindBoard',
                    params: ({ context }) => ({ reviewId: context.reviewId, number: context.remindersSent }),
                  },
                ],
              },
            ],
          },
        },
        overdue: {
          on: { deadlinePassed: { actions: { type: 'crossOff', params: ({ event }) => event } } },
        },
        whereItWas: { type: 'history' },
      },
    },
    onHold: {
      on: {
        seatMoved: { actions: seatMoved },
        resumed: { target: 'open.whereItWas', actions: { type: 'moveDeadlines', params: ({ event }) => event } },
        submissionWithdrawn: { target: 'withdrawn', actions: { type: 'noteEnd', params: ({ event }) => event } },
        overtaken,
      },
    },
    approved: { type: 'final' },
    approvedWithConditions: { type: 'final' },
    nextStepAgreed: { type: 'final' },
    endorsed: { type: 'final' },
    supported: { type: 'final' },
    recommended: { type: 'final' },
    noted: { type: 'final' },
    rebaselined: { type: 'final' },
    exceptionAgreed: { type: 'final' },
    sentBack: { type: 'final' },
    deferred: { type: 'final' },
    stopped: { type: 'final' },
    withdrawn: { type: 'final' },
  },
})

export type ReviewSnapshot = SnapshotFrom<typeof reviewMachine>

/** What a finished review came to; undefined while it is open. */
export const reviewOutput = (review: ReviewSnapshot): ReviewOutput | undefined => {
  if (review.status !== 'done') return undefined
  const ended = [...outcomes, 'withdrawn' as const].find((outcome) => review.matches(outcome))
  return ended ? output(review.context, ended) : undefined
}
