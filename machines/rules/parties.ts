import type { DecisionRule, Seat } from '../vocabulary/board.ts'
import type { Choice } from '../vocabulary/submission.ts'
import { organisationsOf, placeInTitles } from './organisations.ts'
import { seatsAt, type DecidingTerms, type CountedBoard } from './rule.ts'
import { countedBoard } from './counted-board.ts'

/**
 * Where a party stands, an organisation or a pair that takes its own decision. All its members must agree: `disagree` among themselves
 * is not agreeing, and `abstained` is no position, also where only one of them abstained. `moreTime` is asked by any of them for all.
 * `tookNoPart`: every one of its members declared an interest or stands aside.
 */
export type PartyStand =
  'agreed' | 'didNotAgree' | 'disagree' | 'moreTime' | 'abstained' | 'tookNoPart' | 'stillToDecide'

export type Party = {
  /** The organisation's id, or the pair's. */
  partyId: string
  /** "Kent" */
  title: string
  /** All of its seats, also those that take no part. */
  seats: Seat[]
  stand: PartyStand
  /** Until when it has more time, where it asked for that: an absolute moment, and the day as the member gave it. */
  untilInstant?: number
  /** A few working days before that. */
  soonInstant?: number
  untilDay?: string
}

/** A seat's decision, as far as its party's stand depends on it. */
type Decided = { choice: Choice; deferUntilInstant?: number; deferSoonInstant?: number; deferUntilDay?: string }

const standOf = (board: CountedBoard, seats: readonly Seat[]): PartyStand => {
  const counted = seats.filter((seat) => board.seats.includes(seat))
  const some = (...at: Parameters<typeof seatsAt>[2][]) => seatsAt(board, counted, ...at).length > 0
  if (counted.length === 0) return 'tookNoPart'
  if (some('moreTime')) return 'moreTime'
  if (some(undefined)) return 'stillToDecide'
  if (some('against')) return some('for') ? 'disagree' : 'didNotAgree'
  return some('abstains') ? 'abstained' : 'agreed'
}

/** The parties of a board that decides by party, in its seats' order, each with where it stands; none where the board decides as one. */
export const partiesIn = (kind: DecisionRule['kind'], board: CountedBoard): Party[] => {
  if (kind === 'perOrganisation')
    return organisationsOf(board.all).map(({ organisationId, title, seats }) => ({
      partyId: organisationId,
      title,
      seats,
      stand: standOf(board, seats),
    }))
  if (kind !== 'perPair') return []
  const pairIds = [...new Set(board.all.flatMap(({ pairId }) => pairId ?? []))]
  return pairIds.map((pairId) => {
    const seats = board.all.filter((seat) => seat.pairId === pairId)
    return { partyId: pairId, title: placeInTitles(seats, pairId), seats, stand: standOf(board, seats) }
  })
}

/** Every pair and organisation that has a seat, in the seats' order: a party's place among them never changes. */
export const partyIdsOn = (seats: readonly Pick<Seat, 'organisationIds' | 'pairId'>[]): string[] => [
  ...new Set(
    seats.flatMap(({ organisationIds, pairId }) => [...(pairId === undefined ? [] : [pairId]), ...organisationIds]),
  ),
]

/** Whether a seat is one of a party's: of the organisation, or of the pair. */
export const ofParty = (
  { organisationIds, pairId }: Pick<Seat, 'organisationIds' | 'pairId'>,
  partyId: string,
): boolean => pairId === partyId || organisationIds.includes(partyId)

/**
 * Where each organisation or pair stands, for pages, mails and the record: by the same count the board's outcome is made of. Empty where
 * the board decides as one. `decisions` are the seats' last ones; `asideSeatIds` those who stand aside from a case of their own.
 */
export const partiesOf = (
  terms: DecidingTerms,
  decisions: Readonly<Record<string, Decided>>,
  asideSeatIds: readonly string[] = [],
): Party[] => {
  const choices = Object.fromEntries(Object.entries(decisions).map(([seatId, { choice }]) => [seatId, choice]))
  return partiesIn(terms.rule.kind, countedBoard(terms, choices, asideSeatIds)).map((party) => {
    if (party.stand !== 'moreTime') return party
    const last = party.seats
      .filter(({ seatId }) => !asideSeatIds.includes(seatId))
      .flatMap(({ seatId }) => decisions[seatId] ?? [])
      .filter(({ choice }) => choice === 'moreTime')
      .reduce<Decided | undefined>(
        (latest, each) => ((latest?.deferUntilInstant ?? -1) >= (each.deferUntilInstant ?? -1) ? latest : each),
        undefined,
      )
    return {
      ...party,
      ...(last?.deferUntilInstant === undefined ? {} : { untilInstant: last.deferUntilInstant }),
      ...(last?.deferSoonInstant === undefined ? {} : { soonInstant: last.deferSoonInstant }),
      ...(last?.deferUntilDay === undefined ? {} : { untilDay: last.deferUntilDay }),
    }
  })
}
