import { randomBytes, randomUUID } from 'node:crypto'
import { beforeAll, describe, expect, it } from 'vitest'
import type { CodeSession } from '../../../activities/ports.ts'
import { openTestStore, type TestStore } from './open-test-store.ts'

const minute = 60_000
let tables: TestStore
beforeAll(async () => {
  tables = await openTestStore()
})

const codes = () => tables.store.codes
const limit = (most = 1_000) => ({ most, sinceInstant: 0 })
const aBrowser = (of: Partial<CodeSession> = {}): CodeSession => ({
  secret: randomBytes(32).toString('base64url'),
  initiativeId: `case-${randomUUID()}`,
  reviewId: 's1b1',
  seatId: 'kent',
  holderId: 'chief-constable-kent',
  ...of,
})
const asks = async (browser: CodeSession, pressId: string = randomUUID()) => {
  const number = await codes().ask({ ...browser, pressId }, limit())
  if (number === 'tooMany') throw new Error('Too many codes were asked for')
  return number
}
/** A browser whose code has been mailed. */
const mailed = async (browser = aBrowser()) => {
  const number = await asks(browser)
  return { browser, number, ...(await codes().mint(number)) }
}
/** A code that is not that one. */
const another = (code: string) => String((Number(code) + 1) % 10 ** 8).padStart(8, '0')

describe('a one-time code', () => {
  it('is eight figures, works once for its browser, and lets it decide for four hours', async () => {
    const { browser, code, expiresInstant } = await mailed()
    expect(code).toMatch(/^\d{8}$/)
    expect(expiresInstant).toBe(tables.clock.nowInstant + 10 * minute)
    expect(await codes().standing(browser)).toBe('asked')
    expect(await codes().confirm(browser, code)).toEqual({ kind: 'confirmed' })
    expect(await codes().standing(browser)).toBe('confirmed')
    tables.clock.nowInstant += 4 * 60 * minute - 1
    expect(await codes().standing(browser)).toBe('confirmed')
    tables.clock.nowInstant += 1
    expect(await codes().standing(browser)).toBe('notAsked')
    expect(await codes().confirm(browser, code)).toEqual({ kind: 'expired' })
  })

  it.each<[string, Partial<CodeSession>]>([
    ['in another browser', { secret: 'x'.repeat(43) }],
    ['for another seat', { seatId: 'essex' }],
    ['for another decision', { reviewId: 's1b2' }],
    ['for another initiative', { initiativeId: 'another' }],
    ['for somebody else who holds the seat now', { holderId: 'chief-constable-essex' }],
  ])('opens nothing %s', async (_where, other) => {
    const { browser, code } = await mailed()
    expect(await codes().confirm({ ...browser, ...other }, code)).toEqual({ kind: 'notAsked' })
    expect(await codes().standing({ ...browser, ...other })).toBe('notAsked')
    expect(await codes().confirm(browser, code)).toEqual({ kind: 'confirmed' })
  })

  it('may be typed wrongly four times, and after the fifth the right one is of no use', async () => {
    const { browser, code } = await mailed()
    for (const triesLeft of [4, 3, 2, 1, 0])
      expect(await codes().confirm(browser, another(code))).toEqual({ kind: 'wrong', triesLeft })
    expect(await codes().confirm(browser, code)).toEqual({ kind: 'usedUp' })
    expect(await codes().standing(browser)).toBe('notAsked')
  })

  it('is guessed at no oftener by fifty guesses at once', async () => {
    const { browser, code } = await mailed()
    const came = await Promise.all(Array.from({ length: 50 }, () => codes().confirm(browser, another(code))))
    expect(came.filter(({ kind }) => kind === 'wrong')).toHaveLength(5)
    expect(new Set(came.map(({ kind }) => kind))).toEqual(new Set(['wrong', 'usedUp']))
  })

  it('is confirmed by both of two presses at once', async () => {
    const { browser, code } = await mailed()
    const came = await Promise.all([codes().confirm(browser, code), codes().confirm(browser, code)])
    expect(came).toEqual([{ kind: 'confirmed' }, { kind: 'confirmed' }])
  })

  it('works for ten minutes from when it was mailed, and not before', async () => {
    const browser = aBrowser()
    const number = await asks(browser)
    expect(await codes().confirm(browser, '12345678')).toEqual({ kind: 'notSent' })
    tables.clock.nowInstant += 20 * minute
    const { code } = await codes().mint(number)
    tables.clock.nowInstant += 10 * minute
    expect(await codes().confirm(browser, code)).toEqual({ kind: 'expired' })
    expect(await codes().standing(browser)).toBe('notAsked')
  })

  it('gives way to the one of a second copy of its mail, and to one asked for later', async () => {
    const { browser, number, code } = await mailed()
    const { code: second } = await codes().mint(number)
    expect(await codes().confirm(browser, code)).toMatchObject({ kind: 'wrong' })
    const later = await mailed(browser)
    expect(await codes().confirm(browser, second)).toMatchObject({ kind: 'wrong' })
    expect(await codes().confirm(browser, later.code)).toEqual({ kind: 'confirmed' })
  })

  it('is asked for once by one press, and no oftener than allowed for a seat, whatever the browser', async () => {
    const browser = aBrowser()
    expect(await asks(browser, 'the same press')).toBe(await asks(browser, 'the same press'))
    const others = { initiativeId: browser.initiativeId }
    expect(await codes().ask({ ...aBrowser(others), pressId: randomUUID() }, limit(2))).toEqual(expect.any(Number))
    expect(await codes().ask({ ...aBrowser(others), pressId: randomUUID() }, limit(2))).toBe('tooMany')
    const essex = aBrowser({ ...others, seatId: 'essex' })
    expect(await codes().ask({ ...essex, pressId: randomUUID() }, limit(2))).toEqual(expect.any(Number))
  })

  it('is not made any more half an hour after it was asked for, or once one has been entered', async () => {
    const number = await asks(aBrowser())
    expect(await codes().isWanted(number)).toBe(true)
    tables.clock.nowInstant += 30 * minute
    expect(await codes().isWanted(number)).toBe(false)
    const entered = await mailed()
    await codes().confirm(entered.browser, entered.code)
    expect(await codes().isWanted(entered.number)).toBe(false)
  })

  it('is nowhere in the database, nor is what names its browser', async () => {
    const { browser, code } = await mailed()
    const rows = JSON.stringify(await tables.query('select * from one_time_code'))
    expect(rows).not.toContain(code)
    expect(rows).not.toContain(browser.secret)
  })
})
