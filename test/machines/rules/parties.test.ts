import { describe, expect, it } from 'vitest'
import { choicesFor } from '../../../machines/rules/choices.ts'
import { partiesOf } from '../../../machines/rules/parties.ts'
import { tally } from '../../../machines/rules/tally.ts'
import { ask } from '../../../machines/vocabulary/board.ts'
import type { Choice } from '../../../machines/vocabulary/submission.ts'
import { cameTo, chiefAndCommissioner, chosen, seatOf, tallyOf, termsOf } from './boards.ts'

const sevenForces = ['Essex', 'Kent', 'Norfolk', 'Suffolk', 'Bedfordshire', 'Hertfordshire', 'Cambridgeshire']

describe('the seven chief constables, each of whom takes the position of one force', () => {
  const chiefs = sevenForces.map((place) => seatOf(`Chief Constable, ${place}`))
  const board = termsOf({ kind: 'perOrganisation', others: 'proceedWithThoseWhoAgree' }, chiefs, { ask: 'recommend' })

  it('recommend due diligence without the one who has more time', () => {
    const { outcome, because, decidingSeatIds } = tallyOf(board, '++++m++')
    expect(outcome).toBe('recommended')
    expect(decidingSeatIds).toHaveLength(6)
    expect(because).toBe(
      'Each decides for itself, and 6 of 7 organisations agreed: Chief Constable, Essex; Chief Constable, Kent; ' +
        'Chief Constable, Norfolk; Chief Constable, Suffolk; Chief Constable, Hertfordshire; Chief Constable, Cambridgeshire. ' +
        'More time: Chief Constable, Bedfordshire.',
    )
  })

  it('show where each force stands, and until when one has more time', () => {
    const decisions = Object.fromEntries(
      Object.entries(chosen(chiefs, '+++0mx-')).map(([seatId, choice]) => [
        seatId,
        {
          choice,
          ...(choice === 'moreTime' ? { deferUntilInstant: 1_568_000_000_000, deferUntilDay: '2019-09-13' } : {}),
        },
      ]),
    )
    expect(
      partiesOf(board, decisions).map(({ partyId, title, stand, untilDay }) => [partyId, title, stand, untilDay]),
    ).toEqual([
      ['essex', 'Essex', 'agreed', undefined],
      ['kent', 'Kent', 'agreed', undefined],
      ['norfolk', 'Norfolk', 'agreed', undefined],
      ['suffolk', 'Suffolk', 'abstained', undefined],
      ['bedfordshire', 'Bedfordshire', 'moreTime', '2019-09-13'],
      ['hertfordshire', 'Hertfordshire', 'tookNoPart', undefined],
      ['cambridgeshire', 'Cambridgeshire', 'didNotAgree', undefined],
    ])
  })

  it('give a force the longer of two times its members ask for', () => {
    const pair = chiefAndCommissioner('Kent')
    const asked = (choice: Choice, deferUntilInstant: number) => ({ choice, deferUntilInstant })
    const terms = termsOf({ kind: 'perPair', others: 'allMust' }, pair)
    const both = { 'chief-constable-kent': asked('moreTime', 20), 'commissioner-kent': asked('moreTime', 10) }
    expect(partiesOf(terms, both)).toMatchObject([{ stand: 'moreTime', untilInstant: 20 }])
    const deferring = { 'chief-constable-kent': asked('defer', 20), 'commissioner-kent': asked('moreTime', 10) }
    expect(partiesOf(terms, deferring)).toMatchObject([{ stand: 'moreTime', untilInstant: 10 }])
  })

  it.each([
    ['wait for the last position, however many recommend', '++++++.', 'open'],
    ['recommend as soon as the last one has taken a position, whatever it is', '++++++-', 'recommended'],
    ['are content with one that recommends', '------+', 'recommended'],
    ['send it back when none recommends', '-------', 'sentBack'],
    ['defer when those who do not recommend ask for a later date', 'ddddmmm', 'deferred'],
    ['are deadlocked when each asks for more time', 'mmmmmmm', 'deadlocked'],
    ['are deadlocked when each abstains or has an interest', '000xxxx', 'deadlocked'],
    ['do not wait for one that declared an interest', '++++++x', 'recommended'],
  ])('%s', (_fact, written, comesTo) => {
    expect(cameTo(board, written)).toBe(comesTo)
  })

  it('stop a case only together, though each agrees for itself', () => {
    const deciding = { ...board, ask: 'decide' as const }
    expect(cameTo(deciding, 'ss-----')).toBe('sentBack')
    expect(cameTo(deciding, 'sssssss')).toBe('stopped')
  })

  it.each([
    ['carry nothing while one is silent, where all must agree', '++++++.', 'open'],
    ['send it back with the first refusal then', '-......', 'sentBack'],
    ['defer it with the first that asks for more time then', '+m.....', 'deferred'],
    ['pass over an abstention then', '++++++0', 'recommended'],
  ])('%s', (_fact, written, comesTo) => {
    expect(cameTo({ ...board, rule: { kind: 'perOrganisation', others: 'allMust' } }, written)).toBe(comesTo)
  })
})

