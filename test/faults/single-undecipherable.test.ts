import { randomBytes, randomUUID } from 'node:crypto'
import proto from '@temporalio/proto'
import { NativeConnection } from '@temporalio/worker'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { dataConverterFor } from '../../activities/codec/data-converter.ts'
import { aProposal, theChiefs } from '../support/case.ts'
import { startInitiatives } from '../support/initiatives.ts'
import { sharedTemporal } from '../support/temporal.ts'
import { bundleWorkflows, createWorker } from '../../worker/worker.ts'

const { EventType, UpdateWorkflowExecutionLifecycleStage } = proto.temporal.api.enums.v1

let initiatives: Awaited<ReturnType<typeof startInitiatives>>
let namespace: string
let stopReading: () => Promise<void>

beforeAll(async () => {
  const temporal = await sharedTemporal()
  namespace = temporal.namespace
  initiatives = await startInitiatives(temporal)
  await initiatives.stopWorker()
  const connection = await NativeConnection.connect({ address: temporal.address })
  const nothing = async () => {}
  const worker = await createWorker({
    connection,
    namespace,
    taskQueue: temporal.taskQueue,
    workflowBundle: await bundleWorkflows(),
    dataConverter: dataConverterFor({
      payloadEncryption: 'off',
      keys: { current: 'k1', keys: { k1: new Uint8Array(32).fill(1) } },
    }),
    activities: {
      record: nothing,
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
  stopReading = async () => {
    worker.shutdown()
    await running
    await connection.close()
  }
})
afterAll(async () => {
  await stopReading?.()
  await initiatives?.stop()
})

const sealed = (keyId: string) => ({
  metadata: {
    encoding: Buffer.from('binary/encrypted'),
    'encryption-cipher': Buffer.from('aes-256-gcm'),
    'encryption-key-id': Buffer.from(keyId),
  },
  data: randomBytes(100),
})

it.each([
  ['with a key nobody has', sealed('stolen')],
  ['with bytes that are no cipher text', sealed('k1')],
  [
    'compressed, with bytes that are no such thing',
    { metadata: { encoding: Buffer.from('binary/zlib') }, data: randomBytes(50) },
  ],
])('an update and a signal sealed %s fail no workflow task, and the initiative goes on', async (_fact, payload) => {
  const { handle, ask } = await initiatives.start()
  const { workflowService } = initiatives.client
  const workflowExecution = { workflowId: handle.workflowId }
  await workflowService.signalWorkflowExecution({
    namespace,
    workflowExecution,
    signalName: 'anything',
    input: { payloads: [payload] },
  })
  const { outcome } = await workflowService.updateWorkflowExecution({
    namespace,
    workflowExecution,
    waitPolicy: {
      lifecycleStage: UpdateWorkflowExecutionLifecycleStage.UPDATE_WORKFLOW_EXECUTION_LIFECYCLE_STAGE_COMPLETED,
    },
    request: {
      meta: { updateId: randomUUID(), identity: 'a raw client' },
      input: { name: 'submit', args: { payloads: [payload] } },
    },
  })
  expect(outcome?.failure).toBeTruthy()
  const { kind } = await ask('submit', { proposal: aProposal(), boards: [theChiefs()] })
  const { events } = await handle.fetchHistory()
  const failed = (events ?? []).filter(({ eventType }) => eventType === EventType.EVENT_TYPE_WORKFLOW_TASK_FAILED)
  expect(failed).toEqual([])
  expect(kind).toBe('recorded')
})
