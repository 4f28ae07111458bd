import type { DecisionRecord } from '../../machines/initiative/context.ts'
import { isBetweenGates } from '../../machines/initiative/boards.ts'
import type { ReviewContext } from '../../machines/review.ts'
import type { Outcome } from '../../machines/rules/tally.ts'
import { stageOf } from '../../machines/stages/index.ts'
import type { Ask } from '../../machines/vocabulary/board.ts'
import type { Certainty, StageId } from '../../machines/vocabulary/facts.ts'
import type { Choice } from '../../machines/vocabulary/submission.ts'

/** What a board's decision is called in a sentence: "the board decision is: sent back". */
export const outcomeInWords: Record<DecisionRecord['outcome'], string> = {
  approved: 'approved',
  approvedWithConditions: 'approved with conditions',
  nextStepAgreed: 'next step agreed, the case itself not approved',
  endorsed: 'endorsed',
  supported: 'supported',
  recommended: 'recommended',
  noted: 'noted',
  rebaselined: 're-baselined',
  exceptionAgreed: 'exception agreed',
  sentBack: 'sent back',
  deferred: 'deferred to a later date',
  stopped: 'closed early',
  withdrawn: 'papers withdrawn',
  approval: 'approval',
  nextStep: 'agreement to a next step',
  steer: 'steer',
  recommendation: 'recommendation',
  support: 'support',
  endorsement: 'endorsement',
  extension: 'more time',
  note: 'note',
  notReported: 'outcome not reported',
}

/** What follows from a board's decision, in one sentence. */
export const outcomeMeans: Record<Outcome | 'withdrawn', string> = {
  approved: 'The case is approved.',
  approvedWithConditions: 'The case is approved; the conditions are followed until each is met.',
  nextStepAgreed: 'The next step may begin. The case itself is not approved and stays at its stage.',
  endorsed: 'The board endorses the case. This is not an approval.',
  supported: 'The board supports the case. This is not an approval.',
  recommended: 'The board recommends the case to those who decide it. This is not an approval.',
  noted: 'The board has noted the papers. This is not an approval.',
  rebaselined: 'What was agreed before is measured against the new baseline. The stage does not move.',
  exceptionAgreed: 'The exception is agreed, in the words above. The stage does not move.',
  sentBack: 'The change team answers each point and sends new papers.',
  deferred: 'The board comes back to this on the later date it gave.',
  stopped: 'The initiative closes early, with a closure report.',
  withdrawn: 'The papers were withdrawn, so there is nothing to decide.',
}

/** What a review really asks: papers that ask for less than a decision ask every board for that. */
export const askOf = ({ proposal, terms }: Pick<ReviewContext, 'proposal' | 'terms'>): Ask =>
  proposal.ask === 'decide' ? terms.ask : proposal.ask

/** "You are asked to …" where the papers' own words are not wanted. */
export const askInWords: Record<Ask, string> = {
  decide: 'decide the case',
  agreeNextStep: 'agree the next step without approving the case',
  endorse: 'endorse the case',
  support: 'support the case',
  recommend: 'recommend the case to those who decide it',
  note: 'note the papers',
  rebaseline: 're-baseline what was agreed before',
  agreeException: 'agree an exception to what was agreed before',
}

const favourable: Record<Ask, string> = {
  decide: 'Approve',
  agreeNextStep: 'Agree to the next step',
  endorse: 'Endorse',
  support: 'Support',
  recommend: 'Recommend',
  note: 'Note',
  rebaseline: 'Agree to the new baseline',
  agreeException: 'Agree to the exception',
}

/** A choice as it stands beside its button. */
export const choiceInWords = (chosen: Choice, ask: Ask): string => {
  switch (chosen) {
    case 'approve':
      return favourable[ask]
    case 'approveWithConditions':
      return ask === 'decide' ? 'Approve with conditions' : `${favourable[ask]}, with conditions`
    case 'sendBack':
      return 'Send back'
    case 'defer':
      return 'Defer to a later date'
    case 'moreTime':
      return 'Ask for more time'
    case 'stop':
      return 'Close early'
    case 'abstain':
      return 'Abstain'
    case 'declareInterest':
      return 'Declare an interest'
  }
}