describe('the Alliance Summit, each chief constable together with the commissioner', () => {
  const seats = sevenForces.flatMap((place) => [
    seatOf(`Chief Constable, ${place} Police`, { organisationIds: [place.toLowerCase()], pairId: place.toLowerCase() }),
    seatOf(
      place === 'Essex' ? 'Police, Fire and Crime Commissioner for Essex' : `Police and Crime Commissioner, ${place}`,
      { organisationIds: [`${place.toLowerCase()}-pcc`], pairId: place.toLowerCase() },
    ),
  ])
  const board = termsOf({ kind: 'perPair', others: 'proceedWithThoseWhoAgree' }, seats)

  it('shows a pair that does not agree as such, and goes on with the others', () => {
    const { outcome, because } = tallyOf(board, '++ +- ++ ++ ++ ++ m.')
    expect(outcome).toBe('approved')
    expect(because).toBe(
      'Each decides for itself, and 5 of 7 pairs agreed: Chief Constable, Essex Police; Police, Fire and Crime Commissioner for Essex; ' +
        'Chief Constable, Norfolk Police; Police and Crime Commissioner, Norfolk; Chief Constable, Suffolk Police; ' +
        'Police and Crime Commissioner, Suffolk; Chief Constable, Bedfordshire Police; Police and Crime Commissioner, Bedfordshire; ' +
        'Chief Constable, Hertfordshire Police; Police and Crime Commissioner, Hertfordshire. ' +
        'Chief Constable, Kent Police and Police and Crime Commissioner, Kent do not agree. ' +
        'More time: Chief Constable, Cambridgeshire Police.',
    )
  })

  it('calls each pair by its place', () => {
    expect(partiesOf(board, {}).map(({ title, stand }) => [title, stand])).toEqual(
      sevenForces.map((place) => [place, 'stillToDecide']),
    )
  })

  it.each([
    ['waits for the other of a pair', '++ ++ ++ ++ ++ ++ +.', 'open'],
    ['waits for the other of a pair also after a refusal', '++ ++ ++ ++ ++ ++ -.', 'open'],
    ['does not wait for the other of a pair that has more time', '++ ++ ++ ++ ++ ++ .m', 'approved'],
    ['lets the other of a pair decide for it where one declared an interest', 'x+ -- -- -- -- -- --', 'approved'],
    ['takes no joint decision from one alone where the other abstained', '+0 -- -- -- -- -- --', 'sentBack'],
    ['has no decision of a pair that disagrees', '+- +- +- +- +- +- +-', 'sentBack'],
  ])('%s', (_fact, written, comesTo) => {
    expect(cameTo(board, written)).toBe(comesTo)
  })

  it('does not wait for a pair whose own case it is', () => {
    const own = seats.slice(0, 2).map(({ seatId }) => seatId)
    const { outcome, because } = tally(board, chosen(seats, '.. ++ -- -- -- -- --'), own)
    expect(outcome).toBe('approved')
    expect(because).toContain('1 of 6 pairs agreed: Chief Constable, Kent Police; Police and Crime Commissioner, Kent.')
    expect(because).toContain(
      ' Standing aside from a case of their own: Chief Constable, Essex Police; Police, Fire and Crime Commissioner for Essex.',
    )
  })
})

describe('a board that decides as one', () => {
  it('has no parties', () => {
    expect(partiesOf(termsOf({ kind: 'unanimous' }, chiefAndCommissioner('Kent')), {})).toEqual([])
  })

  it('offers nobody more time than the others have, and everybody to declare an interest', () => {
    for (const asked of ask.options) {
      const asOne = choicesFor(asked, { kind: 'unanimous' })
      const byParty = choicesFor(asked, { kind: 'perPair', others: 'allMust' })
      expect(asOne).toEqual(byParty.filter((choice) => choice !== 'moreTime'))
      expect(asOne).toContain('declareInterest')
      // A board that notes has no later date to ask for, together or alone.
      expect(byParty.includes('moreTime')).toBe(byParty.includes('defer'))
    }
  })
})
