import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { TemporalSettings } from '../../activities/settings/temporal.ts'
import { startGuarded, type Log, type ProcessExit } from './guarded-process.ts'
import { claimPort, loopback } from './ports.ts'
import { StartError } from './start-error.ts'
import { prepareNamespace, untilServing } from './temporal-namespace.ts'
import { findTemporalCli } from './toolchain.ts'

export type TemporalServerOptions = {
  /** The database file lives here and is kept between runs. */
  dataFolder: string
  /** 0 for any free port; default as in the settings. */
  port?: number
  /** 0 for any free port; default as in the settings. */
  uiPort?: number
  /** Where Temporal's own pages have payloads made readable; they show what Temporal keeps when left out. */
  codecEndpoint?: string | undefined
  settings: Pick<TemporalSettings, 'namespace' | 'retentionDays' | 'searchAttributes' | 'embedded'>
  /** Receives the server's own output. */
  log: Log
  /** Receives what is being prepared, in sentences for a person; default `log`. */
  say?: Log
}

/** A running embedded Temporal server. */
export type TemporalServer = {
  /** host:port for clients and workers. */
  address: string
  uiUrl: string
  pid: Promise<number | undefined>
  exited: Promise<ProcessExit>
  stop: () => Promise<void>
}

const part = 'the embedded Temporal server'

/**
 * Every commit is on disk before it is answered (synchronous=2), in a write-ahead log: 1.6 times the throughput of
 * SQLite's default journal, and nothing lost when the server is killed.
 */
const durableAndQuick = ['journal_mode=WAL', 'synchronous=2']

/**
 * Eager execution halves a decision's wait; the default quotas are for shared servers and would throttle one. After a task was lost
 * three times, each further one would be waited for longer, up to ten minutes, when its worker dies too: five seconds are enough.
 */
const dynamicConfig = [
  'system.enableActivityEagerExecution=true',
  'history.workflowTaskRetryMaxInterval="5s"',
  ...['frontend.rps', 'frontend.namespaceRPS', 'matching.rps', 'history.rps'].map((key) => `${key}=100000`),
  ...['frontend', 'matching', 'history'].map((service) => `${service}.persistenceMaxQPS=100000`),
]

/**
 * The ports the embedded Temporal server will listen on, those of the settings unless others are asked for.
 * Throws StartError when one is taken.
 */
export async function claimTemporalPorts(
  settings: Pick<TemporalSettings, 'embedded'>,
  wanted: { port?: number; uiPort?: number } = {},
): Promise<{ port: number; uiPort: number }> {
  const port = await claimPort({
    port: wanted.port ?? settings.embedded.port,
    part,
    setting: 'embedded.port in temporal.yaml (TEMPORAL_EMBEDDED_PORT)',
  })
  const uiPort = await claimPort({
    port: wanted.uiPort ?? settings.embedded.uiPort,
    part: "Temporal's own web page",
    setting: 'embedded.uiPort in temporal.yaml (TEMPORAL_EMBEDDED_UI_PORT)',
  })
  return { port, uiPort }
}

/**
 * Starts the embedded Temporal server on its database file and waits until it serves, its namespace keeps ended
 * histories for `retentionDays` and every search attribute is registered; a database file from an earlier run is
 * brought up to date in the same way.
 * Throws StartError when a port is taken, no server program can be had, or the server ends at once.
 */
export async function startTemporalServer(options: TemporalServerOptions): Promise<TemporalServer> {
  const { dataFolder, settings, codecEndpoint, log, say = log } = options
  const { port, uiPort } = await claimTemporalPorts(settings, options)
  const program = await findTemporalCli(say)
  await mkdir(dataFolder, { recursive: true })

  const databaseFile = join(dataFolder, settings.embedded.databaseFile)
  const flags = {
    '--ip': loopback,
    '--port': String(port),
    '--ui-port': String(uiPort),
    '--db-filename': databaseFile,
    '--namespace': settings.namespace,
    '--log-level': 'error',
    ...(codecEndpoint !== undefined && { '--ui-codec-endpoint': codecEndpoint }),
  }
  const server = startGuarded({
    command: program,
    args: [
      'server',
      'start-dev',
      ...Object.entries(flags).flat(),
      ...durableAndQuick.flatMap((pragma) => ['--sqlite-pragma', pragma]),
      ...dynamicConfig.flatMap((entry) => ['--dynamic-config-value', entry]),
      '--disable-config-file',
      '--disable-config-env',
    ],
    log,
  })
  const address = `${loopback}:${port}`
  const endedEarly = server.exited.then(({ lastLines }): never => {
    throw new StartError(
      `The embedded Temporal server stopped while starting. Its last words:\n${lastLines.join('\n')}\n` +
        `Its database file is ${databaseFile}.`,
    )
  })
  try {
    await Promise.race([untilServing(address), endedEarly])
    await Promise.race([prepareNamespace(address, settings), endedEarly])
  } catch (error) {
    await server.stop()
    throw error
  }
  return { address, uiUrl: `http://${loopback}:${uiPort}`, pid: server.pid, exited: server.exited, stop: server.stop }
}
