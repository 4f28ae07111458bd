import { assign, setup, type SnapshotFrom } from 'xstate'
import { refusal, type Refusal } from './refusal.ts'
import type { ReportedDate } from './vocabulary/facts.ts'

export type RollOutInput = { trancheId: string; title: string; plannedFor?: ReportedDate }

export type RollOutContext = RollOutInput & {
  /** Every date it had before, with the reason it moved. */
  earlierDates: { plannedFor?: ReportedDate; reason: string; atInstant: number }[]
  readiness?: { statement: string; atInstant: number }
  liveSinceInstant?: number
  interimSinceInstant?: number
}

export type RollOutEvent =
  | { type: 'tranchePostponed'; atInstant: number; plannedFor: ReportedDate; reason: string }
  | { type: 'readinessConfirmed'; atInstant: number; statement: string }
  | { type: 'trancheWentLive'; atInstant: number; kind: 'interim' | 'full'; note?: string }

/** One roll-out tranche: planned, ready, live in the interim where there is one, then fully live. Its earlier dates are kept. */
export const rollOutMachine = setup({
  types: {} as { input: RollOutInput; context: RollOutContext; events: RollOutEvent },
  guards: { isFull: (_, { kind }: { kind: 'interim' | 'full' }) => kind === 'full' },
  actions: {
    moveDate: assign(
      ({ context }, { plannedFor, reason, atInstant }: Extract<RollOutEvent, { type: 'tranchePostponed' }>) => ({
        plannedFor,
        earlierDates: [...context.earlierDates, { plannedFor: context.plannedFor, reason, atInstant }],
      }),
    ),
    noteReadiness: assign((_, { statement, atInstant }: { statement: string; atInstant: number }) => ({
      readiness: { statement, atInstant },
    })),
    noteInterim: assign((_, { atInstant }: { atInstant: number }) => ({ interimSinceInstant: atInstant })),
    noteLive: assign((_, { atInstant }: { atInstant: number }) => ({ liveSinceInstant: atInstant })),
  },
}).createMachine({
  id: 'rollOut',
  context: ({ input }) => ({ ...input, earlierDates: [] }),
  initial: 'planned',
  states: {
    planned: {
      on: {
        tranchePostponed: { actions: { type: 'moveDate', params: ({ event }) => event } },
        readinessConfirmed: { target: 'ready', actions: { type: 'noteReadiness', params: ({ event }) => event } },
      },
    },
    ready: {
      on: {
        tranchePostponed: { target: 'planned', actions: { type: 'moveDate', params: ({ event }) => event } },
        trancheWentLive: [
          {
            guard: { type: 'isFull', params: ({ event }) => event },
            target: 'live',
            actions: { type: 'noteLive', params: ({ event }) => event },
          },
          { target: 'interimLive', actions: { type: 'noteInterim', params: ({ event }) => event } },
        ],
      },
    },
    interimLive: {
      on: {
        trancheWentLive: {
          guard: { type: 'isFull', params: ({ event }) => event },
          target: 'live',
          actions: { type: 'noteLive', params: ({ event }) => event },
        },
      },
    },
    live: { type: 'final' },
  },
})

export type RollOutSnapshot = SnapshotFrom<typeof rollOutMachine>

/** Why something may not happen to a tranche, in words; undefined when it can. */
export const whyNotRollOut = (tranche: RollOutSnapshot, event: RollOutEvent): Refusal | undefined => {
  if (tranche.can(event)) return undefined
  const { title } = tranche.context
  if (tranche.matches('live')) return refusal('AlreadyLive', `${title} is already live.`)
  if (event.type === 'trancheWentLive' && tranche.matches('planned'))
    return refusal('NotReady', `${title} cannot go live before its readiness is confirmed.`)
  return refusal('NotPossibleNow', `This cannot be done to ${title} now.`)
}
