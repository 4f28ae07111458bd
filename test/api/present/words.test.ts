import { describe, expect, it } from 'vitest'
import { ended, listed, listedShort, lowerFirst } from '../../../api/present/listing.ts'
import { lastDayOf } from '../../../api/present/moment.ts'
import { isIn } from '../../../api/present/place.ts'
import { inSentence } from '../../../api/present/waiting.ts'
import { dateWritten, pence, savingWritten } from '../../../api/routes/pages/acts/written.ts'

describe('a date as somebody writes it', () => {
  it.each([
    ['', undefined],
    ['2027-10-14', { precision: 'day', on: '2027-10-14' }],
    ['14 October 2027', { precision: 'day', on: '2027-10-14' }],
    ['14 Oct 2027', { precision: 'day', on: '2027-10-14' }],
    ['14/10/2027', { precision: 'day', on: '2027-10-14' }],
    ['October 2027', { precision: 'month', month: '2027-10' }],
    ['by 14 October 2027', { precision: 'by', by: '2027-10-14' }],
    ['1 October 2027 to 14 October 2027', { precision: 'range', from: '2027-10-01', to: '2027-10-14' }],
    ['the first part of 2028', { precision: 'said', said: 'the first part of 2028' }],
    ['31 February 2027', { precision: 'said', said: '31 February 2027' }],
    ['by the summer', { precision: 'said', said: 'by the summer' }],
  ])('“%s” keeps its precision', (text, expected) => {
    expect(dateWritten(text)).toEqual(expected)
  })
})

describe('an amount as somebody writes it', () => {
  it.each([
    ['1200000', 120_000_000],
    ['£1,200,000', 120_000_000],
    ['12.50', 1250],
    ['0', 0],
    ['1.2m', undefined],
    ['12.5', undefined],
    ['-3', undefined],
    ['a lot', undefined],
  ])('“%s” is %s pence', (text, expected) => {
    expect(pence(text)).toBe(expected)
  })

  it.each([
    ['2028/29: 180,000', { year: '2028/29', savingPence: 18_000_000 }],
    ['2029/30 £410,000.50', { year: '2029/30', savingPence: 41_000_050 }],
    ['180,000', undefined],
    ['2028/29: some', undefined],
  ])('“%s” is a year and its saving', (text, expected) => {
    expect(savingWritten(text)).toEqual(expected)
  })
})

describe('words in a sentence', () => {
  it.each([
    [['Kent'], 'Kent'],
    [['Kent', 'Essex'], 'Kent and Essex'],
    [['Kent', 'Essex', 'Norfolk'], 'Kent, Essex and Norfolk'],
  ])('lists %j', (items, expected) => {
    expect(listed(items)).toBe(expected)
  })

  it.each([
    [['A, Kent'], 'A, Kent'],
    [['A, Kent', 'B, Essex'], 'A, Kent and B, Essex'],
    [['A, Kent', 'B, Essex', 'C, Norfolk'], 'A, Kent; B, Essex and C, Norfolk'],
    [['A', 'B', 'C', 'D', 'E'], 'A; B and 3 others'],
  ])('lists names that hold commas, and no more than three: %j', (names, expected) => {
    expect(listedShort(names)).toBe(expected)
  })

  it.each([
    ['Change team', 'the change team'],
    ['PMO', 'the PMO'],
    ['The date the board set', 'the date the board set'],
    ['Chief Constable, Kent', 'Chief Constable, Kent'],
  ])('calls %s %s', (title, expected) => {
    expect(inSentence(title)).toBe(expected)
  })

  it.each([
    ['Reason', 'reason'],
    ['7F Vetting', '7F Vetting'],
    ['PMO', 'PMO'],
  ])('begins %s as %s', (text, expected) => {
    expect(lowerFirst(text)).toBe(expected)
  })

  it.each([
    ['It is late', 'It is late.'],
    ['It is late.', 'It is late.'],
    ['Is it late?', 'Is it late?'],
  ])('ends “%s” once', (text, expected) => {
    expect(ended(text)).toBe(expected)
  })
})

describe('the last day a date can mean', () => {
  it.each([
    [{ precision: 'day', on: '2019-09-09' }, '2019-09-09'],
    [{ precision: 'month', month: '2019-09' }, '2019-09-31'],
    [{ precision: 'range', from: '2019-09-01', to: '2019-09-09' }, '2019-09-09'],
    [{ precision: 'by', by: '2019-09-30' }, '2019-09-30'],
    [{ precision: 'said', said: 'early in 2020' }, undefined],
    [{ precision: 'notReported' }, undefined],
  ] as const)('%j', (date, expected) => {
    expect(lastDayOf(date)).toBe(expected)
  })
})

describe('whether a machine is in a state', () => {
  it.each([
    ['closed', 'closed', true],
    [{ active: { goLive: 'approved' } }, 'approved', true],
    [{ active: { goLive: 'approved' } }, 'goLive', true],
    [{ active: { goLive: 'approved' } }, 'closed', false],
    [undefined, 'closed', false],
  ])('%j is in %s: %s', (value, name, expected) => {
    expect(isIn({ value }, name)).toBe(expected)
  })
})
