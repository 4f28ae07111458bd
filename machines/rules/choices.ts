import type { Ask, DecisionRule } from '../vocabulary/board.ts'
import type { Choice } from '../vocabulary/submission.ts'
import { decidesByParty } from './by-party.ts'

const offered: Record<Ask, readonly Choice[]> = {
  decide: ['approve', 'approveWithConditions', 'sendBack', 'defer', 'moreTime', 'stop', 'abstain', 'declareInterest'],
  agreeNextStep: ['approve', 'sendBack', 'defer', 'moreTime', 'stop', 'abstain', 'declareInterest'],
  endorse: ['approve', 'sendBack', 'defer', 'moreTime', 'abstain', 'declareInterest'],
  support: ['approve', 'sendBack', 'defer', 'moreTime', 'abstain', 'declareInterest'],
  recommend: ['approve', 'sendBack', 'defer', 'moreTime', 'abstain', 'declareInterest'],
  note: ['approve', 'sendBack', 'abstain', 'declareInterest'],
  rebaseline: ['approve', 'sendBack', 'defer', 'moreTime', 'abstain', 'declareInterest'],
  agreeException: ['approve', 'sendBack', 'defer', 'moreTime', 'abstain', 'declareInterest'],
}

/**
 * The choices a member has, in the order they are offered. Only an approval carries conditions, so only a board asked to decide can
 * attach them; a board asked for its support or endorsement cannot end the case. More time than the others have is only for who decides
 * apart from them; an interest can always be declared.
 */
export const choicesFor = (ask: Ask, rule: DecisionRule): readonly Choice[] =>
  decidesByParty(rule) ? offered[ask] : offered[ask].filter((choice) => choice !== 'moreTime')

/** What a board is asked, after "to". */
export const askInWords: Record<Ask, string> = {
  decide: 'decide',
  agreeNextStep: 'agree a next step',
  endorse: 'endorse',
  support: 'support',
  recommend: 'recommend',
  note: 'note',
  rebaseline: 're-baseline what was agreed',
  agreeException: 'agree an exception',
}
