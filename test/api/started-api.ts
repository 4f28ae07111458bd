import { randomUUID } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { FastifyInstance } from 'fastify'
import { calendarOf } from '../../activities/calendar.ts'
import { mailActivities } from '../../activities/mail-activities.ts'
import { loadTemporalSettings } from '../../activities/settings/temporal.ts'
import { openStore, type Store } from '../../activities/store/store.ts'
import { createApp } from '../../api/app.ts'
import { createCases } from '../../api/cases.ts'
import type { ApiParts } from '../../api/parts.ts'
import { openTemporal } from '../../api/temporal.ts'
import { startInitiatives } from '../support/initiatives.ts'
import { createTestDatabase } from '../support/postgres.ts'
import { sharedTemporal } from '../support/temporal.ts'

export type StartedApi = {
  app: FastifyInstance
  store: Store
  parts: ApiParts
  /** The worker and its Temporal client. */
  worker: Awaited<ReturnType<typeof startInitiatives>>
  stop(): Promise<void>
}

export type Choices = {
  answerWithinMilliseconds?: number
  /** An address of Temporal other than the run's, where nothing may answer. */
  temporalAddress?: string
  /** Parts of the API other than the real ones. */
  parts?: Partial<ApiParts>
}

/**
 * The API as it runs, in this process, on a database of its own, the run's real Temporal server and a real worker that records.
 * Mails are rows waiting in the outbox: nothing sends them. Once a file, in `beforeAll`; the caller stops it.
 */
export const startApi = async (choices: Choices = {}): Promise<StartedApi> => {
  const [database, temporal] = await Promise.all([createTestDatabase(), sharedTemporal()])
  const dataFolder = await mkdtemp(join(tmpdir(), 'gatehouse-api-'))
  const store = openStore(database.url, { dataFolder })
  const worker = await startInitiatives(temporal, {
    record: store.record,
    ...mailActivities(store),
  })
  const settings = loadTemporalSettings({
    env: {
      TEMPORAL_ADDRESS: choices.temporalAddress ?? temporal.address,
      TEMPORAL_NAMESPACE: temporal.namespace,
      TEMPORAL_TASK_QUEUE: temporal.taskQueue,
    },
  })
  const door = openTemporal(settings)
  const parts: ApiParts = {
    ...store,
    calendar: calendarOf(),
    cases: createCases({
      client: door.client,
      taskQueue: settings.taskQueue,
      initiatives: store.initiatives,
      answerWithinMilliseconds: choices.answerWithinMilliseconds ?? settings.answerWithinMs,
    }),
    publicUrl: 'http://localhost:3000',
    formKey: new Uint8Array(32).fill(7),
    dwellMilliseconds: 0,
    clock: Date.now,
    developmentLinks: {},
    ...choices.parts,
  }
  const app = await createApp(parts)
  await app.ready()
  return {
    app,
    store,
    parts,
    worker,
    stop: async () => {
      await app.close()
      await worker.stop()
      await Promise.all([store.close(), door.close()])
      await rm(dataFolder, { recursive: true })
    },
  }
}

/** An id nobody else uses on the shared Temporal server. */
export const freshId = () => `case-${randomUUID().slice(0, 12)}`
