import type { ReviewContext } from '../../../machines/review.ts'
import type { EscalationTo } from '../../../machines/vocabulary/board.ts'
import { dateInWords } from '../../words/dates.ts'
import { sentence, type Block } from '../content.ts'

const inWords: Record<EscalationTo, string> = {
  deputy: 'the deputies of those who have not decided are',
  chair: 'the chair is',
  pmo: 'the PMO is',
}

/** Who is told next while a decision stays open, and when, by the deadlines as they stand: a hold has moved them. */
export const whoIsToldNext = ({ terms, deadlines }: ReviewContext, nowInstant: number): Block[] =>
  deadlines.flatMap(({ name, atInstant }) => {
    const step = /^escalation-(\d+)$/.exec(name)?.[1]
    const to = step === undefined ? undefined : terms.escalations?.[Number(step) - 1]?.to
    return to && atInstant > nowInstant
      ? [sentence(`If it is still open on ${dateInWords(atInstant)}, ${inWords[to]} told.`)]
      : []
  })
