import type { CaseFile } from './case-file.ts'
import type { CaseEvent } from './case-events.ts'
import { papersOfComment } from './circulation/context.ts'
import { papersAtHand } from './room.ts'
import type { PaperRef } from './vocabulary/submission.ts'

/** The papers something was said about, or that went out: to a board or to stakeholders. */
export const papersOfEvent = (
  { initiative, reviews, circulations }: CaseFile,
  event: CaseEvent,
): PaperRef[] | undefined => {
  switch (event.type) {
    case 'submitted':
      return initiative.context.submission?.papers
    case 'voteCast':
    case 'roomRecorded':
    case 'roomConfirmed': {
      const review = reviews[event.reviewId]?.context
      return review && papersAtHand(review)
    }
    case 'papersCirculated':
      return circulations[event.circulationId]?.context.papers.map(({ paper }) => paper)
    case 'commentMade': {
      const circulation = circulations[event.circulationId]?.context
      const comment = circulation?.comments.at(-1)
      return circulation && comment && papersOfComment(circulation, comment).map(({ paper }) => paper)
    }
    default:
      return undefined
  }
}
