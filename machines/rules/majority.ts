import type { DecisionRule } from '../vocabulary/board.ts'
import { inTheChair } from './chair.ts'
import { withoutQuorum } from './quorum.ts'
import { count, deadlock, members, names, verdict, type Rule } from './rule.ts'

/**
 * More of those voting agree than refuse, with a quorum taking part. An abstention counts towards the quorum and not towards the majority.
 * Settled as soon as the members still silent could not change it; a tie falls unless the chair has the casting vote.
 */
export const majority =
  (rule: Extract<DecisionRule, { kind: 'majority' }>): Rule =>
  (board) => {
    const { quorum, chairHasCastingVote } = rule
    const waits = withoutQuorum(board, rule)
    if (waits) return waits

    const { forIt, against, silent } = count(board)
    const { positions, membersIn } = board
    const chair = inTheChair(board)
    const chairPosition = chair && positions[chair.seatId]
    const casting = chairHasCastingVote && chairPosition === 'for'
    const castingStillPossible =
      chairHasCastingVote && chair !== undefined && (chairPosition === 'for' || chairPosition === undefined)

    const [agreed, refused, left] = [membersIn(forIt), membersIn(against), membersIn(silent)]
    const certainLead = agreed - refused - left
    const bestLead = agreed - refused + left
    if (certainLead > 0 || (certainLead === 0 && casting))
      return verdict(
        'carried',
        `${members(agreed)} agreed and ${refused} did not, with the quorum of ${quorum} met` +
          `${certainLead === 0 ? ', by the chair\u2019s casting vote' : ''}: ${names(forIt)}.`,
        forIt,
      )
    if (against.length > 0 && (bestLead < 0 || (bestLead === 0 && !castingStillPossible)))
      return verdict('fallen', `${members(refused)} did not agree and ${agreed} did: ${names(against)}.`, against)
    if (silent.length === 0) return deadlock('Every member who took part abstained, so nothing is decided.')
    return verdict('open', `${agreed} agreed and ${refused} did not; still to decide: ${names(silent)}.`, silent)
  }
