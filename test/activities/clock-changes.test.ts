import { describe, expect, it } from 'vitest'
import { calendarOf } from '../../activities/calendar.ts'
import { deadlinesOf } from '../../machines/case-file.ts'
import { theChiefs } from '../support/case.ts'
import { dayLong, play, submitted } from '../support/play.ts'

const calendar = calendarOf()

/**
 * Deadlines about the days when British clocks change (the last Sundays of March and October), 29 February, and consultations of 45 days.
 * Every instant is written out in UTC; they were worked out apart from the product, from the time zone's own rules, the date of Easter
 * and the bank holidays of England and Wales as the law gives them.
 */
const table = `
  after    | 2024-03-29T09:30Z | P3D        | calendar | 2024-04-01T16:00Z
  after    | 2024-03-29T09:30Z | P2D        | working  | 2024-04-03T16:00Z
  after    | 2024-03-30T23:30Z | P1D        | calendar | 2024-03-31T16:00Z
  after    | 2024-03-31T00:30Z | PT1H       | calendar | 2024-03-31T01:30Z
  after    | 2024-03-31T00:59Z | P1D        | working  | 2024-04-02T16:00Z
  after    | 2024-03-30T12:00Z | PT24H      | calendar | 2024-03-31T12:00Z
  before   | 2024-04-01T16:00Z | P1D        | calendar | 2024-03-31T16:00Z
  after    | 2024-10-25T09:30Z | P3D        | calendar | 2024-10-28T17:00Z
  after    | 2024-10-25T09:30Z | P2D        | working  | 2024-10-29T17:00Z
  after    | 2024-10-26T23:30Z | P1D        | calendar | 2024-10-28T17:00Z
  after    | 2024-10-27T00:30Z | PT1H       | calendar | 2024-10-27T01:30Z
  after    | 2024-10-27T00:59Z | P1D        | working  | 2024-10-28T17:00Z
  after    | 2024-10-26T12:00Z | PT24H      | calendar | 2024-10-27T12:00Z
  before   | 2024-10-28T16:00Z | P1D        | calendar | 2024-10-27T17:00Z
  after    | 2026-03-27T09:30Z | P3D        | calendar | 2026-03-30T16:00Z
  after    | 2026-03-27T09:30Z | P2D        | working  | 2026-03-31T16:00Z
  after    | 2026-03-28T23:30Z | P1D        | calendar | 2026-03-29T16:00Z
  after    | 2026-03-29T00:30Z | PT1H       | calendar | 2026-03-29T01:30Z
  after    | 2026-03-29T00:59Z | P1D        | working  | 2026-03-30T16:00Z
  after    | 2026-03-28T12:00Z | PT24H      | calendar | 2026-03-29T12:00Z
  before   | 2026-03-30T16:00Z | P1D        | calendar | 2026-03-29T16:00Z
  after    | 2026-10-23T09:30Z | P3D        | calendar | 2026-10-26T17:00Z
  after    | 2026-10-23T09:30Z | P2D        | working  | 2026-10-27T17:00Z
  after    | 2026-10-24T23:30Z | P1D        | calendar | 2026-10-26T17:00Z
  after    | 2026-10-25T00:30Z | PT1H       | calendar | 2026-10-25T01:30Z
  after    | 2026-10-25T00:59Z | P1D        | working  | 2026-10-26T17:00Z
  after    | 2026-10-24T12:00Z | PT24H      | calendar | 2026-10-25T12:00Z
  before   | 2026-10-26T16:00Z | P1D        | calendar | 2026-10-25T17:00Z
  after    | 2027-03-26T09:30Z | P3D        | calendar | 2027-03-29T16:00Z
  after    | 2027-03-26T09:30Z | P2D        | working  | 2027-03-31T16:00Z
  after    | 2027-03-27T23:30Z | P1D        | calendar | 2027-03-28T16:00Z
  after    | 2027-03-28T00:30Z | PT1H       | calendar | 2027-03-28T01:30Z
  after    | 2027-03-28T00:59Z | P1D        | working  | 2027-03-30T16:00Z
  after    | 2027-03-27T12:00Z | PT24H      | calendar | 2027-03-28T12:00Z
  before   | 2027-03-29T16:00Z | P1D        | calendar | 2027-03-28T16:00Z
  after    | 2027-10-29T09:30Z | P3D        | calendar | 2027-11-01T17:00Z
  after    | 2027-10-29T09:30Z | P2D        | working  | 2027-11-02T17:00Z
  after    | 2027-10-30T23:30Z | P1D        | calendar | 2027-11-01T17:00Z
  after    | 2027-10-31T00:30Z | PT1H       | calendar | 2027-10-31T01:30Z
  after    | 2027-10-31T00:59Z | P1D        | working  | 2027-11-01T17:00Z
  after    | 2027-10-30T12:00Z | PT24H      | calendar | 2027-10-31T12:00Z
  before   | 2027-11-01T16:00Z | P1D        | calendar | 2027-10-31T17:00Z
  after    | 2028-03-24T09:30Z | P3D        | calendar | 2028-03-27T16:00Z
  after    | 2028-03-24T09:30Z | P2D        | working  | 2028-03-28T16:00Z
  after    | 2028-03-25T23:30Z | P1D        | calendar | 2028-03-26T16:00Z
  after    | 2028-03-26T00:30Z | PT1H       | calendar | 2028-03-26T01:30Z
  after    | 2028-03-26T00:59Z | P1D        | working  | 2028-03-27T16:00Z
  after    | 2028-03-25T12:00Z | PT24H      | calendar | 2028-03-26T12:00Z
  before   | 2028-03-27T16:00Z | P1D        | calendar | 2028-03-26T16:00Z
  after    | 2028-10-27T09:30Z | P3D        | calendar | 2028-10-30T17:00Z
  after    | 2028-10-27T09:30Z | P2D        | working  | 2028-10-31T17:00Z
  after    | 2028-10-28T23:30Z | P1D        | calendar | 2028-10-30T17:00Z
  after    | 2028-10-29T00:30Z | PT1H       | calendar | 2028-10-29T01:30Z
  after    | 2028-10-29T00:59Z | P1D        | working  | 2028-10-30T17:00Z
  after    | 2028-10-28T12:00Z | PT24H      | calendar | 2028-10-29T12:00Z
  before   | 2028-10-30T16:00Z | P1D        | calendar | 2028-10-29T17:00Z
  after    | 2030-03-29T09:30Z | P3D        | calendar | 2030-04-01T16:00Z
  after    | 2030-03-29T09:30Z | P2D        | working  | 2030-04-02T16:00Z
  after    | 2030-03-30T23:30Z | P1D        | calendar | 2030-03-31T16:00Z
  after    | 2030-03-31T00:30Z | PT1H       | calendar | 2030-03-31T01:30Z
  after    | 2030-03-31T00:59Z | P1D        | working  | 2030-04-01T16:00Z
  after    | 2030-03-30T12:00Z | PT24H      | calendar | 2030-03-31T12:00Z
  before   | 2030-04-01T16:00Z | P1D        | calendar | 2030-03-31T16:00Z
  after    | 2030-10-25T09:30Z | P3D        | calendar | 2030-10-28T17:00Z
  after    | 2030-10-25T09:30Z | P2D        | working  | 2030-10-29T17:00Z
  after    | 2030-10-26T23:30Z | P1D        | calendar | 2030-10-28T17:00Z
  after    | 2030-10-27T00:30Z | PT1H       | calendar | 2030-10-27T01:30Z
  after    | 2030-10-27T00:59Z | P1D        | working  | 2030-10-28T17:00Z
  after    | 2030-10-26T12:00Z | PT24H      | calendar | 2030-10-27T12:00Z
  before   | 2030-10-28T16:00Z | P1D        | calendar | 2030-10-27T17:00Z
  after    | 2026-08-10T08:00Z | P45D       | calendar | 2026-09-24T16:00Z
  after    | 2027-08-10T08:00Z | P45D       | calendar | 2027-09-24T16:00Z
  after    | 2028-08-10T22:59Z | P45D       | calendar | 2028-09-24T16:00Z
  after    | 2028-08-10T23:00Z | P45D       | calendar | 2028-09-25T16:00Z
  after    | 2026-09-14T08:00Z | P45D       | calendar | 2026-10-29T17:00Z
  after    | 2027-02-15T09:00Z | P45D       | calendar | 2027-04-01T16:00Z
  after    | 2024-01-16T09:00Z | P45D       | calendar | 2024-03-01T17:00Z
  after    | 2026-08-10T08:00Z | P45D       | working  | 2026-10-13T16:00Z
  after    | 2027-02-15T09:00Z | P45D       | working  | 2027-04-21T16:00Z
  after    | 2028-02-28T12:00Z | P1D        | calendar | 2028-02-29T17:00Z
  after    | 2028-02-28T12:00Z | P1D        | working  | 2028-02-29T17:00Z
  after    | 2028-02-29T23:59Z | P1D        | calendar | 2028-03-01T17:00Z
  after    | 2027-02-28T12:00Z | P1D        | calendar | 2027-03-01T17:00Z
  after    | 2024-02-29T12:00Z | P365D      | calendar | 2025-02-28T17:00Z
  after    | 2028-02-29T12:00Z | P366D      | calendar | 2029-03-01T17:00Z
  after    | 2028-02-15T10:00Z | P2W        | calendar | 2028-02-29T17:00Z
  before   | 2028-03-01T12:00Z | P1D        | calendar | 2028-02-29T17:00Z
  before   | 2027-03-01T12:00Z | P1D        | working  | 2027-02-26T17:00Z
  before   | 2028-03-27T16:00Z | P20D       | working  | 2028-02-28T17:00Z
  before   | 2028-10-30T17:00Z | P1W        | calendar | 2028-10-23T16:00Z
  before   | 2026-10-26T17:00Z | PT36H      | calendar | 2026-10-25T05:00Z
  before   | 2027-03-30T16:00Z | PT48H      | calendar | 2027-03-28T16:00Z
  endOfDay |                   | 2027-03-27 |          | 2027-03-27T17:00Z
  endOfDay |                   | 2027-03-28 |          | 2027-03-28T16:00Z
  endOfDay |                   | 2027-10-30 |          | 2027-10-30T16:00Z
  endOfDay |                   | 2027-10-31 |          | 2027-10-31T17:00Z
  endOfDay |                   | 2028-02-29 |          | 2028-02-29T17:00Z
`
  .trim()
  .split('\n')
  .map((row) => row.split('|').map((cell) => cell.trim()))

