import { assign, setup, type SnapshotFrom } from 'xstate'
import type { RollOutInput } from '../roll-out.ts'
import type { ConsultationInput } from '../consultation.ts'
import { isFavourable, type ReviewInput } from '../review.ts'
import { perStage, stageAfter, stageOf, stages } from '../stages/index.ts'
import type { Stage } from '../stages/stage.ts'
import type { BoardTerms } from '../vocabulary/board.ts'
import type { StageId } from '../vocabulary/facts.ts'
import { beginning, boardAsked, changed, entered, ownCasePersonIds, reviewIdOf } from './changes.ts'
import type { InitiativeContext, InitiativeEvent, InitiativeInput } from './context.ts'
import { reminderIdIn } from './reminders.ts'

const approvals: readonly string[] = ['approved', 'approvedWithConditions']

/** What the boards asked before this one made of the submission. */
const outcomesSoFar = ({ submission, boardPosition, decisions }: InitiativeContext) => {
  const reviewIds = Array.from({ length: boardPosition }, (_, position) =>
    reviewIdOf(submission?.submissionId ?? '', position),
  )
  return decisions.flatMap(({ reviewId, outcome }) => (reviewId && reviewIds.includes(reviewId) ? [outcome] : []))
}

/** What the initiative's machine asks its own case to do: case-file.ts carries it out. */
export type InitiativeRequests = {
  openReview: ReviewInput
  openConsultation: ConsultationInput
  openRollOut: RollOutInput
  endOpenReviews: { reason: string }
  remindPerson: { reminderId: string }
}

const initiativeSetup = setup({
  types: {} as { input: InitiativeInput; context: InitiativeContext; events: InitiativeEvent },
  guards: {
    entersAt: ({ context }, { stage }: { stage: StageId }) => context.entry.stage === stage,
    stageIs: ({ event }, { stage }: { stage: StageId }) => 'stage' in event && event.stage === stage,
    anotherBoardFollows: ({ context, event }) =>
      event.type === 'reviewEnded' &&
      isFavourable(event.outcome) &&
      context.submission !== undefined &&
      context.boardPosition + 1 < context.submission.boards.length,
    theCaseIsApproved: ({ context, event }) =>
      event.type === 'reviewEnded' &&
      isFavourable(event.outcome) &&
      [event.outcome, ...outcomesSoFar(context)].some((outcome) => approvals.includes(outcome)),
    deferredToADate: ({ event }) =>
      event.type === 'reviewEnded' && event.outcome === 'deferred' && event.deferUntilInstant !== undefined,
    theDateHasCome: ({ context }) => context.deferredUntilInstant === undefined,
    isAReminder: (_, { name }: { name: string }) => reminderIdIn(name) !== undefined,
    stopped: ({ event }) => event.type === 'reviewEnded' && event.outcome === 'stopped',
    nothingIsLeft: ({ context }, { stage }: { stage: StageId }) => stageOf(stage).stillToDo?.(context) === undefined,
  },
  actions: {
    openReview: (_, _review: InitiativeRequests['openReview']) => {},
    openConsultation: (_, _cohort: InitiativeRequests['openConsultation']) => {},
    openRollOut: (_, _tranche: InitiativeRequests['openRollOut']) => {},
    endOpenReviews: (_, _why: InitiativeRequests['endOpenReviews']) => {},
    remindPerson: (_, _reminder: InitiativeRequests['remindPerson']) => {},
    record: assign(({ context, event }) => changed(context, event)),
    nextBoard: assign({ boardPosition: ({ context }) => context.boardPosition + 1 }),
    enter: assign(
      (
        { context },
        {
          stage,
          atInstant,
          left,
          reason,
        }: { stage: StageId | undefined; atInstant: number; left: 'passed' | 'notRequired'; reason?: string },
      ) => entered(context, stage, atInstant, left, reason),
    ),
  },
})

/** A board's time begins, at the latest, when the one before was due: where that one was late or on hold, so much later. */
const laterBy = (terms: BoardTerms, milliseconds: number): BoardTerms => ({
  ...terms,
  decideByInstant: terms.decideByInstant + milliseconds,
  reminderInstants: terms.reminderInstants.map((reminder) => reminder + milliseconds),
})

/** The review the loop is asked to open: the submission before the board whose turn it is. */
const reviewToOpen = ({
  context,
  event,
}: {
  context: InitiativeContext
  event: { atInstant: number }
}): ReviewInput => {
  const { submission, boardPosition } = context
  const terms = boardAsked(context)
  if (!submission || !terms) throw new RangeError('A review can only be opened for a submission before a board')
  const { submissionId, stage, round, proposal, papers } = submission
  const before = submission.boards[boardPosition - 1]
  const points = context.points.filter((point) => point.stage === stage)
  const lastRound = Math.max(...points.map((point) => point.round))
  return {
    reviewId: reviewIdOf(submissionId, boardPosition),
    submissionId,
    stage,
    round,
    terms: before ? laterBy(terms, Math.max(0, event.atInstant - before.decideByInstant)) : terms,
    proposal,
    papers,
    answers: points
      .filter((point) => point.round === lastRound && point.answer !== undefined)
      .map(({ pointId, raisedBy, text, answer }) => ({ pointId, raisedBy, text, answer: answer ?? '' })),
    ownCasePersonIds: ownCasePersonIds(context),
    openedInstant: event.atInstant,
  }
}

