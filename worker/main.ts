import { setTimeout as wait } from 'node:timers/promises'
import { Client, Connection } from '@temporalio/client'
import { DefaultLogger, NativeConnection, Runtime } from '@temporalio/worker'
import { pino } from 'pino'
import { calendarOf } from '../activities/calendar.ts'
import { confirmKeys } from '../activities/codec/confirm-keys.ts'
import { dataConverterFor } from '../activities/codec/data-converter.ts'
import { mailActivities } from '../activities/mail-activities.ts'
import { createMailSender } from '../activities/mail/sender.ts'
import { createMailTransport } from '../activities/mail/transport.ts'
import { loadEnvironment } from '../activities/settings/environment.ts'
import { findKeys } from '../activities/settings/keys.ts'
import { SettingsError } from '../activities/settings/settings-error.ts'
import { connectionOptions, loadTemporalSettings } from '../activities/settings/temporal.ts'
import { openStore } from '../activities/store/store.ts'
import { ChainBroken } from '../activities/store/stored-chain.ts'
import { forgetAddressesRegularly, forgetCodesRegularly } from './forget-old.ts'
import { keepMeetingsRegularly } from './meeting-keeper.ts'
import { reconcileRegularly } from './reconciler.ts'
import { keepSeatsRegularly } from './seat-keeper.ts'
import { createWorker } from './worker.ts'
import { workflowBundleFile } from './workflow-bundle.ts'

const run = async () => {
  const environment = loadEnvironment(process.env)
  const settings = loadTemporalSettings()
  const log = pino({ level: environment.logLevel, base: { part: 'worker' } }, pino.destination(2))
  const stopping = new AbortController()
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => stopping.abort())

  Runtime.install({
    shutdownSignals: [],
    logger: new DefaultLogger('WARN', ({ level, message, meta }) => {
      const write = level === 'ERROR' ? log.error.bind(log) : log.warn.bind(log)
      write({ ...meta }, message)
    }),
  })
  const bundling = workflowBundleFile(environment.dataFolder)
  bundling.catch(() => undefined)

  const store = openStore(environment.databaseUrl, { dataFolder: environment.dataFolder, statesToRemember: 0 })
  /** Keeps trying a part that is away, saying so in plain words, until it answers or the worker is stopped. */
  const untilItAnswers = async <Answer>(part: string, attempt: () => Promise<Answer>): Promise<Answer> => {
    for (;;) {
      try {
        return await attempt()
      } catch (error) {
        if (stopping.signal.aborted || error instanceof SettingsError) throw error
        log.warn(
          { reason: error instanceof Error ? error.message : 'unknown' },
          `${part} cannot be reached; trying again in 3 seconds`,
        )
        await wait(3_000, undefined, { signal: stopping.signal })
      }
    }
  }
  await untilItAnswers('PostgreSQL', () => store.migrate())
  const { payloadEncryption } = settings
  const { dataFolder } = environment
  const keys = await untilItAnswers('PostgreSQL', () => confirmKeys({ dataFolder, payloadEncryption, ...store }))
  const readAgain = () => findKeys(dataFolder)?.payload
  const dataConverter = dataConverterFor({ payloadEncryption, keys: keys.payload, readAgain })
  const connection = await untilItAnswers('Temporal', () => NativeConnection.connect(connectionOptions(settings)))
  const clientConnection = Connection.lazy(connectionOptions(settings))
  const client = new Client({ connection: clientConnection, namespace: settings.namespace, dataConverter })

  const sender = createMailSender({
    ...store,
    transport: createMailTransport({ smtpUrl: environment.smtpUrl }),
    publicUrl: environment.publicUrl,
    from: environment.mailFrom,
    ...(environment.mailDomains ? { domains: environment.mailDomains } : {}),
    clock: Date.now,
    log,
    pmoPersonId: 'pmo',
  })
  const wake = () => sender.wake()

  const { buildId } = settings.deployment
  const worker = await createWorker({
    connection,
    namespace: settings.namespace,
    taskQueue: settings.taskQueue,
    workflowBundle: { codePath: await bundling },
    dataConverter,
    limits: settings.limits,
    shutdownGraceMilliseconds: settings.shutdownGraceMs,
    patchesHeldBack: settings.patchesHeldBack,
    ...(buildId ? { deployment: { name: settings.deployment.name, buildId } } : {}),
    activities: {
      record: async (recording) => {
        try {
          await store.record(recording)
        } catch (error) {
          if (error instanceof ChainBroken) log.error({ initiativeId: recording.initiativeId }, error.message)
          throw error
        }
        wake()
      },
      ...mailActivities(store, wake),
    },
  })
  sender.start()
  const { taskQueue } = settings
  const stopReconciling = reconcileRegularly({ client, taskQueue, ...store, log })

  const calendar = calendarOf({ closedDays: environment.closedDays })
  const stopKeepingSeats = keepSeatsRegularly({ client, ...store, calendar, clock: Date.now, log })

  const stopKeepingMeetings = keepMeetingsRegularly({ ...store, calendar, clock: Date.now, log, wake })

  const stopForgetting = forgetAddressesRegularly({
    forget: store.forgetVisitorAddresses,
    keepDays: environment.visitorAddressDays,
    clock: Date.now,
    log,
  })

  const stopForgettingCodes = forgetCodesRegularly({ forget: store.forgetOneTimeCodes, clock: Date.now, log })

  const working = worker.run()
  process.stdout.write(`${JSON.stringify({ ready: 'worker' })}\n`)
  stopping.signal.addEventListener('abort', () => worker.shutdown(), { once: true })
  if (stopping.signal.aborted) worker.shutdown()
  await working
  stopReconciling()
  stopKeepingSeats()
  stopKeepingMeetings()
  stopForgetting()
  stopForgettingCodes()
  await sender.stop()
  await Promise.all([store.close(), clientConnection.close(), connection.close()])
}

try {
  await run()
} catch (error) {
  process.stderr.write(
    `${error instanceof SettingsError ? error.message : (error instanceof Error && error.stack) || String(error)}\n`,
  )
  process.exitCode = 1
}
