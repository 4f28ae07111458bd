import type { ReviewContext } from './review.ts'
import type { BoardTerms, Seat } from './vocabulary/board.ts'

/**
 * From when somebody else sits in a seat in one review: its new holder, or a deputy for its holder. Decisions already made stand for
 * the seat, whoever made them.
 */
export type SeatMove = {
  seatId: string
  personId: string
  /** The deputy's own title; a new holder goes by the seat's. */
  title?: string
  as: 'holder' | 'deputy'
  reason: string
  atInstant: number
}

/** Who sits in a seat now. `forHolderId` is the absent holder a deputy decides for. */
export type Sitting = { personId: string; as: 'holder' | 'deputy'; title: string; forHolderId?: string }

type Sat = Pick<ReviewContext, 'ownCasePersonIds' | 'seatMoves'> & { terms: Pick<BoardTerms, 'ownCase'> }

/** Who holds a seat in this review: its holder when the papers went out, until another took it over. */
export const holderOf = ({ seatMoves = [] }: Pick<Sat, 'seatMoves'>, { seatId, holderId }: Seat): string =>
  seatMoves.findLast((move) => move.seatId === seatId && move.as === 'holder')?.personId ?? holderId

/**
 * Who sits in a seat now; undefined where it stands aside, because it is its holder's own case and the terms let no deputy sit, or
 * none is free to. The last move of a seat counts.
 */
export const sittingIn = (review: Sat, seat: Seat): Sitting | undefined => {
  const { terms, ownCasePersonIds, seatMoves = [] } = review
  const forHolderId = holderOf(review, seat)
  const mayDecide = ({ personId }: { personId: string }) => !ownCasePersonIds.includes(personId)
  const asDeputy = ({ personId, title }: { personId: string; title?: string }): Sitting => ({
    personId,
    as: 'deputy',
    title: title ?? seat.title,
    forHolderId,
  })
  const last = seatMoves.findLast(({ seatId }) => seatId === seat.seatId)
  const away = last ? undefined : seat.deputies?.find(({ sits }) => sits)
  const sits: Sitting =
    last?.as === 'deputy'
      ? asDeputy(last)
      : away
        ? asDeputy(away)
        : { personId: forHolderId, as: 'holder', title: seat.title }
  if (mayDecide(sits)) return sits
  const free = terms.ownCase === 'deputySits' ? (seat.deputies ?? []).find(mayDecide) : undefined
  return free && asDeputy(free)
}

/**
 * As whom somebody decides, or decided, for a seat: "Chief Constable, Kent", or for a deputy "Deputy Chief Constable, Kent, for Chief
 * Constable, Kent".
 */
export const asWhom = ({ seatMoves = [] }: Pick<Sat, 'seatMoves'>, seat: Seat, personId: string): string => {
  const moves = seatMoves.filter((move) => move.seatId === seat.seatId && move.personId === personId)
  if (seat.holderId === personId || moves.some(({ as }) => as === 'holder')) return seat.title
  const title = moves.at(-1)?.title ?? seat.deputies?.find((deputy) => deputy.personId === personId)?.title
  return title === undefined ? seat.title : `${title}, for ${seat.title}`
}
