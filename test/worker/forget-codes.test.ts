import { randomBytes, randomUUID } from 'node:crypto'
import { pino } from 'pino'
import { beforeAll, describe, expect, it } from 'vitest'
import { forgetCodesRegularly } from '../../worker/forget-old.ts'
import { openTestStore, type TestStore } from '../activities/store/open-test-store.ts'

const day = 86_400_000
const hour = 3_600_000
let tables: TestStore
beforeAll(async () => {
  tables = await openTestStore()
})

/** Does something as it would have been done so long ago. */
const ago = async <Done>(milliseconds: number, act: () => Promise<Done>): Promise<Done> => {
  const { nowInstant } = tables.clock
  tables.clock.nowInstant -= milliseconds
  const done = await act()
  tables.clock.nowInstant = nowInstant
  return done
}

/** A code asked for, mailed and, where it is `confirmed`, entered; by the name of its case. */
const aCode = async (initiativeId: string, confirmed: boolean) => {
  const { codes } = tables.store
  const session = {
    secret: randomBytes(32).toString('base64url'),
    initiativeId,
    reviewId: 's1b1',
    seatId: 'kent',
    holderId: 'chief-constable-kent',
  }
  const number = await codes.ask({ ...session, pressId: randomUUID() }, { most: 9, sinceInstant: 0 })
  if (number === 'tooMany') throw new Error('Too many codes were asked for')
  const { code } = await codes.mint(number)
  if (confirmed) await codes.confirm(session, code)
  return session
}

const kept = async () =>
  (await tables.query('select initiative_id from one_time_code order by code_number')).map(
    (row) => row['initiative_id'],
  )

describe('one-time codes', () => {
  it('are deleted ninety days after their end, and none of those that still let somebody in', async () => {
    await ago(400 * day, () => aCode('long-ago', false))
    await ago(90 * day + hour, () => aCode('never-entered', false))
    // Entered ninety days and an hour ago, it let its browser decide for four hours.
    await ago(90 * day + hour, () => aCode('entered', true))
    await ago(90 * day + 5 * hour, () => aCode('entered-earlier', true))
    await ago(89 * day, () => aCode('last-quarter', true))
    const now = await aCode('now', true)
    const stop = forgetCodesRegularly({
      forget: tables.store.forgetOneTimeCodes,
      clock: () => tables.clock.nowInstant,
      log: pino({ level: 'silent' }),
    })
    await expect.poll(kept).toEqual(['entered', 'last-quarter', 'now'])
    stop()
    expect(await tables.store.codes.standing(now)).toBe('confirmed')
    expect(await tables.store.forgetOneTimeCodes(tables.clock.nowInstant - 90 * day)).toBe(0)
  })

  it('stay while PostgreSQL is away, with a line that says so', async () => {
    const lines: string[] = []
    const stop = forgetCodesRegularly({
      forget: () => Promise.reject(new Error('no answer')),
      clock: Date.now,
      log: pino({ level: 'warn' }, { write: (line) => void lines.push(line) }),
    })
    await expect.poll(() => lines.join('')).toContain('could not be deleted')
    stop()
  })
})
