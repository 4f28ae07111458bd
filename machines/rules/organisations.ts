import type { Seat } from '../vocabulary/board.ts'

type Titled = Pick<Seat, 'title' | 'organisationIds'>

/** "Kent", of the seats of Kent alone: the words after the last comma of "Chief Constable, Kent"; `otherwise` where none has any. */
export const placeInTitles = (seats: readonly Titled[], otherwise: string): string => {
  const places = seats.flatMap(({ title }) =>
    title.includes(',') ? [title.slice(title.lastIndexOf(',') + 1).trim()] : [],
  )
  return places.find((place) => place !== '') ?? otherwise
}

/** The organisations some seats are held for, in the seats' order, each with its seats. A shared seat is among those of each. */
export const organisationsOf = <Each extends Titled>(
  seats: readonly Each[],
): { organisationId: string; title: string; seats: Each[] }[] =>
  [...new Set(seats.flatMap(({ organisationIds }) => organisationIds))].map((organisationId) => {
    const own = seats.filter(({ organisationIds }) => organisationIds.includes(organisationId))
    const alone = own.filter(({ organisationIds }) => organisationIds.length === 1)
    return { organisationId, title: placeInTitles(alone, organisationId), seats: own }
  })
