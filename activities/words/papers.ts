import { mayRead } from '../../machines/paper-readers.ts'
import { earlierPapers, papersSince, type PaperSince } from '../../machines/papers-since.ts'
import type { StoredCase } from '../../machines/case-file.ts'
import type { ReviewContext } from '../../machines/review.ts'
import type { Seat } from '../../machines/vocabulary/board.ts'
import type { PaperRef } from '../../machines/vocabulary/submission.ts'

/** "Business case, version 1.2, 24 pages, OFFICIAL" */
export const paperInWords = ({ title, version, pageCount, marking }: PaperRef): string =>
  [
    title,
    `version ${version}`,
    ...(pageCount === undefined ? [] : [`${pageCount} ${pageCount === 1 ? 'page' : 'pages'}`]),
    marking,
  ].join(', ')

/** Said of a paper with named readers to one of the members asked; nothing of one that all of them may open. */
export const readersInWords = (paper: PaperRef, seat: Seat | undefined): string | undefined => {
  if (!paper.readers) return undefined
  return mayRead(paper, seat) ? 'for named readers, and you are one' : 'for named readers, and you are not one of them'
}

/** What became of the papers since the board last saw them: nothing in the first round. Unchanged ones come last. */
export const changesInPapers = (state: Pick<StoredCase, 'reviews'>, review: ReviewContext): string[] => {
  const before = earlierPapers(state, review)
  if (!before) return []
  return papersSince(review.papers, before)
    .toSorted((a, b) => order.indexOf(a.since) - order.indexOf(b.since))
    .map(sinceInWords)
}

const order = ['changed', 'new', 'gone', 'unchanged']

const sinceInWords = ({ paper: { title, version }, since, earlierVersion }: PaperSince): string => {
  switch (since) {
    case 'changed':
      return earlierVersion === version
        ? `${title}: changed, still called version ${version}`
        : `${title}: changed, version ${version} in place of ${earlierVersion ?? 'an earlier one'}`
    case 'new':
      return `${title}: new, version ${version}`
    case 'gone':
      return `${title}: no longer among the papers`
    case 'unchanged':
      return `${title}: unchanged, version ${version}`
  }
}
