import type { Seat } from '../vocabulary/board.ts'
import type { Choice } from '../vocabulary/submission.ts'
import type { DecidingTerms, Position, CountedBoard } from './rule.ts'

/** What a choice says of the proposal; a declared interest says nothing of it. */
export const positionOf: Record<Choice, Position | undefined> = {
  approve: 'for',
  approveWithConditions: 'for',
  sendBack: 'against',
  defer: 'against',
  moreTime: 'moreTime',
  stop: 'against',
  abstain: 'abstains',
  declareInterest: undefined,
}

/** How many members some seats count as where the rule counts members: a shared seat is one, or one for each of its organisations. */
export const membersIn =
  ({ sharedSeats }: Pick<DecidingTerms, 'sharedSeats'>) =>
  (seats: readonly Pick<Seat, 'organisationIds'>[]): number =>
    sharedSeats === 'countForEach'
      ? seats.reduce((sum, { organisationIds }) => sum + organisationIds.length, 0)
      : seats.length

/** Those who declared an interest in the matter. */
export const withAnInterest = (
  { seats }: Pick<DecidingTerms, 'seats'>,
  choices: Readonly<Record<string, Choice>>,
): Seat[] => seats.filter(({ seatId }) => choices[seatId] === 'declareInterest')

/** A board as it is counted: who declared an interest or stands aside is no part of it. */
export const countedBoard = (
  terms: DecidingTerms,
  choices: Readonly<Record<string, Choice>>,
  asideSeatIds: readonly string[],
  position: (choice: Choice) => Position | undefined = (choice) => positionOf[choice],
): CountedBoard => {
  const out = withAnInterest(terms, choices)
  const seats = terms.seats.filter((seat) => !out.includes(seat) && !asideSeatIds.includes(seat.seatId))
  const positions = seats.flatMap(({ seatId }): [string, Position][] => {
    const choice = choices[seatId]
    const stand = choice && position(choice)
    return stand ? [[seatId, stand]] : []
  })
  return { seats, all: terms.seats, positions: Object.fromEntries(positions), membersIn: membersIn(terms) }
}
