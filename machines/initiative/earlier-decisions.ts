import type { ReviewContext } from '../review.ts'
import { isBetweenGates, submissionIdOf } from './boards.ts'
import type { DecisionRecord, InitiativeContext } from './context.ts'

/**
 * What members are told of earlier decisions: those on the review's stage; and, where a party that was given more time is asked now, what
 * was decided meanwhile on the papers it was given more time for, whatever stage they stood at.
 */
export const earlierDecisions = (
  { decisions }: Pick<InitiativeContext, 'decisions'>,
  { reviewId, stage, terms }: Pick<ReviewContext, 'reviewId' | 'stage' | 'terms'>,
): DecisionRecord[] => {
  const asked = new Set(terms.seats.flatMap(({ organisationIds }) => organisationIds))
  const gaveMoreTime = ({ parties = [] }: DecisionRecord) =>
    parties.some(
      ({ stand, organisationIds }) =>
        stand === 'moreTime' && organisationIds.some((organisation) => asked.has(organisation)),
    )
  const samePapers = new Set(
    isBetweenGates(reviewId)
      ? decisions
          .filter(gaveMoreTime)
          .flatMap((decision) => (decision.reviewId ? submissionIdOf(decision.reviewId) : []))
      : [],
  )
  return decisions.filter(
    (decision) =>
      decision.reviewId !== reviewId &&
      (decision.stage === stage ||
        (decision.reviewId !== undefined && samePapers.has(submissionIdOf(decision.reviewId)))),
  )
}
