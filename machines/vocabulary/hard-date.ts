import * as z from 'zod'
import { day, identifier, instant, isoDuration, line } from './text.ts'

/** What makes a date hard: nobody here can move it. */
export const basis = z.enum(['contract', 'law', 'meeting', 'funding', 'other'])
export type Basis = z.infer<typeof basis>

/** A date that neither a hold nor anybody's extension moves. */
export const hardDate = z.strictObject({
  dateId: identifier,
  title: line,
  basis,
  onDay: day,
  /** The end of that day, and the moment to warn of it, worked out by the caller's calendar. */
  dayInstant: instant,
  warnBefore: isoDuration,
  warnInstant: instant,
})
