import { count, deadlock, names, verdict, type Rule } from './rule.ts'

/** Every member who does not abstain must agree, and at least one must. One refusal settles it. */
export const unanimous: Rule = (board) => {
  const { forIt, against, silent } = count(board)
  if (against.length > 0) return verdict('fallen', `Every member must agree; ${names(against)} did not.`, against)
  if (silent.length > 0) return verdict('open', `Every member must agree; still to decide: ${names(silent)}.`, silent)
  if (forIt.length > 0) return verdict('carried', `Every member who took a position agreed: ${names(forIt)}.`, forIt)
  return deadlock(
    board.seats.length > 0 ? 'Every member abstained, so nothing is decided.' : 'No member is left to decide.',
  )
}
