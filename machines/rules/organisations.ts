import type { Seat } from '../vocabulary/board.ts'

type Titled = Pick<Seat, 'title' | 'organisationIds'>

/** "Kent" of "Chief Constable, Kent" and of "Police, Fire and Crime Commissioner for Kent". */
const placeIn = ({ title }: Titled): string[] => /^.*(?:,| for )\s*(.+)$/.exec(title)?.slice(1) ?? []

/** What some seats have in common, "Kent", by the words their titles end with; `otherwise` where they end with none. */
export const placeInTitles = (seats: readonly Titled[], otherwise: string): string => {
  const places = seats.flatMap(placeIn)
  return places.find((place) => seats.every(({ title }) => title.includes(place))) ?? places[0] ?? otherwise
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
