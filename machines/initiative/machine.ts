import { assign, setup, type SnapshotFrom } from 'xstate'
import type { CirculationInput } from '../circulation/context.ts'
import { batchOf } from '../circulation/batch.ts'
import type { RollOutInput } from '../roll-out.ts'
import type { ConsultationInput } from '../consultation.ts'
import { isFavourable, type ReviewInput, type ReviewOutput } from '../review.ts'
import { perStage, stageAfter, stageOf, stages } from '../stages/index.ts'
import type { Stage } from '../stages/stage.ts'
import type { StageId } from '../vocabulary/facts.ts'
import { boardsAsked, boardsToCome, isApproved, isLastOfThose } from './boards.ts'
import { beginning, changed } from './changes.ts'
import { entered } from './progress.ts'
import { chairsActionIn } from './chairs-actions.ts'
import { chaseIn } from './conditions.ts'
import type { Chase, InitiativeContext, InitiativeEvent, InitiativeInput } from './context.ts'
import { hardDateIn } from './hard-dates.ts'
import { boardAddedLast, boardsBetweenGates, boardsInTurn } from './opening.ts'
import { reminderIdIn } from './reminders.ts'

/** What the initiative's machine asks its own case to do: case-file.ts carries it out. */
export type InitiativeRequests = {
  openReviews: { reviews: ReviewInput[] }
  openCirculation: Omit<CirculationInput, 'number'>
  openConsultation: ConsultationInput
  openRollOut: RollOutInput
  /** Those of one submission; all of them when none is named. `becauseOf`: the board whose decision ended them. */
  endOpenReviews: { reason: string; submissionId?: string; becauseOf?: string }
  remindPerson: { reminderId: string }
  warnOfHardDate: { dateId: string }
  chaseCondition: { conditionId: string; when: Chase }
  chaseChairsAction: { reviewId: string }
}

