import { isFavourable, type ReviewOutput } from '../review.ts'
import type { Condition, InitiativeContext, Submission } from './context.ts'

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
      isOpen(condition) && condition.conditionId.startsWith(`${submissionId}b`)
        ? { ...condition, superseded: { because, atInstant } }
        : condition,
    )
  const raised = outcome === 'approvedWithConditions' ? ended.conditions : []
  return [
    ...conditions,
    ...raised.map((condition, index) => ({ ...condition, conditionId: `${reviewId}c${index + 1}`, stage })),
  ]
}
