import Holidays from 'date-holidays'
import { Duration, type DateTime as Day } from 'luxon'
import luxonBusinessDays, { type BusinessDays } from 'luxon-business-days'
import { isoDuration } from '../machines/vocabulary/text.ts'
import type { Division, PassedOver } from '../machines/vocabulary/working-days.ts'
import type { Calendar, WorkingBody } from './ports.ts'

// The plugin extends the DateTime of its own copy of Luxon, and no other.
const { DateTime } = luxonBusinessDays

const zone = 'Europe/London'
const closingHour = 17
const mondayToFriday: BusinessDays = [1, 2, 3, 4, 5]
const workingDaysAWeek = mondayToFriday.length

type Kept = {
  /** Days closed for everybody: a bank holiday announced since this release (`2022-09-19`). */
  closedDays?: readonly string[]
  bodies?: readonly WorkingBody[]
}

/**
 * The calendar of some bodies together in Europe/London; that of England and Wales where none is named. In working days a week counts five. Where a duration has days and a time (`P1DT2H`) the days keep the time of day, and the time is
 * exact. A day that is no working day is never counted, wherever the count begins.
 */
export const calendarOf = ({ closedDays = [], bodies = [] }: Kept = {}): Calendar => {
  const isClosedFor = ({ division, closedDays: own = [] }: Omit<WorkingBody, 'name'>) =>
    closedOn([...closedDays, ...own], division)
  const bodiesClosed = bodies.map((body) => ({ name: body.name, isClosed: isClosedFor(body) }))
  const isUsuallyClosed = isClosedFor({})
  const isClosed = bodies.length === 0 ? isUsuallyClosed : (day: Day) => bodiesClosed.some((body) => body.isClosed(day))
  const isWeekday = (day: Day) => mondayToFriday.some((weekday) => weekday === day.weekday)
  const isWorkingDay = (day: Day) => isWeekday(day) && !isClosed(day)
  const counted = countIn(isWorkingDay)

  const shifted = (instant: number, duration: string, days: 'working' | 'calendar', direction: 1 | -1): number => {
    const { wholeDays, exactMilliseconds } = partsOf(duration, days)
    if (wholeDays === 0) return instant + direction * exactMilliseconds
    const from = DateTime.fromMillis(instant, { zone })
    const there =
      days === 'working' ? plusWorking(from, direction * wholeDays) : from.plus({ days: direction * wholeDays })
    return exactMilliseconds === 0 ? closing(there) : there.toMillis() + direction * exactMilliseconds
  }

  const plusWorking = (from: Day, workingDays: number): Day => {
    // The plugin keeps its settings on the class, for all: they are set where they are used.
    from.setupBusiness({ businessDays: mondayToFriday, holidayMatchers: [isClosed] })
    // It steps day by day: a time of day that one day on the way does not have (01:30 when the clocks go forward) would be lost for good.
    const { hour, minute, second, millisecond } = from
    return from.startOf('day').plusBusiness({ days: workingDays }).set({ hour, minute, second, millisecond })
  }

  const workingDaysBetween = (fromInstant: number, toInstant: number): number => {
    if (toInstant < fromInstant) return -workingDaysBetween(toInstant, fromInstant) || 0
    const from = DateTime.fromMillis(fromInstant, { zone })
    const to = DateTime.fromMillis(toInstant, { zone })
    const begun = counted(from, to)
    const lastIsNotOver = isWorkingDay(to) && timeOfDay(to) < timeOfDay(from)
    return begun > 0 && lastIsNotOver ? begun - 1 : begun
  }

  return {
    after: (fromInstant, duration, days) => shifted(fromInstant, duration, days, 1),
    before: (dueInstant, duration, days) => shifted(dueInstant, duration, days, -1),
    endOfDay: (day) => {
      const parsed = DateTime.fromISO(day, { zone })
      if (!parsed.isValid || !/^\d{4}-\d{2}-\d{2}$/.test(day))
        throw new RangeError(`A day must be one such as 2027-06-14, not ${JSON.stringify(day)}`)
      return closing(parsed)
    },
    at: (day, timeOfDay) => {
      const parsed = DateTime.fromISO(`${day}T${timeOfDay}`, { zone })
      if (!parsed.isValid) throw new RangeError(`There is no time ${timeOfDay} on ${day}`)
      return parsed.toMillis()
    },
    dayOf: (instant) => DateTime.fromMillis(instant, { zone }).toFormat('yyyy-MM-dd'),
    workingDaysBetween,
    among: (others) => calendarOf({ closedDays, bodies: others }),
    passedOver: (fromInstant, toInstant) => {
      const days: PassedOver[] = []
      const last = DateTime.fromMillis(toInstant, { zone })
      for (
        let day = DateTime.fromMillis(fromInstant, { zone }).startOf('day');
        day <= last;
        day = day.plus({ days: 1 })
      ) {
        if (!isWeekday(day) || isUsuallyClosed(day) || !isClosed(day)) continue
        const closedFor = bodiesClosed.filter((body) => body.isClosed(day)).map(({ name }) => name)
        days.push({ day: day.toFormat('yyyy-MM-dd'), closedFor: [...new Set(closedFor)] })
      }
      return days
    },
  }
}

