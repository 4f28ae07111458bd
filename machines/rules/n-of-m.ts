import type { DecisionRule } from '../vocabulary/board.ts'
import { count, deadlock, names, verdict, type Rule } from './rule.ts'

/**
 * A fixed number of members must agree, also when fewer are counted because some declared an interest. Where a refusal `ends` it, one is
 * enough; where it is `counted`, it falls when too few are left.
 */
export const nOfM =
  ({ approvals, refusal }: Extract<DecisionRule, { kind: 'nOfM' }>): Rule =>
  (board) => {
    const { forIt, against, silent } = count(board)
    const { seats, membersIn } = board
    const [agreed, left] = [membersIn(forIt), membersIn(silent)]
    const needed = `${approvals} of ${membersIn(seats)} must agree`
    if (refusal === 'ends' && against.length > 0)
      return verdict('fallen', `${needed} and one refusal ends it: ${names(against)}.`, against)
    if (agreed >= approvals) return verdict('carried', `${needed}, and ${agreed} did: ${names(forIt)}.`, forIt)
    if (against.length > 0 && agreed + left < approvals)
      return verdict('fallen', `${needed}; too few are left after ${names(against)}.`, against)
    if (silent.length === 0) return deadlock(`${needed}; ${agreed} did, nobody refused, and nobody is left to decide.`)
    return verdict('open', `${needed}; ${agreed} did so far, still to decide: ${names(silent)}.`, silent)
  }
