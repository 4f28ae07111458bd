import type { BoardTerms } from '../../machines/vocabulary/board.ts'
import type { members } from './acts.ts'

type SeatOf = Partial<Pick<BoardTerms['seats'][number], 'organisationIds' | 'viceChair' | 'pairId'>>

/** A rule with what it needs of the seats. */
export type Drawn = Pick<BoardTerms, 'rule' | 'vetoSeatIds' | 'sharedSeats' | 'secretary'> & {
  seats?: Partial<Record<(typeof members)[number], SeatOf>>
  /** It suits no board of four, or none with a seat that stands aside: drawn now and then only. */
  isOdd?: true
}

const inPairs = {
  kent: { pairId: 'south' },
  essex: { pairId: 'south' },
  norfolk: { pairId: 'east' },
  suffolk: { pairId: 'east' },
}
const ofTwoOrganisations = {
  kent: { organisationIds: ['south'] },
  essex: { organisationIds: ['south'] },
  norfolk: { organisationIds: ['east'] },
  suffolk: { organisationIds: ['east'] },
}
const withASharedSeat = { ...ofTwoOrganisations, essex: { organisationIds: ['south', 'east'] } }
const essexInTheChairsPlace = { essex: { viceChair: true } }

/** Whoever writes down what is decided there may come into the chair's seat as a deputy. */
const theSecretary = { title: 'Secretary', personId: 'deputy-kent' }

/** The boards an attempt names by number. */
export const boardsDrawn: readonly Drawn[] = [
  { rule: { kind: 'unanimous' } },
  { rule: { kind: 'majority', quorum: 3, chairHasCastingVote: false } },
  { rule: { kind: 'majority', quorum: 2, chairHasCastingVote: true }, seats: essexInTheChairsPlace },
  { rule: { kind: 'nOfM', approvals: 2, refusal: 'ends' } },
  { rule: { kind: 'nOfM', approvals: 3, refusal: 'counted' } },
  { rule: { kind: 'nOfM', approvals: 4, refusal: 'counted' }, isOdd: true },
  { rule: { kind: 'chairDecides' } },
  { rule: { kind: 'majority', quorum: 9, chairHasCastingVote: false }, isOdd: true },
  { rule: { kind: 'asWritten', text: 'every force takes its own position' }, isOdd: true },
  { rule: { kind: 'percent', percent: 60, of: 'voting', quorum: 3 } },
  { rule: { kind: 'percent', percent: 75, of: 'all', quorum: 1 } },
  { rule: { kind: 'bothOf', seatIds: ['essex', 'norfolk'] } },
  { rule: { kind: 'fromEachOrganisation', approvals: 1 }, seats: ofTwoOrganisations, isOdd: true },
  { rule: { kind: 'perOrganisation', others: 'proceedWithThoseWhoAgree' } },
  { rule: { kind: 'perOrganisation', others: 'allMust' }, seats: withASharedSeat },
  { rule: { kind: 'perPair', others: 'proceedWithThoseWhoAgree' }, seats: inPairs },
  { rule: { kind: 'perPair', others: 'allMust' }, seats: inPairs },
  {
    rule: { kind: 'majority', quorum: 3, chairHasCastingVote: false, presentFromEach: 1 },
    seats: withASharedSeat,
    sharedSeats: 'countForEach',
    isOdd: true,
  },
  { rule: { kind: 'chairDecides' }, seats: essexInTheChairsPlace },
  { rule: { kind: 'nOfM', approvals: 3, refusal: 'counted' }, secretary: theSecretary, seats: essexInTheChairsPlace },
  { rule: { kind: 'majority', quorum: 2, chairHasCastingVote: false }, vetoSeatIds: ['norfolk', 'suffolk'] },
  { rule: { kind: 'nOfM', approvals: 3, refusal: 'ends' }, seats: withASharedSeat, sharedSeats: 'countForEach' },
  { rule: { kind: 'perPair', others: 'allMust' }, seats: { ...inPairs, suffolk: { pairId: 'south' } }, isOdd: true },
  { rule: { kind: 'bothOf', seatIds: ['kent', 'cambridgeshire'] }, isOdd: true },
  {
    rule: {
      kind: 'majorityOfEach',
      groups: [
        { title: 'forces of the south', seatIds: ['kent', 'essex'] },
        { title: 'forces of the east', seatIds: ['norfolk', 'suffolk'] },
      ],
    },
  },
  {
    rule: {
      kind: 'majorityOfEach',
      groups: [
        { title: 'chief constables', seatIds: ['kent', 'essex', 'norfolk'] },
        { title: 'commissioners', seatIds: ['suffolk'] },
      ],
    },
    seats: withASharedSeat,
    sharedSeats: 'countForEach',
    vetoSeatIds: ['suffolk'],
    isOdd: true,
  },
  { rule: { kind: 'fromEachOrganisation', approvals: 2 }, seats: withASharedSeat, vetoSeatIds: ['kent'], isOdd: true },
  {
    rule: { kind: 'perOrganisation', others: 'proceedWithThoseWhoAgree' },
    seats: ofTwoOrganisations,
    vetoSeatIds: ['suffolk'],
  },
  {
    rule: { kind: 'perOrganisation', others: 'proceedWithThoseWhoAgree' },
    seats: withASharedSeat,
  },
]
