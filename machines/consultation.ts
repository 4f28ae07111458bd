import { assign, setup, type SnapshotFrom } from 'xstate'
import type { Deadline } from './deadlines.ts'
import { refusal, type Refusal } from './refusal.ts'

export type ConsultationInput = {
  cohortId: string
  title: string
  openedOn: string
  openedInstant: number
  minimumEndsInstant: number
}

export type ConsultationContext = ConsultationInput & {
  deadlines: Deadline[]
  summary?: string
  closedInstant?: number
}

export type ConsultationEvent =
  | { type: 'deadlinePassed'; name: string; atInstant: number }
  | { type: 'consultationClosed'; atInstant: number; cohortId: string; summary: string }

/**
 * The consultation of one cohort. It cannot be closed before its minimum period has run, and the period runs on during a hold
 * (Trade Union and Labour Relations (Consolidation) Act 1992, section 188: 30 or 45 days before the first dismissal).
 */
export const consultationMachine = setup({
  types: {} as { input: ConsultationInput; context: ConsultationContext; events: ConsultationEvent },
  actions: {
    crossOff: assign({ deadlines: [] }),
    noteClosure: assign((_, { summary, atInstant }: { summary: string; atInstant: number }) => ({
      summary,
      closedInstant: atInstant,
    })),
  },
}).createMachine({
  id: 'consultation',
  context: ({ input }) => ({
    ...input,
    deadlines: [{ name: 'minimumPeriod', atInstant: input.minimumEndsInstant, duringHold: 'runs' }],
  }),
  initial: 'minimumPeriodRunning',
  states: {
    minimumPeriodRunning: { on: { deadlinePassed: { target: 'minimumPeriodServed', actions: 'crossOff' } } },
    minimumPeriodServed: {
      on: { consultationClosed: { target: 'closed', actions: { type: 'noteClosure', params: ({ event }) => event } } },
    },
    closed: { type: 'final' },
  },
})

export type ConsultationSnapshot = SnapshotFrom<typeof consultationMachine>

/** Why a consultation cannot be closed, in words; undefined when it can. */
export const whyNotCloseConsultation = (consultation: ConsultationSnapshot): Refusal | undefined => {
  if (consultation.matches('minimumPeriodRunning'))
    return refusal(
      'MinimumPeriodRunning',
      `The consultation of ${consultation.context.title} has not run for its minimum period yet.`,
    )
  if (consultation.matches('closed'))
    return refusal('AlreadyClosed', `The consultation of ${consultation.context.title} is closed.`)
  return undefined
}