const nextStage = (stage: Stage, left: 'passed' | 'notRequired') => ({
  target: `#initiative.active.${stageAfter(stage.id)?.id ?? 'closing'}`,
  actions: {
    type: 'enter' as const,
    params: ({ context, event }: { context: InitiativeContext; event: object }) => ({
      stage: stageAfter(stage.id)?.id,
      atInstant: 'atInstant' in event && typeof event.atInstant === 'number' ? event.atInstant : context.sinceInstant,
      left,
      ...('reason' in event && typeof event.reason === 'string' ? { reason: event.reason } : {}),
    }),
  },
})

/** Prepare, submit, review by each board in turn, outcome: the same shape for every stage. */
const gatedStage = (stage: Stage) =>
  initiativeSetup.createStateConfig({
    initial: 'preparing',
    states: {
      preparing: {
        on: {
          submitted: { target: 'withBoard', actions: ['record', { type: 'openReview', params: reviewToOpen }] },
        },
      },
      withBoard: {
        on: {
          reviewEnded: [
            {
              guard: 'anotherBoardFollows',
              actions: ['record', 'nextBoard', { type: 'openReview', params: reviewToOpen }],
            },
            { guard: 'theCaseIsApproved', target: 'approved', actions: 'record' },
            { guard: 'deferredToADate', target: 'deferred', actions: 'record' },
            { guard: 'stopped', target: '#initiative.active.closing', actions: 'record' },
            { target: 'preparing', actions: 'record' },
          ],
        },
      },
      deferred: { always: { guard: 'theDateHasCome', target: 'preparing' } },
      approved: {
        always: { guard: { type: 'nothingIsLeft', params: { stage: stage.id } }, target: 'passed' },
      },
      passed: { type: 'final' },
    },
    on: {
      stageNotRequired: {
        ...nextStage(stage, 'notRequired'),
        guard: { type: 'stageIs', params: { stage: stage.id } },
      },
    },
    onDone: nextStage(stage, 'passed'),
  })

/**
 * A collaboration initiative from its first stage to its closure. What each event changes stands in changes.ts, what sets a stage
 * apart in stages/, why something is refused in why-not.ts; here is only what may follow what.
 */
export const initiativeMachine = initiativeSetup.createMachine({
  id: 'initiative',
  context: ({ input }) => beginning(input),
  initial: 'active',
  states: {
    active: {
      initial: 'entering',
      states: {
        entering: {
          always: [
            ...stages.map(({ id }) => ({ guard: { type: 'entersAt' as const, params: { stage: id } }, target: id })),
            { target: 'stageNotReported' },
          ],
        },
        stageNotReported: {
          on: {
            stageStated: stages.map(({ id }) => ({
              guard: { type: 'stageIs' as const, params: { stage: id } },
              target: id,
              actions: 'record' as const,
            })),
          },
        },
        ...perStage(gatedStage),
        closing: { on: { closureReported: { target: '#initiative.closed', actions: 'record' } } },
        whereItWas: { type: 'history', history: 'deep' },
      },
      on: { held: { target: 'onHold', actions: 'record' } },
    },
    onHold: { on: { resumed: { target: 'active.whereItWas', actions: 'record' } } },
    closed: { type: 'final' },
  },
  on: {
    evidenceProvided: { actions: 'record' },
    pointAnswered: { actions: 'record' },
    ratingRecorded: { actions: 'record' },
    conditionDischarged: { actions: 'record' },
    decisionDisputed: { actions: 'record' },
    planChanged: { actions: 'record' },
    effectExhausted: { actions: 'record' },
    effectCarriedOut: { actions: 'record' },
    // Here and nowhere deeper, so that a date is crossed off wherever the initiative is when it comes, also on hold.
    deadlinePassed: [
      {
        guard: { type: 'isAReminder', params: ({ event }) => event },
        actions: [
          'record',
          { type: 'remindPerson', params: ({ event }) => ({ reminderId: reminderIdIn(event.name) ?? event.name }) },
        ],
      },
      { actions: 'record' },
    ],
    submissionWithdrawn: {
      actions: { type: 'endOpenReviews', params: ({ event }) => ({ reason: event.reason }) },
    },
    consultationOpened: {
      actions: [
        'record',
        {
          type: 'openConsultation',
          params: ({ event: { type: _type, atInstant, ...cohort } }) => ({ ...cohort, openedInstant: atInstant }),
        },
      ],
    },
    consultationEnded: { actions: 'record' },
    tranchePlanned: {
      actions: [
        'record',
        { type: 'openRollOut', params: ({ event: { type: _type, atInstant: _at, ...tranche } }) => tranche },
      ],
    },
    trancheFullyLive: { actions: 'record' },
    closedEarly: {
      target: '.closed',
      actions: ['record', { type: 'endOpenReviews', params: ({ event }) => ({ reason: event.reason }) }],
    },
    withdrawn: {
      target: '.closed',
      actions: ['record', { type: 'endOpenReviews', params: ({ event }) => ({ reason: event.reason }) }],
    },
  },
})

export type InitiativeSnapshot = SnapshotFrom<typeof initiativeMachine>
