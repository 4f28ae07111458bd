import type { FactOf } from '../../machines/commands.ts'
import { seatIds, type SeatId } from './case.ts'
import { dayLong, start, type Moment } from './play.ts'

type Room = FactOf<'recordRoom'>
export type SeatWritten = Room['seats'][number]

/** Agreeing, in the room. */
export const yes = { choice: 'approve' as const, points: [], conditions: [] }
export const sendBack = {
  choice: 'sendBack' as const,
  reason: 'The savings are not shown.',
  points: [],
  conditions: [],
}
/** A seat whose member was in the room. */
export const there = (seatId: string, position?: SeatWritten['position']): SeatWritten => ({
  seatId,
  attendance: 'present',
  ...(position ? { position } : {}),
})
/** A seat nobody was in the room for. */
export const away = (seatId: string, attendance: 'apologies' | 'absent' = 'apologies'): SeatWritten => ({
  seatId,
  attendance,
})

/** The board of three in the room, where those named agreed and the others sent apologies. */
export const attended = (...agreed: SeatId[]): SeatWritten[] =>
  seatIds.map((seatId) => (agreed.includes(seatId) ? there(seatId, yes) : away(seatId)))

/** What the secretary wrote down of a meeting on the day the case was played. */
export const records = (seats: SeatWritten[], overrides: Partial<Room> = {}): Moment => ({
  type: 'roomRecorded',
  reviewId: 's1b1',
  day: '2027-03-01',
  dayEndsInstant: start + dayLong / 2,
  seats,
  tabledPapers: [],
  recordedBy: 'Secretary to the board',
  ...overrides,
})
const answers = (type: 'roomConfirmed' | 'roomRefused', version = 1, overrides = {}): Moment => {
  const by = { reviewId: 's1b1', version, seatId: 'kent', holderId: 'chief-constable-kent', ...overrides }
  return type === 'roomConfirmed'
    ? { type, updateId: `c:room-${version}`, ...by }
    : { type, reason: 'Essex did not agree.', ...by }
}
/** The chair of the board of three confirms it, or says that it is wrong. */
export const confirms = (version = 1, overrides = {}) => answers('roomConfirmed', version, overrides)
export const refuses = (version = 1, overrides = {}) => answers('roomRefused', version, overrides)
