import { describe, expect, it } from 'vitest'
import { whyNotRunnable } from '../../../machines/rules/index.ts'
import type { DecisionRule, Seat } from '../../../machines/vocabulary/board.ts'
import {
  chairDecides,
  chiefAndCommissioner,
  fromBoth,
  majorityOf,
  membersFrom,
  membersOf,
  ofForcesAndCommissioners,
  ofVoting,
  pairs,
  proceed,
  seatOf,
  shared,
  type Terms,
  termsOf,
  withAViceChair,
} from './boards.ts'

describe('before papers go out, a board is told', () => {
  it.each<[string, DecisionRule, Seat[], Partial<Terms>, string | undefined]>([
    ['that its quorum is larger than it is', majorityOf(4), membersOf(3), {}, 'its quorum is 4 and it has 3 seats'],
    ['that a share has such a quorum', ofVoting(50, 4), membersOf(3), {}, 'its quorum is 4 and it has 3 seats'],
    [
      'that more must agree than it has',
      { kind: 'nOfM', approvals: 4, refusal: 'counted' },
      membersOf(3),
      {},
      '4 members must agree and it has 3 seats',
    ],
    [
      'nothing where a shared seat makes up the number',
      { kind: 'nOfM', approvals: 3, refusal: 'counted' },
      shared,
      { sharedSeats: 'countForEach' },
      undefined,
    ],
    [
      'that its rule is only written down',
      { kind: 'asWritten', text: 'both forces' },
      membersOf(3),
      {},
      'its decision rule is only written down (\u201cboth forces\u201d) and cannot be run yet',
    ],
    [
      'that nobody is in the chair',
      chairDecides,
      membersFrom({ Kent: 2 }),
      {},
      'the chair decides and it has 0 chairs',
    ],
    [
      'that it has two vice chairs',
      majorityOf(1, true),
      membersOf(3).map((seat) => (seat.chair ? seat : { ...seat, viceChair: true })),
      {},
      'the chair has the casting vote and it has 2 vice chairs',
    ],
    [
      'that a named member is absent',
      { kind: 'bothOf', seatIds: ['seat-1', 'seat-9'] },
      membersOf(2),
      {},
      'the seat seat-9 must agree, and it has no such seat',
    ],
    [
      'that one member is named twice',
      { kind: 'bothOf', seatIds: ['seat-1', 'seat-1'] },
      membersOf(2),
      {},
      'two members must both agree, and its rule names the seat seat-1 twice',
    ],
    [
      'that a veto has no seat',
      majorityOf(1),
      membersOf(2),
      { vetoSeatIds: ['seat-9'] },
      'a refusal by the seat seat-9 ends it, and it has no such seat',
    ],
    [
      'that a force has too few to be present',
      { kind: 'majority', quorum: 1, chairHasCastingVote: false, presentFromEach: 2 },
      membersFrom({ Kent: 2, Essex: 1 }),
      {},
      '2 members of each organisation must be present and Essex has 1 seat',
    ],
    [
      'that a force has too few to agree',
      { kind: 'fromEachOrganisation', approvals: 2 },
      membersFrom({ Kent: 2, Essex: 1 }),
      {},
      '2 members of each organisation must agree and Essex has 1 seat',
    ],
    [
      'that a member is in no pair',
      { kind: 'perPair', others: proceed },
      [...chiefAndCommissioner('Kent'), seatOf('Chief Constable, Essex')],
      {},
      'each pair decides jointly, and these are in no pair: Chief Constable, Essex',
    ],
    [
      'that a pair is not two',
      { kind: 'perPair', others: proceed },
      [...pairs, seatOf('Chief Constable, Suffolk', { pairId: 'kent' })],
      {},
      'each pair decides jointly, and the pair kent has 3 seats',
    ],
    [
      'that a group names an absent member',
      ofForcesAndCommissioners('Kent').rule,
      membersOf(2),
      {},
      'its rule names the seat chief-constable-kent in a group, and it has no such seat',
    ],
    [
      'that a member is in two groups',
      {
        kind: 'majorityOfEach',
        groups: [
          { title: 'forces', seatIds: ['seat-1', 'seat-2'] },
          { title: 'commissioners', seatIds: ['seat-2'] },
        ],
      },
      membersOf(2),
      {},
      'its rule names the seat seat-2 in its groups twice',
    ],
    ['nothing when it can decide', { kind: 'perPair', others: proceed }, pairs, {}, undefined],
  ])('%s', (_fact, rule, seats, of, why) => {
    expect(whyNotRunnable(termsOf(rule, seats, of))).toBe(why)
  })

  it.each<[string, DecisionRule, Seat[], number[], string | undefined]>([
    ['a vice chair decides where the chair stands aside', chairDecides, withAViceChair(3), [0], undefined],
    ['nobody else does', chairDecides, membersOf(3), [0], 'the chair decides and it has 0 chairs'],
    ['a quorum is short', majorityOf(3), membersOf(3), [2], 'its quorum is 3 and it has 2 seats'],
    ['the other of a pair decides alone', { kind: 'perPair', others: 'allMust' }, pairs, [0], undefined],
    [
      'a force left with nobody is missed',
      fromBoth,
      membersFrom({ Kent: 2, Essex: 1 }),
      [2],
      '1 member of each organisation must be present and Essex has 0 seats',
    ],
    [
      'two named members are both needed',
      { kind: 'bothOf', seatIds: ['seat-1', 'seat-2'] },
      membersOf(3),
      [1],
      'Member 1 and Member 2 must both agree',
    ],
    [
      'a group left with nobody is missed',
      ofForcesAndCommissioners('Kent').rule,
      pairs,
      [1],
      'more than half of the commissioners must agree, and none of them is left to decide',
    ],
    ['nobody is left', { kind: 'unanimous' }, membersOf(1), [0], 'nobody is left to decide'],
  ])('whose own case it is: %s', (_fact, rule, seats, aside, why) => {
    const sitting = seats.filter((_, index) => !aside.includes(index))
    expect(whyNotRunnable(termsOf(rule, seats), sitting)).toBe(why)
  })
})
