import { names, verdict, type Rule } from './rule.ts'

/** The chair's decision is the board's; the others advise. */
export const chairDecides: Rule = (seats, positions) => {
  const chairs = seats.filter((seat) => seat.chair)
  const position = chairs.map((seat) => positions[seat.seatId])[0]
  if (position === 'for') return verdict('carried', `The chair decides, and agreed: ${names(chairs)}.`, chairs)
  if (position === 'against')
    return verdict('fallen', `The chair decides, and did not agree: ${names(chairs)}.`, chairs)
  return verdict('open', `The chair decides and has not done so yet: ${names(chairs)}.`, chairs)
}
