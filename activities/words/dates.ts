import { DateTime, Duration } from 'luxon'
import type { ReportedDate } from '../../machines/vocabulary/facts.ts'

/** Every date people read is a date in the United Kingdom, whatever zone the machine or the reader's device is in. */
export const zone = 'Europe/London'

const london = (instant: number): DateTime => DateTime.fromMillis(instant, { zone, locale: 'en-GB' })
const calendarDay = (day: string): DateTime => DateTime.fromISO(day, { zone, locale: 'en-GB' })

const timeOf = (at: DateTime): string => {
  if (at.hour === 0 && at.minute === 0) return 'midnight'
  if (at.hour === 12 && at.minute === 0) return 'midday'
  return `${at.hour % 12 || 12}${at.minute === 0 ? '' : at.toFormat(':mm')}${at.hour < 12 ? 'am' : 'pm'}`
}

/** "5pm", "10:30am", "midday", "midnight" */
export const timeInWords = (instant: number): string => timeOf(london(instant))

/** "14 June 2027 at 10am" */
export const dateInWords = (instant: number): string => `${dayInWords(instant)} at ${timeInWords(instant)}`

/** "Thursday 12 October 2028 at 5pm": for a date somebody must act by. */
export const weekdayDateInWords = (instant: number): string =>
  `${london(instant).toFormat('cccc d LLLL yyyy')} at ${timeInWords(instant)}`

/** "14 June 2027", of a calendar day (`2027-06-14`) or of the day in London on which an instant falls. */
export const dayInWords = (day: string | number): string =>
  (typeof day === 'number' ? london(day) : calendarDay(day)).toFormat('d LLLL yyyy')

/** The calendar day (`2027-06-14`) in London on which an instant falls. */
export const dayOf = (instant: number): string => london(instant).toFormat('yyyy-MM-dd')

/** When what is asked for "on" a calendar day (`2027-06-14`) is done: 09:00 on it in London. */
export const morningOf = (day: string): number => calendarDay(day).set({ hour: 9 }).toMillis()

/** "Thu 12 Oct, 5pm", with the year where it is not this one: for subjects and narrow columns. */
export const shortDateInWords = (instant: number, nowInstant: number): string => {
  const at = london(instant)
  return `${shortDay(at, nowInstant)}, ${timeOf(at)}`
}

/** "Thu 12 Oct", of a calendar day (`2027-06-14`). */
export const shortDayInWords = (day: string, nowInstant: number): string => shortDay(calendarDay(day), nowInstant)

const shortDay = (at: DateTime, nowInstant: number): string => {
  const year = at.year === london(nowInstant).year ? '' : ` ${at.year}`
  // Luxon says "Sept"; the other months have three letters.
  return `${at.toFormat('ccc d')} ${at.toFormat('LLLL').slice(0, 3)}${year}`
}

/** "October 2019", of a month such as `2019-10`. */
export const monthInWords = (month: string): string => calendarDay(`${month}-01`).toFormat('LLLL yyyy')

const rangeInWords = (from: string, to: string): string => {
  const [start, end] = [calendarDay(from), calendarDay(to)]
  if (from === to) return dayInWords(from)
  if (start.hasSame(end, 'month')) return `${start.day} to ${dayInWords(to)}`
  return `${start.hasSame(end, 'year') ? start.toFormat('d LLLL') : dayInWords(from)} to ${dayInWords(to)}`
}

/** A date with the precision its source gives and no more: "October 2019", "by 13 September 2019", "8 to 10 June 2017". */
export const reportedDateInWords = (date: ReportedDate): string => {
  switch (date.precision) {
    case 'day':
      return dayInWords(date.on)
    case 'month':
      return monthInWords(date.month)
    case 'range':
      return rangeInWords(date.from, date.to)
    case 'by':
      return `by ${dayInWords(date.by)}`
    case 'said':
      return date.said
    case 'notReported':
      return 'date not reported'
  }
}

const counted = (number: number, unit: string): string => `${number} ${unit}${number === 1 ? '' : 's'}`

/** "3 days", "5 hours", "12 seconds": the largest unit that fits, rounded down, never "0 days". */
export const lengthInWords = (milliseconds: number): string => {
  const seconds = Math.floor(Math.abs(milliseconds) / 1000)
  if (seconds >= 172_800) return counted(Math.floor(seconds / 86_400), 'day')
  if (seconds >= 7200) return counted(Math.floor(seconds / 3600), 'hour')
  if (seconds >= 120) return counted(Math.floor(seconds / 60), 'minute')
  return counted(seconds, 'second')
}

/** "3 days left", "due now", "2 hours late". */
export const timeLeft = (dueInstant: number, nowInstant: number): string => {
  if (Math.abs(dueInstant - nowInstant) < 1000) return 'due now'
  return `${lengthInWords(dueInstant - nowInstant)} ${dueInstant > nowInstant ? 'left' : 'late'}`
}

/** "10 working days", "45 days", "8 seconds", "1 week 2 days": a plan's ISO 8601 duration. Only whole days can be working days. */
export const durationInWords = (isoDuration: string, days: 'working' | 'calendar' = 'calendar'): string => {
  const {
    weeks = 0,
    days: dayCount = 0,
    hours = 0,
    minutes = 0,
    seconds = 0,
  } = Duration.fromISO(isoDuration).toObject()
  const parts: [number, string][] = [
    [weeks, 'week'],
    [dayCount, days === 'working' ? 'working day' : 'day'],
    [hours, 'hour'],
    [minutes, 'minute'],
    [seconds, 'second'],
  ]
  const said = parts.filter(([number]) => number > 0).map(([number, unit]) => counted(number, unit))
  return said.length > 0 ? said.join(' ') : 'no time'
}
