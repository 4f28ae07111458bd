import { stages } from '../stages/index.ts'
import type { Stage } from '../stages/stage.ts'
import type { Certainty, StageId } from '../vocabulary/facts.ts'
import type { GovernancePlan } from '../vocabulary/plan.ts'
import type { InitiativeContext, StageProgress } from './context.ts'
import { outliving } from './reminders.ts'

/** What is done in a rehearsal is rehearsed; what a source reports or somebody assumes stays that. */
export const certaintyUnder = ({ kind }: GovernancePlan, certainty: Certainty = 'recorded'): Certainty =>
  kind === 'rehearsal' && certainty === 'recorded' ? 'rehearsal' : certainty

/** The stages of an initiative found at `at`: those before it were passed before the record began. */
export const progressFrom =
  (at: StageId | undefined, certainty: Certainty, atInstant: number) =>
  ({ id }: Stage, index: number): StageProgress => {
    if (id === at) return { standing: 'current', certainty, sinceInstant: atInstant, round: 1 }
    const before = index < stages.findIndex((stage) => stage.id === at)
    return { standing: before ? 'before' : 'ahead', certainty, round: 1 }
  }

/** The stage the initiative is at; undefined before it is known and after the last. */
export const currentStage = ({ stages: progress }: Pick<InitiativeContext, 'stages'>): StageId | undefined =>
  stages.find(({ id }) => progress[id].standing === 'current')?.id

/** A stage that begins: the one before it, if any, is over. */
export const entered = (
  initiative: InitiativeContext,
  to: StageId | undefined,
  atInstant: number,
  left: 'passed' | 'notRequired',
  reason?: string,
) => {
  const from = currentStage(initiative)
  const passedBy = left === 'passed' ? initiative.submission : undefined
  const certainty = passedBy?.certainty ?? certaintyUnder(initiative.plan)
  return {
    stages: {
      ...initiative.stages,
      ...(from
        ? {
            [from]: {
              ...initiative.stages[from],
              standing: left,
              certainty,
              endedInstant: atInstant,
              ...(reason ? { reason } : {}),
            },
          }
        : {}),
      ...(to
        ? { [to]: { ...initiative.stages[to], standing: 'current' as const, certainty, sinceInstant: atInstant } }
        : {}),
    },
    sinceInstant: atInstant,
    submission: undefined,
    deadlines: outliving(initiative.deadlines),
    deferredUntilInstant: undefined,
  }
}
