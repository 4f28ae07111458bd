import type { FactOf } from '../../machines/commands.ts'
import type { Ask } from '../../machines/vocabulary/board.ts'
import type { Choice } from '../../machines/vocabulary/submission.ts'
import {
  chairOf,
  decisionOf,
  isByParty,
  isVeto,
  organisationsIn,
  partiesOf,
  settled,
  type Member,
  type Stand,
  type Terms,
  type Votes,
} from './rules.ts'

// What a board's decision is called, and whose it is, once the rules have settled it.

export type Outcome =
  | 'approved'
  | 'approvedWithConditions'
  | 'nextStepAgreed'
  | 'endorsed'
  | 'supported'
  | 'recommended'
  | 'noted'
  | 'rebaselined'
  | 'exceptionAgreed'
  | 'sentBack'
  | 'deferred'
  | 'stopped'

const agreedAs: Record<Ask, Outcome> = {
  decide: 'approved',
  agreeNextStep: 'nextStepAgreed',
  endorse: 'endorsed',
  support: 'supported',
  recommend: 'recommended',
  note: 'noted',
  rebaseline: 'rebaselined',
  agreeException: 'exceptionAgreed',
}

const standOf: Record<Choice, Stand> = {
  approve: 'for',
  approveWithConditions: 'for',
  sendBack: 'against',
  defer: 'against',
  moreTime: 'more time',
  stop: 'against',
  abstain: 'abstains',
  declareInterest: 'out',
}
const stopStandOf = (choice: Choice): Stand =>
  choice === 'stop' ? 'for' : choice === 'abstain' ? 'abstains' : choice === 'declareInterest' ? 'out' : 'against'

/** The members whose positions made it what it is. */
const decidersOf = (terms: Terms, members: readonly Member[], votes: Votes, result: 'carried' | 'fallen'): Member[] => {
  const { rule } = terms
  const left = members.filter(({ seatId }) => votes.get(seatId) !== 'out')
  const refused = left.filter(({ seatId }) => votes.get(seatId) === 'against')
  const vetoes = refused.filter((member) => isVeto(terms, member))
  if (vetoes.length > 0) return vetoes
  const stood: (Stand | undefined)[] = result === 'carried' ? ['for'] : ['against', 'more time']
  const those = left.filter(({ seatId }) => stood.includes(votes.get(seatId)))
  const ofParties = (decision: 'agreed' | 'refused') => {
    const parties = partiesOf(terms, left).filter((party) => decisionOf(party, votes) === decision)
    return those.filter((member) => parties.some((party) => party.includes(member)))
  }
  switch (rule.kind) {
    case 'chairDecides':
      return those.filter((member) => member === chairOf(left))
    case 'bothOf':
      return those.filter(({ seatId }) => rule.seatIds.includes(seatId))
    case 'majorityOfEach': {
      const number = (of: readonly Member[]) =>
        of.flatMap(({ organisationIds }) => (terms.sharedSeats === 'countForEach' ? organisationIds : ['one'])).length
      return rule.groups.flatMap(({ seatIds }) => {
        const group = left.filter(({ seatId }) => seatIds.includes(seatId))
        const could = group.filter(({ seatId }) => [undefined, 'for'].includes(votes.get(seatId)))
        if (result === 'fallen' && number(could) * 2 > number(group)) return []
        return those.filter(({ seatId }) => seatIds.includes(seatId))
      })
    }
    case 'fromEachOrganisation': {
      if (result === 'carried') return those
      const couldAgree = left.filter(({ seatId }) => [undefined, 'for'].includes(votes.get(seatId)))
      const lost = organisationsIn(terms).filter(
        (id) => couldAgree.filter(({ organisationIds }) => organisationIds.includes(id)).length < rule.approvals,
      )
      return those.filter(({ organisationIds }) => organisationIds.some((id) => lost.includes(id)))
    }
    case 'perOrganisation':
    case 'perPair':
      if (result === 'carried') return ofParties('agreed')
      return rule.others === 'allMust' ? those : ofParties('refused')
    default:
      return those
  }
}

/** Settled, by whom and as what; still open; or open with nobody left who could settle it. */
export type Settled = { outcome: Outcome; decidedBy: string[] } | 'open' | 'deadlocked'

/** What the members who may decide have come to. */
export const comesTo = (
  terms: Terms,
  ask: Ask,
  members: readonly Member[],
  choices: ReadonlyMap<string, Choice>,
): Settled => {
  const of = (stand: (choice: Choice) => Stand): Votes =>
    new Map(
      members.flatMap(({ seatId }) => {
        const choice = choices.get(seatId)
        return choice ? [[seatId, stand(choice)] as const] : []
      }),
    )
  const votes = of((choice) => standOf[choice])
  const result = settled(terms, members, votes)
  if (result === 'undecided') return 'open'
  if (result === 'deadlocked') return result
  const decidedBy = decidersOf(terms, members, votes, result).map(({ seatId }) => seatId)
  const chose = (...wanted: Choice[]) =>
    decidedBy.filter((seatId) => wanted.some((each) => choices.get(seatId) === each)).length
  if (result === 'carried') {
    const isConditional = ask === 'decide' && chose('approveWithConditions') > 0
    return { outcome: isConditional ? 'approvedWithConditions' : agreedAs[ask], decidedBy }
  }
  // A party approves for itself, and would stop it for all.
  const { rule } = terms
  const stopping = 'others' in rule ? { ...terms, rule: { ...rule, others: 'allMust' as const } } : terms
  if (settled(stopping, members, of(stopStandOf)) === 'carried') return { outcome: 'stopped', decidedBy }
  return { outcome: chose('defer', 'moreTime') * 2 > decidedBy.length ? 'deferred' : 'sentBack', decidedBy }
}

/** A choice with what goes with it: conditions are written, time ends on a day to come, and whatever is not agreement has its reason. */
export const isWhole = (
  said: Pick<FactOf<'castVote'>, 'choice' | 'reason' | 'points' | 'conditions' | 'deferUntilInstant'>,
  nowInstant: number,
): boolean => {
  const hasReason = said.reason !== undefined || said.points.length > 0
  switch (said.choice) {
    case 'approve':
      return true
    case 'approveWithConditions':
      return said.conditions.length > 0
    case 'sendBack':
    case 'stop':
    case 'declareInterest':
    case 'abstain':
      return hasReason
    case 'defer':
    case 'moreTime':
      return hasReason && said.deferUntilInstant !== undefined && said.deferUntilInstant > nowInstant
  }
}

/** What a member asked for this may choose. */
export const mayChoose = (ask: Ask, terms: Terms, choice: Choice): boolean => {
  if (choice === 'moreTime') return isByParty(terms) && ask !== 'note'
  if (choice === 'approveWithConditions') return ask === 'decide'
  if (choice === 'stop') return ask === 'decide' || ask === 'agreeNextStep'
  if (choice === 'defer') return ask !== 'note'
  return true
}
