import { setTimeout as wait } from 'node:timers/promises'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { aProposal, aVote, theChiefs } from '../support/case.ts'
import { startRecord, type TestRecord } from '../support/record.ts'

const initiativeCount = 40
const minutes = 3
const decisionsAMinute = 50

let record: TestRecord

beforeAll(async () => {
  record = await startRecord()
})
afterAll(() => record.stop())

/** Every entry with what stands beside it, by initiative and number. */
const audit = async () => {
  const { rows } = await record.postgres.query<{ name: string; row: string }>(
    `select initiative_id || ' ' || sequence as name, audit_entry::text as row from audit_entry`,
  )
  return new Map(rows.map(({ name, row }) => [name, row]))
}

it(
  'the read model, dropped and made anew three times under fifty decisions a minute, is the workflows’',
  {
    timeout: 1_200_000,
  },
  async () => {
    const boards = [theChiefs({ rule: { kind: 'unanimous' } })]
    const begun = []
    for (let count = 0; count < initiativeCount; count += 1) begun.push(await record.initiatives.start())
    for (const { ask } of begun) await ask('submit', { proposal: aProposal(), boards })
    for (const { ask } of begun.slice(0, 5)) await ask('closeEarly', { reason: 'No budget.', report: 'Kept.' })
    const open = begun.slice(5)
    const before = await audit()

    const decisions = Array.from({ length: minutes * decisionsAMinute }, (_, index) => ({
      ...open[index % open.length]!,
      decisionNumber: Math.floor(index / open.length),
    }))
    let confirmed = 0
    const deciding = (async () => {
      const asked: Promise<void>[] = []
      for (const { ask, decisionNumber } of decisions) {
        asked.push(
          ask('castVote', aVote('kent', 'abstain', { decisionNumber })).then(({ kind }) => {
            if (kind === 'recorded') confirmed += 1
          }),
        )
        await wait(60_000 / decisionsAMinute)
      }
      await Promise.all(asked)
    })()
    for (let round = 0; round < 3; round += 1) {
      await wait(20_000)
      expect(await record.gatehouse(['rebuild', '--json'])).toMatchObject({ exitCode: 0 })
    }
    await deciding
    const lastInstant = Date.now()
    const differing = async () => {
      const states = await Promise.all(
        open.map(
          async ({ initiativeId, now }) => [await now(), await record.store.initiatives.find(initiativeId)] as const,
        ),
      )
      return states.filter(([live, row]) => live.version !== row?.version || live.stateHash !== row.stateHash).length
    }
    await expect.poll(differing, { timeout: 60_000 }).toBe(0)
    const identicalAfterMilliseconds = Date.now() - lastInstant

    const after = await audit()
    expect([...before].filter(([name, row]) => after.get(name) !== row)).toEqual([])
    expect(after.size).toBe(before.size + decisions.length)
    expect(confirmed).toBe(decisions.length)
    const verified = await record.gatehouse(['verify'])
    process.stdout.write(
      `${confirmed} decisions confirmed, three rebuilds, identical ${identicalAfterMilliseconds} ms after the last. ${verified.out}`,
    )
    expect(verified.exitCode).toBe(0)
  },
)
