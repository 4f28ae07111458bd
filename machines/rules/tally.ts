import type { Ask, DecisionRule } from '../vocabulary/board.ts'
import type { Choice } from '../vocabulary/submission.ts'
import { decidesByParty } from './by-party.ts'
import { ruleOf } from './index.ts'
import { names, type DecidingTerms, type Position, type Verdict } from './rule.ts'
import { countedBoard, withAnInterest } from './counted-board.ts'

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

/**
 * A board's decision, or that it is still open: then `deadlocked` says that nothing the members still silent could say would settle it.
 * `because` is the reason in words.
 */
export type Tally = { outcome?: Outcome; deadlocked?: true; because: string; decidingSeatIds: string[] }

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

/** Where each party decides for itself, it approves for itself alone; a stop would bind the others too, so there all must want it. */
const ruleForStopping = (rule: DecisionRule): DecisionRule =>
  decidesByParty(rule) ? { ...rule, others: 'allMust' } : rule

/** What a choice says of stopping the case. */
const stopping = (choice: Choice): Position => {
  if (choice === 'stop') return 'for'
  return choice === 'abstain' ? 'abstains' : 'against'
}

/**
 * A board's outcome from what its members chose, or "still open". A stop needs the support an approval would need: it takes
 * the same rule, counted for stopping. Short of that a refusal defers when most refusals asked for a later date, and sends back otherwise.
 * Who declared an interest, and the seats of `asideSeatIds`, whose own case it is, are no part of the count; the reason names them.
 */
export const tally = (
  terms: DecidingTerms & { ask: Ask },
  choices: Readonly<Record<string, Choice>>,
  asideSeatIds: readonly string[] = [],
): Tally => {
  const counted = (of: DecidingTerms, position?: (choice: Choice) => Position): Verdict =>
    ruleOf(of)(countedBoard(of, choices, asideSeatIds, position))
  const takingNoPart = [
    ['Declared an interest, took no part', withAnInterest(terms, choices)],
    ['Standing aside from a case of their own', terms.seats.filter(({ seatId }) => asideSeatIds.includes(seatId))],
  ] as const
  const saying = ({ because, decidingSeatIds }: Verdict) => ({
    because: [
      because,
      ...takingNoPart.flatMap(([why, seats]) => (seats.length > 0 ? [`${why}: ${names(seats)}.`] : [])),
    ].join(' '),
    decidingSeatIds,
  })

  const verdict = counted(terms)
  const { result, decidingSeatIds } = verdict
  if (result === 'open') return saying(verdict)
  if (result === 'deadlocked') return { deadlocked: true, ...saying(verdict) }
  if (result === 'carried') {
    const conditional =
      terms.ask === 'decide' && decidingSeatIds.some((seatId) => choices[seatId] === 'approveWithConditions')
    return { outcome: conditional ? 'approvedWithConditions' : favourable[terms.ask], ...saying(verdict) }
  }
  const stop = counted({ ...terms, rule: ruleForStopping(terms.rule) }, stopping)
  if (stop.result === 'carried') return { outcome: 'stopped', ...saying(stop) }
  const wanting = (...wanted: Choice[]) =>
    decidingSeatIds.filter((seatId) => wanted.some((choice) => choices[seatId] === choice)).length
  const deferred = wanting('defer', 'moreTime') > wanting('sendBack', 'stop')
  return { outcome: deferred ? 'deferred' : 'sentBack', ...saying(verdict) }
}
