import { describe, expect, it } from 'vitest'
import type { DecisionRule, Seat } from '../../../machines/vocabulary/board.ts'
import {
  cameTo,
  chairDecides,
  fromBoth,
  majorityOf,
  membersFrom,
  membersOf,
  ofVoting,
  oneFromEach,
  type Terms,
  seatOf,
  shared,
  termsOf,
  withAViceChair,
} from './boards.ts'

type Row = [fact: string, rule: DecisionRule, written: string, comesTo: string]

/** The rule on a board of as many members as the row writes choices for. */
const rows = (about: string, table: Row[], seats: (number: number) => Seat[] = membersOf, of: Partial<Terms> = {}) =>
  describe.each([about])('%s', () => {
    it.each(table)('%s', (_fact, rule, written, comesTo) => {
      expect(cameTo(termsOf(rule, seats(written.replaceAll(' ', '').length), of), written)).toBe(comesTo)
    })
  })

const unanimous: DecisionRule = { kind: 'unanimous' }
rows('unanimous', [
  ['waits while one is silent', unanimous, '++.', 'open'],
  ['carries when all agree', unanimous, '+++', 'approved'],
  ['falls with the first refusal', unanimous, '-..', 'sentBack'],
  ['passes over an abstention', unanimous, '+0+', 'approved'],
  ['asks nothing of who declared an interest', unanimous, '+x+', 'approved'],
  ['is deadlocked when all abstain', unanimous, '000', 'deadlocked'],
  ['is deadlocked when all declared an interest', unanimous, 'xxx', 'deadlocked'],
  ['waits for the last one while the others abstained', unanimous, '00.', 'open'],
])

rows('a majority', [
  ['waits for its quorum', majorityOf(3), '++...', 'open'],
  ['carries once the silent could not change it', majorityOf(3), '+++..', 'approved'],
  ['waits while the silent could still change it', majorityOf(3), '++-..', 'open'],
  ['counts an abstention towards its quorum', majorityOf(3), '++0', 'approved'],
  ['counts a declared interest towards nothing', majorityOf(3), '++x..', 'open'],
  ['needs fewer to lead when some declared an interest', majorityOf(2), '++xx.', 'approved'],
  ['is deadlocked as soon as interests put its quorum out of reach', majorityOf(3), '+.xxx', 'deadlocked'],
  ['is not deadlocked while its quorum can be reached', majorityOf(3), '..xx.', 'open'],
  ['without its quorum stays open even if all present agree', majorityOf(4), '+++..', 'open'],
  ['falls on a tie', majorityOf(2), '+-', 'sentBack'],
  ['carries a tie by the casting vote of the chair', majorityOf(2, true), '+-', 'approved'],
  ['falls on a tie the chair was against', majorityOf(2, true), '-+', 'sentBack'],
  ['waits on a tie for the chair who has the casting vote', majorityOf(2, true), '.-+', 'open'],
  [
    'falls on a tie when the chair declared an interest and nobody is vice chair',
    majorityOf(2, true),
    'x-+',
    'sentBack',
  ],
  ['is deadlocked when everybody abstained', majorityOf(2), '00', 'deadlocked'],
])

rows(
  'a majority with both forces present',
  [
    ['waits for the force that is not there yet', fromBoth, '++..', 'open'],
    ['carries once one of it agrees', fromBoth, '+++.', 'approved'],
    ['takes one who abstained as present', fromBoth, '++0.', 'approved'],
    ['is deadlocked when every member of a force declared an interest', fromBoth, '++xx', 'deadlocked'],
    ['knows that before anybody has voted', fromBoth, '..xx', 'deadlocked'],
    ['is content with the one left of a force', fromBoth, '++x+', 'approved'],
  ],
  () => membersFrom({ Kent: 2, Essex: 2 }),
)

