import { fileURLToPath } from 'node:url'
import { loadStartEnvironment } from '../activities/settings/environment.ts'
import { loadTemporalSettings } from '../activities/settings/temporal.ts'
import { startChild, type ReadyChild } from '../cli/start/children.ts'
import { startServices } from '../cli/start/services.ts'
import { openLogFile } from '../worker/embedded/log-file.ts'
import { claimPort } from '../worker/embedded/ports.ts'
import { startMailSink, type MailSink } from './gatehouse/mail-sink.ts'
import type { ProcessName } from './measure/processes.ts'

/** Everything that is measured, each a process of its own, as `npm start` runs them. */
export type Servers = {
  temporal: { address: string; namespace: string }
  handWrittenQueue: string
  databaseUrl: string
  apiUrl: string
  mails: MailSink
  /** The process ids of now. */
  pids(): Partial<Record<ProcessName, number>>
  /** Gives the worker's place to a fresh process. */
  renewWorker(): Promise<void>
  stop(): Promise<void>
}

const file = (path: string) => fileURLToPath(new URL(path, import.meta.url))
const handWrittenQueue = 'hand-written'
const stopWithinMs = 10_000

/**
 * Starts the embedded Temporal server and PostgreSQL, a mail server, our worker and API, and the worker of the hand-written workflow,
 * on free ports. `say` is told what is being prepared.
 */
export const startServers = async (dataFolder: string, say: (line: string) => void): Promise<Servers> => {
  const stops: (() => Promise<void>)[] = []
  const stop = async () => {
    for (const each of stops.toReversed()) await each()
  }
  try {
    const mails = await startMailSink()
    stops.push(() => mails.stop())
    const pids: Partial<Record<ProcessName, number>> = mails.pid ? { 'mail server': mails.pid } : {}
    const settings = loadTemporalSettings({ env: { TEMPORAL_EMBEDDED_PORT: '0', TEMPORAL_EMBEDDED_UI_PORT: '0' } })
    const stopping = new AbortController()
    const services = await startServices({
      dataFolder,
      environment: loadStartEnvironment({ SMTP_URL: mails.smtpUrl, POSTGRES_PORT: '0' }),
      settings,
      say,
      giveUp: (reason) => say(reason.message),
      stopping: stopping.signal,
      onPid: (part, pid) => {
        if (part === 'temporal') pids['Temporal server'] = pid
        if (part === 'postgres') pids['PostgreSQL'] = pid
      },
    })
    stops.push(async () => {
      stopping.abort()
      await services.stop()
    })

    const apiPort = await claimPort({ port: 0, part: 'the API', setting: 'API_PORT' })
    const apiUrl = `http://localhost:${apiPort}`
    const given = {
      ...services.environment,
      SMTP_URL: mails.smtpUrl,
      GATEHOUSE_DATA: dataFolder,
      API_PORT: String(apiPort),
      PUBLIC_URL: apiUrl,
      DWELL_MS: '0',
      LOG_LEVEL: 'warn',
      NODE_ENV: '',
    }
    const child = async (name: ProcessName, ready: string, entry: string, also: Record<string, string> = {}) => {
      const { log } = openLogFile(dataFolder, ready)
      const env = { ...process.env, ...given, ...also }
      const started = await startChild({ name: `The ${name}`, ready, file: file(entry), env, stopWithinMs, log, say })
      pids[name] = await started.pid
      return started
    }
    const running: Record<string, ReadyChild> = {}
    stops.push(async () => {
      await Promise.all(Object.values(running).map((each) => each.stop()))
    })
    running['worker'] = await child('worker', 'worker', '../worker/main.ts')
    running['api'] = await child('API', 'api', '../api/main.ts')
    const queue = { TEMPORAL_TASK_QUEUE: handWrittenQueue }
    running['hand-written'] = await child('hand-written worker', 'hand-written', 'hand-written/worker.ts', queue)

    return {
      temporal: { address: services.environment['TEMPORAL_ADDRESS'] ?? '', namespace: settings.namespace },
      handWrittenQueue,
      databaseUrl: services.environment['DATABASE_URL'] ?? '',
      apiUrl,
      mails,
      pids: () => ({ ...pids }),
      renewWorker: async () => {
        await running['worker']?.stop()
        running['worker'] = await child('worker', 'worker', '../worker/main.ts')
      },
      stop,
    }
  } catch (error) {
    await stop()
    throw error
  }
}
