import type { DecisionRule } from '../vocabulary/board.ts'
import { withoutQuorum } from './quorum.ts'
import { count, deadlock, members, names, verdict, type Rule } from './rule.ts'

type Percent = Extract<DecisionRule, { kind: 'percent' }>

/** "At least 75 percent of those voting" */
export const shareInWords = ({ percent, of }: Percent) =>
  `${percent === 100 ? 'all' : `at least ${percent} percent`} of ${of === 'voting' ? 'those voting' : 'the members'}`

/**
 * A share of those voting, or of all members, agrees, with a quorum taking part. An abstention counts towards the quorum; it is no vote,
 * and is still a member's. Settled as soon as the members still silent could not change it; it falls only where somebody refused.
 */
export const percent =
  (rule: Percent): Rule =>
  (board) => {
    const waits = withoutQuorum(board, rule)
    if (waits) return waits

    const { forIt, against, silent } = count(board)
    const { seats, membersIn } = board
    const [agreed, refused, left] = [membersIn(forIt), membersIn(against), membersIn(silent)]
    const base = rule.of === 'all' ? membersIn(seats) : agreed + refused + left
    const reaches = (number: number) => number > 0 && number * 100 >= rule.percent * base
    const needed = `It takes ${shareInWords(rule)}`
    if (reaches(agreed))
      return verdict('carried', `${needed}; ${members(agreed)} of ${base} agreed: ${names(forIt)}.`, forIt)
    if (against.length > 0 && !reaches(agreed + left))
      return verdict(
        'fallen',
        `${needed}; ${members(agreed)} of ${base} agreed, and too few are left after ${names(against)}.`,
        against,
      )
    if (silent.length === 0)
      return deadlock(
        agreed > 0
          ? `${needed}; ${members(agreed)} of ${base} agreed, nobody refused, and nobody is left to decide.`
          : 'Every member who took part abstained, so nothing is decided.',
      )
    return verdict(
      'open',
      `${needed}; ${agreed} agreed and ${refused} did not; still to decide: ${names(silent)}.`,
      silent,
    )
  }