const twoMustAgree: DecisionRule = { kind: 'nOfM', approvals: 2, refusal: 'counted' }
const oneRefusalEnds: DecisionRule = { kind: 'nOfM', approvals: 2, refusal: 'ends' }
rows('two of three', [
  ['carry', twoMustAgree, '+.+', 'approved'],
  ['survive one refusal', twoMustAgree, '+-.', 'open'],
  ['fall when too few are left', twoMustAgree, '--.', 'sentBack'],
  ['stay two when one declared an interest', twoMustAgree, '+x.', 'open'],
  ['fall with one refusal when one declared an interest', twoMustAgree, '-x.', 'sentBack'],
  ['are deadlocked when nobody refused and too few agreed', twoMustAgree, '+x0', 'deadlocked'],
  ['end with one refusal where the terms say so', oneRefusalEnds, '+-.', 'sentBack'],
  ['carry before anybody refuses', oneRefusalEnds, '++.', 'approved'],
])

const ofAll = (percent: number, quorum = 1): DecisionRule => ({ kind: 'percent', percent, of: 'all', quorum })
rows('a percentage', [
  ['of those voting carries with exactly that share', ofVoting(75), '+++-', 'approved'],
  ['of those voting falls one short of it', ofVoting(75), '++--', 'sentBack'],
  ['of those voting counts no abstention', ofVoting(75), '+++-00', 'approved'],
  ['of those voting waits while the silent could change it', ofVoting(75), '+++.', 'approved'],
  ['of those voting waits for two who could', ofVoting(75), '+++..', 'open'],
  ['waits for its quorum', ofVoting(50, 3), '++...', 'open'],
  ['is deadlocked as soon as its quorum is out of reach', ofVoting(50, 3), '+.xxx', 'deadlocked'],
  ['of all counts an abstention in the whole', ofAll(75), '++0-', 'sentBack'],
  ['of all carries with that share of the members', ofAll(75), '+++.', 'approved'],
  ['of all leaves who declared an interest out of the whole', ofAll(75), '+++-x', 'approved'],
  ['of all is deadlocked where nobody refused and too few agreed', ofAll(75), '++00', 'deadlocked'],
  ['of all falls as soon as too few are left', ofAll(75), '--..', 'sentBack'],
  ['of a hundred is everybody', ofAll(100), '++.', 'open'],
])

rows('the chair', [
  ['decides alone', chairDecides, '+--', 'approved'],
  ['is only advised by the others', chairDecides, '.++', 'open'],
  ['leaves it undecided by abstaining', chairDecides, '0++', 'deadlocked'],
  ['leaves it undecided by declaring an interest where there is no vice chair', chairDecides, 'x++', 'deadlocked'],
])

rows(
  'the vice chair',
  [
    ['decides nothing while the chair may', chairDecides, '.+.', 'open'],
    ['does not decide for a chair who abstained', chairDecides, '0+.', 'deadlocked'],
    ['decides where the chair declared an interest', chairDecides, 'x+-', 'approved'],
    ['is waited for then', chairDecides, 'x.+', 'open'],
    ['has the casting vote then', majorityOf(2, true), 'x+-', 'approved'],
    ['leaves it undecided by declaring an interest as well', chairDecides, 'xx+', 'deadlocked'],
  ],
  withAViceChair,
)

const both: DecisionRule = { kind: 'bothOf', seatIds: ['seat-1', 'seat-2'] }
rows('two named members', [
  ['must both agree', both, '+..', 'open'],
  ['carry it whatever the others say', both, '++-', 'approved'],
  ['end it by one refusal', both, '.-+', 'sentBack'],
  ['carry nothing when one of them abstained', both, '+0+', 'deadlocked'],
  ['carry nothing when one of them declared an interest', both, '+x+', 'deadlocked'],
  ['can still refuse alone', both, '.x+', 'open'],
])

