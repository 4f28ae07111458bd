import { randomUUID } from 'node:crypto'
import { setTimeout as wait } from 'node:timers/promises'
import { Client, Connection, WorkflowUpdateFailedError } from '@temporalio/client'
import { ApplicationFailure } from '@temporalio/common'
import { DefaultLogger, NativeConnection, Runtime, type WorkflowBundleWithSourceMap } from '@temporalio/worker'
import type { InitiativeActivities } from '../../activities/ports.ts'
import type { CommandName, CommandPayload } from '../../machines/commands.ts'
import { bundleWorkflows, createWorker } from '../../worker/worker.ts'
import { initiativeWorkflowId } from '../../workflows/ids.ts'
import {
  commandUpdate,
  currentState,
  initiativeWorkflowType,
  type InitiativeStart,
  type Recording,
} from '../../workflows/messages.ts'
import { anInitiative, changeTeam, memberHolding } from './case.ts'
import { stakeholderNamed } from './circulation.ts'

let bundle: Promise<WorkflowBundleWithSourceMap> | undefined
// Only Temporal's errors are worth a line in a test's output. Once a process, before anything of Temporal starts.
Runtime.install({ logger: new DefaultLogger('ERROR') })

/** A worker of the real kind on a task queue of its own, with the activities a test chooses. */
export const startInitiatives = async (
  { address, namespace, taskQueue }: { address: string; namespace: string; taskQueue: string },
  chosen: Partial<InitiativeActivities> = {},
) => {
  const connection = await Connection.connect({ address })
  const native = await NativeConnection.connect({ address })
  const client = new Client({ connection, namespace })
  const recordings: Recording[] = []
  bundle ??= bundleWorkflows()
  const activities: InitiativeActivities = {
    record: async (recording) => {
      await chosen.record?.(recording)
      recordings.push(recording)
    },
    remindBoard: async (asking) => chosen.remindBoard?.(asking),
    escalate: async (asking) => chosen.escalate?.(asking),
    remindStakeholders: async (reminding) => chosen.remindStakeholders?.(reminding),
    remindPerson: async (asking) => chosen.remindPerson?.(asking),
    warnOfHardDate: async (warning) => chosen.warnOfHardDate?.(warning),
    chaseCondition: async (chasing) => chosen.chaseCondition?.(chasing),
    chaseChairsAction: async (chasing) => chosen.chaseChairsAction?.(chasing),
  }
  const run = async (build?: WorkflowBundleWithSourceMap, patchesHeldBack: readonly string[] = []) => {
    const worker = await createWorker({
      connection: native,
      namespace,
      taskQueue,
      workflowBundle: build ?? (await (bundle ?? bundleWorkflows())),
      activities,
      patchesHeldBack,
    })
    const running = worker.run()
    return async () => {
      if (worker.getState() === 'RUNNING') worker.shutdown()
      await running
    }
  }
  let stopWorker = await run()

  const start = async (
    args: Omit<InitiativeStart, 'initiativeId'> = {},
    creation: Parameters<typeof anInitiative>[0] = {},
  ) => {
    const initiativeId = `case-${randomUUID().slice(0, 8)}`
    const handle = await client.workflow.start(initiativeWorkflowType, {
      workflowId: initiativeWorkflowId(initiativeId),
      taskQueue,
      args: [{ initiativeId, ...args }],
    })
    const ask = <Name extends CommandName>(
      name: Name,
      payload: CommandPayload<Name>,
      updateId: string = randomUUID(),
    ) =>
      onceHandedOn(() =>
        client.workflow.getHandle(initiativeWorkflowId(initiativeId)).executeUpdate(commandUpdate(name), {
          updateId,
          args: [{ payload, by: whoSends(payload), updateId }],
        }),
      )
    await ask('create', anInitiative({ initiativeId, ...creation }), `create-${initiativeId}`)
    return {
      initiativeId,
      handle,
      ask,
      now: () => client.workflow.getHandle(initiativeWorkflowId(initiativeId)).query(currentState),
      /** Every entry handed to the record, in order, as the record would hold it. */
      entries: () => recordings.filter((each) => each.initiativeId === initiativeId).flatMap(({ entries }) => entries),
    }
  }

  return {
    client,
    taskQueue,
    recordings,
    start,
    /** Starts the worker anew, with another build of the workflow code where one is given, and patches no run begins with. */
    restartWorker: async (build?: WorkflowBundleWithSourceMap, patchesHeldBack?: readonly string[]) => {
      await stopWorker()
      stopWorker = await run(build, patchesHeldBack)
    },
    stopWorker: () => stopWorker(),
    stop: async () => {
      await stopWorker()
      await connection.close()
      await native.close()
    },
  }
}

/** Starts an initiative's workflow and begins its record, with nothing of the API in between. */
export const beginInitiative = async (client: Client, taskQueue: string, initiativeId: string) => {
  const handle = await client.workflow.start(initiativeWorkflowType, {
    workflowId: initiativeWorkflowId(initiativeId),
    taskQueue,
    args: [{ initiativeId }],
  })
  await handle.executeUpdate(commandUpdate('create'), {
    updateId: 'create',
    args: [{ payload: anInitiative({ initiativeId }), by: changeTeam, updateId: 'create' }],
  })
  return handle
}

/** Members and stakeholders by their links; everything else is the change team's. */
const whoSends = (payload: CommandPayload<CommandName>) => {
  if ('holderId' in payload) return memberHolding(payload.holderId)
  return 'stakeholderId' in payload ? stakeholderNamed(payload.stakeholderId) : changeTeam
}

/** Asks again, as the API does, for as long as the run asked is handing itself on. */
export const onceHandedOn = async <Answer>(ask: () => Promise<Answer>): Promise<Answer> => {
  for (;;) {
    try {
      return await ask()
    } catch (error) {
      const cause = error instanceof WorkflowUpdateFailedError ? error.cause : undefined
      if (!(cause instanceof ApplicationFailure) || cause.type !== 'HandingOn') throw error
      await wait(50)
    }
  }
}

/** The refusal an update ended in, in words: `Type: reason`. */
export const refusalOf = async (asked: Promise<unknown>): Promise<string> => {
  try {
    await asked
  } catch (error) {
    if (error instanceof WorkflowUpdateFailedError && error.cause instanceof ApplicationFailure)
      return `${error.cause.type}: ${error.cause.message}`
    throw error
  }
  return 'nothing was refused'
}
