import { toBeReported } from '../../machines/initiative/chairs-actions.ts'
import type { InitiativeContext } from '../../machines/initiative/context.ts'
import type { Wait } from './waiting.ts'

/** Chair's actions somebody has to see to: their board has met without a report of them, or no meeting to report them to is on file. */
export const reportsDue = (context: InitiativeContext, waiting: readonly Wait[]): Wait[] =>
  toBeReported(context).flatMap(({ reviewId, toReport: { meeting, overdue } }) =>
    overdue || !meeting
      ? waiting.filter((wait) => wait.reviewId === reviewId && wait.what.includes('chair\u2019s action')).slice(0, 1)
      : [],
  )