const minute = (instant: number) => new Date(instant).toISOString().replace(':00.000Z', 'Z')

const worked = (what: string, from: string, duration: string, days: string): number => {
  const kind = days === 'working' ? 'working' : 'calendar'
  if (what === 'endOfDay') return calendar.endOfDay(duration)
  return calendar[what === 'after' ? 'after' : 'before'](Date.parse(from), duration, kind)
}

describe('about the days when clocks change', () => {
  it.each(table)('%s %s %s %s is %s, to the minute', (what, from = '', duration = '', days = '', due = '') => {
    const instant = worked(what ?? '', from, duration, days)
    expect(minute(instant)).toBe(due)
    // A board given that long has exactly that long: no machine reckons with days or zones of its own.
    const begins = Math.min(Date.parse(from || due), instant) - dayLong
    const { caseFile } = play([{ ...submitted({}, [theChiefs({ decideByInstant: instant })]), atInstant: begins }])
    expect(deadlinesOf(caseFile).map(({ atInstant }) => minute(atInstant))).toEqual([due])
  })

  it.each([
    ['2027-03-28T00:59Z', '2027-03-28'],
    ['2027-03-28T22:59Z', '2027-03-28'],
    ['2027-03-28T23:00Z', '2027-03-29'],
    ['2027-03-27T23:30Z', '2027-03-27'],
    ['2027-10-30T22:59Z', '2027-10-30'],
    ['2027-10-30T23:00Z', '2027-10-31'],
    ['2027-10-31T00:59Z', '2027-10-31'],
    ['2027-10-31T23:59Z', '2027-10-31'],
    ['2028-02-28T23:59Z', '2028-02-28'],
    ['2028-02-29T00:00Z', '2028-02-29'],
  ])('%s is on %s in London', (instant, day) => {
    expect(calendar.dayOf(Date.parse(instant))).toBe(day)
  })

  it.each([
    ['2027-03-26T09:00Z', '2027-03-29T09:00Z', '2027-03-31T16:00Z', '2027-04-03T16:00Z'],
    ['2027-10-29T08:00Z', '2027-11-05T09:00Z', '2027-11-03T17:00Z', '2027-11-10T18:00Z'],
    ['2028-02-28T12:00Z', '2028-03-01T12:00Z', '2028-03-03T17:00Z', '2028-03-05T17:00Z'],
  ])('a hold from %s to %s moves what was due %s by exactly its length, to %s', (held, resumed, due, moved) => {
    const { caseFile } = play([
      { ...submitted({}, [theChiefs({ decideByInstant: Date.parse(due) })]), atInstant: Date.parse(held) - dayLong },
      { type: 'held', reason: 'inspection', atInstant: Date.parse(held) },
      { type: 'resumed', atInstant: Date.parse(resumed) },
    ])
    expect(deadlinesOf(caseFile).map(({ atInstant }) => minute(atInstant))).toEqual([moved])
  })
})
