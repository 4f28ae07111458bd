import * as z from 'zod'
import { day, instant, isoDuration } from './text.ts'

/** A time of day in Europe/London, `10:00`. */
const timeOfDay = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'must be a time of day such as 10:00')

/**
 * A meeting as a board's terms name it: its day alone, or also when it starts and how long before it papers are due (`P5D`: five
 * working days). Where neither meeting nor board says when papers are due, they may come until it begins.
 */
export const heldMeeting = z.union([
  day,
  z.strictObject({ day, startsAt: timeOfDay.optional(), papersDue: isoDuration.optional() }),
])
export type HeldMeeting = z.infer<typeof heldMeeting>

/** A meeting with its moments worked out. `startsInstant` is absent where its hour is not on file. */
export const meeting = z.strictObject({
  day,
  startsInstant: instant.optional(),
  papersDueInstant: instant,
  /** The end of its day: when what is put to it is due. */
  endsInstant: instant,
})
export type Meeting = z.infer<typeof meeting>

/** A meeting papers did not reach. `papersDueInstant` where its cut-off was why; else the boards asked before had not decided. */
export const missedMeeting = z.strictObject({ day, papersDueInstant: instant.optional() })
export type MissedMeeting = z.infer<typeof missedMeeting>
