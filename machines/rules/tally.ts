import type { Ask, DecisionRule, Seat } from '../vocabulary/board.ts'
import type { Choice } from '../vocabulary/submission.ts'
import { ruleOf } from './index.ts'
import type { Position, Verdict } from './rule.ts'

/** What a board's decision is called once it is settled. A board that endorses or agrees a next step has not approved the case. */
export const outcomes = [
  'approved',
  'approvedWithConditions',
  'nextStepAgreed',
  'endorsed',
  'supported',
  'recommended',
  'noted',
  'rebaselined',
  'exceptionAgreed',
  'sentBack',
  'deferred',
  'stopped',
] as const
export type Outcome = (typeof outcomes)[number]

export type Tally = { outcome?: Outcome; because: string; decidingSeatIds: string[] }

const positionOf: Record<Choice, Position> = {
  approve: 'for',
  approveWithConditions: 'for',
  sendBack: 'against',
  defer: 'against',
  moreTime: 'against',
  stop: 'against',
  abstain: 'abstains',
  declareInterest: 'abstains',
}

const favourable: Record<Ask, Outcome> = {
  decide: 'approved',
  agreeNextStep: 'nextStepAgreed',
  endorse: 'endorsed',
  support: 'supported',
  recommend: 'recommended',
  note: 'noted',
  rebaseline: 'rebaselined',
  agreeException: 'exceptionAgreed',
}

/**
 * A board's outcome from what its members chose, or "still open". A stop needs the support an approval would need: it takes
 * the same rule, counted for stopping. Short of that a refusal defers when most refusals asked for a later date, and sends back otherwise.
 */
export const tally = (
  terms: { rule: DecisionRule; seats: readonly Seat[]; ask: Ask },
  choices: Readonly<Record<string, Choice>>,
): Tally => {
  const rule = ruleOf(terms.rule)
  const stand = (position: (choice: Choice) => Position): Verdict =>
    rule(terms.seats, Object.fromEntries(Object.entries(choices).map(([seatId, choice]) => [seatId, position(choice)])))

  const { result, because, decidingSeatIds } = stand((choice) => positionOf[choice])
  if (result === 'open') return { because, decidingSeatIds }
  if (result === 'carried') {
    const conditional =
      terms.ask === 'decide' && decidingSeatIds.some((seatId) => choices[seatId] === 'approveWithConditions')
    return { outcome: conditional ? 'approvedWithConditions' : favourable[terms.ask], because, decidingSeatIds }
  }
  const stopping = stand((choice) => (choice === 'abstain' ? 'abstains' : choice === 'stop' ? 'for' : 'against'))
  if (stopping.result === 'carried')
    return { outcome: 'stopped', because: stopping.because, decidingSeatIds: stopping.decidingSeatIds }
  const refusals = (wanted: Choice) => decidingSeatIds.filter((seatId) => choices[seatId] === wanted).length
  const deferred = refusals('defer') > refusals('sendBack') + refusals('stop')
  return { outcome: deferred ? 'deferred' : 'sentBack', because, decidingSeatIds }
}
