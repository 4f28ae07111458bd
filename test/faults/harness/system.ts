import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { Client, Connection } from '@temporalio/client'
import { dataConverterFor } from '../../../activities/codec/data-converter.ts'
import { loadKeys } from '../../../activities/settings/keys.ts'
import { loadTemporalSettings } from '../../../activities/settings/temporal.ts'
import { openStore, type Store } from '../../../activities/store/store.ts'
import { startChild } from '../../../cli/start/children.ts'
import { openLogFile } from '../../../worker/embedded/log-file.ts'
import { claimPort } from '../../../worker/embedded/ports.ts'
import { startPostgres } from '../../../worker/embedded/postgres.ts'
import { startTemporalServer } from '../../../worker/embedded/temporal-server.ts'
import { openMailbox, type Mailbox } from './mailbox.ts'
import { createParts, type Part, type Parts } from './parts.ts'

/** A whole Gatehouse of real processes, and doors of our own to what lies beneath, for looking only. */
export type System = {
  parts: Parts
  mailbox: Mailbox
  /** Two API processes that serve at once; the first one's address stands in the links. */
  apiUrls: readonly [string, string]
  /** What the checker reads the record with. */
  store: Store
  /** What the checker asks the workflows with. */
  client: Client
  /** Starts a part again that was stopped. */
  start(part: Extract<Part, 'worker' | 'activities'>): Promise<void>
  stop(): Promise<void>
}

/** Starts a system in a folder of its own; `say` is told what goes on. */
export type StartSystem = (folder: string, say: (line: string) => void) => Promise<System>

/** The entry files of its processes; ours, as shipped, unless a test needs to halt them at a step. */
export type Entries = { worker: string; api: string; activities?: string }

const file = (path: string) => fileURLToPath(new URL(path, import.meta.url))
const asShipped: Entries = { worker: file('../../../worker/main.ts'), api: file('../../../api/main.ts') }

const free = (part: string) => claimPort({ port: 0, part, setting: 'nothing' })

/**
 * Starts the embedded Temporal server with its database file, PostgreSQL, the worker and two API processes in `folder`, on ports that
 * stay the same over restarts, and a mail server in this process. Members may press at once: there is no dwell.
 * @throws StartError when a part cannot be started; everything is stopped again.
 */
export const startSystem = async (
  folder: string,
  say: (line: string) => void,
  { entries = asShipped, environment = {} }: { entries?: Entries; environment?: Record<string, string> } = {},
): Promise<System> => {
  const settings = loadTemporalSettings({ env: {} })
  const mailbox = await openMailbox()
  const parts = createParts(say)
  const [temporalPort, uiPort, postgresPort, apiPort, otherApiPort] = await Promise.all([
    free('Temporal'),
    free('Temporal’s pages'),
    free('PostgreSQL'),
    free('the API'),
    free('the other API'),
  ])
  const log = (part: Part) => openLogFile(folder, part).log
  try {
    const [temporal, postgres] = await Promise.all([
      parts.keep('temporal', () =>
        startTemporalServer({ dataFolder: folder, port: temporalPort, uiPort, settings, log: log('temporal') }),
      ),
      parts.keep('postgres', () =>
        startPostgres({ dataFolder: folder, port: postgresPort, log: log('postgres'), say: log('postgres') }),
      ),
    ])
    const given = {
      ...process.env,
      TEMPORAL_ADDRESS: temporal.address,
      TEMPORAL_TLS: 'false',
      TEMPORAL_API_KEY: '',
      DATABASE_URL: postgres.url,
      SMTP_URL: mailbox.smtpUrl,
      GATEHOUSE_DATA: folder,
      PUBLIC_URL: `http://localhost:${apiPort}`,
      DWELL_MS: '0',
      LOG_LEVEL: 'warn',
      NODE_ENV: '',
      ...environment,
    }
    const keepChild = (part: Part, entry: string, port?: number) =>
      parts.keep(part, () =>
        startChild({
          name: part,
          ready: part === 'api' || part === 'otherApi' ? 'api' : part,
          file: entry,
          env: { ...given, ...(port === undefined ? {} : { API_PORT: String(port) }) },
          stopWithinMs: 10_000,
          log: log(part),
          say: () => {},
        }),
      )
    const start: System['start'] = async (part) => {
      const entry = part === 'worker' ? entries.worker : entries.activities
      if (entry !== undefined) await keepChild(part, entry)
    }
    await start('worker')
    await start('activities')
    await Promise.all([keepChild('api', entries.api, apiPort), keepChild('otherApi', entries.api, otherApiPort)])

    const store = openStore(postgres.url, { dataFolder: folder })
    const connection = Connection.lazy({ address: temporal.address })
    const { payloadEncryption, namespace } = settings
    const dataConverter = dataConverterFor({ payloadEncryption, keys: loadKeys(folder).payload })
    return {
      parts,
      mailbox,
      apiUrls: [`http://localhost:${apiPort}`, `http://localhost:${otherApiPort}`],
      store,
      client: new Client({ connection, namespace, dataConverter }),
      start,
      stop: async () => {
        await parts.stopAll()
        await Promise.allSettled([store.close(), connection.close(), mailbox.stop()])
      },
    }
  } catch (error) {
    await parts.stopAll()
    await mailbox.stop()
    throw error
  }
}

/** Where the parts of a system write what they say. */
export const logsOf = (folder: string) => join(folder, 'logs')
