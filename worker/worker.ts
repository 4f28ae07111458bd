import { fileURLToPath } from 'node:url'
import type { DataConverter } from '@temporalio/common'
import {
  bundleWorkflowCode,
  DefaultLogger,
  Runtime,
  Worker,
  type BundleOptions,
  type NativeConnection,
  type WorkflowBundleOption,
} from '@temporalio/worker'
import { readingOneByOne } from '../activities/codec/one-by-one.ts'
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
  /** The build this worker is of, where builds run side by side: Temporal then gives tasks only to the one that is current. */
  deployment?: { name: string; buildId: string }
  /** Patches no run begins with on this worker, although its code knows them. A run that began with one keeps it. */
  patchesHeldBack?: readonly string[]
  limits?: {
    maxCachedWorkflows: number
    maxConcurrentWorkflowTasks: number
    maxConcurrentActivities: number
    workflowTaskPollers: number
    activityTaskPollers: number
  }
}

/**
 * How long the service keeps a task for the worker that has the initiative in its memory. A killed worker never comes for it, and the
 * SDK's ten seconds would keep everybody waiting for as long; a worker this busy may as well read the history again.
 */
const keptForItsWorkerMilliseconds = 3_000

const workflowsPath = fileURLToPath(new URL('../workflows/initiative.ts', import.meta.url))
const failureConverterPath = fileURLToPath(new URL('../activities/codec/failure-converter.ts', import.meta.url))

/**
 * How the workflow code is bundled: loaded once a worker, not once an initiative, of which each would hold four megabytes of rules and
 * schemas. It keeps no state of its own. It is joined into one module, because the SDK freezes whatever a shared module exports, and
 * zod completes a schema when it is first used. The words of a failure leave a workflow as a payload, so that they are encrypted like
 * any other: a worker that is given a bundle takes that from the bundle alone.
 */
export const bundling: BundleOptions = {
  workflowsPath,
  failureConverterPath,
  preloadModules: [workflowsPath],
  webpackConfigHook: (config) => ({
    ...config,
    optimization: { ...config.optimization, concatenateModules: true, providedExports: true, usedExports: true },
  }),
  logger: new DefaultLogger('WARN'),
}

/** Bundles the workflow code; several workers of one process, or of a test run, may share it. */
export const bundleWorkflows = () => bundleWorkflowCode(bundling)

const noteUnreadable = (reason: string): void => {
  Runtime.instance().logger.error('a payload could not be read, and is refused where it was sent', { reason })
}

/** The process that runs initiatives: their workflows and their activities. */
export const createWorker = async ({
  connection,
  namespace,
  taskQueue,
  activities,
  dataConverter,
  workflowBundle,
  shutdownGraceMilliseconds = 8_000,
  deployment,
  patchesHeldBack = [],
  limits,
}: WorkerParts): Promise<Worker> =>
  Worker.create({
    connection,
    namespace,
    taskQueue,
    activities,
    workflowBundle,
    shutdownGraceTime: shutdownGraceMilliseconds,
    stickyQueueScheduleToStartTimeout: keptForItsWorkerMilliseconds,
    ...(dataConverter ? { dataConverter: readingOneByOne(dataConverter, noteUnreadable) } : {}),
    ...(patchesHeldBack.length > 0
      ? { patchActivationCallback: ({ patchId }) => !patchesHeldBack.includes(patchId) }
      : {}),
    ...(deployment
      ? {
          // Auto-upgrade: an initiative outlives every build, so its runs move to the current one at their next task.
          workerDeploymentOptions: {
            version: { deploymentName: deployment.name, buildId: deployment.buildId },
            useWorkerVersioning: true,
            defaultVersioningBehavior: 'AUTO_UPGRADE',
          },
        }
      : {}),
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
