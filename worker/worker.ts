import { fileURLToPath } from 'node:url'
import type { DataConverter } from '@temporalio/common'
import {
  bundleWorkflowCode,
  DefaultLogger,
  Worker,
  type NativeConnection,
  type WorkflowBundleOption,
} from '@temporalio/worker'
import type { InitiativeActivities } from '../activities/ports.ts'

/** What a worker is made of. Limits come from temporal.yaml. */
export type WorkerParts = {
  connection: NativeConnection
  namespace: string
  taskQueue: string
  activities: InitiativeActivities
  dataConverter?: DataConverter
  workflowBundle: WorkflowBundleOption
  shutdownGraceMilliseconds?: number
  limits?: {
    maxCachedWorkflows: number
    maxConcurrentWorkflowTasks: number
    maxConcurrentActivities: number
    workflowTaskPollers: number
    activityTaskPollers: number
  }
}

/** Bundles the workflow code; several workers of one process, or of a test run, may share it. */
export const bundleWorkflows = () =>
  bundleWorkflowCode({
    workflowsPath: fileURLToPath(new URL('../workflows/initiative.ts', import.meta.url)),
    logger: new DefaultLogger('WARN'),
  })

/** The process that runs initiatives: their workflows and their activities. */
export const createWorker = async ({
  connection,
  namespace,
  taskQueue,
  activities,
  dataConverter,
  workflowBundle,
  shutdownGraceMilliseconds = 8_000,
  limits,
}: WorkerParts): Promise<Worker> =>
  Worker.create({
    connection,
    namespace,
    taskQueue,
    activities,
    workflowBundle,
    shutdownGraceTime: shutdownGraceMilliseconds,
    ...(dataConverter ? { dataConverter } : {}),
    ...(limits
      ? {
          maxCachedWorkflows: limits.maxCachedWorkflows,
          maxConcurrentWorkflowTaskExecutions: limits.maxConcurrentWorkflowTasks,
          maxConcurrentActivityTaskExecutions: limits.maxConcurrentActivities,
          maxConcurrentWorkflowTaskPolls: limits.workflowTaskPollers,
          maxConcurrentActivityTaskPolls: limits.activityTaskPollers,
        }
      : {}),
  })
