import type { DecisionRule, Seat } from '../vocabulary/board.ts'
import { chairDecides } from './chair-decides.ts'
import { majority } from './majority.ts'
import { nOfM } from './n-of-m.ts'
import { verdict, type Rule } from './rule.ts'
import { unanimous } from './unanimous.ts'

/** The rule a board's terms name. A rule that is only written down never settles anything. */
export const ruleOf = (rule: DecisionRule): Rule => {
  switch (rule.kind) {
    case 'unanimous':
      return unanimous
    case 'majority':
      return majority(rule)
    case 'nOfM':
      return nOfM(rule)
    case 'chairDecides':
      return chairDecides
    case 'percent':
    case 'bothOf':
    case 'fromEachOrganisation':
    case 'perOrganisation':
    case 'perPair':
      return () => verdict('open', 'This rule cannot be worked out here yet.', [])
    case 'asWritten':
      return () => verdict('open', `This rule cannot be worked out here: ${rule.text}`, [])
  }
}

/** The rule in one sentence, as members read it. */
export const ruleInWords = (rule: DecisionRule, seats: readonly Seat[]): string => {
  switch (rule.kind) {
    case 'unanimous':
      return 'Every member must agree.'
    case 'majority':
      return (
        `More members must agree than not, with at least ${rule.quorum} of ${seats.length} taking part` +
        `${rule.chairHasCastingVote ? '; the chair has the casting vote' : ''}.`
      )
    case 'nOfM':
      return `${rule.approvals} of ${seats.length} members must agree${rule.refusal === 'ends' ? '; one refusal ends it' : ''}.`
    case 'chairDecides':
      return 'The chair decides; the other members advise.'
    case 'percent':
    case 'bothOf':
    case 'fromEachOrganisation':
    case 'perOrganisation':
    case 'perPair':
      return rule.kind
    case 'asWritten':
      return rule.text
  }
}

/** Why a board cannot decide with this rule and these seats, in words; undefined when it can. */
export const whyNotRunnable = (rule: DecisionRule, seats: readonly Pick<Seat, 'chair'>[]): string | undefined => {
  if (rule.kind === 'asWritten')
    return `its decision rule is only written down (\u201c${rule.text}\u201d) and cannot be run yet`
  if (['percent', 'bothOf', 'fromEachOrganisation', 'perOrganisation', 'perPair'].includes(rule.kind))
    return 'its decision rule cannot be run yet'
  if (rule.kind === 'majority' && rule.quorum > seats.length)
    return `its quorum is ${rule.quorum} and it has ${seats.length} seats`
  if (rule.kind === 'nOfM' && rule.approvals > seats.length)
    return `${rule.approvals} members must agree and it has ${seats.length} seats`
  const chairs = seats.filter((seat) => seat.chair).length
  if (rule.kind === 'chairDecides' && chairs !== 1) return `the chair decides and it has ${chairs} chairs`
  if (rule.kind === 'majority' && rule.chairHasCastingVote && chairs !== 1)
    return `the chair has the casting vote and it has ${chairs} chairs`
  return undefined
}
