import { refusal, type Refusal } from './refusal.ts'
import { sittingIn } from './seats.ts'
import type { Board } from './terms-of-reference.ts'
import type { BoardTerms, DecisionRule, Seat } from './vocabulary/board.ts'
import type { Proposal } from './vocabulary/submission.ts'
import type { WayAsked } from './vocabulary/way.ts'

type Offers = Pick<Board, 'name' | 'correspondence' | 'chairsAction'>

/** The rule a board decides by in a way other than at its meetings, or why its terms of reference know no such way, in words. */
export const ruleOfWay = (
  { name, correspondence, chairsAction }: Offers,
  { by }: Pick<WayAsked, 'by'>,
): { rule: DecisionRule; withinWorkingDays?: number } | { refused: Refusal } => {
  const terms = by === 'correspondence' ? correspondence : chairsAction
  if (!terms)
    return {
      refused:
        by === 'correspondence'
          ? refusal(
              'NotByCorrespondence',
              `${name} cannot be asked by correspondence: its terms of reference do not say how it decides outside its meetings.`,
            )
          : refusal(
              'NoChairsAction',
              `${name} cannot be asked by chair\u2019s action: its terms of reference do not let its chair act for it.`,
            ),
    }
  const { decideWithinWorkingDays: withinWorkingDays } = terms
  return {
    rule: correspondence && by === 'correspondence' ? correspondence.rule : { kind: 'chairDecides' },
    ...(withinWorkingDays === undefined ? {} : { withinWorkingDays }),
  }
}

/** The chair’s seat, and the vice chair’s where the chair stands aside from a case of their own. */
export const seatsForTheChair = (
  { seats, ...terms }: Pick<BoardTerms, 'seats' | 'ownCase'>,
  ownCasePersonIds: readonly string[],
): Seat[] => {
  const chair = seats.find((seat) => seat.chair)
  if (!chair) return []
  const aside = sittingIn({ terms, ownCasePersonIds: [...ownCasePersonIds] }, chair) === undefined
  return [chair, ...(aside ? seats.filter(({ viceChair }) => viceChair).slice(0, 1) : [])]
}

/**
 * A board's frozen terms, asked another way. By chair's action the chair alone is asked, or the vice chair where the chair stands aside
 * from a case of their own; all others are told, and no rule or veto counts them.
 */
export const askedAnotherWay = (
  terms: BoardTerms,
  { by, reason }: WayAsked,
  { chairsAction = {} }: Pick<Board, 'chairsAction'>,
  ownCasePersonIds: readonly string[],
): BoardTerms => {
  if (by === 'correspondence') return { ...terms, way: { by, reason } }
  const seats = seatsForTheChair(terms, ownCasePersonIds)
  const informed = terms.seats
    .filter((seat) => !seats.includes(seat))
    .map((seat) => {
      const { seatId, title, deputies = [], holderId } = seat
      return { seatId, title, personId: deputies.find(({ sits }) => sits)?.personId ?? holderId }
    })
  const { upToPence } = chairsAction
  const { vetoSeatIds = [], ...rest } = terms
  const vetoes = vetoSeatIds.filter((id) => seats.some(({ seatId }) => seatId === id))
  return {
    ...rest,
    seats,
    ...(vetoes.length > 0 ? { vetoSeatIds: vetoes } : {}),
    way: { by, reason, ...(upToPence === undefined ? {} : { upToPence }), informed },
  }
}

const pounds = (pence: number) =>
  `\u00a3${(pence / 100)
    .toFixed(2)
    .replace(/\.00$/, '')
    .replaceAll(/\B(?=(\d{3})+(?!\d))/g, ',')}`

/** Why papers may not go to a board in the way its terms say, in words; undefined when they may, or go in no way of its own. */
export const whyNotThisWay = (
  terms: BoardTerms,
  ownCasePersonIds: string[],
  { money }: Pick<Proposal, 'money'>,
): Refusal | undefined => {
  const { name, way, meeting, missedMeeting, rule, seats, only } = terms
  if (!way) return undefined
  if (meeting || missedMeeting)
    return refusal('AtAMeeting', `way: ${name} decides this outside its meetings, and is bound to none.`)
  if (way.by === 'correspondence') return undefined
  if (only) return refusal('NotTheBoard', `way: ${name} is asked for those who agreed before it, not for itself.`)
  const deciding = seats.filter((seat) => sittingIn({ terms, ownCasePersonIds }, seat) !== undefined)
  const [alone, another] = deciding
  if (rule.kind !== 'chairDecides' || another || !(alone?.chair || alone?.viceChair))
    return refusal('NotTheChairAlone', `way: by chair\u2019s action the chair of ${name} is asked, and nobody else.`)
  if (way.informed.some(({ seatId }) => seats.some((seat) => seat.seatId === seatId)))
    return refusal('NotTheChairAlone', `way: a member of ${name} is asked or told, not both.`)
  if (way.upToPence === undefined) return undefined
  const cost = money?.costToPence ?? money?.costFromPence
  if (cost === undefined)
    return refusal(
      'CostNeeded',
      `proposal.money: the chair of ${name} may act for it up to ${pounds(way.upToPence)}, so say what it costs at most.`,
    )
  return cost > way.upToPence
    ? refusal(
        'OverTheLimit',
        `proposal.money: the chair of ${name} may act for it up to ${pounds(way.upToPence)}, and this costs up to ${pounds(cost)}.`,
      )
    : undefined
}
