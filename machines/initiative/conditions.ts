import type { Deadline } from '../deadlines.ts'
import { isFavourable, type ReviewOutput } from '../review.ts'
import { submissionIdOf } from './boards.ts'
import type { Chase, Condition, InitiativeContext, Submission } from './context.ts'

/** A condition somebody still has to meet. */
export const isOpen = ({ discharged, superseded }: Condition): boolean => !discharged && !superseded

/**
 * The conditions once a review has ended: its own join them, numbered, where it approved on conditions. Those of the submission's
 * other boards go with the submission when one of its boards does not agree: kept, and nothing left to meet.
 */
export const conditionsAfter = (
  { conditions }: InitiativeContext,
  { submissionId, stage }: Submission,
  ended: ReviewOutput & { atInstant: number },
): Condition[] => {
  const { reviewId, outcome, because, atInstant } = ended
  if (!isFavourable(outcome))
    return conditions.map((condition) =>
      isOpen(condition) && submissionIdOf(setBy(condition.conditionId).reviewId) === submissionId
        ? { ...condition, superseded: { because, atInstant } }
        : condition,
    )
  const raised = outcome === 'approvedWithConditions' ? ended.conditions : []
  return [
    ...conditions,
    ...raised.map((condition, index) => ({
      ...condition,
      ...(condition.dueSoonInstant !== undefined && condition.dueSoonInstant < atInstant
        ? { setInstant: atInstant }
        : {}),
      conditionId: conditionIdOf(reviewId, index + 1),
      stage,
    })),
  ]
}

/** The condition a review set, by its number among them, counted from 1. */
export const conditionIdOf = (reviewId: string, number: number): string => `${reviewId}c${number}`

/** The review that set a condition, and the condition's number among those it set. */
export const setBy = (conditionId: string): { reviewId: string; number: number } => {
  const at = conditionId.lastIndexOf('c')
  return { reviewId: conditionId.slice(0, at), number: Number(conditionId.slice(at + 1)) }
}

const sameRole = (one: string, other: string): boolean => plain(one) === plain(other)
const plain = (role: string) => role.trim().replaceAll(/\s+/g, ' ').toLowerCase()

/** Whether somebody's acceptance discharges a condition: that of the role it names, however that is spaced and capitalised. */
export const mayDischarge = (condition: Pick<Condition, 'mayDischarge'>, acceptedBy: string): boolean =>
  condition.mayDischarge === undefined || sameRole(condition.mayDischarge, acceptedBy)

const prefixes: Record<Chase, string> = { dueSoon: 'conditionSoon:', overdue: 'condition:' }
const chases: readonly Chase[] = ['dueSoon', 'overdue']

/** Which condition a deadline chases, and at which moment: undefined for a deadline that is no condition's. */
export const chaseIn = (deadlineName: string): { conditionId: string; when: Chase } | undefined => {
  const when = chases.find((each) => deadlineName.startsWith(prefixes[each]))
  return when && { conditionId: deadlineName.slice(prefixes[when].length), when }
}

/** The deadlines of a condition just set. They run on during a hold: what a board wants by a day, it wants by that day. */
export const deadlinesOfCondition = ({ conditionId, dueInstant, dueSoonInstant }: Condition): Deadline[] =>
  dueInstant === undefined
    ? []
    : [
        ...(dueSoonInstant === undefined || dueSoonInstant >= dueInstant
          ? []
          : [{ name: `${prefixes.dueSoon}${conditionId}`, atInstant: dueSoonInstant, duringHold: 'runs' as const }]),
        { name: `${prefixes.overdue}${conditionId}`, atInstant: dueInstant, duringHold: 'runs' as const },
      ]

/** The deadlines without those of conditions that nobody has to meet any more. */
export const deadlinesOfOpen = (deadlines: readonly Deadline[], conditions: readonly Condition[]): Deadline[] => {
  const open = new Set(conditions.filter(isOpen).map(({ conditionId }) => conditionId))
  return deadlines.filter(({ name }) => {
    const chase = chaseIn(name)
    return chase === undefined || open.has(chase.conditionId)
  })
}

/** The conditions once a deadline of one of them has passed. */
export const conditionsChased = (conditions: readonly Condition[], deadlineName: string): Condition[] => {
  const chase = chaseIn(deadlineName)
  return conditions.map((condition) =>
    condition.conditionId === chase?.conditionId ? { ...condition, chased: chase.when } : condition,
  )
}
