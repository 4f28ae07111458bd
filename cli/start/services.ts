import type { StartEnvironment } from '../../activities/settings/environment.ts'
import type { TemporalSettings } from '../../activities/settings/temporal.ts'
import type { Log } from '../../worker/embedded/guarded-process.ts'
import { openLogFile } from '../../worker/embedded/log-file.ts'
import { claimMailboxPorts, startMailbox } from '../../worker/embedded/mailbox.ts'
import { claimPostgresPort, startPostgres } from '../../worker/embedded/postgres.ts'
import type { StartError } from '../../worker/embedded/start-error.ts'
import { supervise, type Running, type Supervised } from '../../worker/embedded/supervise.ts'
import { claimTemporalPorts, startTemporalServer } from '../../worker/embedded/temporal-server.ts'

export type ServicesOptions = {
  dataFolder: string
  environment: StartEnvironment
  settings: TemporalSettings
  say: Log
  /** Called once if a part keeps ending; the caller then stops everything. */
  giveUp: (reason: StartError) => void
  /** Where Temporal's own pages have payloads made readable. */
  codecEndpoint?: string
  /** From here on an end is expected. */
  stopping: AbortSignal
  /** Receives the process id of each part whenever it starts. */
  onPid: (part: string, pid: number | undefined) => void
}

/** The services beneath, embedded or configured. */
export type Services = {
  /** The addresses of the embedded ones, for the environment of the worker and the API. */
  environment: Record<string, string>
  /** Web pages of the embedded ones. */
  temporalUrl: string | undefined
  mailboxUrl: string | undefined
  stop: () => Promise<void>
}

/**
 * Starts the embedded Temporal server, PostgreSQL and mailbox, except those whose address is configured, and keeps
 * them running. Their ports are looked at before anything slow begins.
 * Throws StartError once everything already started has been stopped again.
 */
export async function startServices(options: ServicesOptions): Promise<Services> {
  const { dataFolder, environment, settings, codecEndpoint, say } = options
  const { forTemporal, forPostgres, forMailbox } = await claimPorts(environment, settings)
  const started: Supervised<Running>[] = []
  const stop = async () => {
    await Promise.all(started.map((part) => part.stop()))
  }
  const keep = async <Part extends Running>(name: string, short: string, start: (log: Log) => Promise<Part>) => {
    const { file, log } = openLogFile(dataFolder, short)
    const part = await supervise({
      name,
      logFile: file,
      start: () => start(log),
      onRunning: ({ pid }) => void pid.then((number) => options.onPid(short, number)),
      say,
      giveUp: options.giveUp,
      stopping: options.stopping,
    })
    started.push(part)
    return part.first
  }

  const notEmbedded = Promise.resolve(undefined)
  const starts = [
    forTemporal === undefined
      ? notEmbedded
      : keep('The embedded Temporal server', 'temporal', (log) =>
          startTemporalServer({ ...forTemporal, dataFolder, settings, codecEndpoint, log, say }),
        ),
    forPostgres === undefined
      ? notEmbedded
      : keep('The embedded PostgreSQL', 'postgres', (log) => startPostgres({ ...forPostgres, dataFolder, log, say })),
    forMailbox === undefined
      ? notEmbedded
      : keep('The development mailbox', 'mailbox', (log) => startMailbox({ ...forMailbox, dataFolder, log })),
  ] as const
  try {
    const [temporal, postgres, mailbox] = await Promise.all(starts)
    return {
      environment: {
        // What secures a configured Temporal service would be in the way of the embedded one.
        ...(temporal && {
          TEMPORAL_ADDRESS: temporal.address,
          TEMPORAL_TLS: 'false',
          TEMPORAL_API_KEY: '',
          TEMPORAL_UI_URL: temporal.uiUrl,
        }),
        ...(postgres && { DATABASE_URL: postgres.url }),
        ...(mailbox && { SMTP_URL: mailbox.smtpUrl, MAILBOX_URL: mailbox.webUrl }),
      },
      temporalUrl: temporal?.uiUrl,
      mailboxUrl: mailbox?.webUrl,
      stop,
    }
  } catch (error) {
    await Promise.allSettled(starts)
    await stop()
    throw error
  }
}

/** The ports of the services that are to be embedded, the same at every restart; none for a configured one. */
async function claimPorts(environment: StartEnvironment, settings: TemporalSettings) {
  const { databaseUrl, smtpUrl, postgresPort } = environment
  return {
    forTemporal: settings.address === undefined ? await claimTemporalPorts(settings) : undefined,
    forPostgres: databaseUrl === undefined ? { port: await claimPostgresPort(postgresPort) } : undefined,
    forMailbox: smtpUrl === undefined ? await claimMailboxPorts(environment) : undefined,
  }
}
