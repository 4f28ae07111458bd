import * as fc from 'fast-check'
import { DateTime } from 'luxon'
import { describe, expect, it } from 'vitest'
import { calendarOf } from '../../activities/calendar.ts'

const calendar = calendarOf()
const zone = 'Europe/London'

/** A moment as a clock in London shows it; the one after the clocks went back where there are two. */
const london = (local: string): number => DateTime.fromISO(local, { zone }).toMillis()
const shown = (instant: number): string => {
  const parts = DateTime.fromMillis(instant, { zone })
  return `${parts.toFormat('yyyy-MM-dd HH:mm')} ${parts.isInDST ? 'BST' : 'GMT'}`
}

/**
 * Worked out by other means than the product's, from the bank holidays of England and Wales as they were: Easter, substitute days, the
 * moved ones of 2020 and 2022, the Jubilee, the state funeral and the Coronation.
 */
const deadlines = `
  after  | 2027-06-14T09:30 | P1D     | working  | 2027-06-15 17:00 BST
  after  | 2027-06-14T09:30 | P5D     | working  | 2027-06-21 17:00 BST
  after  | 2027-06-14T09:30 | P10D    | working  | 2027-06-28 17:00 BST
  after  | 2027-06-11T16:59 | P1D     | working  | 2027-06-14 17:00 BST
  after  | 2027-06-11T16:59 | P5D     | working  | 2027-06-18 17:00 BST
  after  | 2027-06-11T16:59 | P10D    | working  | 2027-06-25 17:00 BST
  after  | 2027-06-11T18:30 | P1D     | working  | 2027-06-14 17:00 BST
  after  | 2027-06-11T18:30 | P5D     | working  | 2027-06-18 17:00 BST
  after  | 2027-06-11T18:30 | P10D    | working  | 2027-06-25 17:00 BST
  after  | 2027-06-12T12:00 | P1D     | working  | 2027-06-14 17:00 BST
  after  | 2027-06-12T12:00 | P5D     | working  | 2027-06-18 17:00 BST
  after  | 2027-06-12T12:00 | P10D    | working  | 2027-06-25 17:00 BST
  after  | 2027-06-13T23:59 | P1D     | working  | 2027-06-14 17:00 BST
  after  | 2027-06-13T23:59 | P5D     | working  | 2027-06-18 17:00 BST
  after  | 2027-06-13T23:59 | P10D    | working  | 2027-06-25 17:00 BST
  after  | 2027-06-14T09:30 | P1D     | calendar | 2027-06-15 17:00 BST
  after  | 2027-06-14T09:30 | P1W     | calendar | 2027-06-21 17:00 BST
  after  | 2027-06-14T09:30 | P2W     | calendar | 2027-06-28 17:00 BST
  after  | 2027-06-14T09:30 | P45D    | calendar | 2027-07-29 17:00 BST
  after  | 2027-06-14T09:30 | P1W     | working  | 2027-06-21 17:00 BST
  after  | 2027-06-14T09:30 | P2W     | working  | 2027-06-28 17:00 BST
  after  | 2027-06-14T09:30 | P1W3D   | working  | 2027-06-24 17:00 BST
  after  | 2027-06-12T12:00 | P1D     | calendar | 2027-06-13 17:00 BST
  after  | 2027-06-12T12:00 | P1W     | calendar | 2027-06-19 17:00 BST
  after  | 2027-06-12T12:00 | P2W     | calendar | 2027-06-26 17:00 BST
  after  | 2027-06-12T12:00 | P45D    | calendar | 2027-07-27 17:00 BST
  after  | 2027-06-12T12:00 | P1W     | working  | 2027-06-18 17:00 BST
  after  | 2027-06-12T12:00 | P2W     | working  | 2027-06-25 17:00 BST
  after  | 2027-06-12T12:00 | P1W3D   | working  | 2027-06-23 17:00 BST
  after  | 2024-03-28T10:00 | P1D     | calendar | 2024-03-29 17:00 GMT
  after  | 2024-03-28T10:00 | P2D     | working  | 2024-04-03 17:00 BST
  after  | 2024-03-28T10:00 | PT24H   | calendar | 2024-03-29 10:00 GMT
  after  | 2024-03-28T10:00 | PT1H    | working  | 2024-03-28 11:00 GMT
  after  | 2024-03-30T10:00 | P1D     | calendar | 2024-03-31 17:00 BST
  after  | 2024-03-30T10:00 | P2D     | working  | 2024-04-03 17:00 BST
  after  | 2024-03-30T10:00 | PT24H   | calendar | 2024-03-31 11:00 BST
  after  | 2024-03-30T10:00 | PT1H    | working  | 2024-03-30 11:00 GMT
  after  | 2024-03-31T00:30 | P1D     | calendar | 2024-04-01 17:00 BST
  after  | 2024-03-31T00:30 | P2D     | working  | 2024-04-03 17:00 BST
  after  | 2024-03-31T00:30 | PT24H   | calendar | 2024-04-01 01:30 BST
  after  | 2024-03-31T00:30 | PT1H    | working  | 2024-03-31 02:30 BST
  after  | 2024-03-31T02:30 | P1D     | calendar | 2024-04-01 17:00 BST
  after  | 2024-03-31T02:30 | P2D     | working  | 2024-04-03 17:00 BST
  after  | 2024-03-31T02:30 | PT24H   | calendar | 2024-04-01 02:30 BST
  after  | 2024-03-31T02:30 | PT1H    | working  | 2024-03-31 03:30 BST
  after  | 2024-10-25T10:00 | P1D     | calendar | 2024-10-26 17:00 BST
  after  | 2024-10-25T10:00 | P2D     | working  | 2024-10-29 17:00 GMT
  after  | 2024-10-25T10:00 | PT24H   | calendar | 2024-10-26 10:00 BST
  after  | 2024-10-25T10:00 | PT1H    | working  | 2024-10-25 11:00 BST
  after  | 2024-10-26T10:00 | P1D     | calendar | 2024-10-27 17:00 GMT
  after  | 2024-10-26T10:00 | P2D     | working  | 2024-10-29 17:00 GMT
  after  | 2024-10-26T10:00 | PT24H   | calendar | 2024-10-27 09:00 GMT
  after  | 2024-10-26T10:00 | PT1H    | working  | 2024-10-26 11:00 BST
  after  | 2024-10-27T00:30 | P1D     | calendar | 2024-10-28 17:00 GMT
  after  | 2024-10-27T00:30 | P2D     | working  | 2024-10-29 17:00 GMT
  after  | 2024-10-27T00:30 | PT24H   | calendar | 2024-10-27 23:30 GMT
  after  | 2024-10-27T00:30 | PT1H    | working  | 2024-10-27 01:30 BST
  after  | 2024-10-27T03:00 | P1D     | calendar | 2024-10-28 17:00 GMT
  after  | 2024-10-27T03:00 | P2D     | working  | 2024-10-29 17:00 GMT
  after  | 2024-10-27T03:00 | PT24H   | calendar | 2024-10-28 03:00 GMT
  after  | 2024-10-27T03:00 | PT1H    | working  | 2024-10-27 04:00 GMT
  before | 2024-04-02T17:00 | P1D     | calendar | 2024-04-01 17:00 BST
  before | 2024-04-02T17:00 | P2D     | working  | 2024-03-27 17:00 GMT
  before | 2024-04-02T17:00 | PT36H   | calendar | 2024-04-01 05:00 BST
  before | 2024-04-01T09:00 | P1D     | calendar | 2024-03-31 17:00 BST
  before | 2024-04-01T09:00 | P2D     | working  | 2024-03-27 17:00 GMT
  before | 2024-04-01T09:00 | PT36H   | calendar | 2024-03-30 20:00 GMT
  before | 2024-10-28T17:00 | P1D     | calendar | 2024-10-27 17:00 GMT
  before | 2024-10-28T17:00 | P2D     | working  | 2024-10-24 17:00 BST
  before | 2024-10-28T17:00 | PT36H   | calendar | 2024-10-27 05:00 GMT
  before | 2024-10-27T12:00 | P1D     | calendar | 2024-10-26 17:00 BST
  before | 2024-10-27T12:00 | P2D     | working  | 2024-10-24 17:00 BST
  before | 2024-10-27T12:00 | PT36H   | calendar | 2024-10-26 01:00 BST
  after  | 2026-08-10T09:00 | P45D    | calendar | 2026-09-24 17:00 BST
  after  | 2026-08-10T09:00 | P45D    | working  | 2026-10-13 17:00 BST
  after  | 2027-08-10T09:00 | P45D    | calendar | 2027-09-24 17:00 BST
  after  | 2027-08-10T09:00 | P45D    | working  | 2027-10-13 17:00 BST
  after  | 2026-08-10T18:00 | P45D    | calendar | 2026-09-24 17:00 BST
  after  | 2026-08-10T18:00 | P45D    | working  | 2026-10-13 17:00 BST
  after  | 2028-02-28T12:00 | P1D     | calendar | 2028-02-29 17:00 GMT
  after  | 2028-02-28T12:00 | P1D     | working  | 2028-02-29 17:00 GMT
  after  | 2028-02-28T12:00 | P365D   | calendar | 2029-02-27 17:00 GMT
  after  | 2028-02-28T12:00 | P2D     | calendar | 2028-03-01 17:00 GMT
  after  | 2028-02-29T12:00 | P1D     | calendar | 2028-03-01 17:00 GMT
  after  | 2028-02-29T12:00 | P1D     | working  | 2028-03-01 17:00 GMT
  after  | 2028-02-29T12:00 | P365D   | calendar | 2029-02-28 17:00 GMT
  after  | 2028-02-29T12:00 | P2D     | calendar | 2028-03-02 17:00 GMT
  after  | 2027-02-28T12:00 | P1D     | calendar | 2027-03-01 17:00 GMT
  after  | 2027-02-28T12:00 | P1D     | working  | 2027-03-01 17:00 GMT
  after  | 2027-02-28T12:00 | P365D   | calendar | 2028-02-28 17:00 GMT
  after  | 2027-02-28T12:00 | P2D     | calendar | 2027-03-02 17:00 GMT
  after  | 2024-02-28T12:00 | P1D     | calendar | 2024-02-29 17:00 GMT
  after  | 2024-02-28T12:00 | P1D     | working  | 2024-02-29 17:00 GMT
  after  | 2024-02-28T12:00 | P365D   | calendar | 2025-02-27 17:00 GMT
  after  | 2024-02-28T12:00 | P2D     | calendar | 2024-03-01 17:00 GMT
  before | 2028-03-01T12:00 | P1D     | calendar | 2028-02-29 17:00 GMT
  before | 2027-03-01T12:00 | P1D     | calendar | 2027-02-28 17:00 GMT
  after  | 2027-03-25T10:00 | P1D     | working  | 2027-03-30 17:00 BST
  after  | 2027-03-24T10:00 | P3D     | working  | 2027-03-31 17:00 BST
  after  | 2026-04-02T10:00 | P1D     | working  | 2026-04-07 17:00 BST
  after  | 2026-04-02T10:00 | P5D     | working  | 2026-04-13 17:00 BST
  after  | 2028-04-13T10:00 | P1D     | working  | 2028-04-18 17:00 BST
  after  | 2027-04-30T10:00 | P1D     | working  | 2027-05-04 17:00 BST
  after  | 2027-05-28T10:00 | P1D     | working  | 2027-06-01 17:00 BST
  after  | 2027-08-27T10:00 | P1D     | working  | 2027-08-31 17:00 BST
  after  | 2027-12-24T10:00 | P1D     | working  | 2027-12-29 17:00 GMT
  after  | 2027-12-24T10:00 | P3D     | working  | 2027-12-31 17:00 GMT
  after  | 2026-12-24T10:00 | P1D     | working  | 2026-12-29 17:00 GMT
  after  | 2022-12-23T10:00 | P1D     | working  | 2022-12-28 17:00 GMT
  after  | 2027-12-31T10:00 | P1D     | working  | 2028-01-04 17:00 GMT
  after  | 2021-12-31T10:00 | P1D     | working  | 2022-01-04 17:00 GMT
  after  | 2022-06-01T10:00 | P1D     | working  | 2022-06-06 17:00 BST
  after  | 2022-09-16T10:00 | P1D     | working  | 2022-09-20 17:00 BST
  after  | 2023-05-05T10:00 | P1D     | working  | 2023-05-09 17:00 BST
  after  | 2020-05-07T10:00 | P1D     | working  | 2020-05-11 17:00 BST
  after  | 2020-05-01T10:00 | P1D     | working  | 2020-05-04 17:00 BST
  before | 2027-03-30T17:00 | P1D     | working  | 2027-03-25 17:00 GMT
  before | 2027-04-01T17:00 | P3D     | working  | 2027-03-25 17:00 GMT
  before | 2026-01-02T17:00 | P1D     | working  | 2025-12-31 17:00 GMT
  before | 2027-12-29T17:00 | P1D     | working  | 2027-12-24 17:00 GMT
  before | 2027-06-13T12:00 | P1D     | working  | 2027-06-11 17:00 BST
  before | 2027-06-14T17:00 | P1W     | working  | 2027-06-07 17:00 BST
  before | 2027-06-14T17:00 | P2W1D   | working  | 2027-05-27 17:00 BST
  after  | 2027-06-14T09:30 | PT0S    | working  | 2027-06-14 09:30 BST
  after  | 2027-06-14T09:30 | PT90M   | working  | 2027-06-14 11:00 BST
  after  | 2027-06-11T16:30 | PT1H30M | working  | 2027-06-11 18:00 BST
  after  | 2027-06-11T16:30 | P1DT2H  | working  | 2027-06-14 18:30 BST
  before | 2027-06-14T09:30 | P1DT2H  | working  | 2027-06-11 07:30 BST
  after  | 2027-06-14T09:30 | P0D     | working  | 2027-06-14 09:30 BST
`

