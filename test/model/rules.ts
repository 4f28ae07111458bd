import type { Ask, DecisionRule } from '../../machines/vocabulary/board.ts'
import type { Choice } from '../../machines/vocabulary/submission.ts'

// The boards' rules once more, worked out the slow way: every way the silent members could still speak is tried, and the matter is
// settled when all of them come to the same. Nothing here is taken from the machines.

type Stand = 'for' | 'against' | 'abstains'
export type Member = { seatId: string; chair: boolean }
type Votes = ReadonlyMap<string, Stand>
type Result = 'carried' | 'fallen' | 'undecided'

const tallied = (votes: Votes, stand: Stand) => [...votes.values()].filter((each) => each === stand).length

/** What a board has come to once everybody has spoken. */
const final = (rule: DecisionRule, members: readonly Member[], votes: Votes): Result => {
  const [agreed, refused] = [tallied(votes, 'for'), tallied(votes, 'against')]
  const chairs = members.filter(({ chair }) => chair).map(({ seatId }) => votes.get(seatId))
  switch (rule.kind) {
    case 'unanimous':
      return refused > 0 ? 'fallen' : agreed > 0 ? 'carried' : 'undecided'
    case 'majority':
      if (agreed > refused) return 'carried'
      if (agreed > 0 && agreed === refused && rule.chairHasCastingVote && chairs[0] === 'for') return 'carried'
      return refused > 0 ? 'fallen' : 'undecided'
    case 'nOfM':
      if (rule.refusal === 'ends' && refused > 0) return 'fallen'
      if (agreed >= rule.approvals) return 'carried'
      return refused > 0 ? 'fallen' : 'undecided'
    case 'chairDecides':
      return chairs[0] === 'for' ? 'carried' : chairs[0] === 'against' ? 'fallen' : 'undecided'
    default:
      return 'undecided'
  }
}

/** Every way the silent could still speak. */
const completions = (silent: readonly string[], votes: Votes): Votes[] => {
  const [next, ...rest] = silent
  if (next === undefined) return [votes]
  const stands: Stand[] = ['for', 'against', 'abstains']
  return stands.flatMap((stand) => completions(rest, new Map([...votes, [next, stand]])))
}

const settled = (rule: DecisionRule, members: readonly Member[], votes: Votes): Result => {
  if (rule.kind === 'majority' && votes.size < rule.quorum) return 'undecided'
  // Where one refusal ends a matter, or enough have agreed before any did, whichever came first has settled it.
  if (rule.kind === 'nOfM' && rule.refusal === 'ends') {
    if (tallied(votes, 'against') > 0) return 'fallen'
    return tallied(votes, 'for') >= rule.approvals ? 'carried' : 'undecided'
  }
  const silent = members.map(({ seatId }) => seatId).filter((seatId) => !votes.has(seatId))
  const results = new Set(completions(silent, votes).map((complete) => final(rule, members, complete)))
  const [only] = results
  return results.size === 1 && only ? only : 'undecided'
}

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

/** Settled, by whom and as what; undefined while the board is still deciding. */
export type Settled = { outcome: Outcome; decidedBy: string[] } | undefined

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

const standOf = (choice: Choice): Stand =>
  choice === 'abstain' ? 'abstains' : choice === 'approve' || choice === 'approveWithConditions' ? 'for' : 'against'

/** What the members who may decide have come to. */
export const comesTo = (
  rule: DecisionRule,
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
  const votes = of(standOf)
  const result = settled(rule, members, votes)
  if (result === 'undecided') return undefined
  const counts = (seatId: string) =>
    rule.kind !== 'chairDecides' || members.some((member) => member.seatId === seatId && member.chair)
  const who = (stand: Stand) =>
    [...votes].filter(([seatId, each]) => each === stand && counts(seatId)).map(([id]) => id)
  if (result === 'carried') {
    const decidedBy = who('for')
    const conditional = ask === 'decide' && decidedBy.some((seatId) => choices.get(seatId) === 'approveWithConditions')
    return { outcome: conditional ? 'approvedWithConditions' : agreedAs[ask], decidedBy }
  }
  const stopping = of((choice) => (choice === 'abstain' ? 'abstains' : choice === 'stop' ? 'for' : 'against'))
  const decidedBy = who('against')
  if (settled(rule, members, stopping) === 'carried') return { outcome: 'stopped', decidedBy }
  const deferring = decidedBy.filter((seatId) => choices.get(seatId) === 'defer').length
  return { outcome: deferring * 2 > decidedBy.length ? 'deferred' : 'sentBack', decidedBy }
}

/** Whether a board of these members could come to a decision by this rule at all. */
export const canDecide = (rule: DecisionRule, members: readonly Member[]): boolean => {
  const chairs = members.filter(({ chair }) => chair).length
  switch (rule.kind) {
    case 'unanimous':
      return members.length > 0
    case 'majority':
      return rule.quorum <= members.length && (!rule.chairHasCastingVote || chairs === 1)
    case 'nOfM':
      return rule.approvals <= members.length
    case 'chairDecides':
      return chairs === 1
    default:
      return false
  }
}

/** What a member asked for this may choose. */
export const mayChoose = (ask: Ask, choice: Choice): boolean => {
  if (choice === 'moreTime' || choice === 'declareInterest') return false
  if (choice === 'approveWithConditions') return ask === 'decide'
  if (choice === 'stop') return ask === 'decide' || ask === 'agreeNextStep'
  if (choice === 'defer') return ask !== 'note'
  return true
}
