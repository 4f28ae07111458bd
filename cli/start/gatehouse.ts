import { fileURLToPath } from 'node:url'
import { openLogFile } from '../../worker/embedded/log-file.ts'
import { claimPort } from '../../worker/embedded/ports.ts'
import { supervise, type Supervised } from '../../worker/embedded/supervise.ts'
import { startChild, type ReadyChild } from './children.ts'
import { startServices, type ServicesOptions } from './services.ts'

/** The entry files of the worker and the API. */
export type Entries = { worker: string; api: string }

export type StartOptions = ServicesOptions & {
  /** What the children inherit. */
  env: NodeJS.ProcessEnv
  /** Default ours. */
  entries?: Entries | undefined
}

/** Everything running: where it is reached, and how it ends. */
export type StartedGatehouse = {
  apiUrl: string
  temporalUrl: string | undefined
  mailboxUrl: string | undefined
  /** What the worker and the API were given besides what they inherit. */
  environment: Record<string, string>
  /** The worker and the API first, then the services beneath them. */
  stop: () => Promise<void>
}

/** The worker may finish what it is doing for this long, so that Ctrl-C takes less than ten seconds in all. */
const shutdownGraceMs = 8_000

const ourEntries = {
  worker: fileURLToPath(new URL('../../worker/main.ts', import.meta.url)),
  api: fileURLToPath(new URL('../../api/main.ts', import.meta.url)),
}

/**
 * Starts the services, then the worker, which brings the tables up to date, then the API, and keeps them all running.
 * Throws StartError with everything stopped again when one of them cannot be started.
 */
export async function startGatehouse(options: StartOptions): Promise<StartedGatehouse> {
  const { dataFolder, environment, env, say, giveUp, stopping, entries = ourEntries } = options
  const apiPort = await claimPort({
    port: environment.apiPort,
    part: 'the API',
    setting: 'API_PORT in the environment',
  })
  const apiHost = environment.apiHost.includes(':') ? `[${environment.apiHost}]` : environment.apiHost
  const codecEndpoint = `http://${apiHost}:${apiPort}/api/payloads`
  const services = await startServices({ ...options, codecEndpoint })
  const given = {
    TEMPORAL_SHUTDOWN_GRACE_MS: String(shutdownGraceMs),
    ...services.environment,
    GATEHOUSE_DATA: dataFolder,
    API_PORT: String(apiPort),
    PUBLIC_URL: env['PUBLIC_URL'] || `http://localhost:${apiPort}`,
    ...(services.mailboxUrl && { MAILBOX_URL: services.mailboxUrl }),
    ...(services.temporalUrl && { TEMPORAL_UI_URL: services.temporalUrl }),
  }
  const children: Supervised<ReadyChild>[] = []
  const stop = async () => {
    await Promise.all(children.map((child) => child.stop()))
    await services.stop()
  }
  const keep = async (name: string, ready: string, file: string): Promise<ReadyChild> => {
    const { file: logFile, log } = openLogFile(dataFolder, ready)
    const child = await supervise({
      name,
      logFile,
      start: () =>
        startChild({ name, ready, file, env: { ...env, ...given }, stopWithinMs: shutdownGraceMs + 200, log, say }),
      onRunning: ({ pid }) => void pid.then((number) => options.onPid(ready, number)),
      say,
      giveUp,
      stopping,
    })
    children.push(child)
    return child.first
  }

  try {
    await keep('The worker', 'worker', entries.worker)
    const api = await keep('The API', 'api', entries.api)
    return {
      apiUrl: (api.url ?? given.PUBLIC_URL).replace(/\/$/, ''),
      temporalUrl: services.temporalUrl,
      mailboxUrl: services.mailboxUrl,
      environment: given,
      stop,
    }
  } catch (error) {
    await stop()
    throw error
  }
}
