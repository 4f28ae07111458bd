import type { StoredCase } from './case-file.ts'
import type { ReviewContext } from './review.ts'
import type { PaperRef } from './vocabulary/submission.ts'

/** What became of a paper since the board last saw papers of this stage; `gone` is no longer among them. */
export type Since = 'new' | 'changed' | 'unchanged' | 'gone'
export type PaperSince = { paper: PaperRef; since: Since; earlierVersion?: string }

/** The last papers of the stage this board was asked about before these; undefined in the first round, or when they have left the state. */
export const earlierPapers = (
  { reviews }: Pick<StoredCase, 'reviews'>,
  { stage, terms, openedInstant }: Pick<ReviewContext, 'stage' | 'terms' | 'openedInstant'>,
): PaperRef[] | undefined => {
  const before = Object.values(reviews)
    .map(({ context }) => context)
    .filter((each) => each.stage === stage && each.terms.boardId === terms.boardId)
    .filter((each) => each.openedInstant < openedInstant && each.papers.length > 0)
  return before.toSorted((a, b) => b.openedInstant - a.openedInstant)[0]?.papers
}

/**
 * The papers beside those the board saw before. Content decides whether a paper is the same; a paper of other content goes by its
 * title, as people know it.
 */
export const papersSince = (now: readonly PaperRef[], before: readonly PaperRef[]): PaperSince[] => [
  ...now.map((paper): PaperSince => {
    if (before.some(({ sha256 }) => sha256 === paper.sha256)) return { paper, since: 'unchanged' }
    const earlier = before.find(({ title }) => title === paper.title)
    return earlier ? { paper, since: 'changed', earlierVersion: earlier.version } : { paper, since: 'new' }
  }),
  ...before
    .filter(({ sha256, title }) => !now.some((paper) => paper.sha256 === sha256 || paper.title === title))
    .map((paper): PaperSince => ({ paper, since: 'gone' })),
]
