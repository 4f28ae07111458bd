import type { DecisionRule } from '../vocabulary/board.ts'
import { deadlock, names, seatsAt, verdict, type Rule } from './rule.ts'

/**
 * Two named members must both agree; the others advise. One refusal of theirs ends it. Neither can agree for the other: where one of them
 * declared an interest, abstained or stands aside, the other's agreement alone carries nothing.
 */
export const bothOf =
  ({ seatIds }: Extract<DecisionRule, { kind: 'bothOf' }>): Rule =>
  (board) => {
    const both = board.all.filter(({ seatId }) => seatIds.includes(seatId))
    const named = board.seats.filter(({ seatId }) => seatIds.includes(seatId))
    const agreed = seatsAt(board, named, 'for')
    const refused = seatsAt(board, named, 'against', 'moreTime')
    const silent = seatsAt(board, named, undefined)
    const needed = `Both ${both.map(({ title }) => title).join(' and ')} must agree`
    if (refused.length > 0) return verdict('fallen', `${needed}; not agreed: ${names(refused)}.`, refused)
    if (agreed.length === seatIds.length) return verdict('carried', `${needed}, and did.`, agreed)
    const others = both.filter((seat) => !agreed.includes(seat) && !silent.includes(seat))
    if (silent.length === 0) return deadlock(`${needed}, and ${names(others)} took no position.`)
    return verdict('open', `${needed}; still to decide: ${names(silent)}.`, silent)
  }
