import { DefaultLogger, NativeConnection, Runtime, Worker } from '@temporalio/worker'
import { pino } from 'pino'
import { dataConverterFor } from '../../activities/codec/data-converter.ts'
import { mailActivities } from '../../activities/mail-activities.ts'
import { createMailSender } from '../../activities/mail/sender.ts'
import { createMailTransport } from '../../activities/mail/transport.ts'
import type { InitiativeActivities } from '../../activities/ports.ts'
import { loadEnvironment } from '../../activities/settings/environment.ts'
import { loadKeys } from '../../activities/settings/keys.ts'
import { connectionOptions, loadTemporalSettings } from '../../activities/settings/temporal.ts'
import { openStore } from '../../activities/store/store.ts'
import { haltAt } from './fault-halt.ts'

// The half of a worker that records and sends mail, and can be halted before it records and once that is committed.
const environment = loadEnvironment(process.env)
const { dataFolder, databaseUrl, smtpUrl, publicUrl, mailFrom } = environment
const settings = loadTemporalSettings()
Runtime.install({ logger: new DefaultLogger('WARN') })
const store = openStore(databaseUrl, { dataFolder, statesToRemember: 0 })
await store.migrate()
const sender = createMailSender({
  ...store,
  transport: createMailTransport({ smtpUrl }),
  publicUrl,
  from: mailFrom,
  clock: Date.now,
  log: pino({ level: environment.logLevel }, pino.destination(2)),
})
const wake = () => sender.wake()
const activities: InitiativeActivities = {
  record: async (recording) => {
    await haltAt('started', recording.initiativeId)
    await store.record(recording)
    await haltAt('committed', recording.initiativeId)
    wake()
  },
  ...mailActivities(store, wake),
}
const connection = await NativeConnection.connect(connectionOptions(settings))
const worker = await Worker.create({
  connection,
  namespace: settings.namespace,
  taskQueue: settings.taskQueue,
  activities,
  dataConverter: dataConverterFor({
    payloadEncryption: settings.payloadEncryption,
    keys: loadKeys(dataFolder).payload,
  }),
})
sender.start()
process.stdout.write(`${JSON.stringify({ ready: 'activities' })}\n`)
process.once('SIGTERM', () => worker.shutdown())
await worker.run()
await sender.stop()
await Promise.all([store.close(), connection.close()])
process.exit(0)
