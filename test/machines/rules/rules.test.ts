import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { whyNotRunnable } from '../../../machines/rules/index.ts'
import { tally } from '../../../machines/rules/tally.ts'
import type { Ask, DecisionRule, Seat } from '../../../machines/vocabulary/board.ts'
import { choice, type Choice } from '../../../machines/vocabulary/submission.ts'

const seatsOf = (number: number): Seat[] =>
  Array.from({ length: number }, (_, index) => ({
    seatId: `seat-${index + 1}`,
    title: `Member ${index + 1}`,
    organisationIds: ['kent'],
    holderId: `holder-${index + 1}`,
    chair: index === 0,
  }))

const unanimous: DecisionRule = { kind: 'unanimous' }
const majorityOf = (quorum: number, chairHasCastingVote = false): DecisionRule => ({
  kind: 'majority',
  quorum,
  chairHasCastingVote,
})
const twoOfThree: DecisionRule = { kind: 'nOfM', approvals: 2, refusal: 'counted' }
const oneRefusalEnds: DecisionRule = { kind: 'nOfM', approvals: 2, refusal: 'ends' }
const chairDecides: DecisionRule = { kind: 'chairDecides' }

/** What members 1, 2, 3 … chose: + agrees, - does not, 0 abstains, x declares an interest, . is silent. */
const chosen = (signs: string): Record<string, Choice> =>
  Object.fromEntries(
    signs.split('').flatMap((sign, index): [string, Choice][] => {
      const choices: Record<string, Choice> = { '+': 'approve', '-': 'sendBack', '0': 'abstain', x: 'declareInterest' }
      const choice = choices[sign]
      return choice ? [[`seat-${index + 1}`, choice]] : []
    }),
  )

const resultOf = (rule: DecisionRule, signs: string) => {
  const { outcome, deadlocked } = tally({ rule, seats: seatsOf(signs.length), ask: 'decide' }, chosen(signs))
  return outcome === 'approved' ? 'carried' : outcome ? 'fallen' : deadlocked ? 'deadlocked' : 'open'
}

describe('a decision rule', () => {
  it.each<[string, DecisionRule, string, 'carried' | 'fallen' | 'open' | 'deadlocked']>([
    ['unanimous waits while one is silent', unanimous, '++.', 'open'],
    ['unanimous carries when all agree', unanimous, '+++', 'carried'],
    ['unanimous falls with the first refusal', unanimous, '-..', 'fallen'],
    ['unanimous carries past an abstention', unanimous, '+0+', 'carried'],
    ['unanimous decides nothing when all abstain', unanimous, '000', 'deadlocked'],
    ['a majority waits for its quorum', majorityOf(3), '++...', 'open'],
    ['a majority carries once the silent could not change it', majorityOf(3), '+++..', 'carried'],
    ['a majority waits while the silent could still change it', majorityOf(3), '++-..', 'open'],
    ['a majority counts an abstention towards its quorum', majorityOf(3), '++0', 'carried'],
    ['a majority without its quorum stays open even if all present agree', majorityOf(4), '+++..', 'open'],
    ['a tie falls', majorityOf(2), '+-', 'fallen'],
    ['a tie carries by the casting vote of the chair', majorityOf(2, true), '+-', 'carried'],
    ['a tie falls when the chair was against', majorityOf(2, true), '-+', 'fallen'],
    ['a tie waits for the chair who has the casting vote', majorityOf(2, true), '.-+', 'open'],
    ['nobody for or against decides nothing', majorityOf(2), '00', 'deadlocked'],
    ['two of three carry', twoOfThree, '+.+', 'carried'],
    ['two of three survive one refusal', twoOfThree, '+-.', 'open'],
    ['two of three fall when too few are left', twoOfThree, '--.', 'fallen'],
    ['one refusal ends it where the terms say so', oneRefusalEnds, '+-.', 'fallen'],
    ['the chair decides alone', chairDecides, '+--', 'carried'],
    ['the others only advise the chair', chairDecides, '.++', 'open'],
    ['a rule that is only written down never settles', { kind: 'asWritten', text: 'both forces' }, '+++', 'open'],
  ])('%s', (_fact, rule, signs, expected) => {
    expect(resultOf(rule, signs)).toBe(expected)
  })

  it.each<[string, DecisionRule, number, string | undefined]>([
    ['a quorum larger than the board', majorityOf(4), 3, 'its quorum is 4 and it has 3 seats'],
    [
      'more approvals than seats',
      { kind: 'nOfM', approvals: 4, refusal: 'counted' },
      3,
      '4 members must agree and it has 3 seats',
    ],
    [
      'a rule only written down',
      { kind: 'asWritten', text: 'both forces' },
      3,
      'its decision rule is only written down (“both forces”) and cannot be run yet',
    ],
    ['nothing for a board that can decide', majorityOf(2), 3, undefined],
  ])('names %s before the papers go out', (_fact, rule, seats, expected) => {
    expect(whyNotRunnable({ rule, seats: seatsOf(seats) })).toBe(expected)
  })
})

