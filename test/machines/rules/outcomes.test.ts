import { describe, expect, it } from 'vitest'
import type { DecisionRule } from '../../../machines/vocabulary/board.ts'
import {
  cameTo,
  chairDecides,
  fromBoth,
  majorityOf,
  membersFrom,
  membersOf,
  oneFromEach,
  termsOf,
  type Terms,
} from './boards.ts'

const twoMustAgree: DecisionRule = { kind: 'nOfM', approvals: 2, refusal: 'counted' }

describe('a seat shared by two forces', () => {
  const seats = membersFrom({ Kent: 1, Essex: 2 }).map((seat, index) =>
    index === 0 ? { ...seat, organisationIds: ['kent', 'essex'] } : seat,
  )
  it.each<[string, DecisionRule, 'countOnce' | 'countForEach' | undefined, string, string]>([
    ['is one member where the terms do not say', majorityOf(3), undefined, '+-.', 'open'],
    ['is one member where the terms say so', majorityOf(3), 'countOnce', '+-.', 'open'],
    ['is a member for each where they say that', majorityOf(3), 'countForEach', '++.', 'approved'],
    ['is twice in the quorum then', majorityOf(3), 'countForEach', '+0.', 'approved'],
    ['outweighs one other then', majorityOf(3), 'countForEach', '+-.', 'open'],
    ['ties with two others then', majorityOf(3), 'countForEach', '+--', 'sentBack'],
    ['is two of three then', twoMustAgree, 'countForEach', '+..', 'approved'],
    [
      'is two of the whole then',
      { kind: 'percent', percent: 50, of: 'all', quorum: 1 },
      'countForEach',
      '+..',
      'approved',
    ],
    ['always speaks for each of its organisations', oneFromEach, 'countOnce', '+..', 'approved'],
    ['brings both forces into the room', fromBoth, undefined, '++.', 'approved'],
  ])('%s', (_fact, rule, sharedSeats, written, comesTo) => {
    expect(cameTo(termsOf(rule, seats, sharedSeats ? { sharedSeats } : {}), written)).toBe(comesTo)
  })
})

describe('a board', () => {
  const three = membersOf(3)
  it.each<[string, Terms, string, string]>([
    [
      'approves with conditions when a deciding member set one',
      termsOf(twoMustAgree, three),
      '+c.',
      'approvedWithConditions',
    ],
    [
      'agrees a next step without approving the case',
      termsOf(twoMustAgree, three, { ask: 'agreeNextStep' }),
      '++.',
      'nextStepAgreed',
    ],
    [
      'endorses what another board decides',
      termsOf({ kind: 'unanimous' }, three, { ask: 'endorse' }),
      '+++',
      'endorsed',
    ],
    ['sends back when refusals are mixed', termsOf(twoMustAgree, three), '-d.', 'sentBack'],
    ['defers when most refusals ask for a later date', termsOf(twoMustAgree, three), 'dd.', 'deferred'],
    ['stops only with the support an approval needs', termsOf(twoMustAgree, three), 'ss.', 'stopped'],
    ['sends back where one alone would stop', termsOf({ kind: 'unanimous' }, three), 's..', 'sentBack'],
    ['does not take a condition from someone who only advises', termsOf(chairDecides, three), '+c.', 'approved'],
    [
      'does not stop for one of those left when the others declared an interest',
      termsOf(twoMustAgree, three),
      'sx-',
      'sentBack',
    ],
  ])('%s', (_fact, terms, written, comesTo) => {
    expect(cameTo(terms, written)).toBe(comesTo)
  })
})
