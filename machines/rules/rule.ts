import type { Seat } from '../vocabulary/board.ts'

/** Where one seat stands on the proposal. A seat absent from `Positions` has not spoken. */
export type Position = 'for' | 'against' | 'abstains'
export type Positions = Readonly<Record<string, Position>>

/**
 * What the positions come to. `carried` and `fallen` are settled: no silent seat could change them by speaking (except where the
 * terms let one refusal end a matter: there whichever comes first settles it).
 * `because` says so in words and `decidingSeatIds` names the seats that settle it.
 */
export type Verdict = { result: 'carried' | 'fallen' | 'open'; because: string; decidingSeatIds: string[] }

/** A decision rule: the same positions always give the same verdict, in whatever order they were taken. */
export type Rule = (seats: readonly Seat[], positions: Positions) => Verdict

export type Count = { forIt: Seat[]; against: Seat[]; abstaining: Seat[]; silent: Seat[] }

/** The seats by where they stand. */
export const count = (seats: readonly Seat[], positions: Positions): Count => ({
  forIt: seats.filter((seat) => positions[seat.seatId] === 'for'),
  against: seats.filter((seat) => positions[seat.seatId] === 'against'),
  abstaining: seats.filter((seat) => positions[seat.seatId] === 'abstains'),
  silent: seats.filter((seat) => positions[seat.seatId] === undefined),
})

/** "Chief Constable, Kent; Chief Constable, Essex" */
export const names = (seats: readonly Seat[]) => seats.map((seat) => seat.title).join('; ')

/** "1 member", "3 members" */
export const members = (number: number) => `${number} ${number === 1 ? 'member' : 'members'}`

export const verdict = (result: Verdict['result'], because: string, deciding: readonly Seat[]): Verdict => ({
  result,
  because,
  decidingSeatIds: deciding.map((seat) => seat.seatId),
})