it.each(
  deadlines
    .trim()
    .split('\n')
    .map((row) => row.split('|').map((cell) => cell.trim())),
)('%s %s, %s in %s days is %s', (direction, from = '', duration = '', days, due) => {
  const count = days === 'working' ? 'working' : 'calendar'
  const counted =
    direction === 'after'
      ? calendar.after(london(from), duration, count)
      : calendar.before(london(from), duration, count)
  expect(shown(counted)).toBe(due)
})

it('a time of day that is skipped when the clocks go forward is kept past that day', () => {
  const from = london('2026-01-31T01:30')
  expect(shown(calendar.after(from, 'P63DT1H', 'working'))).toBe('2026-05-01 02:30 BST')
  expect(shown(calendar.before(london('2026-05-01T01:30'), 'P63DT1H', 'working'))).toBe('2026-01-30 00:30 GMT')
})

it('times are exact to the second, whatever day it is', () => {
  const from = london('2027-12-25T09:30')
  expect(calendar.after(from, 'PT8S', 'working')).toBe(from + 8_000)
  expect(calendar.before(from, 'PT1H3S', 'working')).toBe(from - 3_603_000)
})

describe('a day', () => {
  it('ends at 17:00 in London, in summer and in winter', () => {
    expect(calendar.endOfDay('2027-06-14')).toBe(Date.UTC(2027, 5, 14, 16))
    expect(calendar.endOfDay('2027-01-14')).toBe(Date.UTC(2027, 0, 14, 17))
    expect(calendar.endOfDay('2028-02-29')).toBe(Date.UTC(2028, 1, 29, 17))
  })

  it('begins and ends by the clock in London, not by that of the machine', () => {
    expect(calendar.dayOf(Date.UTC(2027, 5, 14, 22, 59))).toBe('2027-06-14')
    expect(calendar.dayOf(Date.UTC(2027, 5, 14, 23))).toBe('2027-06-15')
    expect(calendar.dayOf(Date.UTC(2027, 0, 14, 23, 59))).toBe('2027-01-14')
  })
})

