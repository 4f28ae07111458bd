import { once } from 'node:events'
import { createServer } from 'node:net'
import { setTimeout as wait } from 'node:timers/promises'
import type { FastifyInstance } from 'fastify'
import { calendarOf } from '../activities/calendar.ts'
import { confirmKeys } from '../activities/codec/confirm-keys.ts'
import { dataConverterFor } from '../activities/codec/data-converter.ts'
import { inOneCodec } from '../activities/codec/in-one-codec.ts'
import { loadEnvironment, type Environment } from '../activities/settings/environment.ts'
import { findKeys } from '../activities/settings/keys.ts'
import { SettingsError } from '../activities/settings/settings-error.ts'
import { loadTemporalSettings } from '../activities/settings/temporal.ts'
import { openStore } from '../activities/store/store.ts'
import { createApp } from './app.ts'
import { createCases } from './cases.ts'
import { createLog } from './log.ts'
import type { ApiParts } from './parts.ts'
import { openTemporal } from './temporal.ts'

const tryAgainAfterMilliseconds = 3_000

/** The API process: listens at once, answers 503 in a sentence while PostgreSQL or Temporal is away, and says when it is ready. */
const run = async (): Promise<void> => {
  const environment = loadEnvironment(process.env)
  const settings = loadTemporalSettings()
  const log = createLog(environment.logLevel)
  const stopping = new AbortController()
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => stopping.abort())

  const store = openStore(environment.databaseUrl, { dataFolder: environment.dataFolder })
  /** Keeps trying what is away, saying so in a sentence, until it answers or the process is told to stop. */
  const untilItAnswers = async <Answer>(name: string, attempt: () => Promise<Answer>): Promise<Answer | undefined> => {
    while (!stopping.signal.aborted) {
      try {
        return await attempt()
      } catch (error) {
        if (error instanceof SettingsError) throw error
        const reason = error instanceof Error ? error.message : 'unknown'
        log.warn({ reason }, `${name} cannot be reached; trying again in ${tryAgainAfterMilliseconds / 1_000} seconds`)
        await wait(tryAgainAfterMilliseconds, undefined, { signal: stopping.signal }).catch(() => undefined)
      }
    }
    return undefined
  }
  const { payloadEncryption } = settings
  const { dataFolder } = environment
  const confirmed = async () => {
    await store.migrate()
    return confirmKeys({ dataFolder, payloadEncryption, ...store })
  }
  // Without a key file only PostgreSQL knows whether there ever was one: nothing may be written with a new key before it has answered.
  const keys = findKeys(dataFolder) ?? (await untilItAnswers('PostgreSQL', confirmed))
  if (!keys) return store.close()
  const readAgain = () => findKeys(dataFolder)?.payload
  const dataConverter = dataConverterFor({ payloadEncryption, keys: keys.payload, readAgain })
  const temporal = openTemporal(settings, { dataConverter })
  const cases = createCases({
    client: temporal.client,
    taskQueue: settings.taskQueue,
    initiatives: store.initiatives,
    answerWithinMilliseconds: settings.answerWithinMs,
    historyLimits: settings.historyLimits,
  })
  const { port, publicUrl } = await placeOf(environment)
  const parts: ApiParts = {
    ...store,
    calendar: calendarOf({ closedDays: environment.closedDays }),
    cases,
    publicUrl,
    formKey: keys.forms,
    dwellMilliseconds: environment.dwellMs,
    clock: Date.now,
    ...(environment.mailDomains ? { mailDomains: environment.mailDomains } : {}),
    ...(environment.temporalUiUrl
      ? { payloads: { codec: inOneCodec(dataConverter), askedFrom: new URL(environment.temporalUiUrl).origin } }
      : {}),
    developmentLinks: {
      ...(environment.mailboxUrl ? { mailbox: environment.mailboxUrl } : {}),
      ...(environment.temporalUiUrl ? { temporal: environment.temporalUiUrl } : {}),
    },
  }
  const app = await createApp(parts, { log })
  await listen(app, environment.apiHost, port)

  const stopped = once(stopping.signal, 'abort')
  await Promise.all([
    untilItAnswers('PostgreSQL', confirmed),
    untilItAnswers('Temporal', async () => {
      if (!(await cases.reachable())) throw new Error(`nothing answers at ${settings.address ?? 'the embedded server'}`)
    }),
  ])
  if (!stopping.signal.aborted) {
    process.stdout.write(`${JSON.stringify({ ready: 'api', url: publicUrl })}\n`)
    await stopped
  }
  await app.close()
  await Promise.all([store.close(), temporal.close()])
}

/** Where the API listens and is found; any free port where none is named. */
const placeOf = async ({ apiHost, apiPort, publicUrl }: Environment): Promise<{ port: number; publicUrl: string }> => {
  if (apiPort !== 0) return { port: apiPort, publicUrl }
  const probe = createServer().listen(0, apiHost)
  await once(probe, 'listening')
  const address = probe.address()
  const port = address !== null && typeof address === 'object' ? address.port : 0
  await new Promise((resolve) => probe.close(resolve))
  return { port, publicUrl: publicUrl.replace(/:0$/, `:${port}`) }
}

const listen = async (app: FastifyInstance, host: string, port: number): Promise<void> => {
  try {
    await app.listen({ host, port })
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EADDRINUSE')
      throw new SettingsError([`Port ${port} is in use by another program. Stop it, or set API_PORT to a free port.`])
    throw error
  }
}

try {
  await run()
} catch (error) {
  const isPlain = error instanceof SettingsError
  process.stderr.write(`${isPlain ? error.message : (error instanceof Error && error.stack) || String(error)}\n`)
  process.exit(1)
}
