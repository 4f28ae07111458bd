import { describe, expect, it } from 'vitest'
import { cameTo, ofForcesAndCommissioners, seatOf, tallyOf, termsOf } from './boards.ts'

describe('SCCB, one of whose five serves both forces', () => {
  const seats = [
    seatOf('Deputy Chief Constable, Essex', { chair: true }),
    seatOf('Deputy Chief Constable, Kent'),
    seatOf('Director of Support Services, Essex and Kent', { organisationIds: ['essex', 'kent'] }),
    seatOf('Chief Finance Officer, Essex'),
    seatOf('Chief Finance Officer, Kent'),
  ]
  const rule = { kind: 'majority', quorum: 3, chairHasCastingVote: false, presentFromEach: 1 } as const
  const board = termsOf(rule, seats)

  it.each([
    ['decides nothing without Kent in the room', '+..+.', 'open'],
    ['has both forces there with the director of both', '+.++.', 'approved'],
    ['waits where the silent could still change it', '+.+..', 'open'],
    ['is told at once that Kent can take no part', 'x.xx.', 'deadlocked'],
    ['decides with what is left of Kent', '++x+x', 'approved'],
    ['sends back on a tie', '++x--', 'sentBack'],
  ])('%s', (_fact, written, comesTo) => {
    expect(cameTo(board, written)).toBe(comesTo)
  })

  it('counts the director for both forces only where its terms say so', () => {
    expect(cameTo(board, '+-+-0')).toBe('sentBack')
    expect(cameTo({ ...board, sharedSeats: 'countForEach' }, '+-+-0')).toBe('approved')
  })
})

describe('JCOG, where both chief constables must agree', () => {
  const seats = [
    seatOf('Chief Constable, Essex'),
    seatOf('Chief Constable, Kent'),
    seatOf('Deputy Chief Constable, Essex'),
    seatOf('Deputy Chief Constable, Kent'),
    seatOf('Director of Support Services, Essex and Kent', { organisationIds: ['essex', 'kent'] }),
  ]
  const board = termsOf({ kind: 'bothOf', seatIds: ['chief-constable-essex', 'chief-constable-kent'] }, seats)

  it.each([
    ['agrees against the advice of everybody else', '++---', 'approved'],
    ['waits for the second', '+.+++', 'open'],
    ['does not agree without one of them', '+-+++', 'sentBack'],
    ['cannot agree for one who declared an interest', '+x+++', 'deadlocked'],
  ])('%s', (_fact, written, comesTo) => {
    expect(cameTo(board, written)).toBe(comesTo)
  })

  it('says so', () => {
    expect(tallyOf(board, '+x+++').because).toBe(
      'Both Chief Constable, Essex and Chief Constable, Kent must agree, and Chief Constable, Kent took no position. ' +
        'Declared an interest, took no part: Chief Constable, Kent.',
    )
  })
})

describe('the OPFCC Strategic Board, where the commissioner decides', () => {
  const seats = [
    seatOf('Police, Fire and Crime Commissioner for Essex', { chair: true, organisationIds: ['essex-pfcc'] }),
    seatOf('Chief Executive, Essex'),
    seatOf('Chief Finance Officer, Essex'),
    seatOf('Chief Constable, Essex'),
  ]
  it.each([
    ['agrees funding for three years on a condition of the commissioner\u2019s', 'c---', 'approvedWithConditions'],
    ['waits for the commissioner', '.+++', 'open'],
    ['cannot decide when the commissioner declared an interest', 'x+++', 'deadlocked'],
  ])('%s', (_fact, written, comesTo) => {
    expect(cameTo(termsOf({ kind: 'chairDecides' }, seats), written)).toBe(comesTo)
  })
})

describe('the board of the five East Midlands forces and their commissioners', () => {
  const { rule, seats } = ofForcesAndCommissioners(
    'Leicestershire',
    'Lincolnshire',
    'Northamptonshire',
    'Nottinghamshire',
    'Derbyshire',
  )
  it.each([
    ['agrees with three forces and three commissioners', '+++.. ..+++', 'approved'],
    ['waits for a third commissioner', '+++++ ++...', 'open'],
    ['does not agree against three commissioners, whatever all forces say', '+++++ ---..', 'sentBack'],
    ['needs no more than two of three commissioners where two declared an interest', '+++.. xx++.', 'approved'],
  ])('%s', (_fact, written, comesTo) => {
    expect(cameTo(termsOf(rule, seats), written)).toBe(comesTo)
  })
})

describe('the Efficiency and Savings Board, which may change a forecast between gates', () => {
  const seats = [
    seatOf('Deputy Chief Constable, Essex', { chair: true }),
    seatOf('Chief Finance Officer, Essex'),
    seatOf('Head of Change, Essex'),
  ]
  const board = termsOf({ kind: 'majority', quorum: 2, chairHasCastingVote: true }, seats, { ask: 'rebaseline' })
  it.each([
    ['agrees to the new baseline by a majority', '++.', 'rebaselined'],
    ['agrees to it by the chair\u2019s casting vote', '+-0', 'rebaselined'],
    ['does not, where the chair was against', '-+0', 'sentBack'],
    ['is told that two interests leave it without a quorum', '.xx', 'deadlocked'],
  ])('%s', (_fact, written, comesTo) => {
    expect(cameTo(board, written)).toBe(comesTo)
  })
})
