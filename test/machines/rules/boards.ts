import { tally, type Tally } from '../../../machines/rules/tally.ts'
import type { BoardTerms, DecisionRule, Seat } from '../../../machines/vocabulary/board.ts'
import type { Choice } from '../../../machines/vocabulary/submission.ts'

export type Terms = Pick<BoardTerms, 'rule' | 'seats' | 'ask' | 'vetoSeatIds' | 'sharedSeats'>
type Told = Partial<Omit<Seat, 'title'>>

const idOf = (words: string) =>
  words
    .toLowerCase()
    .replaceAll(/[^a-z]+/g, '-')
    .replaceAll(/(^-|-$)/g, '')

/** A seat by its title; of the organisation its title ends with, unless `told` says of which. */
export const seatOf = (title: string, told: Told = {}): Seat => ({
  seatId: idOf(title),
  title,
  organisationIds: [idOf(title.slice(title.lastIndexOf(',') + 1))],
  holderId: `holder-of-${idOf(title)}`,
  chair: false,
  ...told,
})

/** "Member 1" to "Member 3" of one organisation, the first in the chair. */
export const membersOf = (number: number): Seat[] =>
  Array.from({ length: number }, (_, index) =>
    seatOf(`Member ${index + 1}`, { seatId: `seat-${index + 1}`, organisationIds: ['kent'], chair: index === 0 }),
  )

/** Members of two organisations: "Kent 1, Kent", "Kent 2, Kent", "Essex 1, Essex" for `{ Kent: 2, Essex: 1 }`. */
export const membersFrom = (numbers: Record<string, number>): Seat[] =>
  Object.entries(numbers).flatMap(([place, number]) =>
    Array.from({ length: number }, (_, index) =>
      seatOf(`${place} ${index + 1}, ${place}`, { seatId: `${idOf(place)}-${index + 1}` }),
    ),
  )

export const termsOf = (rule: DecisionRule, seats: Seat[], of: Partial<Terms> = {}): Terms => ({
  rule,
  seats,
  ask: 'decide',
  ...of,
})

const signs: Record<string, Choice | undefined> = {
  '+': 'approve',
  c: 'approveWithConditions',
  '-': 'sendBack',
  d: 'defer',
  m: 'moreTime',
  s: 'stop',
  '0': 'abstain',
  x: 'declareInterest',
}

/**
 * What the members chose, in the seats' order: + approves, c with conditions, - sends back, d defers, m asks for more time, s would close
 * early, 0 abstains, x declares an interest, . is silent. Spaces only part them.
 */
export const chosen = (seats: readonly Seat[], written: string): Record<string, Choice> =>
  Object.fromEntries(
    written
      .replaceAll(' ', '')
      .split('')
      .flatMap((sign, index): [string, Choice][] => {
        const choice = signs[sign]
        const seat = seats[index]
        return choice && seat ? [[seat.seatId, choice]] : []
      }),
  )

export const tallyOf = (terms: Terms, written: string): Tally => tally(terms, chosen(terms.seats, written))

/** What the members came to, in one word. */
export const cameTo = (terms: Terms, written: string): string => {
  const { outcome, deadlocked } = tallyOf(terms, written)
  return outcome ?? (deadlocked ? 'deadlocked' : 'open')
}

export const majorityOf = (quorum: number, chairHasCastingVote = false): DecisionRule => ({
  kind: 'majority',
  quorum,
  chairHasCastingVote,
})

export const fromBoth: DecisionRule = { kind: 'majority', quorum: 2, chairHasCastingVote: false, presentFromEach: 1 }

export const ofVoting = (percent: number, quorum = 1): DecisionRule => ({
  kind: 'percent',
  percent,
  of: 'voting',
  quorum,
})

export const chairDecides: DecisionRule = { kind: 'chairDecides' }

export const withAViceChair = (number: number) =>
  membersOf(number).map((seat, index) => (index === 1 ? { ...seat, viceChair: true } : seat))

export const oneFromEach: DecisionRule = { kind: 'fromEachOrganisation', approvals: 1 }

/** The two of a pair. */
export const chiefAndCommissioner = (place: string): Seat[] => [
  seatOf(`Chief Constable, ${place}`, { pairId: idOf(place) }),
  seatOf(`Commissioner, ${place}`, { pairId: idOf(place) }),
]
export const pairs = [...chiefAndCommissioner('Kent'), ...chiefAndCommissioner('Essex')]
/** One who serves two forces, and one of Kent. */
export const shared = [
  seatOf('Director, Kent and Essex', { organisationIds: ['kent', 'essex'] }),
  ...membersFrom({ Kent: 1 }),
]

/** More than half of the forces, and of the commissioners: the chief constables first, then as many commissioners. */
export const ofForcesAndCommissioners = (...places: string[]): { rule: DecisionRule; seats: Seat[] } => {
  const both = places.map(chiefAndCommissioner)
  const [forces, commissioners] = [0, 1].map((which) => both.flatMap((pair) => pair.slice(which, which + 1)))
  const idsOf = (seats: Seat[] = []) => seats.map(({ seatId }) => seatId)
  return {
    rule: {
      kind: 'majorityOfEach',
      groups: [
        { title: 'forces', seatIds: idsOf(forces) },
        { title: 'commissioners', seatIds: idsOf(commissioners) },
      ],
    },
    seats: [...(forces ?? []), ...(commissioners ?? [])],
  }
}

export const proceed = 'proceedWithThoseWhoAgree' as const