const anyRule = fc.oneof(
  fc.constant(unanimous),
  fc.record({
    kind: fc.constant('majority' as const),
    quorum: fc.integer({ min: 1, max: 5 }),
    chairHasCastingVote: fc.boolean(),
  }),
  fc.record({
    kind: fc.constant('nOfM' as const),
    approvals: fc.integer({ min: 1, max: 5 }),
    refusal: fc.constantFrom('counted' as const, 'ends' as const),
  }),
  fc.constant(chairDecides),
)
const anyAsk = fc.constantFrom<Ask>('decide', 'agreeNextStep', 'endorse', 'support', 'note')
const anyVotes = fc.uniqueArray(fc.tuple(fc.integer({ min: 1, max: 5 }), fc.constantFrom(...choice.options)), {
  selector: ([member]) => member,
})
const favourable = ['approved', 'approvedWithConditions', 'nextStepAgreed', 'endorsed', 'supported', 'noted']
const asChoices = (votes: [number, Choice][]): Record<string, Choice> =>
  Object.fromEntries(votes.map(([member, chosen]) => [`seat-${member}`, chosen]))

describe('every rule', () => {
  it('gives the same outcome in whatever order the members voted', () => {
    fc.assert(
      fc.property(anyRule, anyAsk, anyVotes, (rule, ask, votes) => {
        const terms = { rule, seats: seatsOf(5), ask }
        expect(tally(terms, asChoices(votes.toReversed()))).toEqual(tally(terms, asChoices(votes)))
      }),
    )
  })

  it('never un-approves because one more member agrees', () => {
    fc.assert(
      fc.property(anyRule, anyAsk, anyVotes, fc.integer({ min: 1, max: 5 }), (rule, ask, votes, member) => {
        const terms = { rule, seats: seatsOf(5), ask }
        const before = tally(terms, asChoices(votes)).outcome
        fc.pre(before !== undefined && favourable.includes(before))
        const after = tally(terms, { ...asChoices(votes), [`seat-${member}`]: 'approve' }).outcome
        expect(favourable).toContain(after)
      }),
    )
  })

  it('decides nothing while everybody is silent', () => {
    fc.assert(
      fc.property(anyRule, anyAsk, (rule, ask) => {
        expect(tally({ rule, seats: seatsOf(5), ask }, {}).outcome).toBeUndefined()
      }),
    )
  })

  it('names the seats that decide it', () => {
    fc.assert(
      fc.property(anyRule, anyAsk, anyVotes, (rule, ask, votes) => {
        const seats = seatsOf(5)
        const { outcome, because, decidingSeatIds } = tally({ rule, seats, ask }, asChoices(votes))
        fc.pre(outcome !== undefined)
        expect(decidingSeatIds.length).toBeGreaterThan(0)
        for (const seatId of decidingSeatIds) {
          expect(because).toContain(seats.find((seat) => seat.seatId === seatId)?.title)
          expect(votes.map(([member]) => `seat-${member}`)).toContain(seatId)
        }
      }),
    )
  })

  it('stays settled once it is: a silent member who speaks changes nothing', () => {
    fc.assert(
      fc.property(anyRule, anyVotes, (rule, votes) => {
        // Where one refusal ends it, whichever comes first settles it: enough approvals, or a refusal.
        fc.pre(!(rule.kind === 'nOfM' && rule.refusal === 'ends'))
        const terms = { rule, seats: seatsOf(5), ask: 'decide' as const }
        const settled = tally(terms, asChoices(votes)).outcome
        const silent = [1, 2, 3, 4, 5].filter((member) => !votes.some(([voted]) => voted === member))
        fc.pre(settled !== undefined && silent.length > 0)
        const won = favourable.includes(settled)
        for (const late of choice.options) {
          const after = tally(terms, { ...asChoices(votes), [`seat-${silent[0]}`]: late }).outcome
          expect(after !== undefined && favourable.includes(after)).toBe(won)
        }
      }),
    )
  })
})

describe('a board', () => {
  const chiefs = (rule: DecisionRule, ask: Ask = 'decide') => ({ rule, seats: seatsOf(3), ask })
  it.each<[string, ReturnType<typeof chiefs>, Choice[], string | undefined]>([
    [
      'approves with conditions when a deciding member set one',
      chiefs(twoOfThree),
      ['approve', 'approveWithConditions'],
      'approvedWithConditions',
    ],
    [
      'agrees a next step without approving the case',
      chiefs(twoOfThree, 'agreeNextStep'),
      ['approve', 'approve'],
      'nextStepAgreed',
    ],
    [
      'endorses what another board decides',
      chiefs(unanimous, 'endorse'),
      ['approve', 'approve', 'approve'],
      'endorsed',
    ],
    ['sends back when refusals are mixed', chiefs(twoOfThree), ['sendBack', 'defer'], 'sentBack'],
    ['defers when most refusals ask for a later date', chiefs(twoOfThree), ['defer', 'defer'], 'deferred'],
    ['stops only with the support an approval needs', chiefs(twoOfThree), ['stop', 'stop'], 'stopped'],
    ['sends back where one alone would stop', chiefs(unanimous), ['stop'], 'sentBack'],
    [
      'does not take a condition from someone who only advises',
      chiefs(chairDecides),
      ['approve', 'approveWithConditions'],
      'approved',
    ],
  ])('%s', (_fact, terms, chosen, expected) => {
    const choices = Object.fromEntries(chosen.map((each, index) => [`seat-${index + 1}`, each]))
    expect(tally(terms, choices).outcome).toBe(expected)
  })
})