const agreeing: Record<Ask, string> = {
  decide: 'You approve what the papers ask for, in the words above.',
  agreeNextStep: 'You agree to the next step in the words above. This does not approve the case.',
  endorse: 'You endorse the case. This does not approve it.',
  support: 'You support the case. This does not approve it.',
  recommend: 'You recommend the case to those who decide it. This does not approve it.',
  note: 'You have read the papers. This does not approve anything.',
  rebaseline: 'You agree to the new baseline in the words above. The stage does not move.',
  agreeException: 'You agree to the exception in the words above. The stage does not move.',
}

/** What a choice means for the one who makes it, in one sentence. */
export const choiceMeans = (chosen: Choice, ask: Ask): string => {
  switch (chosen) {
    case 'approve':
      return agreeing[ask]
    case 'approveWithConditions':
      return `${agreeing[ask]} Each condition you write is followed until it is met.`
    case 'sendBack':
      return 'The change team must answer each point you raise before the papers come back.'
    case 'defer':
      return 'You ask for this to come back on a later date you give.'
    case 'moreTime':
      return 'You ask for more time for those you decide for, until a date you give. The others and the planned dates are not moved by it.'
    case 'stop':
      return 'You ask for the initiative to be closed early, with a closure report.'
    case 'abstain':
      return 'You take no position. You count as taking part, and not towards agreement.'
    case 'declareInterest':
      return 'You take no part in this decision, and are not counted as a member in it.'
  }
}

/** A member's decision in the past tense, after a name: "Chief Constable, Kent: approved". */
export const decidedInWords = (chosen: Choice, ask: Ask): string => {
  const agreed: Record<Ask, string> = {
    decide: 'approved',
    agreeNextStep: 'agreed to the next step',
    endorse: 'endorsed',
    support: 'supported',
    recommend: 'recommended',
    note: 'noted',
    rebaseline: 'agreed to the new baseline',
    agreeException: 'agreed to the exception',
  }
  const past: Record<Choice, string> = {
    approve: agreed[ask],
    approveWithConditions: `${agreed[ask]} with conditions`,
    sendBack: 'sent back',
    defer: 'asked to defer',
    moreTime: 'asked for more time',
    stop: 'asked to close early',
    abstain: 'abstained',
    declareInterest: 'declared an interest, took no part',
  }
  return past[chosen]
}

/** Told in place of where the others stand, where a board's terms keep that until the reader has decided. */
export const othersNotShown =
  'Members of this board see how the others decided once they have decided themselves: its terms say so.'

/** "Outline business case"; "stage not reported" where no source names one. */
export const stageInWords = (stage: StageId | undefined): string =>
  stage ? stageOf(stage).title : 'stage not reported'

/** Which papers: "Full business case, round 2"; "Go-live, between gates", where no stage's own papers are meant. `id`: of them or their review. */
export const papersInWords = ({
  id,
  stage,
  round,
}: {
  id: string
  stage: StageId
  round: number | undefined
}): string =>
  [stageInWords(stage), isBetweenGates(id) ? 'between gates' : round ? `round ${round}` : ''].filter(Boolean).join(', ')

/** The tag beside a fact; a fact recorded here needs none. */
export const certaintyTag: Record<Certainty, string | undefined> = {
  recorded: undefined,
  reported: 'reported',
  assumed: 'assumed',
  rehearsal: 'rehearsal',
}

/** The reference a member quotes for a decision of theirs; the receipt page and the receipt mail show the same one. */
export const receiptReference = (decision: {
  initiativeReference: string
  reviewId: string
  seatId: string
  decisionNumber: number
}): string =>
  `${decision.initiativeReference} / ${decision.reviewId} / ${decision.seatId} / decision ${decision.decisionNumber}`