const closing = (day: Day): number => day.set({ hour: closingHour, minute: 0, second: 0, millisecond: 0 }).toMillis()

const timeOfDay = ({ hour, minute, second, millisecond }: Day): number =>
  ((hour * 60 + minute) * 60 + second) * 1000 + millisecond

/** @throws RangeError for what is no duration, or one of months or years, whose length varies. */
const partsOf = (duration: string, days: 'working' | 'calendar') => {
  const checked = isoDuration.safeParse(duration)
  if (!checked.success)
    throw new RangeError(`A duration must be one such as P45D or PT8S, not ${JSON.stringify(duration)}`)
  const { weeks, days: loose, hours, minutes, seconds } = Duration.fromISO(duration)
  return {
    wholeDays: weeks * (days === 'working' ? workingDaysAWeek : 7) + loose,
    exactMilliseconds: Duration.fromObject({ hours, minutes, seconds }).toMillis(),
  }
}

const regions: Record<Division, string> = { englandAndWales: 'ENG', scotland: 'SCT', northernIreland: 'NIR' }

/** The bank holidays of each division and year. They are the same for every calendar, and worked out once, on first use. */
const worked = new Map<string, ReadonlySet<string>>()
const bankHolidays = (division: Division, year: number): ReadonlySet<string> => {
  const key = `${division} ${year}`
  const known = worked.get(key)
  if (known) return known
  const found = new Holidays('GB', regions[division], { types: ['public', 'bank'] }).getHolidays(year)
  const days = new Set(found.map(({ date }) => date.slice(0, 10)))
  worked.set(key, days)
  return days
}

/** Whether a day is a bank holiday of a division, or closed besides. */
const closedOn = (closedDays: readonly string[], division: Division = 'englandAndWales') => {
  const closed = new Set(closedDays)
  return (day: Day): boolean => {
    const date = day.toFormat('yyyy-MM-dd')
    return closed.has(date) || bankHolidays(division, day.year).has(date)
  }
}

/** How many working days there are after a day up to and with a later one. Each year's are counted once, for long spans and lists. */
const countIn = (isWorkingDay: (day: Day) => boolean) => {
  /** For each year, by day of the year, how many there were up to and with that day. */
  const years = new Map<number, number[]>()
  const ofYear = (year: number): number[] => {
    const known = years.get(year)
    if (known) return known
    const counts = [0]
    for (let day: Day = DateTime.fromObject({ year }, { zone }); day.year === year; day = day.plus({ days: 1 }))
      counts.push((counts.at(-1) ?? 0) + (isWorkingDay(day) ? 1 : 0))
    years.set(year, counts)
    return counts
  }
  const sinceNewYear = (day: Day): number => ofYear(day.year)[day.ordinal] ?? 0
  return (from: Day, to: Day): number => {
    let wholeYears = 0
    for (let { year } = from; year < to.year; year += 1) wholeYears += ofYear(year).at(-1) ?? 0
    return wholeYears + sinceNewYear(to) - sinceNewYear(from)
  }
}
