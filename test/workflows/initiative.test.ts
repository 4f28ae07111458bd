import { randomUUID } from 'node:crypto'
import { Client, Connection, type WorkflowHandle } from '@temporalio/client'
import { NativeConnection, type Worker } from '@temporalio/worker'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { CommandName, CommandPayload } from '../../machines/commands.ts'
import { bundleWorkflows, createWorker } from '../../worker/worker.ts'
import { commandUpdate, currentState, type Recording } from '../../workflows/messages.ts'
import { initiativeWorkflowId } from '../../workflows/ids.ts'
import { aProposal, aVote, anInitiative, changeTeam, theChiefs } from '../support/case.ts'
import { sharedTemporal } from '../support/temporal.ts'

let client: Client
let worker: Worker
let running: Promise<void>
let taskQueue: string
const recordings: Recording[] = []
const close: (() => Promise<void>)[] = []

beforeAll(async () => {
  const { address, namespace, taskQueue: queue } = await sharedTemporal()
  taskQueue = queue
  const connection = await Connection.connect({ address })
  const native = await NativeConnection.connect({ address })
  client = new Client({ connection, namespace })
  worker = await createWorker({
    connection: native,
    namespace,
    taskQueue,
    workflowBundle: await bundleWorkflows(),
    activities: {
      record: async (recording) => void recordings.push(recording),
      askBoard: async () => {},
      remindBoard: async () => {},
      escalate: async () => {},
    },
  })
  running = worker.run()
  close.push(
    () => connection.close(),
    () => native.close(),
  )
})

afterAll(async () => {
  worker.shutdown()
  await running
  for (const each of close) await each()
})

const begin = async (limits?: { updates: number; events: number; days: number }) => {
  const initiativeId = `case-${randomUUID().slice(0, 8)}`
  const handle = await client.workflow.start('initiative', {
    workflowId: initiativeWorkflowId(initiativeId),
    taskQueue,
    args: [{ initiativeId, ...(limits ? { limits } : {}) }],
  })
  const ask = asker(handle)
  await ask('create', anInitiative({ initiativeId }))
  return { initiativeId, handle, ask }
}

const asker =
  (handle: WorkflowHandle) =>
  <Name extends CommandName>(name: Name, payload: CommandPayload<Name>, updateId: string = randomUUID()) =>
    handle.executeUpdate(commandUpdate(name), { updateId, args: [{ payload, by: changeTeam, updateId }] })

describe('an initiative', () => {
  it('goes through its first gate and answers only once that is recorded', async () => {
    const { initiativeId, handle, ask } = await begin()
    await ask('submit', { proposal: aProposal(), boards: [theChiefs()] })
    await ask('castVote', aVote('kent'))
    const answer = await ask('castVote', aVote('essex'))
    expect(answer).toMatchObject({ kind: 'recorded', sequence: 4, ballot: { number: 1, choice: 'approve' } })
    const mine = recordings.filter((recording) => recording.initiativeId === initiativeId)
    expect(mine.flatMap(({ entries }) => entries.map(({ sequence }) => sequence))).toEqual([1, 2, 3, 4])
    const { state } = await handle.query(currentState)
    expect(state.initiative.value).toEqual({ active: { fullBusinessCase: 'preparing' } })
  })
})