const initiativeSetup = setup({
  types: {} as { input: InitiativeInput; context: InitiativeContext; events: InitiativeEvent },
  guards: {
    entersAt: ({ context }, { stage }: { stage: StageId }) => context.entry.stage === stage,
    stageIs: ({ event }, { stage }: { stage: StageId }) => 'stage' in event && event.stage === stage,
    betweenGates: ({ event }) => event.type === 'submitted' && event.betweenGates === true,
    notOfTheStage: ({ context, event }) =>
      event.type === 'reviewEnded' && event.submissionId !== context.submission?.submissionId,
    othersAreStillAsked: ({ context, event }) =>
      event.type === 'reviewEnded' && isFavourable(event.outcome) && !isLastOfThose(context, event),
    anotherBoardFollows: ({ context, event }) =>
      event.type === 'reviewEnded' && isFavourable(event.outcome) && boardsToCome(context).length > 0,
    theCaseIsApproved: ({ context, event }) => event.type === 'reviewEnded' && isApproved(context, event),
    deferredToADate: ({ event }) =>
      event.type === 'reviewEnded' && event.outcome === 'deferred' && event.deferUntilInstant !== undefined,
    theDateHasCome: ({ context }) => context.deferredUntilInstant === undefined,
    warnsOfAHardDate: (_, { name }: { name: string }) => hardDateIn(name)?.standing === 'warned',
    isOfACondition: (_, { name }: { name: string }) => chaseIn(name) !== undefined,
    isOfAChairsAction: (_, { name }: { name: string }) => chairsActionIn(name) !== undefined,
    isAReminder: (_, { name }: { name: string }) => reminderIdIn(name) !== undefined,
    papersWithdrawn: ({ event }) => event.type === 'reviewEnded' && event.outcome === 'withdrawn',
    stopped: ({ event }) => event.type === 'reviewEnded' && event.outcome === 'stopped',
    nothingIsLeft: ({ context }, { stage }: { stage: StageId }) => stageOf(stage).stillToDo?.(context) === undefined,
  },
  actions: {
    openReviews: (_, _opened: InitiativeRequests['openReviews']) => {},
    openCirculation: (_, _batch: InitiativeRequests['openCirculation']) => {},
    openConsultation: (_, _cohort: InitiativeRequests['openConsultation']) => {},
    openRollOut: (_, _tranche: InitiativeRequests['openRollOut']) => {},
    endOpenReviews: (_, _why: InitiativeRequests['endOpenReviews']) => {},
    remindPerson: (_, _reminder: InitiativeRequests['remindPerson']) => {},
    warnOfHardDate: (_, _warned: InitiativeRequests['warnOfHardDate']) => {},
    chaseCondition: (_, _chased: InitiativeRequests['chaseCondition']) => {},
    chaseChairsAction: (_, _chased: InitiativeRequests['chaseChairsAction']) => {},
    record: assign(({ context, event }) => changed(context, event)),
    nextBoard: assign({ boardPosition: ({ context }) => context.boardPosition + boardsAsked(context).length }),
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

/** One of several boards did not agree: what the others were still asked ends with it. */
const theOthersEnd = {
  type: 'endOpenReviews' as const,
  params: ({ event }: { event: ReviewOutput }) => ({
    reason: event.because,
    submissionId: event.submissionId,
    becauseOf: event.boardName,
  }),
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
          submitted: [
            {
              guard: { type: 'betweenGates' },
              actions: ['record', { type: 'openReviews', params: boardsBetweenGates }],
            },
            { target: 'withBoard', actions: ['record', { type: 'openReviews', params: boardsInTurn }] },
          ],
          papersCirculated: { actions: { type: 'openCirculation', params: batchOf } },
        },
      },
      withBoard: {
        on: {
          reviewEnded: [
            { guard: 'notOfTheStage', actions: 'record' },
            { guard: 'othersAreStillAsked', actions: 'record' },
            {
              guard: 'anotherBoardFollows',
              actions: ['record', 'nextBoard', { type: 'openReviews', params: boardsInTurn }],
            },
            { guard: 'theCaseIsApproved', target: 'approved', actions: 'record' },
            { guard: 'deferredToADate', target: 'deferred', actions: ['record', theOthersEnd] },
            { guard: 'stopped', target: '#initiative.active.closing', actions: ['record', theOthersEnd] },
            { guard: 'papersWithdrawn', target: 'preparing', actions: 'record' },
            { target: 'preparing', actions: ['record', theOthersEnd] },
          ],
          boardAdded: { actions: ['record', { type: 'openReviews', params: boardAddedLast }] },
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
        closing: {
          on: {
            closureReported: {
              target: '#initiative.closed',
              // A decision between gates may still be open then.
              actions: ['record', { type: 'endOpenReviews', params: { reason: 'The initiative is closed.' } }],
            },
          },
        },
        whereItWas: { type: 'history', history: 'deep' },
      },
      on: {
        held: { target: 'onHold', actions: 'record' },
        // What a board decided between gates, or beside one that made an end of the papers, moves nothing.
        reviewEnded: { actions: 'record' },
        submitted: {
          guard: { type: 'betweenGates' },
          actions: ['record', { type: 'openReviews', params: boardsBetweenGates }],
        },
      },
    },
    onHold: { on: { resumed: { target: 'active.whereItWas', actions: 'record' } } },
    closed: { type: 'final' },
  },
  on: {
    evidenceProvided: { actions: 'record' },
    pointAnswered: { actions: 'record' },
    ratingRecorded: { actions: 'record' },
    conditionDischarged: { actions: 'record' },
    hardDateSet: { actions: 'record' },
    hardDateDropped: { actions: 'record' },
    decisionDisputed: { actions: 'record' },
    chairsActionReported: { actions: 'record' },
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
      {
        guard: { type: 'warnsOfAHardDate', params: ({ event }) => event },
        actions: [
          'record',
          {
            type: 'warnOfHardDate',
            params: ({ event }) => ({ dateId: hardDateIn(event.name)?.dateId ?? event.name }),
          },
        ],
      },
      {
        guard: { type: 'isOfACondition', params: ({ event }) => event },
        actions: [
          'record',
          {
            type: 'chaseCondition',
            params: ({ event: { name } }) => chaseIn(name) ?? { conditionId: name, when: 'overdue' as const },
          },
        ],
      },
      {
        guard: { type: 'isOfAChairsAction', params: ({ event }) => event },
        actions: [
          'record',
          {
            type: 'chaseChairsAction',
            params: ({ event: { name } }) => ({ reviewId: chairsActionIn(name) ?? name }),
          },
        ],
      },
      { actions: 'record' },
    ],
    submissionWithdrawn: {
      actions: {
        type: 'endOpenReviews',
        params: ({ context, event }) => ({
          reason: event.reason,
          submissionId: event.submissionId ?? context.submission?.submissionId ?? '',
        }),
      },
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