describe('whole working days between', () => {
  const between = (from: string, to: string) => calendar.workingDaysBetween(london(from), london(to))

  it.each([
    ['2027-06-11T17:00', '2027-06-14T10:00', 0, 'Friday evening to Monday morning'],
    ['2027-06-11T17:00', '2027-06-14T17:00', 1, 'Friday evening to Monday evening'],
    ['2027-06-10T17:00', '2027-06-12T09:00', 1, 'Thursday evening to Saturday'],
    ['2027-06-12T12:00', '2027-06-13T12:00', 0, 'within a weekend'],
    ['2027-06-14T09:00', '2027-06-14T17:00', 0, 'within a day'],
    ['2027-03-25T17:00', '2027-03-30T17:00', 1, 'over Easter'],
    ['2027-12-24T12:00', '2028-01-04T12:00', 4, 'over Christmas and New Year'],
    ['2026-12-31T12:00', '2027-12-31T12:00', 253, 'a year'],
  ])('%s and %s: %i, %4$s', (from, to, days) => {
    expect(between(from, to)).toBe(days)
    expect(between(to, from)).toBe(days === 0 ? 0 : -days)
  })

  it('is as many as can be counted from the first without passing the second', () => {
    const instant = fc.integer({ min: Date.UTC(2026, 0, 1), max: Date.UTC(2029, 0, 1) })
    fc.assert(
      fc.property(instant, fc.integer({ min: 0, max: 90 * 86_400_000 }), (from, span) => {
        const days = calendar.workingDaysBetween(from, from + span)
        const nth = (count: number) =>
          count === 0 ? from : calendar.after(from, `P${count}DT24H`, 'working') - 86_400_000
        expect(nth(days)).toBeLessThanOrEqual(from + span)
        expect(nth(days + 1)).toBeGreaterThan(from + span)
      }),
    )
  })
})

