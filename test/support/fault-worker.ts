import { DefaultLogger, NativeConnection, Runtime, Worker, type InjectedSinks } from '@temporalio/worker'
import type { WorkflowInfo } from '@temporalio/workflow'
import { dataConverterFor } from '../../activities/codec/data-converter.ts'
import { loadEnvironment } from '../../activities/settings/environment.ts'
import { loadKeys } from '../../activities/settings/keys.ts'
import { connectionOptions, loadTemporalSettings } from '../../activities/settings/temporal.ts'
import type { DoomSinks } from './doom.ts'
import { haltAt } from './fault-halt.ts'

// The half of a worker that runs workflows, and can be halted when a vote has come in and when it is known to be recorded. Activities
// are run by fault-activities.ts, so that an update can be accepted while nobody begins to record it.
const initiativeOf = ({ workflowId }: WorkflowInfo) => workflowId.replace(/^initiative\//, '')
const sinks: InjectedSinks<DoomSinks> = {
  doom: {
    voteTaken: { fn: (info) => haltAt('sent', initiativeOf(info)) },
    voteRecorded: { fn: (info) => haltAt('completed', initiativeOf(info)) },
  },
}

const environment = loadEnvironment(process.env)
const settings = loadTemporalSettings()
Runtime.install({ logger: new DefaultLogger('WARN') })
const connection = await NativeConnection.connect(connectionOptions(settings))
const worker = await Worker.create({
  connection,
  namespace: settings.namespace,
  taskQueue: settings.taskQueue,
  workflowBundle: { codePath: process.env['FAULT_WORKFLOWS'] ?? '' },
  dataConverter: dataConverterFor({
    payloadEncryption: settings.payloadEncryption,
    keys: loadKeys(environment.dataFolder).payload,
  }),
  enableNonLocalActivities: false,
  sinks,
})
process.stdout.write(`${JSON.stringify({ ready: 'worker' })}\n`)
process.once('SIGTERM', () => worker.shutdown())
await worker.run()
await connection.close()
process.exit(0)
