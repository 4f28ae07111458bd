import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ApplicationFailure } from '@temporalio/common'
import { bundleWorkflowCode } from '@temporalio/worker'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { dataConverterFor } from '../../activities/codec/data-converter.ts'
import { withNewKey } from '../../activities/settings/keys.ts'
import { openStore, type Store } from '../../activities/store/store.ts'
import { checkBuild } from '../../cli/check-build/check-build.ts'
import { together } from '../../cli/services/together.ts'
import { verifyAll } from '../../cli/verify/verify-all.ts'
import { bundleForReplay } from '../../worker/replay/replay.ts'
import { bundling } from '../../worker/worker.ts'
import { initiativeWorkflowId } from '../../workflows/ids.ts'
import { commandUpdate } from '../../workflows/messages.ts'
import { lives } from '../histories/lives/index.ts'
import { changeTeam } from '../support/case.ts'
import { startInitiatives } from '../support/initiatives.ts'
import { plantedSources, type Edit } from '../support/planted-sources.ts'
import { createTestDatabase } from '../support/postgres.ts'
import { sharedTemporal } from '../support/temporal.ts'

const patch = 'hand-over-again'

/** A run that begins with it hands its state to the record once more after every command: an activity more, and nothing else. */
const aChange = [
  {
    files: 'workflows/initiative.ts',
    from: 'const alarm = new Alarm()',
    to: `const alarm = new Alarm()\n  const handsOverAgain = patched('${patch}')`,
  },
  {
    files: 'workflows/initiative.ts',
    from: 'await keeper.recorder.recorded(answer.sequence)',
    to: 'await keeper.recorder.recorded(answer.sequence)\n        if (handsOverAgain) await keeper.recordAgain()',
  },
  { files: 'workflows/initiative.ts', from: '  continueAsNew,\n', to: '  continueAsNew,\n  patched,\n' },
]

/** Which build the workers are changed to while everybody acts, and how often and how patiently they do. */
type Phase = { edits?: readonly Edit[]; heldBack?: readonly string[]; times?: number; withinMilliseconds?: number }

let initiatives: Awaited<ReturnType<typeof startInitiatives>>
let store: Store
let dataFolder: string
const failing = new Set<string>()

beforeAll(async () => {
  dataFolder = await mkdtemp(join(tmpdir(), 'gatehouse-upgrade-'))
  store = openStore((await createTestDatabase()).url, { dataFolder })
  initiatives = await startInitiatives(await sharedTemporal(), {
    record: (recording) => store.record(recording),
    remindBoard: async ({ initiativeId }) => {
      if (failing.has(initiativeId)) throw ApplicationFailure.nonRetryable('the store refused the mails')
    },
  })
})
afterAll(async () => {
  await initiatives.stop()
  await store.close()
  await rm(dataFolder, { recursive: true })
})

/** A run is handed on after so many updates: some initiatives begin a new run in every phase, others never do. */
const limitsOf = (index: number) => ({ updates: index % 2 === 0 ? 8 : 500, events: 2000, days: 180 })

const openLives = lives.filter(({ name }) => name.startsWith('open-') || name.startsWith('held-'))

