import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { bundleWorkflowCode } from '@temporalio/worker'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { dataConverterFor } from '../../activities/codec/data-converter.ts'
import { withNewKey } from '../../activities/settings/keys.ts'
import { openStore, type Store } from '../../activities/store/store.ts'
import { checkBuild } from '../../cli/check-build/check-build.ts'
import { verifyAll } from '../../cli/verify/verify-all.ts'
import { bundleForReplay } from '../../worker/replay/replay.ts'
import { bundling } from '../../worker/worker.ts'
import { recordAgain } from '../../workflows/messages.ts'
import { aProposal, aVote, theChiefs } from '../support/case.ts'
import { startInitiatives } from '../support/initiatives.ts'
import { plantedSources } from '../support/planted-sources.ts'
import { createTestDatabase } from '../support/postgres.ts'
import { sharedTemporal } from '../support/temporal.ts'

let initiatives: Awaited<ReturnType<typeof startInitiatives>>
let store: Store
let dataFolder: string

beforeAll(async () => {
  dataFolder = await mkdtemp(join(tmpdir(), 'gatehouse-migration-'))
  store = openStore((await createTestDatabase()).url, { dataFolder })
  initiatives = await startInitiatives(await sharedTemporal(), { record: (recording) => store.record(recording) })
})
afterAll(async () => {
  await initiatives.stop()
  await store.close()
  await rm(dataFolder, { recursive: true })
})

/** A release whose state has a field more. */
const nextShape = [
  {
    files: 'workflows/envelope.ts',
    from: 'export const newestStateShape = 1',
    to: 'export const newestStateShape = 2',
  },
  {
    files: 'workflows/envelope.ts',
    from: 'stateMigrations: Readonly<Record<number, (older: StoredCase) => StoredCase>> = {}',
    to:
      'stateMigrations: Readonly<Record<number, (older: StoredCase) => StoredCase>> = { 1: (older) => ' +
      '({ ...older, initiative: { ...older.initiative, context: { ...older.initiative.context, risks: [] } } }) }',
  },
]

it(
  'a state of an older shape is migrated once its run hands itself on, and the record says so',
  { timeout: 120_000 },
  async () => {
    const limits = { updates: 5, events: 2000, days: 180 }
    const boards = [theChiefs({ rule: { kind: 'unanimous' } })]
    const begun = await initiatives.start({ limits })
    const { ask, initiativeId, handle } = begun
    await ask('submit', { proposal: aProposal(), boards })
    const vote = (decisionNumber: number) => ask('castVote', aVote('kent', 'approve', { decisionNumber }))
    await vote(0)

    const planted = await plantedSources()
    const next = planted.bundleWith(nextShape)
    await initiatives.restartWorker(await bundleWorkflowCode({ ...bundling, ...next }))

    await vote(1)
    const isMigrated = async () =>
      'risks' in ((await store.initiatives.find(initiativeId))?.state.initiative.context ?? {})
    expect(await isMigrated()).toBe(false)
    await vote(2)
    await expect.poll(isMigrated).toBe(true)

    const entries = await store.initiatives.entries(initiativeId)
    expect(entries.map(({ event }) => event.type)).toEqual([
      'created',
      'submitted',
      ...Array.from({ length: 3 }, () => 'voteCast'),
      'stateMigrated',
    ])
    expect(entries.at(-1)).toMatchObject({ by: { kind: 'system' }, event: { fromShape: 1, toShape: 2 } })

    const { client, taskQueue } = initiatives
    expect(await client.workflow.getHandle(handle.workflowId).executeUpdate(recordAgain)).toEqual({ version: 6 })
    await vote(3)
    const needs = { client, taskQueue, records: store.wholeRecords }
    expect(await verifyAll(needs)).toMatchObject({ initiatives: 1, entries: 7, differences: [] })
    const dataConverter = dataConverterFor({ payloadEncryption: 'off', keys: withNewKey({ current: '', keys: {} }) })
    const check = async (build: Awaited<ReturnType<typeof bundleForReplay>>) =>
      (await checkBuild({ ...needs, dataConverter, workflowBundle: build })).broken
    expect(await check(await bundleForReplay(next))).toEqual([])
    // Rolling back below the new shape would stop it: that is said before it is done.
    expect(await check(await bundleForReplay())).toMatchObject([
      { initiativeId, why: expect.stringContaining('[TMPRL') },
    ])
  },
)