const twoFromEach: DecisionRule = { kind: 'fromEachOrganisation', approvals: 2 }
rows(
  'so many of each organisation',
  [
    ['wait for the second organisation', oneFromEach, '++..', 'open'],
    ['carry with one of each', oneFromEach, '+.-+', 'approved'],
    ['fall when an organisation can no longer reach it', oneFromEach, '++--', 'sentBack'],
    ['fall before the others have spoken', twoFromEach, '..-.', 'sentBack'],
    ['wait for the last one of an organisation', oneFromEach, '++-.', 'open'],
    ['are deadlocked when an organisation has nobody left and nobody refused', oneFromEach, '+.xx', 'deadlocked'],
    ['wait while somebody could still refuse', oneFromEach, '..xx', 'open'],
  ],
  () => membersFrom({ Kent: 2, Essex: 2 }),
)

const twoGroups: DecisionRule = {
  kind: 'majorityOfEach',
  groups: [
    { title: 'forces', seatIds: ['seat-1', 'seat-2', 'seat-3'] },
    { title: 'commissioners', seatIds: ['seat-4', 'seat-5'] },
  ],
}
rows('a majority of each group', [
  ['carries with more than half of each', twoGroups, '++. ++', 'approved'],
  ['waits for the group that has not spoken', twoGroups, '+++ ..', 'open'],
  ['takes half of a group for no majority', twoGroups, '+++ +-', 'sentBack'],
  ['falls as soon as one group cannot reach it', twoGroups, '+++ -.', 'sentBack'],
  ['survives a refusal it can afford', twoGroups, '++- ++', 'approved'],
  ['counts an abstention as one of the group', twoGroups, '+00 ++', 'deadlocked'],
  ['falls where an abstention and a refusal leave too few', twoGroups, '+0- ++', 'sentBack'],
  ['needs fewer where some declared an interest', twoGroups, '+xx ++', 'approved'],
  ['is deadlocked where a whole group declared an interest', twoGroups, '+++ xx', 'deadlocked'],
  ['still hears the other group then, which could refuse', twoGroups, '... xx', 'open'],
  ['is only advised by members of no group', twoGroups, '++. ++ -', 'approved'],
  ['closes early only with a majority of each', twoGroups, 'ss. ss', 'stopped'],
  ['is sent back where one group alone would close it', twoGroups, 'sss +-', 'sentBack'],
])
rows(
  'a majority of each group with a veto in one',
  [
    ['waits for the veto', twoGroups, '.++ ++', 'open'],
    ['ends with it', twoGroups, '-++ ++', 'sentBack'],
  ],
  membersOf,
  { vetoSeatIds: ['seat-1'] },
)
rows(
  'a majority of each group, where a shared seat counts for each of its forces',
  [
    [
      'has a majority by it alone',
      {
        kind: 'majorityOfEach',
        groups: [
          { title: 'directors', seatIds: ['director-kent-and-essex', 'kent-1'] },
          { title: 'chairs', seatIds: ['chair-kent'] },
        ],
      },
      '+-+',
      'approved',
    ],
  ],
  () => [...shared, seatOf('Chair, Kent')],
  { sharedSeats: 'countForEach' },
)

rows(
  'a veto',
  [
    ['ends it whatever the others say', majorityOf(2), '-+++', 'sentBack'],
    ['is waited for before anything is carried', majorityOf(2), '.+++', 'open'],
    ['is not waited for when it falls anyway', majorityOf(2), '.---', 'sentBack'],
    ['is lost with an abstention', majorityOf(2), '0++.', 'approved'],
    ['is lost with a declared interest', majorityOf(2), 'x++.', 'approved'],
    ['may still settle what the others cannot', chairDecides, '.0..', 'open'],
  ],
  (number) => membersOf(number).map((seat, index) => ({ ...seat, chair: index === 1 })),
  { vetoSeatIds: ['seat-1'] },
)

rows('a rule that is only written down', [['never settles', { kind: 'asWritten', text: 'both forces' }, '+++', 'open']])