it(
  'a hundred live initiatives at every state are rolled to a new build, back, and forward again',
  { timeout: 1_800_000 },
  async () => {
    const say = (line: string) => process.stdout.write(`${line}\n`)
    const planted = await plantedSources()
    await initiatives.restartWorker(await bundleWorkflowCode({ ...bundling, ...planted.bundleWith([]) }))
    const told = Array.from({ length: 100 }, (_, index) => openLives[index % openLives.length]!)
    const ids = await together(told, 6, async ({ args, creation, isHeld, live }, index) => {
      const begun = await initiatives.start({ ...args, limits: args?.limits ?? limitsOf(index) }, creation)
      await live({
        ...begun,
        failToRemind: () => void failing.add(begun.initiativeId),
        remindAgain: () => void failing.delete(begun.initiativeId),
      })
      if (isHeld) await begun.ask('hold', { reason: 'The inspectorate reports next week.' })
      return begun.initiativeId
    })
    failing.clear()
    say(`${ids.length} initiatives live, by ${openLives.length} ways of living`)

    /** Every rating asked for, and whether it was confirmed: the ledger outside the system. */
    const ledger = new Map<string, { initiativeId: string; isConfirmed: boolean }>()
    const rate = async (initiativeId: string, updateId: string, withinMilliseconds: number) => {
      ledger.set(updateId, { initiativeId, isConfirmed: ledger.get(updateId)?.isConfirmed ?? false })
      const payload = {
        kind: 'team' as const,
        rag: 'amber' as const,
        date: { precision: 'day' as const, on: '2027-03-01' },
        provenance: { certainty: 'recorded' as const },
      }
      const deadline = Date.now() + withinMilliseconds
      let isConfirmed = false
      // As the API does: a run that gives way to the next while it is asked is asked again, with the same id.
      while (!isConfirmed && Date.now() < deadline)
        isConfirmed = await initiatives.client
          .withDeadline(deadline, () =>
            initiatives.client.workflow
              .getHandle(initiativeWorkflowId(initiativeId))
              .executeUpdate(commandUpdate('rate'), { updateId, args: [{ payload, by: changeTeam, updateId }] }),
          )
          .then(
            () => true,
            () => false,
          )
      ledger.set(updateId, { initiativeId, isConfirmed })
      return isConfirmed
    }
    /** Everybody acts `times` on every initiative while the build is changed; answers who was not confirmed in time. */
    const phase = async (
      name: string,
      { edits = [], heldBack = [], times = 3, withinMilliseconds = 60_000 }: Phase,
    ): Promise<string[]> => {
      const build = await bundleWorkflowCode({ ...bundling, ...planted.bundleWith(edits) })
      const rolling = initiatives.restartWorker(build, heldBack)
      const acted = await together(ids, 8, async (initiativeId) => {
        for (let round = 0; round < times; round += 1)
          if (!(await rate(initiativeId, `${name}-${initiativeId}-${round}`, withinMilliseconds))) return initiativeId
        return undefined
      })
      await rolling
      const waiting = acted.filter((initiativeId) => initiativeId !== undefined)
      say(`${name}: ${ids.length - waiting.length} of ${ids.length} initiatives went on, ${waiting.length} waited`)
      return waiting
    }
    const dataConverter = dataConverterFor({ payloadEncryption: 'off', keys: withNewKey({ current: '', keys: {} }) })
    const needs = { client: initiatives.client, taskQueue: initiatives.taskQueue, records: store.wholeRecords }
    const broken = async (edits: readonly Edit[]) => {
      const workflowBundle = await bundleForReplay(planted.bundleWith(edits))
      const checked = await checkBuild({ ...needs, dataConverter, workflowBundle })
      if (edits.length > 0) for (const { initiativeId, why } of checked.broken) say(`${initiativeId}: ${why}`)
      return checked.broken.map(({ initiativeId }) => initiativeId).toSorted()
    }

    expect(await broken(aChange)).toEqual([])
    expect(await phase('rolled out, the change held back', { edits: aChange, heldBack: [patch] })).toEqual([])
    expect(await broken([])).toEqual([])
    expect(await phase('rolled back', {})).toEqual([])
    expect(await phase('rolled out, with the change', { edits: aChange })).toEqual([])

    const wouldStop = await broken([])
    say(`check-build of the old build names ${wouldStop.length} it would stop`)
    expect(wouldStop.length).toBeGreaterThan(10)
    const waited = await phase('rolled back all the same', { times: 1, withinMilliseconds: 15_000 })
    expect(waited.toSorted()).toEqual(wouldStop)

    expect(await phase('the change taken back', { edits: aChange, heldBack: [patch] })).toEqual([])
    expect(await phase('rolled forward', { edits: aChange })).toEqual([])

    const unconfirmed = [...ledger].filter(([, { isConfirmed }]) => !isConfirmed)
    for (const [updateId, { initiativeId }] of unconfirmed)
      expect(await rate(initiativeId, updateId, 60_000), `${initiativeId} is stuck`).toBe(true)
    const recorded = new Map<string, number>()
    for (const initiativeId of ids)
      for (const { updateId } of await store.initiatives.entries(initiativeId))
        if (updateId) recorded.set(updateId, (recorded.get(updateId) ?? 0) + 1)
    const lost = [...ledger.keys()].filter((updateId) => !recorded.has(updateId))
    const doubled = [...ledger.keys()].filter((updateId) => (recorded.get(updateId) ?? 0) > 1)
    say(`${ledger.size} acts, ${unconfirmed.length} pressed again, lost ${lost.length}, doubled ${doubled.length}`)
    expect({ lost, doubled }).toEqual({ lost: [], doubled: [] })
    expect(await verifyAll(needs)).toMatchObject({ initiatives: ids.length, differences: [] })
  },
)
