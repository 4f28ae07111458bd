import * as z from 'zod'
import { paperRef, positionShape } from './submission.ts'
import { day, identifier, instant, line, passage } from './text.ts'

/** Whether a seat was in the room when its board met: by its member, or by a deputy of theirs. */
export const attendance = z.enum(['present', 'deputyPresent', 'apologies', 'absent'])
export type Attendance = z.infer<typeof attendance>

/** What a seat said in the room, under the rules of a member's decision by link. */
export const roomPosition = z.strictObject({
  ...positionShape,
  /** They had decided otherwise by their own link, and changed it in the room. */
  changedInTheRoom: z.literal(true).optional(),
})
export type RoomPosition = z.infer<typeof roomPosition>

/** A seat in the room. `deputyId`: which of its deputies was there, where the terms name several. */
export const roomSeat = z.strictObject({
  seatId: identifier,
  attendance,
  deputyId: identifier.optional(),
  position: roomPosition.optional(),
})

/** What a board decided in the room, as its secretary wrote it down. It counts once the chair has confirmed it. */
export const room = z.strictObject({
  reviewId: identifier,
  day,
  /** The end of that day, worked out by the caller's calendar. */
  dayEndsInstant: instant,
  seats: z.array(roomSeat).min(1).max(60),
  /** What was decided as it was amended there and read back, where that is not what the papers ask. */
  wording: passage.optional(),
  /** Papers that came late or were tabled. */
  tabledPapers: z.array(paperRef).max(20).default([]),
  /** The role of whoever wrote it down: the board's secretary. */
  recordedBy: line,
})

/** An answer to what was recorded: which version the page showed, and who in the chair answers. */
const answered = {
  reviewId: identifier,
  version: z.int().min(1).max(999),
  seatId: identifier,
  holderId: identifier,
}
export const roomConfirmation = z.strictObject(answered)
export const roomRefusal = z.strictObject({ ...answered, reason: passage })
