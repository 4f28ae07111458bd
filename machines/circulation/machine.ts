import { assign, setup, type SnapshotFrom } from 'xstate'
import type { FactOf } from '../commands.ts'
import { afterHold, type Deadline } from '../deadlines.ts'
import type { PaperRef } from '../vocabulary/submission.ts'
import {
  answersDueInstantOf,
  commentsDueInstantOf,
  papersIn,
  unansweredComments,
  type CirculationContext,
  type CirculationEvent,
  type CirculationInput,
} from './context.ts'

/** What a circulation has done outside: the loop hands it to an activity. */
export type CirculationEffects = { remindStakeholders: { circulationId: string; number: number } }

/** All of them stop while the initiative is on hold: nobody can comment then, so nobody is late. */
const deadlinesOf = ({ reminderInstants, commentByInstant, answerByInstant }: CirculationInput): Deadline[] => [
  ...reminderInstants.map((atInstant, index) => ({
    name: `reminder-${index + 1}`,
    atInstant,
    duringHold: 'stops' as const,
  })),
  { name: 'comments', atInstant: commentByInstant, duringHold: 'stops' },
  { name: 'answers', atInstant: answerByInstant, duringHold: 'stops' },
]

const circulationSetup = setup({
  types: {} as { input: CirculationInput; context: CirculationContext; events: CirculationEvent },
  guards: {
    isTheCommentDate: (_, { name }: { name: string }) => name === 'comments',
    isAReminder: (_, { name }: { name: string }) => name.startsWith('reminder-'),
    everyCommentIsAnswered: ({ context }) => unansweredComments(context).length === 0,
    isAnotherVersion: ({ context }, { evidenceId, paper }: { evidenceId: string; paper: PaperRef }) =>
      papersIn(context, context.edition).some(
        (each) => each.evidenceId === evidenceId && each.paper.sha256 !== paper.sha256,
      ),
  },
  actions: {
    remindStakeholders: (_, _which: CirculationEffects['remindStakeholders']) => {},
    noteComment: assign(
      (
        { context: { comments } },
        { type: _type, circulationId: _id, madeBefore: _before, ...comment }: FactOf<'comment'>,
      ) => ({ comments: [...comments, { ...comment, number: comments.length + 1 }] }),
    ),
    noteNoComment: assign(({ context }, { stakeholderId, atInstant }: FactOf<'noComment'>) => ({
      noComments: { ...context.noComments, [stakeholderId]: atInstant },
    })),
    noteAnswer: assign(({ context }, { commentNumber, outcome, answer, atInstant }: FactOf<'answerComment'>) => ({
      comments: context.comments.map((comment) =>
        comment.number === commentNumber ? { ...comment, answered: { outcome, answer, atInstant } } : comment,
      ),
    })),
    replacePaper: assign(({ context }, { evidenceId, paper }: { evidenceId: string; paper: PaperRef }) => ({
      edition: context.edition + 1,
      papers: [...context.papers, { evidenceId, paper, fromEdition: context.edition + 1 }],
    })),
    crossOff: assign(({ context }, { name }: { name: string }) => ({
      deadlines: context.deadlines.filter((deadline) => deadline.name !== name),
      ...(name === 'comments' ? { wereDueInstant: commentsDueInstantOf(context) } : {}),
      ...(name === 'answers' ? { answersWereDueInstant: answersDueInstantOf(context) } : {}),
    })),
    countReminder: assign({ remindersSent: ({ context }) => context.remindersSent + 1 }),
    noteHold: assign((_, { atInstant }: { atInstant: number }) => ({ heldSinceInstant: atInstant })),
    moveDeadlines: assign(({ context }, { atInstant }: { atInstant: number }) => ({
      deadlines: afterHold(context.deadlines, atInstant - (context.heldSinceInstant ?? atInstant)),
      heldSinceInstant: undefined,
    })),
    noteClosure: assign(({ context }, { atInstant, reason }: { atInstant: number; reason?: string }) => ({
      closed: context.closed ?? { atInstant, ...(reason ? { reason } : {}) },
      deadlines: context.deadlines.filter(({ name }) => name === 'answers'),
    })),
    noteEnd: assign({ deadlines: [] }),
  },
})

/**
 * One batch of papers before stakeholders, for comment before any board sees them. Silence is no comment: past its date it stays open
 * and late until the change team closes it, and it is done with only once every comment has been answered.
 */
export const circulationMachine = circulationSetup.createMachine({
  id: 'circulation',
  context: ({ input }) => ({
    ...input,
    edition: 1,
    comments: [],
    noComments: {},
    deadlines: deadlinesOf(input),
    remindersSent: 0,
  }),
  initial: 'open',
  states: {
    open: {
      initial: 'inTime',
      on: {
        commentMade: { actions: { type: 'noteComment', params: ({ event }) => event } },
        noCommentMade: { actions: { type: 'noteNoComment', params: ({ event }) => event } },
        paperReplaced: {
          guard: { type: 'isAnotherVersion', params: ({ event }) => event },
          actions: { type: 'replacePaper', params: ({ event }) => event },
        },
        circulationClosed: {
          target: 'answersOwed',
          actions: { type: 'noteClosure', params: ({ event }) => event },
        },
      },
      states: {
        inTime: {
          on: {
            deadlinePassed: [
              {
                guard: { type: 'isTheCommentDate', params: ({ event }) => event },
                target: 'late',
                actions: { type: 'crossOff', params: ({ event }) => event },
              },
              {
                guard: { type: 'isAReminder', params: ({ event }) => event },
                actions: [
                  { type: 'crossOff', params: ({ event }) => event },
                  'countReminder',
                  {
                    type: 'remindStakeholders',
                    params: ({ context: { circulationId, remindersSent } }) => ({
                      circulationId,
                      number: remindersSent,
                    }),
                  },
                ],
              },
            ],
          },
        },
        late: {},
      },
    },
    /** Closed to comments; it waits for the answers to those that were made. */
    answersOwed: { always: { guard: 'everyCommentIsAnswered', target: 'closed' } },
    closed: { type: 'final', entry: 'noteEnd' },
  },
  on: {
    commentAnswered: { actions: { type: 'noteAnswer', params: ({ event }) => event } },
    deadlinePassed: { actions: { type: 'crossOff', params: ({ event }) => event } },
    held: { actions: { type: 'noteHold', params: ({ event }) => event } },
    resumed: { actions: { type: 'moveDeadlines', params: ({ event }) => event } },
    initiativeEnded: { target: '.closed', actions: { type: 'noteClosure', params: ({ event }) => event } },
  },
})

export type CirculationSnapshot = SnapshotFrom<typeof circulationMachine>
