import { mkdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { Command } from 'commander'
import { loadStartEnvironment } from '../activities/settings/environment.ts'
import { loadTemporalSettings } from '../activities/settings/temporal.ts'
import { chooseDataFolder } from '../worker/embedded/data-folder.ts'
import { stopEveryGuarded } from '../worker/embedded/guarded-process.ts'
import { takeDataFolder, type Addresses } from '../worker/embedded/running.ts'
import { StartError } from '../worker/embedded/start-error.ts'
import { startGatehouse, type Entries, type StartedGatehouse } from './start/gatehouse.ts'
import { importSamplePortfolio } from './start/sample-portfolio.ts'
import { untilToldToStop } from './start/signals.ts'

const projectFolder = fileURLToPath(new URL('..', import.meta.url)).replace(/\/$/, '')

function say(line: string): void {
  process.stderr.write(`${line}\n`)
}

export function register(program: Command): void {
  program
    .command('start')
    .description('Start everything: Temporal, PostgreSQL, a mailbox, the worker and the API. Ctrl-C stops it.')
    .option('--json', 'print the addresses as one line of JSON once everything runs')
    .option('--no-sample', 'do not import the sample portfolio')
    .action(async (options: StartCommand) => {
      try {
        await start(options)
      } finally {
        // What was still being prepared when everything was stopped must not keep this process.
        setTimeout(() => process.exit(), 200).unref()
      }
    })
}

export type StartCommand = { json?: boolean; sample: boolean; entries?: Entries }

/** Runs until told to stop. Throws StartError or SettingsError, with everything stopped, when it cannot. */
export async function start(options: StartCommand): Promise<void> {
  const environment = loadStartEnvironment(process.env)
  const settings = loadTemporalSettings()
  const dataFolder = await chooseDataFolder({ configured: environment.dataFolder, projectFolder, log: say })
  makeDataFolder(dataFolder)
  const tenancy = takeDataFolder(dataFolder)
  const stop = new AbortController()
  const { promise: givenUp, reject: giveUp } = Promise.withResolvers<never>()
  let gatehouse: StartedGatehouse | undefined

  const surroundings = { dataFolder, environment, settings, env: process.env, say }
  const control = { giveUp, stopping: stop.signal, onPid: tenancy.notePid }

  const run = async (): Promise<never> => {
    gatehouse = await startGatehouse({ ...surroundings, ...control, entries: options.entries })
    if (options.sample) {
      const env = { ...process.env, ...gatehouse.environment }
      await importSamplePortfolio({ dataFolder, apiUrl: gatehouse.apiUrl, env, say })
    }
    const addresses = addressesOf(gatehouse, settings.namespace)
    tenancy.noteAddresses(gatehouse.environment, addresses)
    print(addresses, dataFolder, options.json === true)
    return await new Promise<never>(() => {})
  }
  try {
    await Promise.race([run(), givenUp, untilToldToStop()])
    say('Stopping.')
  } finally {
    stop.abort()
    await gatehouse?.stop()
    await stopEveryGuarded()
    tenancy.leave()
  }
}

function makeDataFolder(dataFolder: string): void {
  try {
    mkdirSync(dataFolder, { recursive: true, mode: 0o711 })
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    throw new StartError(
      `The data folder ${dataFolder} cannot be made (${reason}). Choose another with GATEHOUSE_DATA.`,
    )
  }
}

function addressesOf(gatehouse: StartedGatehouse, namespace: string): Addresses {
  const { apiUrl, mailboxUrl, temporalUrl } = gatehouse
  return {
    portfolio: `${apiUrl}/`,
    apiDocument: `${apiUrl}/api/openapi.json`,
    mailbox: mailboxUrl && `${mailboxUrl}/`,
    temporal: temporalUrl && `${temporalUrl}/namespaces/${namespace}/workflows`,
  }
}

function print(addresses: Addresses, dataFolder: string, json: boolean): void {
  if (json) {
    process.stdout.write(`${JSON.stringify(addresses)}\n`)
    return
  }
  const rows = [
    ['Portfolio', addresses.portfolio],
    ['Mailbox', addresses.mailbox ?? 'as SMTP_URL says'],
    ['Temporal', addresses.temporal ?? 'as temporal.yaml or TEMPORAL_ADDRESS says'],
    ['API document', addresses.apiDocument],
    ['Data and logs', dataFolder],
  ] as const
  const lines = rows.map(([what, where]) => `  ${what.padEnd(15)}${where}`)
  process.stdout.write(`\nGatehouse is running. Press Ctrl-C to stop it.\n${lines.join('\n')}\n\n`)
}
