import { inTheChair } from './chair.ts'
import { deadlock, names, verdict, type Rule } from './rule.ts'

/** The chair's decision is the board's; the others advise. Where the chair is not counted, the vice chair decides in the chair's place. */
export const chairDecides: Rule = (board) => {
  const chair = inTheChair(board)
  if (!chair) return deadlock('The chair decides, and can take no part; there is no vice chair who could.')
  const who = chair.chair ? 'The chair decides' : 'The vice chair decides in the chair\u2019s place'
  switch (board.positions[chair.seatId]) {
    case 'for':
      return verdict('carried', `${who}, and agreed: ${names([chair])}.`, [chair])
    case 'against':
    case 'moreTime':
      return verdict('fallen', `${who}, and did not agree: ${names([chair])}.`, [chair])
    case 'abstains':
      return deadlock(`${who}, and abstained: ${names([chair])}.`)
    default:
      return verdict('open', `${who} and has not done so yet: ${names([chair])}.`, [chair])
  }
}
