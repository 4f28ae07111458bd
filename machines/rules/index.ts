import type { DecisionRule } from '../vocabulary/board.ts'
import { bothOf } from './both-of.ts'
import { byParty } from './by-party.ts'
import { chairDecides } from './chair-decides.ts'
import { fromEachOrganisation } from './from-each-organisation.ts'
import { majority } from './majority.ts'
import { majorityOfEach } from './majority-of-each.ts'
import { nOfM } from './n-of-m.ts'
import { percent } from './percent.ts'
import { deadlock, verdict, type DecidingTerms, type Rule } from './rule.ts'
import { unanimous } from './unanimous.ts'
import { withVeto } from './veto.ts'

export { ruleInWords } from './rule-in-words.ts'
export { whyNotRunnable } from './runnable.ts'

const plainRule = (rule: DecisionRule): Rule => {
  switch (rule.kind) {
    case 'unanimous':
      return unanimous
    case 'majority':
      return majority(rule)
    case 'nOfM':
      return nOfM(rule)
    case 'percent':
      return percent(rule)
    case 'chairDecides':
      return chairDecides
    case 'bothOf':
      return bothOf(rule)
    case 'majorityOfEach':
      return majorityOfEach(rule)
    case 'fromEachOrganisation':
      return fromEachOrganisation(rule)
    case 'perOrganisation':
    case 'perPair':
      return byParty(rule)
    case 'asWritten':
      return () => verdict('open', `This rule cannot be worked out here: ${rule.text}`, [])
  }
}

/** The rule a board's terms name, with its vetoes. A rule that is only written down never settles anything, nor does a board without a seat. */
export const ruleOf = ({ rule, vetoSeatIds = [] }: Pick<DecidingTerms, 'rule' | 'vetoSeatIds'>): Rule => {
  const decide = withVeto(vetoSeatIds, plainRule(rule))
  return (board) => (board.all.length === 0 ? deadlock('Nobody is asked, so nothing is decided.') : decide(board))
}
