import type { Division, PassedOver } from '../../machines/vocabulary/working-days.ts'

/** An organisation as a calendar sees it. It keeps the bank holidays of England and Wales where it says nothing else. */
export type WorkingBody = { name: string; division?: Division; closedDays?: readonly string[] }

/** Computes absolute instants from a plan's durations: working days, bank holidays and Europe/London live here, never in a workflow. */
export type Calendar = {
  /** `duration` after `fromInstant`; whole days end at 17:00 in Europe/London, times are exact. */
  after(fromInstant: number, duration: string, days: 'working' | 'calendar'): number
  /** `duration` before `dueInstant`, on the same terms. */
  before(dueInstant: number, duration: string, days: 'working' | 'calendar'): number
  /** The end (17:00 in Europe/London) of a day such as `2027-06-14`. */
  endOfDay(day: string): number
  /** A time of day (`10:00`) in Europe/London on a day such as `2027-06-14`. */
  at(day: string, timeOfDay: string): number
  /** The day in Europe/London on which an instant falls. */
  dayOf(instant: number): string
  /** Whole working days from one instant to another; negative when the second is earlier. */
  workingDaysBetween(fromInstant: number, toInstant: number): number
  /** The calendar of some bodies together: a working day is one for every one of them. That of England and Wales for none. */
  among(bodies: readonly WorkingBody[]): Calendar
  /** The weekdays from one instant to another that are none for these bodies, though they are working days in England and Wales. */
  passedOver(fromInstant: number, toInstant: number): PassedOver[]
}
