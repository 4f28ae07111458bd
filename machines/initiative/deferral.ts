import { isBetweenGates, submissionIdOf } from './boards.ts'
import type { InitiativeContext } from './context.ts'
import { currentStage } from './progress.ts'

/**
 * The cut-off of the meeting to which a board deferred the last papers of the present stage; undefined where none did. What other boards
 * were asked about the same papers ended with that board's decision, and what is decided between gates moves nothing.
 */
export const papersDueInstant = (initiative: InitiativeContext): number | undefined => {
  const stage = currentStage(initiative)
  const ofTheStage = initiative.decisions.filter(
    (decision) => decision.stage === stage && decision.reviewId !== undefined && !isBetweenGates(decision.reviewId),
  )
  const lastPapers = submissionIdOf(ofTheStage.at(-1)?.reviewId ?? '')
  return ofTheStage.find(({ reviewId = '', deferredTo }) => deferredTo && submissionIdOf(reviewId) === lastPapers)
    ?.deferredTo?.papersDueInstant
}
