import { describe, expect, it } from 'vitest'
import {
  dateInWords,
  dayInWords,
  durationInWords,
  reportedDateInWords,
  shortDateInWords,
  timeLeft,
  weekdayDateInWords,
} from '../../../activities/words/dates.ts'
import { costInWords, poundsInWords } from '../../../activities/words/money.ts'

const at = (iso: string) => Date.parse(iso)

describe('a date people read', () => {
  it.each([
    ['in summer time', '2027-06-14T09:00:00Z', '14 June 2027 at 10am'],
    ['in winter time', '2027-12-14T10:00:00Z', '14 December 2027 at 10am'],
    ['on the day after its day in UTC', '2027-06-13T23:30:00Z', '14 June 2027 at 12:30am'],
    ['at noon', '2027-06-14T11:00:00Z', '14 June 2027 at midday'],
    ['at midnight', '2027-06-13T23:00:00Z', '14 June 2027 at midnight'],
    ['the last minute before the clocks go forward', '2027-03-28T00:59:00Z', '28 March 2027 at 12:59am'],
    ['the minute they have gone forward', '2027-03-28T01:00:00Z', '28 March 2027 at 2am'],
    ['the minute they have gone back', '2027-10-31T01:00:00Z', '31 October 2027 at 1am'],
    ['on a leap day', '2028-02-29T17:05:00Z', '29 February 2028 at 5:05pm'],
  ])('%s is said in British time', (_fact, iso, words) => {
    expect(dateInWords(at(iso))).toBe(words)
  })

  it('has its weekday where somebody must act by it', () => {
    expect(weekdayDateInWords(at('2028-10-12T16:00:00Z'))).toBe('Thursday 12 October 2028 at 5pm')
  })

  it.each([
    ['2028-10-12T16:00:00Z', '2028-10-01T00:00:00Z', 'Thu 12 Oct, 5pm'],
    ['2028-09-07T15:30:00Z', '2028-08-01T00:00:00Z', 'Thu 7 Sep, 4:30pm'],
    ['2029-01-18T17:00:00Z', '2028-12-01T00:00:00Z', 'Thu 18 Jan 2029, 5pm'],
  ])('is short in a subject', (iso, now, words) => {
    expect(shortDateInWords(at(iso), at(now))).toBe(words)
  })

  it('is a plain day for a calendar day', () => {
    expect(dayInWords('2027-06-01')).toBe('1 June 2027')
    expect(dayInWords(at('2027-05-31T23:30:00Z'))).toBe('1 June 2027')
  })
})

it.each([
  [{ precision: 'day', on: '2017-06-08' }, '8 June 2017'],
  [{ precision: 'month', month: '2019-10' }, 'October 2019'],
  [{ precision: 'range', from: '2017-06-08', to: '2017-06-10' }, '8 to 10 June 2017'],
  [{ precision: 'range', from: '2017-06-28', to: '2017-07-02' }, '28 June to 2 July 2017'],
  [{ precision: 'range', from: '2017-12-28', to: '2018-01-02' }, '28 December 2017 to 2 January 2018'],
  [{ precision: 'range', from: '2017-12-28', to: '2017-12-28' }, '28 December 2017'],
  [{ precision: 'by', by: '2019-09-13' }, 'by 13 September 2019'],
  [{ precision: 'said', said: 'the first part of 2020' }, 'the first part of 2020'],
  [{ precision: 'notReported' }, 'date not reported'],
] as const)('a reported date is no more precise than its source: %j', (date, words) => {
  expect(reportedDateInWords(date)).toBe(words)
})

it.each([
  [3 * 86_400_000 + 1, '3 days left'],
  [86_400_000, '24 hours left'],
  [90_000, '90 seconds left'],
  [1000, '1 second left'],
  [400, 'due now'],
  [-3_600_000, '60 minutes late'],
  [-2 * 86_400_000, '2 days late'],
])('time is said to be left or late: %i ms', (milliseconds, words) => {
  expect(timeLeft(1e12 + milliseconds, 1e12)).toBe(words)
})

it.each([
  ['P10D', 'working', '10 working days'],
  ['P45D', 'calendar', '45 days'],
  ['P1D', 'working', '1 working day'],
  ['PT8S', 'calendar', '8 seconds'],
  ['P1W2DT1H', 'calendar', '1 week 2 days 1 hour'],
] as const)('%s of %s days is "%s"', (iso, days, words) => {
  expect(durationInWords(iso, days)).toBe(words)
})

it.each([
  [125_000_000, '£1,250,000'],
  [1250, '£12.50'],
  [-30_000, '-£300'],
  [0, '£0'],
])('%i pence are %s', (pence, words) => {
  expect(poundsInWords(pence)).toBe(words)
})

it('says both ends of a cost in full', () => {
  expect(costInWords(100_000_000, 120_000_000)).toBe('£1,000,000 to £1,200,000')
  expect(costInWords(undefined, 120_000_000)).toBe('up to £1,200,000')
  expect(costInWords(5000, 5000)).toBe('£50')
  expect(costInWords(undefined, undefined)).toBeUndefined()
})
