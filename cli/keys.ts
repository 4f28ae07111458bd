import { fileURLToPath } from 'node:url'
import type { Command } from 'commander'
import { loadStartEnvironment } from '../activities/settings/environment.ts'
import { rotatePayloadKey, shownKeys, type ShownKey } from '../activities/settings/key-rotation.ts'
import { findKeys, keyFileOf } from '../activities/settings/keys.ts'
import { SettingsError } from '../activities/settings/settings-error.ts'
import { chooseDataFolder } from '../worker/embedded/data-folder.ts'

type Options = { data?: string; dryRun?: boolean; json?: boolean }

const projectFolder = fileURLToPath(new URL('..', import.meta.url)).replace(/\/$/, '')

export function register(program: Command): void {
  const keys = program.command('keys').description('The keys that encrypt what Temporal keeps (docs/security.md).')
  keys
    .command('list')
    .description('Show the payload keys by name and fingerprint; never a key.')
    .option('--data <folder>', 'the data folder; that of npm start when left out')
    .option('--json', 'print them as one line of JSON')
    .action(async (options: Options) => list(await dataFolderOf(options), options))
  keys
    .command('rotate')
    .description('Add a new payload key and make it the current one. Every earlier key stays, to read what it wrote.')
    .option('--data <folder>', 'the data folder; that of npm start when left out')
    .option('--dry-run', 'say what would be done, and change nothing')
    .option('--json', 'print the result as one line of JSON')
    .action(async (options: Options) => rotate(await dataFolderOf(options), options))
}

const dataFolderOf = ({ data }: Options): Promise<string> =>
  chooseDataFolder({ configured: data ?? loadStartEnvironment(process.env).dataFolder, projectFolder, log: () => {} })

const print = (words: string) => void process.stdout.write(`${words}\n`)

const inWords = (keys: readonly ShownKey[]) =>
  keys
    .map(({ keyId, fingerprint, isCurrent }) => `  ${keyId}  ${fingerprint}${isCurrent ? '  current' : ''}`)
    .join('\n')

function list(dataFolder: string, { json = false }: Options): void {
  const file = keyFileOf(dataFolder)
  const keys = findKeys(dataFolder)
  if (!keys) throw new SettingsError([`There is no key file ${file}. The first start makes one.`])
  const shown = shownKeys(keys.payload)
  print(json ? JSON.stringify({ file, keys: shown }) : `${file}\n${inWords(shown)}`)
}

function rotate(dataFolder: string, { dryRun = false, json = false }: Options): void {
  const rotation = rotatePayloadKey(dataFolder, { dryRun })
  const { file, previous, current, keys } = rotation
  if (json) return print(JSON.stringify({ ...rotation, dryRun }))
  if (dryRun) return print(`${file} would get a new current key beside its ${keys.length - 1}; ${previous} would stay.`)
  print(
    `${file}\n${inWords(keys)}\n${current} encrypts from the next start on; ${previous} stays, to read what it wrote.\n` +
      'Back up this file now. Where several machines run Gatehouse, give each this file, then start them again one by one.',
  )
}
