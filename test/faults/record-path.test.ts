import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { Client, Connection } from '@temporalio/client'
import { bundleWorkflowCode, DefaultLogger } from '@temporalio/worker'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openStore, type Store } from '../../activities/store/store.ts'
import { verifyChain } from '../../activities/store/verify-chain.ts'
import { commandUpdate } from '../../workflows/messages.ts'
import { aProposal, aVote, changeTeam, memberHolding, theChiefs } from '../support/case.ts'
import { beginInitiative } from '../support/initiatives.ts'
import { createTestDatabase } from '../support/postgres.ts'
import { sharedTemporal } from '../support/temporal.ts'

let store: Store
let databaseUrl: string
let dataFolder: string
let codePath: string
let connection: Connection

const at = (path: string) => fileURLToPath(new URL(path, import.meta.url))

beforeAll(async () => {
  databaseUrl = (await createTestDatabase()).url
  dataFolder = await mkdtemp(join(tmpdir(), 'gatehouse-'))
  store = openStore(databaseUrl, { dataFolder })
  codePath = join(dataFolder, 'workflows.js')
  const { code } = await bundleWorkflowCode({
    workflowsPath: at('../../workflows/initiative.ts'),
    workflowInterceptorModules: [at('../support/doom.ts')],
    logger: new DefaultLogger('ERROR'),
  })
  await writeFile(codePath, code)
  connection = await Connection.connect({ address: (await sharedTemporal()).address })
}, 60_000)
afterAll(async () => {
  await connection.close()
  await store.close()
})

/** A worker in a process of its own; `died` settles with the signal that killed it. */
const startWorker = async (step: string, temporal: { address: string; namespace: string; taskQueue: string }) => {
  const child = spawn(process.execPath, [at('../support/doomed-worker.ts')], {
    env: { ...process.env, DOOM: JSON.stringify({ step, codePath, databaseUrl, dataFolder, ...temporal }) },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const died = once(child, 'exit').then(([, signal]: unknown[]) => signal)
  await Promise.race([once(child.stdout, 'data'), died])
  return { died, stop: () => void child.kill('SIGTERM') }
}

describe.concurrent('a worker killed on the record path loses and doubles nothing', () => {
  it.each([
    ['before a sent vote was accepted', 'sent'],
    ['after it was accepted, before anything was stored', 'accepted'],
    ['after it was stored, before that was known', 'committed'],
    ['after that was known, before it was answered', 'completed'],
  ])('killed %s', { timeout: 90_000 }, async (_fact, step) => {
    const temporal = await sharedTemporal()
    const client = new Client({ connection, namespace: temporal.namespace })
    const initiativeId = `killed-${step}-${temporal.taskQueue.slice(-8)}`
    const doomed = await startWorker(step, temporal)
    const handle = await beginInitiative(client, temporal.taskQueue, initiativeId)
    await handle.executeUpdate(commandUpdate('submit'), {
      updateId: 'submit',
      args: [{ payload: { proposal: aProposal(), boards: [theChiefs()] }, by: changeTeam, updateId: 'submit' }],
    })
    const press = () =>
      handle.executeUpdate(commandUpdate('castVote'), {
        updateId: 'd:s1b1:kent:1',
        args: [{ payload: aVote('kent'), by: memberHolding('chief-constable-kent'), updateId: 'd:s1b1:kent:1' }],
      })
    const pressed = press()
    expect(await doomed.died).toBe('SIGKILL')

    const successor = await startWorker('never', temporal)
    const answers = [await pressed, await press()]
    expect(answers.map(({ sequence, ballot }) => [sequence, ballot?.choice])).toEqual([
      [3, 'approve'],
      [3, 'approve'],
    ])
    const entries = await store.initiatives.entries(initiativeId)
    expect(entries.map(({ event }) => event.type)).toEqual(['created', 'submitted', 'voteCast'])
    expect(verifyChain(entries)).toMatchObject({ intact: true })
    expect((await store.initiatives.find(initiativeId))?.headHash).toBe(entries.at(-1)?.hash)
    successor.stop()
    await successor.died
  })
})
