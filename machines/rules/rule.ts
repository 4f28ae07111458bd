import type { BoardTerms, Seat } from '../vocabulary/board.ts'

/** Where one seat stands on the proposal. A seat absent from `Positions` has not spoken. */
export type Position = 'for' | 'against' | 'moreTime' | 'abstains'
export type Positions = Readonly<Record<string, Position>>

/** What a board's terms say of how it decides. */
export type DecidingTerms = Pick<BoardTerms, 'rule' | 'seats' | 'vetoSeatIds' | 'sharedSeats'>

/** A board as it is counted in one matter. */
export type CountedBoard = {
  /** The seats counted: without those that declared an interest or stand aside from a case of their own. */
  seats: readonly Seat[]
  /** Every seat of the terms, also those not counted here: what the terms ask of a force or a chair, they ask whoever is left. */
  all: readonly Seat[]
  positions: Positions
  /** How many members some seats count as: one each, or one for each organisation a seat is held for, as the terms say. */
  membersIn: (seats: readonly Seat[]) => number
}

/**
 * What the positions come to. `carried` and `fallen` are settled: no silent seat could change them by speaking (except where the
 * terms let one refusal end a matter: there whichever comes first settles it). `deadlocked` is open as well, and nothing the seats
 * still silent could say would settle it: somebody who has decided must decide again, or the board must be asked anew.
 * `because` says so in words and `decidingSeatIds` names the seats that settle it, or are still to decide.
 */
export type Verdict = {
  result: 'carried' | 'fallen' | 'open' | 'deadlocked'
  because: string
  decidingSeatIds: string[]
}

/** A decision rule: the same positions always give the same verdict, in whatever order they were taken. */
export type Rule = (board: CountedBoard) => Verdict

export type Count = { forIt: Seat[]; against: Seat[]; abstaining: Seat[]; silent: Seat[] }

/** Those of the seats that stand so; without a position, those still silent. */
export const seatsAt = (
  { positions }: Pick<CountedBoard, 'positions'>,
  seats: readonly Seat[],
  ...at: (Position | undefined)[]
): Seat[] => seats.filter(({ seatId }) => at.includes(positions[seatId]))

/** The seats by where they stand. Who asks for more time where the board decides as one has not agreed. */
export const count = (board: CountedBoard): Count => ({
  forIt: seatsAt(board, board.seats, 'for'),
  against: seatsAt(board, board.seats, 'against', 'moreTime'),
  abstaining: seatsAt(board, board.seats, 'abstains'),
  silent: seatsAt(board, board.seats, undefined),
})

/** "Chief Constable, Kent; Chief Constable, Essex" */
export const names = (seats: readonly Pick<Seat, 'title'>[]) => seats.map((seat) => seat.title).join('; ')

/** "1 member", "3 members" */
export const members = (number: number) => `${number} ${number === 1 ? 'member' : 'members'}`

export const verdict = (result: Verdict['result'], because: string, deciding: readonly Seat[]): Verdict => ({
  result,
  because,
  decidingSeatIds: deciding.map((seat) => seat.seatId),
})

/** Nobody left to speak could settle it: nobody decides it, and `because` says why. */
export const deadlock = (because: string): Verdict => verdict('deadlocked', because, [])
