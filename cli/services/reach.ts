import { fileURLToPath } from 'node:url'
import type { Client } from '@temporalio/client'
import type { DataConverter } from '@temporalio/common'
import { dataConverterFor } from '../../activities/codec/data-converter.ts'
import { loadStartEnvironment } from '../../activities/settings/environment.ts'
import { findKeys, keyFileOf, withNewKey } from '../../activities/settings/keys.ts'
import { loadTemporalSettings, type TemporalSettings } from '../../activities/settings/temporal.ts'
import { openStore, type Store } from '../../activities/store/store.ts'
import { openTemporal, temporalAnswers } from '../../api/temporal.ts'
import { chooseDataFolder } from '../../worker/embedded/data-folder.ts'
import { findRunning } from '../../worker/embedded/running.ts'

/** What a command works on: the services the worker and the API use. */
export type Services = {
  store: Store
  client: Client
  settings: TemporalSettings
  dataConverter: DataConverter
  close(): Promise<void>
}

/** PostgreSQL or Temporal is not there, or nobody said where. The message says what to do. */
export class ServicesUnreachable extends Error {
  override readonly name = 'ServicesUnreachable'
}

const projectFolder = fileURLToPath(new URL('../..', import.meta.url)).replace(/\/$/, '')
const answerWithinMilliseconds = 5_000

/**
 * Reaches PostgreSQL and Temporal: those the environment and temporal.yaml name, else those of the `npm start` that runs on the data
 * folder. No key file is ever made here.
 * @throws ServicesUnreachable when one of them is not named or does not answer; SettingsError when a setting is wrong.
 */
export const reachServices = async (env: NodeJS.ProcessEnv = process.env): Promise<Services> => {
  const { dataFolder: configured } = loadStartEnvironment(env)
  const dataFolder = await chooseDataFolder({ configured, projectFolder, log: () => {} })
  const given = environmentOf(env, findRunning(dataFolder)?.environment)
  const settings = loadTemporalSettings({ env: given })
  const { databaseUrl } = loadStartEnvironment(given)
  if (databaseUrl === undefined || settings.address === undefined)
    throw new ServicesUnreachable(
      `No Gatehouse runs on ${dataFolder}, and ${databaseUrl === undefined ? 'DATABASE_URL' : 'TEMPORAL_ADDRESS'} is ` +
        'not set. Start it with npm start, or set DATABASE_URL, TEMPORAL_ADDRESS and GATEHOUSE_DATA as the worker has them.',
    )
  const dataConverter = converterFor(dataFolder, settings)
  const store = openStore(databaseUrl, { dataFolder, statesToRemember: 0 })
  const temporal = openTemporal(settings, { dataConverter })
  const close = async () => {
    await Promise.all([store.close(), temporal.close()])
  }
  const [database, service] = await Promise.all([
    store.reachable(),
    temporalAnswers(temporal.client, answerWithinMilliseconds),
  ])
  if (!database || !service) {
    await close()
    throw new ServicesUnreachable(
      database
        ? `Temporal does not answer at ${settings.address}.`
        : 'PostgreSQL does not answer at the address of DATABASE_URL.',
    )
  }
  return { store, client: temporal.client, settings, dataConverter, close }
}

/** The exit code of a command that works on the services, which are closed again: 2 when they cannot be reached, and why was said. */
export const withServices = async (work: (services: Services) => Promise<0 | 1>): Promise<0 | 1 | 2> => {
  let services: Services
  try {
    services = await reachServices()
  } catch (error) {
    if (!(error instanceof ServicesUnreachable)) throw error
    process.stderr.write(`${error.message}\n`)
    return 2
  }
  try {
    return await work(services)
  } finally {
    await services.close()
  }
}

/** What is set beats what runs. How a running one's Temporal is secured says nothing about another. */
const environmentOf = (env: NodeJS.ProcessEnv, running: Record<string, string> = {}): NodeJS.ProcessEnv => {
  const set = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== undefined && value !== ''))
  const fromRunning = Object.entries(running).filter(
    ([key]) => !set['TEMPORAL_ADDRESS'] || !key.startsWith('TEMPORAL_'),
  )
  return { ...Object.fromEntries(fromRunning), ...set }
}

const converterFor = (dataFolder: string, { payloadEncryption }: TemporalSettings): DataConverter => {
  const found = findKeys(dataFolder)
  if (!found && payloadEncryption === 'on')
    throw new ServicesUnreachable(
      `The payloads are encrypted, and there is no key file ${keyFileOf(dataFolder)}. Set GATEHOUSE_DATA as the worker has it.`,
    )
  // Without a key file and without encryption nothing was ever encrypted: any key reads as much.
  return dataConverterFor({ payloadEncryption, keys: found?.payload ?? withNewKey({ current: '', keys: {} }) })
}
