import { randomUUID } from 'node:crypto'
import { Client, Connection } from '@temporalio/client'
import { NativeConnection, type WorkflowBundleWithSourceMap } from '@temporalio/worker'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { bundleWorkflows, createWorker } from '../../worker/worker.ts'
import { commandUpdate } from '../../workflows/messages.ts'
import { changeTeam } from '../support/case.ts'
import { beginInitiative } from '../support/initiatives.ts'
import { sharedTemporal, type TestTemporal } from '../support/temporal.ts'

let temporal: TestTemporal
let connection: Connection
let native: NativeConnection
let workflowBundle: WorkflowBundleWithSourceMap
const deployment = `gatehouse-${randomUUID().slice(0, 8)}`
const stops: (() => Promise<void>)[] = []

beforeAll(async () => {
  temporal = await sharedTemporal()
  connection = await Connection.connect({ address: temporal.address })
  native = await NativeConnection.connect({ address: temporal.address })
  workflowBundle = await bundleWorkflows()
})
afterAll(async () => {
  await Promise.all(stops.map((stop) => stop()))
  await connection.close()
  await native.close()
})

/** Which build stored what, in its order. */
const recordedBy: string[] = []

const startBuild = async (buildId: string) => {
  const nothing = async () => {}
  const worker = await createWorker({
    connection: native,
    namespace: temporal.namespace,
    taskQueue: temporal.taskQueue,
    workflowBundle,
    deployment: { name: deployment, buildId },
    activities: {
      record: async () => void recordedBy.push(buildId),
      remindBoard: nothing,
      escalate: nothing,
      remindStakeholders: nothing,
      remindPerson: nothing,
      chaseCondition: nothing,
      chaseChairsAction: nothing,
      warnOfHardDate: nothing,
    },
  })
  const running = worker.run()
  stops.push(async () => {
    worker.shutdown()
    await running
  })
}

/** What `temporal worker deployment set-current-version` asks for. */
const makeCurrent = async (buildId: string) => {
  await expect
    .poll(
      () =>
        connection.workflowService
          .setWorkerDeploymentCurrentVersion({ namespace: temporal.namespace, deploymentName: deployment, buildId })
          .then(() => 'current', String),
      { timeout: 30_000 },
    )
    .toBe('current')
}

it(
  'a running initiative is worked on by the current build alone, moves on with it, and back',
  { timeout: 120_000 },
  async () => {
    await startBuild('one')
    await makeCurrent('one')
    const client = new Client({ connection, namespace: temporal.namespace })
    const initiativeId = `versioned-${randomUUID().slice(0, 8)}`
    const handle = await beginInitiative(client, temporal.taskQueue, initiativeId)
    const rate = (updateId: string) =>
      handle.executeUpdate(commandUpdate('rate'), {
        updateId,
        args: [
          {
            payload: {
              kind: 'team',
              rag: 'amber',
              date: { precision: 'day', on: '2027-03-01' },
              provenance: { certainty: 'recorded' },
            },
            by: changeTeam,
            updateId,
          },
        ],
      })
    await startBuild('two')
    for (const updateId of ['a', 'b', 'c']) await rate(updateId)
    expect(recordedBy).toEqual(['one', 'one', 'one', 'one'])

    await makeCurrent('two')
    await expect.poll(async () => (await rate(randomUUID()), recordedBy.at(-1))).toBe('two')
    recordedBy.length = 0
    for (const updateId of ['d', 'e', 'f']) await rate(updateId)
    expect(recordedBy).toEqual(['two', 'two', 'two'])

    await makeCurrent('one')
    await expect.poll(async () => (await rate(randomUUID()), recordedBy.at(-1))).toBe('one')
  },
)
