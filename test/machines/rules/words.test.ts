import { describe, expect, it } from 'vitest'
import { ruleInWords } from '../../../machines/rules/index.ts'
import type { DecisionRule, Seat } from '../../../machines/vocabulary/board.ts'
import {
  chairDecides,
  fromBoth,
  majorityOf,
  membersFrom,
  membersOf,
  ofForcesAndCommissioners,
  ofVoting,
  oneFromEach,
  pairs,
  proceed,
  shared,
  tallyOf,
  type Terms,
  termsOf,
  withAViceChair,
} from './boards.ts'

describe('why a matter stands as it does', () => {
  const joint = ofForcesAndCommissioners('Kent', 'Essex')
  const kentAndEssex = membersFrom({ Kent: 2, Essex: 2 })
  it.each<[string, Terms, string, string]>([
    [
      'a quorum that interests put out of reach',
      termsOf(majorityOf(3), membersOf(4)),
      '+.xx',
      'The quorum of 3 can no longer be reached: 1 member of the quorum of 3 took part and too few are left, Member 2. ' +
        'Declared an interest, took no part: Member 3; Member 4.',
    ],
    [
      'a force that cannot be present',
      termsOf(fromBoth, kentAndEssex),
      '+.xx',
      '1 member of each organisation must be present, and that can no longer be reached for Essex. ' +
        'Declared an interest, took no part: Essex 1, Essex; Essex 2, Essex.',
    ],
    [
      'a force that is not present yet',
      termsOf(fromBoth, kentAndEssex),
      '++..',
      '1 member of each organisation must be present; not yet so for Essex; still to decide: Essex 1, Essex; Essex 2, Essex.',
    ],
    [
      'a chair who can take no part',
      termsOf(chairDecides, membersOf(2)),
      'x.',
      'The chair decides, and can take no part; there is no vice chair who could. Declared an interest, took no part: Member 1.',
    ],
    [
      'a vice chair in the chair\u2019s place',
      termsOf(chairDecides, withAViceChair(2)),
      'x+',
      'The vice chair decides in the chair\u2019s place, and agreed: Member 2. Declared an interest, took no part: Member 1.',
    ],
    [
      'a veto still to be heard',
      termsOf(majorityOf(2), membersOf(3), { vetoSeatIds: ['seat-3'] }),
      '++.',
      '2 members agreed and 0 did not, with the quorum of 2 met: Member 1; Member 2. ' +
        'Still to decide, and one refusal of theirs ends it: Member 3.',
    ],
    [
      'a share that is reached',
      termsOf(ofVoting(75), membersOf(4)),
      '+++-',
      'It takes at least 75 percent of those voting; 3 members of 4 agreed: Member 1; Member 2; Member 3.',
    ],
    [
      'an organisation that can no longer agree',
      termsOf(oneFromEach, kentAndEssex),
      '+.--',
      'At least 1 member of each organisation must agree; too few of Essex are left after Essex 1, Essex; Essex 2, Essex.',
    ],
    [
      'a group that can no longer reach its majority',
      termsOf(joint.rule, joint.seats),
      '++ -.',
      'More than half of the forces and more than half of the commissioners must agree; too few of the commissioners are left ' +
        'after Commissioner, Kent.',
    ],
    [
      'a majority of each group',
      termsOf(joint.rule, joint.seats),
      '++ ++',
      'More than half of the forces and more than half of the commissioners must agree, and 2 of 2 of the forces and 2 of 2 ' +
        'of the commissioners did: Chief Constable, Kent; Chief Constable, Essex; Commissioner, Kent; Commissioner, Essex.',
    ],
    [
      'a group that nobody is left of',
      termsOf(joint.rule, joint.seats),
      '++ xx',
      'More than half of the forces and more than half of the commissioners must agree; nobody refused, and too few of the ' +
        'commissioners are left to agree. Declared an interest, took no part: Commissioner, Kent; Commissioner, Essex.',
    ],
  ])('is said of %s', (_fact, terms, written, because) => {
    expect(tallyOf(terms, written).because).toBe(because)
  })
})

describe('the rule a member reads', () => {
  it.each<[DecisionRule, Seat[], Partial<Terms>, string]>([
    [{ kind: 'unanimous' }, membersOf(3), {}, 'Every member must agree.'],
    [
      majorityOf(2, true),
      withAViceChair(3),
      {},
      'More members must agree than not, with at least 2 of 3 taking part; the chair has the casting vote. ' +
        'Where the chair takes no part, the vice chair takes the chair\u2019s: Member 2.',
    ],
    [
      fromBoth,
      membersFrom({ Kent: 2, Essex: 1 }),
      { vetoSeatIds: ['essex-1'] },
      'More members must agree than not, with at least 2 of 3 taking part and at least 1 of each organisation. ' +
        'One refusal ends it if it is by: Essex 1, Essex.',
    ],
    [
      { kind: 'nOfM', approvals: 2, refusal: 'ends' },
      shared,
      { sharedSeats: 'countForEach' },
      '2 of 3 members must agree; one refusal ends it. Counted once for each of its organisations: Director, Kent and Essex.',
    ],
    [
      ofVoting(75, 2),
      membersOf(3),
      {},
      'At least 75 percent of those voting must agree, with at least 2 of 3 taking part.',
    ],
    [
      { kind: 'percent', percent: 100, of: 'all', quorum: 1 },
      membersOf(3),
      {},
      'All of the members must agree, with at least 1 of 3 taking part.',
    ],
    [
      chairDecides,
      withAViceChair(2),
      {},
      'The chair decides; the other members advise. Where the chair takes no part, the vice chair takes the chair\u2019s: Member 2.',
    ],
    [
      { kind: 'bothOf', seatIds: ['seat-1', 'seat-2'] },
      membersOf(3),
      {},
      'Member 1 and Member 2 must both agree; the other members advise.',
    ],
    [
      ofForcesAndCommissioners('Kent').rule,
      ofForcesAndCommissioners('Kent', 'Essex').seats,
      {},
      'More than half of the forces and more than half of the commissioners must agree; the other members advise.',
    ],
    [oneFromEach, membersFrom({ Kent: 1 }), {}, 'At least 1 member of each organisation must agree.'],
    [
      { kind: 'perOrganisation', others: proceed },
      pairs,
      {},
      'Each organisation takes its own decision; those who agree go on, also without the others.',
    ],
    [
      { kind: 'perOrganisation', others: 'allMust' },
      pairs,
      {},
      'Each organisation takes its own decision, and every one of them must agree.',
    ],
    [
      { kind: 'perPair', others: proceed },
      pairs,
      {},
      'Each pair takes one joint decision on which both agree; the pairs who agree go on, also without the others.',
    ],
    [
      { kind: 'perPair', others: 'allMust' },
      pairs,
      {},
      'Each pair takes one joint decision on which both agree, and every pair must agree.',
    ],
    [{ kind: 'asWritten', text: 'both forces' }, membersOf(2), {}, 'both forces'],
  ])('is, for %o, plain', (rule, seats, of, words) => {
    expect(ruleInWords(termsOf(rule, seats, of))).toBe(words)
  })
})
