import type { Ask } from '../vocabulary/board.ts'
import type { Choice } from '../vocabulary/submission.ts'

const offered: Record<Ask, readonly Choice[]> = {
  decide: ['approve', 'approveWithConditions', 'sendBack', 'defer', 'stop', 'abstain'],
  agreeNextStep: ['approve', 'sendBack', 'defer', 'stop', 'abstain'],
  endorse: ['approve', 'sendBack', 'defer', 'abstain'],
  support: ['approve', 'sendBack', 'defer', 'abstain'],
  recommend: ['approve', 'sendBack', 'defer', 'abstain'],
  note: ['approve', 'sendBack', 'abstain'],
  rebaseline: ['approve', 'sendBack', 'defer', 'abstain'],
  agreeException: ['approve', 'sendBack', 'defer', 'abstain'],
}

/**
 * The choices a member has, in the order they are offered. Only an approval carries conditions, so only a board asked to decide can
 * attach them; a board asked for its support or endorsement cannot end the case.
 */
export const choicesFor = (ask: Ask): readonly Choice[] => offered[ask]

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
