import type { ReviewContext } from './review.ts'
import { holderOf, sittingIn } from './seats.ts'
import type {
  Correspondence,
  DecisionRule,
  Deputy,
  OthersShown,
  OwnCase,
  Seat,
  SharedSeats,
} from './vocabulary/board.ts'
import type { Provenance } from './vocabulary/facts.ts'
import type { HeldMeeting } from './vocabulary/meeting.ts'
import type { ChairsAction } from './vocabulary/way.ts'

/** A seat and who holds it from when; the newest holding that has begun counts. */
export type BoardSeat = {
  seatId: string
  title: string
  organisationIds: string[]
  chair: boolean
  viceChair?: boolean
  /** Seats of one pair decide jointly. */
  pairId?: string
  holdings: { personId: string; fromDay: string }[]
  /** Who may sit for the holder. With dates: while the holder is away, the first and the last day included. */
  deputies?: { personId: string; fromDay?: string; untilDay?: string }[]
}

/** A board's terms of reference, dated and versioned. `provenance` keeps what a source reports apart from what was assumed. */
export type Board = {
  boardId: string
  name: string
  saidAs?: string
  version: number
  fromDay: string
  rule: DecisionRule
  ruleProvenance: Provenance
  membersProvenance: Provenance
  seats: BoardSeat[]
  vetoSeatIds?: string[]
  sharedSeats?: SharedSeats
  ownCase?: OwnCase
  secretary?: { title: string; personId?: string; phone?: string }
  /** `always` when absent. */
  othersShown?: OthersShown
  /** How it decides outside its meetings; it cannot where this is absent. */
  correspondence?: Correspondence
  /** Whether its chair may act for it between its meetings; not so where this is absent. */
  chairsAction?: ChairsAction
  /** How long before a meeting its papers are due, in working days, where the meeting does not say it (`P5D`). */
  papersDueBefore?: string
  meetings: HeldMeeting[]
}

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

/** What a board's terms of a day make of a seat in a review already open: who is to sit there from now on; undefined where all is as it should be. */
export const moveDue = (
  review: ReviewContext,
  seat: Seat,
  board: Board,
  day: string,
): { personId: string; as: 'holder' | 'deputy'; reason: string } | undefined => {
  const today = board.seats.find(({ seatId }) => seatId === seat.seatId)
  const holderId = today && holderOn(today, day)
  if (!today || holderId === undefined) return undefined
  if (holderId !== holderOf(review, seat))
    return { personId: holderId, as: 'holder', reason: 'The seat has a new holder by the board’s terms of reference.' }
  const sits = sittingIn(review, seat)
  const deputyId = deputyOn(today, day)
  if (deputyId !== undefined && deputyId !== holderId)
    return sits === undefined || sits.personId === deputyId
      ? undefined
      : {
          personId: deputyId,
          as: 'deputy',
          reason: 'The holder is away, and a deputy sits by the board’s terms of reference.',
        }
  const wasForDates = today.deputies?.some(
    ({ personId, fromDay }) => personId === sits?.personId && fromDay !== undefined,
  )
  return sits?.as === 'deputy' && wasForDates
    ? { personId: holderId, as: 'holder', reason: 'The holder is back, by the board’s terms of reference.' }
    : undefined
}
