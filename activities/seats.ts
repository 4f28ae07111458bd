import type { Deputy } from '../machines/vocabulary/board.ts'
import type { Board, BoardSeat } from './ports.ts'

/** Who holds a seat on a day: the newest holding that has begun; undefined where none has. */
export const holderOn = ({ holdings }: Pick<BoardSeat, 'holdings'>, day: string): string | undefined =>
  holdings
    .filter(({ fromDay }) => fromDay <= day)
    .reduce<BoardSeat['holdings'][number] | undefined>(
      (newest, holding) => (newest && newest.fromDay > holding.fromDay ? newest : holding),
      undefined,
    )?.personId

/** The deputy whose dates cover a day: the holder is away then. */
export const deputyOn = ({ deputies = [] }: Pick<BoardSeat, 'deputies'>, day: string): string | undefined =>
  deputies.find(({ fromDay, untilDay = day }) => fromDay !== undefined && fromDay <= day && untilDay >= day)?.personId

/** Whether a board's present terms let somebody sit in a seat: its holder, or one of its deputies, whatever the dates. */
export const maySit = (board: Board, seatId: string, personId: string, day: string): boolean => {
  const seat = board.seats.find((each) => each.seatId === seatId)
  return (
    seat !== undefined &&
    (holderOn(seat, day) === personId || (seat.deputies ?? []).some((deputy) => deputy.personId === personId))
  )
}

/** A seat's deputies as papers are put to it on a day: those who can be written to, by the names people are on file with. */
export const deputiesOf = (seat: BoardSeat, day: string, nameOf: ReadonlyMap<string, string>): Deputy[] =>
  (seat.deputies ?? []).flatMap(({ personId }) => {
    const title = nameOf.get(personId)
    if (title === undefined) return []
    const sits = deputyOn(seat, day) === personId && holderOn(seat, day) !== personId
    return [{ personId, title, ...(sits ? { sits: true as const } : {}) }]
  })
