import type { BoardTerms, Seat } from '../vocabulary/board.ts'
import { organisationsOf } from './organisations.ts'
import { members, names } from './rule.ts'
import { membersIn } from './counted-board.ts'

/** A seat as far as a rule needs to know it: of a board's frozen terms, or of a board on file. */
export type SeatToCount = Pick<Seat, 'seatId' | 'title' | 'organisationIds' | 'chair' | 'viceChair' | 'pairId'>

/** A board's terms as far as its rule needs to know them. */
export type TermsToRun = Pick<BoardTerms, 'rule' | 'vetoSeatIds' | 'sharedSeats'> & { seats: readonly SeatToCount[] }

/** "1 seat", "3 seats" */
const seatsInWords = (number: number) => `${number} ${number === 1 ? 'seat' : 'seats'}`

/** Groups of members that are none: a seat the board does not have, or one that would be counted twice. */
const whyNotGrouped = (
  { groups }: Extract<TermsToRun['rule'], { kind: 'majorityOfEach' }>,
  isSeat: (id: string) => boolean,
): string | undefined => {
  const named = groups.flatMap(({ seatIds }) => seatIds)
  const absent = named.find((id) => !isSeat(id))
  if (absent !== undefined) return `its rule names the seat ${absent} in a group, and it has no such seat`
  const twice = named.find((id, index) => named.indexOf(id) < index)
  return twice && `its rule names the seat ${twice} in its groups twice`
}

/** Seats the terms name that the board does not have. */
const whyNotNamed = ({ rule, seats, vetoSeatIds = [] }: TermsToRun): string | undefined => {
  const isSeat = (id: string) => seats.some(({ seatId }) => seatId === id)
  const noVeto = vetoSeatIds.find((id) => !isSeat(id))
  if (noVeto !== undefined) return `a refusal by the seat ${noVeto} ends it, and it has no such seat`
  if (rule.kind === 'majorityOfEach') return whyNotGrouped(rule, isSeat)
  if (rule.kind !== 'bothOf') return undefined
  const [one, other] = rule.seatIds
  if (one === other) return `two members must both agree, and its rule names the seat ${one} twice`
  const absent = rule.seatIds.find((id) => !isSeat(id))
  return absent === undefined ? undefined : `the seat ${absent} must agree, and it has no such seat`
}

const whyNotPaired = ({ rule, seats }: TermsToRun): string | undefined => {
  if (rule.kind !== 'perPair') return undefined
  const alone = seats.filter(({ pairId }) => pairId === undefined)
  if (alone.length > 0) return `each pair decides jointly, and these are in no pair: ${names(alone)}`
  const pairIds = [...new Set(seats.map(({ pairId }) => pairId))]
  const inPair = (id: string | undefined) => seats.filter(({ pairId }) => pairId === id).length
  const odd = pairIds.find((id) => inPair(id) !== 2)
  return odd === undefined
    ? undefined
    : `each pair decides jointly, and the pair ${odd} has ${seats.filter(({ pairId }) => pairId === odd).length} seats`
}

const whyNoChair = ({ rule, seats }: TermsToRun, deciding: readonly SeatToCount[]): string | undefined => {
  const isCasting = rule.kind === 'majority' && rule.chairHasCastingVote
  if (rule.kind !== 'chairDecides' && !isCasting) return undefined
  const part = isCasting ? 'the chair has the casting vote' : 'the chair decides'
  const chairs = seats.filter(({ chair }) => chair).length
  if (chairs !== 1) return `${part} and it has ${chairs} chairs`
  const viceChairs = seats.filter(({ viceChair }) => viceChair).length
  if (viceChairs > 1) return `${part} and it has ${viceChairs} vice chairs`
  return deciding.some(({ chair, viceChair }) => chair || viceChair) ? undefined : `${part} and it has 0 chairs`
}

/** Too few members, on the whole or of one organisation. */
const whyTooFew = (terms: TermsToRun, deciding: readonly SeatToCount[]): string | undefined => {
  const { rule, seats } = terms
  const has = membersIn(terms)(deciding)
  if ((rule.kind === 'majority' || rule.kind === 'percent') && rule.quorum > has)
    return `its quorum is ${rule.quorum} and it has ${seatsInWords(has)}`
  if (rule.kind === 'nOfM' && rule.approvals > has)
    return `${rule.approvals} members must agree and it has ${seatsInWords(has)}`
  const fromEach =
    rule.kind === 'fromEachOrganisation' ? rule.approvals : rule.kind === 'majority' ? (rule.presentFromEach ?? 0) : 0
  const short = organisationsOf(seats).find(
    (each) => each.seats.filter((seat) => deciding.includes(seat)).length < fromEach,
  )
  if (!short) return undefined
  const left = short.seats.filter((seat) => deciding.includes(seat)).length
  return `${members(fromEach)} of each organisation must ${rule.kind === 'majority' ? 'be present' : 'agree'} and ${short.title} has ${seatsInWords(left)}`
}

/** Those whose agreement alone carries it, where one of them cannot take part. */
const whyNotWithoutThem = ({ rule, seats }: TermsToRun, deciding: readonly SeatToCount[]): string | undefined => {
  if (deciding.length === 0) return seats.length === 0 ? 'it has no seats' : 'nobody is left to decide'
  if (rule.kind === 'majorityOfEach') {
    const empty = rule.groups.find(({ seatIds }) => !deciding.some(({ seatId }) => seatIds.includes(seatId)))
    return empty && `more than half of the ${empty.title} must agree, and none of them is left to decide`
  }
  if (rule.kind !== 'bothOf' || rule.seatIds.every((id) => deciding.some(({ seatId }) => seatId === id)))
    return undefined
  return `${seats.flatMap(({ seatId, title }) => (rule.seatIds.includes(seatId) ? [title] : [])).join(' and ')} must both agree`
}

/**
 * Why a board cannot decide by these terms, in words that go on after "because" or a colon; undefined when it can. `deciding` are those of
 * its seats that may decide, where some stand aside from a case of their own.
 */
export const whyNotRunnable = (
  terms: TermsToRun,
  deciding: readonly SeatToCount[] = terms.seats,
): string | undefined => {
  const { rule } = terms
  if (rule.kind === 'asWritten')
    return `its decision rule is only written down (\u201c${rule.text}\u201d) and cannot be run yet`
  return (
    whyNotNamed(terms) ??
    whyNotPaired(terms) ??
    whyNotWithoutThem(terms, deciding) ??
    whyTooFew(terms, deciding) ??
    whyNoChair(terms, deciding)
  )
}
