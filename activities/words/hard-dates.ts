import type { Basis } from '../../machines/vocabulary/hard-date.ts'

/** What makes a date hard, in the middle of a sentence: "set by a contract". */
export const basisInWords: Record<Basis, string> = {
  contract: 'set by a contract',
  law: 'set by law',
  meeting: 'the day of a meeting',
  funding: 'set by funding',
  other: 'a date nobody here can move',
}
