import { pino } from 'pino'
import { beforeAll, describe, expect, it } from 'vitest'
import { forgetAddressesRegularly } from '../../worker/forget-old.ts'
import { openTestStore, type TestStore } from '../activities/store/open-test-store.ts'

const day = 86_400_000
let tables: TestStore

beforeAll(async () => {
  tables = await openTestStore()
})

const visit = async (daysAgo: number) => {
  const { nowInstant } = tables.clock
  tables.clock.nowInstant -= daysAgo * day
  await tables.store.links.noteAccess({
    kind: 'postRefused',
    initiativeId: 'vetting',
    reason: `${daysAgo} days ago`,
    ipAddress: '192.0.2.7',
    userAgent: 'Browser',
  })
  tables.clock.nowInstant = nowInstant
}

describe('the address a visit came from', () => {
  it('is taken out once it is ninety days old, and the visit itself stays as it was noted', async () => {
    for (const daysAgo of [400, 91, 89, 0]) await visit(daysAgo)
    const before = await tables.store.links.accesses('vetting')
    const stop = forgetAddressesRegularly({
      forget: tables.store.forgetVisitorAddresses,
      keepDays: 90,
      clock: () => tables.clock.nowInstant,
      log: pino({ level: 'silent' }),
    })
    await expect
      .poll(async () => (await tables.store.links.accesses('vetting')).map(({ ipAddress }) => ipAddress))
      .toEqual([undefined, undefined, '192.0.2.7', '192.0.2.7'])
    stop()
    const withoutAddress = (rows: typeof before) => rows.map((row) => ({ ...row, ipAddress: undefined }))
    expect(withoutAddress(await tables.store.links.accesses('vetting'))).toEqual(withoutAddress(before))
    expect(await tables.store.forgetVisitorAddresses(tables.clock.nowInstant - 90 * day)).toBe(0)
  })

  it.each([
    ['be put back', "update access_row set ip_address = '192.0.2.8'"],
    ['be changed', "update access_row set ip_address = '192.0.2.8' where ip_address is not null"],
    ['take something else with it', "update access_row set ip_address = null, reason = 'nothing'"],
  ])('cannot %s, not even by the owner of the tables', async (_what, statement) => {
    await visit(0)
    await expect(tables.query(statement)).rejects.toThrow('access_row is append-only')
  })

  it('is left where it is while PostgreSQL is away, with a line that says so', async () => {
    const lines: string[] = []
    const stop = forgetAddressesRegularly({
      forget: () => Promise.reject(new Error('no answer')),
      keepDays: 90,
      clock: Date.now,
      log: pino({ level: 'warn' }, { write: (line) => void lines.push(line) }),
    })
    await expect.poll(() => lines.join('')).toContain('could not be taken out')
    stop()
  })
})
