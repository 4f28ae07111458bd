import { DateTime } from 'luxon'
import type { Calendar } from '../../../activities/ports.ts'
const zone = 'Europe/London'
export const testCalendar: Calendar = {
  after: (from) => from,
  before: (due) => due,
  endOfDay: (day) => DateTime.fromISO(`${day}T17:00`, { zone }).toMillis(),
  dayOf: (instant) => DateTime.fromMillis(instant, { zone }).toISODate() ?? '',
  workingDaysBetween: () => 0,
}
