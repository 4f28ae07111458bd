import type { InitiativeContext } from './context.ts'

/** Who is told what a board decided: the change team and the senior responsible owner, as far as the record names persons. */
export const outcomeReaderIds = ({ changeTeam, sro }: Pick<InitiativeContext, 'changeTeam' | 'sro'>): string[] => [
  ...new Set([changeTeam, sro].flatMap((holder) => holder?.personId ?? [])),
]
