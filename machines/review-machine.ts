import { assign, enqueueActions, setup, type SnapshotFrom } from 'xstate'
import type { FactOf } from './commands.ts'
import {
  dueInstantOf,
  outputOf,
  standing,
  type ReviewContext,
  type ReviewEffects,
  type ReviewEvent,
  type ReviewInput,
  type ReviewOutput,
} from './review.ts'
import { deadlinesOf, escalation, movedTo, resumedAt } from './review-dates.ts'
import { roomConfirmed, roomRecorded, roomRefused } from './room.ts'
import { outcomes, type Outcome } from './rules/tally.ts'
import { sittingIn } from './seats.ts'

type CastFact = FactOf<'castVote'>

const came =
  (outcome: Outcome) =>
  ({ context }: { context: ReviewContext }) =>
    standing(context).outcome === outcome

const reviewSetup = setup({
  types: {} as {
    input: ReviewInput
    context: ReviewContext
    events: ReviewEvent
  },
  guards: {
    holdsASeat: ({ context }, { seatId }: CastFact) => context.terms.seats.some((seat) => seat.seatId === seatId),
    isAnEscalation: (_, { name }: { name: string }) => name.startsWith(escalation),
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
    moveMeeting: assign(({ context }, { meeting, reason, atInstant }: FactOf<'moveMeeting'>) =>
      movedTo(context, { meeting, reason, atInstant }),
    ),
    recordRoom: assign(({ context }, event: FactOf<'recordRoom'>) => roomRecorded(context, event)),
    confirmRoom: assign(({ context }, event: FactOf<'confirmRoom'>) => roomConfirmed(context, event)),
    refuseRoom: assign(({ context }, event: FactOf<'refuseRoom'>) => roomRefused(context, event)),
    lookForDeadlock: enqueueActions(({ context, enqueue }, { atInstant }: { atInstant: number }) => {
      const { deadlocked, because } = standing(context)
      if (deadlocked && !context.deadlock) enqueue.assign({ deadlock: { sinceInstant: atInstant, because } })
      if (!deadlocked && context.deadlock) enqueue.assign({ deadlock: undefined })
    }),
    crossOff: assign(({ context }, { name }: { name: string }) => ({
      deadlines: context.deadlines.filter((deadline) => deadline.name !== name),
      ...(name === 'decision' && dueInstantOf(context) !== context.terms.decideByInstant
        ? { wasDueInstant: dueInstantOf(context) }
        : {}),
    })),
    countReminder: assign({ remindersSent: ({ context }) => context.remindersSent + 1 }),
    noteHold: assign((_, { atInstant }: { atInstant: number }) => ({ heldSinceInstant: atInstant })),
    moveDeadlines: assign(({ context }, { atInstant }: { atInstant: number }) => ({
      ...resumedAt(context, atInstant),
      heldSinceInstant: undefined,
    })),
    noteOvertaken: assign((_, { because, atInstant }: { because: string; atInstant: number }) => ({
      endedBecause: because,
      endedInstant: atInstant,
      deadlines: [],
    })),
    mergeBoard: assign(({ context }, { terms: { passedOver: _ofItsOwnTime, ...terms } }: FactOf<'mergeBoard'>) => ({
      terms: {
        ...terms,
        ask: context.terms.ask,
        decideByInstant: context.terms.decideByInstant,
        reminderInstants: context.terms.reminderInstants,
        ...(context.terms.passedOver ? { passedOver: context.terms.passedOver } : {}),
        ...(context.terms.meeting ? { meeting: context.terms.meeting } : {}),
        ...(context.terms.missedMeeting ? { missedMeeting: context.terms.missedMeeting } : {}),
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
  { type: 'lookForDeadlock' as const, params: ({ event }: { event: FactOf<'moveSeat'> }) => event },
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
          actions: [
            { type: 'recordBallot', params: ({ event }) => event },
            { type: 'lookForDeadlock', params: ({ event }) => event },
          ],
        },
        roomRecorded: { actions: { type: 'recordRoom', params: ({ event }) => event } },
        roomConfirmed: {
          actions: [
            { type: 'confirmRoom', params: ({ event }) => event },
            { type: 'lookForDeadlock', params: ({ event }) => event },
          ],
        },
        roomRefused: { actions: { type: 'refuseRoom', params: ({ event }) => event } },
        seatMoved: { actions: seatMoved },
        // Late before, it is in time again: the board has not met yet.
        meetingMoved: { target: '.inTime', actions: { type: 'moveMeeting', params: ({ event }) => event } },
        boardMerged: {
          actions: [
            { type: 'mergeBoard', params: ({ event }) => event },
            { type: 'lookForDeadlock', params: ({ event }) => event },
            { type: 'askBoard', params: ({ context }) => ({ reviewId: context.reviewId }) },
          ],
        },
        submissionWithdrawn: { target: 'withdrawn', actions: { type: 'noteEnd', params: ({ event }) => event } },
        overtaken,
        held: { target: 'onHold', actions: { type: 'noteHold', params: ({ event }) => event } },
      },
      states: {
        asking: {
          entry: [
            { type: 'askBoard', params: ({ context }) => ({ reviewId: context.reviewId }) },
            // Where only those who agreed before are asked, they may be too few from the first.
            { type: 'lookForDeadlock', params: ({ context }) => ({ atInstant: context.openedInstant }) },
          ],
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
          on: {
            deadlinePassed: [
              {
                guard: { type: 'isAnEscalation', params: ({ event }) => event },
                actions: [
                  { type: 'crossOff', params: ({ event }) => event },
                  {
                    type: 'escalate',
                    params: ({ context, event }) => ({
                      reviewId: context.reviewId,
                      step: Number(event.name.slice(escalation.length)),
                    }),
                  },
                ],
              },
              { actions: { type: 'crossOff', params: ({ event }) => event } },
            ],
          },
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
  return ended ? outputOf(review.context, ended) : undefined
}
