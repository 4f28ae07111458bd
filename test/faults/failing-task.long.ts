import { mkdtemp, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { Client, Connection } from '@temporalio/client'
import { bundleWorkflowCode, DefaultLogger, NativeConnection, Runtime, Worker } from '@temporalio/worker'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { createCases } from '../../api/cases.ts'
import { initiativeWorkflowId } from '../../workflows/ids.ts'
import { changeTeam } from '../support/case.ts'
import { sharedTemporal, type TestTemporal } from '../support/temporal.ts'

// What killed workers leave behind, made in seconds: an initiative whose tasks have failed three times in a row.
let temporal: TestTemporal
let connection: Connection
let native: NativeConnection
let worker: Worker
let running: Promise<void>

beforeAll(async () => {
  Runtime.install({ logger: new DefaultLogger('ERROR', () => {}) })
  temporal = await sharedTemporal()
  connection = await Connection.connect({ address: temporal.address })
  native = await NativeConnection.connect({ address: temporal.address })
  const workflowsPath = join(await mkdtemp(join(tmpdir(), 'gatehouse-')), 'failing.js')
  await writeFile(workflowsPath, 'export async function initiative() { throw new TypeError("cannot go on") }\n')
  const modules = fileURLToPath(new URL('../../node_modules', import.meta.url))
  const { code } = await bundleWorkflowCode({
    workflowsPath,
    logger: new DefaultLogger('ERROR'),
    webpackConfigHook: (config) => ({ ...config, resolve: { ...config.resolve, modules: [modules] } }),
  })
  worker = await Worker.create({ ...temporal, connection: native, workflowBundle: { code } })
  running = worker.run()
}, 60_000)
afterAll(async () => {
  worker.shutdown()
  await running
  await Promise.all([connection.close(), native.close()])
})

it('says "not confirmed yet" of an initiative whose tasks keep failing, never that Gatehouse failed', async () => {
  const client = new Client({ connection, namespace: temporal.namespace })
  const initiativeId = `failing-${temporal.taskQueue.slice(-8)}`
  const handle = await client.workflow.start('initiative', {
    workflowId: initiativeWorkflowId(initiativeId),
    taskQueue: temporal.taskQueue,
    args: [],
  })
  const attempts = async () => (await handle.describe()).raw.pendingWorkflowTask?.attempt ?? 0
  await expect.poll(attempts, { timeout: 15_000 }).toBeGreaterThan(2)
  const cases = createCases({
    client,
    taskQueue: temporal.taskQueue,
    initiatives: { find: async () => undefined, entries: async () => [], claim: async () => true },
    answerWithinMilliseconds: 1_000,
  })
  const asked = await cases.command('resume', initiativeId, {}, changeTeam, 'resume-1')
  expect(asked).toMatchObject({ kind: 'notConfirmed' })
  await handle.terminate()
})
