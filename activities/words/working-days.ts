import type { BoardTerms } from '../../machines/vocabulary/board.ts'
import { dayInWords } from './dates.ts'

const names = new Intl.ListFormat('en-GB', { style: 'long', type: 'conjunction' })

/** "12 July 2027 is no working day for Belfast City Council: the dates here pass over it." */
export const passedOverInWords = ({ passedOver = [] }: Pick<BoardTerms, 'passedOver'>): string[] =>
  passedOver.map(
    ({ day, closedFor }) =>
      `${dayInWords(day)} is no working day for ${names.format(closedFor)}: the dates here pass over it.`,
  )