describe('the calendar of several bodies', () => {
  const kent = { name: 'Kent Police' }
  const scotland = { name: 'Police Scotland', division: 'scotland' as const }
  const ulster = { name: 'Police Service of Northern Ireland', division: 'northernIreland' as const }
  const fair = { name: 'Glasgow City Council', division: 'scotland' as const, closedDays: ['2027-07-19'] }

  it.each([
    // Whose, sent, one working day later.
    ['1 January and its substitutes, alone', [kent], '2027-12-31T10:00', '2028-01-04'],
    ['2 January in Scotland', [scotland], '2027-12-31T10:00', '2028-01-05'],
    ['2 January, for a board across the border', [kent, scotland], '2027-12-31T10:00', '2028-01-05'],
    ['2 January on a working day', [scotland], '2026-01-01T10:00', '2026-01-05'],
    ['2 January where it is none', [kent], '2026-01-01T10:00', '2026-01-02'],
    ['Easter Monday in England and Wales', [kent], '2027-03-25T10:00', '2027-03-30'],
    ['Easter Monday in Scotland, which works', [scotland], '2027-03-25T10:00', '2027-03-29'],
    ['Easter Monday, for a board across the border', [scotland, kent], '2027-03-25T10:00', '2027-03-30'],
    ['17 March in Northern Ireland', [ulster], '2027-03-16T10:00', '2027-03-18'],
    ['17 March elsewhere', [kent, scotland], '2027-03-16T10:00', '2027-03-17'],
    ['17 March on a Sunday: the Monday', [ulster, kent], '2024-03-15T10:00', '2024-03-19'],
    ['12 July in Northern Ireland', [kent, ulster], '2027-07-09T10:00', '2027-07-13'],
    ['12 July on a Sunday: the Monday', [ulster], '2026-07-10T10:00', '2026-07-14'],
    ['12 July elsewhere', [kent, scotland], '2027-07-09T10:00', '2027-07-12'],
    ['the summer holiday of Scotland', [scotland], '2027-07-30T10:00', '2027-08-03'],
    ['that of England and Wales, at the end of August', [scotland], '2027-08-27T10:00', '2027-08-30'],
    ['St Andrew’s Day', [kent, scotland], '2027-11-29T10:00', '2027-12-01'],
    ['a body’s own closed day', [kent, fair], '2027-07-16T10:00', '2027-07-20'],
    ['nobody’s: England and Wales', [], '2027-03-25T10:00', '2027-03-30'],
  ])('%s', (_fact, bodies, sent, expected) => {
    const among = calendar.among(bodies)
    expect(among.dayOf(among.after(london(sent), 'P1D', 'working'))).toBe(expected)
    expect(among.workingDaysBetween(london(`${expected}T17:00`), london(`${expected}T17:00`))).toBe(0)
    expect(among.workingDaysBetween(london(sent), london(`${expected}T17:00`))).toBe(1)
  })

  it('says which days it passes over that are working days in England and Wales, and who is closed', () => {
    const among = calendar.among([kent, scotland, ulster, fair])
    expect(among.passedOver(london('2027-07-05T09:00'), london('2027-08-06T17:00'))).toEqual([
      { day: '2027-07-12', closedFor: ['Police Service of Northern Ireland'] },
      { day: '2027-07-19', closedFor: ['Glasgow City Council'] },
      { day: '2027-08-02', closedFor: ['Police Scotland', 'Glasgow City Council'] },
    ])
    expect(calendar.among([kent]).passedOver(london('2027-01-01T09:00'), london('2027-12-31T17:00'))).toEqual([])
  })

  it('is closed for everybody on a day announced late', () => {
    const among = calendarOf({ closedDays: ['2027-06-15'] }).among([scotland])
    expect(among.dayOf(among.after(london('2027-06-14T10:00'), 'P1D', 'working'))).toBe('2027-06-16')
  })

  it('never works on a day that one of them does not, whoever they are', () => {
    const division = fc.constantFrom('englandAndWales' as const, 'scotland' as const, 'northernIreland' as const)
    const body = fc.record({ name: fc.constant('a body'), division })
    const bodies = fc.array(body, { minLength: 1, maxLength: 4 })
    const from = fc.date({ min: new Date('2024-01-01'), max: new Date('2034-01-01'), noInvalidDate: true })
    fc.assert(
      fc.property(bodies, from, fc.integer({ min: 1, max: 12 }), (members, sent, days) => {
        const together = calendar.among(members).after(sent.getTime(), `P${days}D`, 'working')
        const alone = members.map((member) => calendar.among([member]))
        expect(together).toBeGreaterThanOrEqual(
          Math.max(...alone.map((own) => own.after(sent.getTime(), `P${days}D`, 'working'))),
        )
        // The day it ends on is a working day for each: one working day before it lies a day they all worked.
        for (const own of alone) expect(own.workingDaysBetween(together - 86_400_000, together)).toBe(1)
      }),
      { numRuns: 60 },
    )
  })
})

it('a bank holiday announced late is closed as soon as it is named', () => {
  const funeral = calendarOf({ closedDays: ['2027-06-15'] })
  const from = london('2027-06-14T10:00')
  expect(shown(funeral.after(from, 'P1D', 'working'))).toBe('2027-06-16 17:00 BST')
  expect(shown(calendar.after(from, 'P1D', 'working'))).toBe('2027-06-15 17:00 BST')
})

it.each(['P1M', 'P1Y', '3 days', '', 'P', 'PT', '-P1D'])(
  'refuses %j, which is no duration of a known length',
  (duration) => {
    expect(() => calendar.after(0, duration, 'working')).toThrow(/A duration must be one such as P45D or PT8S/)
  },
)

it.each(['2027-02-29', '14 June 2027', '2027-06-14T09:00', ''])('refuses %j, which is no day', (day) => {
  expect(() => calendar.endOfDay(day)).toThrow(/A day must be one such as 2027-06-14/)
})
