import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { textOf } from '../api/pages/text-of.ts'
import { aVote } from '../support/case.ts'
import { createTestDatabase } from '../support/postgres.ts'
import { startWatchedGatehouse } from '../support/single-processes.ts'
import { startTcpProxy, type TcpProxy } from '../support/tcp-proxy.ts'
import { sharedTemporal } from '../support/temporal.ts'

const second = 1_000
const outage = 30 * second

let postgres: TcpProxy
let temporal: TcpProxy
let gatehouse: Awaited<ReturnType<typeof startWatchedGatehouse>>
let decided = 0

beforeAll(async () => {
  const [database, { address }] = await Promise.all([createTestDatabase(), sharedTemporal()])
  const url = new URL(database.url)
  postgres = await startTcpProxy({ target: url.host })
  temporal = await startTcpProxy({ target: address })
  url.host = postgres.address
  gatehouse = await startWatchedGatehouse({
    DATABASE_URL: url.href,
    DATABASE_DIRECT_URL: database.url,
    TEMPORAL_ADDRESS: temporal.address,
  })
  const seats = Array.from({ length: 9 }, (_, index) => ({
    seatId: `seat-${index}`,
    title: `Seat ${index}`,
    organisationIds: ['kent'],
    holderId: `holder-${index}`,
    chair: index === 0,
  }))
  await gatehouse.submit('vetting', { seats })
})
afterAll(async () => {
  await gatehouse?.stop()
  await Promise.all([postgres?.stop(), temporal?.stop()])
})

/** The next seat abstains; settles when that is in the record. Temporal itself is reached past the bad line. */
const decide = () => {
  const seat = decided
  decided += 1
  const vote = aVote(`seat-${seat}`, 'abstain', { holderId: `holder-${seat}` })
  return gatehouse.ask('vetting', 'castVote', vote, `d:s1b1:seat-${seat}:1`)
}

type Seen = { figure: number; saysOld: boolean; saysNothingNew: boolean }
const dashboard = async (): Promise<Seen> => {
  const response = await fetch(`${gatehouse.apiUrl}/`, { signal: AbortSignal.timeout(60 * second) })
  const page = textOf(await response.text())
  return {
    figure: Number(/(\d) of 9 have decided/.exec(page)?.[1] ?? Number.NaN),
    saysOld: page.includes('The record cannot be read at the moment'),
    saysNothingNew: page.includes('Nothing new comes in just now'),
  }
}
const recorded = async () =>
  (await gatehouse.store.initiatives.entries('vetting')).filter(({ event }) => event.type === 'voteCast').length
/** A figure is right when it was so in the record while the page was made, or when the page says that it is old. */
const looked: { seen: Seen; isRight: boolean }[] = []
const look = async () => {
  const before = await recorded()
  const seen = await dashboard()
  const after = await recorded()
  const isRight = seen.saysOld ? seen.figure <= after : seen.figure >= before && seen.figure <= after
  looked.push({ seen, isRight })
  return seen
}
const secondsSince = (began: number) => Math.round((performance.now() - began) / 100) / 10

const bad: [string, () => TcpProxy, 'saysOld' | 'saysNothingNew'][] = [
  ['PostgreSQL', () => postgres, 'saysOld'],
  ['Temporal', () => temporal, 'saysNothingNew'],
]

describe.each(bad)('on a bad line to %s', (part, proxyOf, says) => {
  it('half a second slower, every figure is right and decisions are taken', async ({ annotate }) => {
    proxyOf().latencyMilliseconds = 250
    const began = performance.now()
    await decide()
    const seen = await look()
    await annotate(`${part}, 500 ms there and back: decision and page in ${secondsSince(began)} s`)
    expect(seen.figure).toBe(decided)
    proxyOf().latencyMilliseconds = 0
    expect(looked.filter(({ isRight }) => !isRight)).toEqual([])
  })

  const spoilt: [string, (proxy: TcpProxy) => Promise<void>, (proxy: TcpProxy) => Promise<void>][] = [
    ['cut', (proxy) => proxy.shut(), (proxy) => proxy.open()],
    ['half open', async (proxy) => void (proxy.silent = true), async (proxy) => void (proxy.silent = false)],
  ]
  for (const [how, spoil, mend] of spoilt)
    it(`${how} for thirty seconds, the dashboard says so within 30 s, shows no wrong figure, and heals within 60 s`, async ({
      annotate,
    }) => {
      await look()
      await spoil(proxyOf())
      const began = performance.now()
      const deciding = decide()
      await expect.poll(look, { timeout: 10 * outage, interval: second }).toMatchObject({ [says]: true })
      const saidAfter = secondsSince(began)
      while (performance.now() - began < outage) await look()
      await mend(proxyOf())
      const mended = performance.now()
      await expect
        .poll(look, { timeout: 600 * second, interval: second })
        .toEqual({ figure: decided, saysOld: false, saysNothingNew: false })
      const healedAfter = secondsSince(mended)
      await deciding
      await annotate(`${part} ${how}: said after ${saidAfter} s (mark 30), healed after ${healedAfter} s (mark 60)`)
      expect(looked.filter(({ isRight }) => !isRight)).toEqual([])
      expect(saidAfter).toBeLessThan(300)
      expect(healedAfter).toBeLessThan(600)
    })
})
