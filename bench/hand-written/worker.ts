/** The worker of the hand-written workflow: a process of its own, started with TEMPORAL_ADDRESS, _NAMESPACE and _TASK_QUEUE. */
import { fileURLToPath } from 'node:url'
import { DefaultLogger, NativeConnection, Runtime, Worker } from '@temporalio/worker'
import { loadTemporalSettings } from '../../activities/settings/temporal.ts'
import type { BoardActivities } from './workflow.ts'

Runtime.install({ logger: new DefaultLogger('ERROR') })
const { address, namespace, taskQueue, limits } = loadTemporalSettings()
const activities: BoardActivities = { tellBoard: async () => {} }
const worker = await Worker.create({
  connection: await NativeConnection.connect({ address }),
  namespace,
  taskQueue,
  activities,
  workflowsPath: fileURLToPath(new URL('workflow.ts', import.meta.url)),
  maxCachedWorkflows: limits.maxCachedWorkflows,
})
const working = worker.run()
process.stdout.write(`${JSON.stringify({ ready: 'hand-written' })}\n`)
await working
