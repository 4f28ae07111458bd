import { fileURLToPath } from 'node:url'
import type { Command } from 'commander'
import { loadStartEnvironment } from '../activities/settings/environment.ts'
import { chooseDataFolder } from '../worker/embedded/data-folder.ts'
import { findRunning } from '../worker/embedded/running.ts'
import { ApiUnreachable } from './api/json-api.ts'
import { developmentMailbox, MailboxUnreachable } from './demo/mailbox.ts'
import { playVetting } from './demo/play.ts'
import type { Narrator } from './demo/rehearsal.ts'

type Options = { api?: string; mailbox?: string }

const projectFolder = fileURLToPath(new URL('..', import.meta.url)).replace(/\/$/, '')

export function register(program: Command): void {
  program
    .command('demo')
    .description('Play 7F Vetting through all five stages as people would. Needs a running npm start.')
    .option('--api <url>', 'where Gatehouse runs; that of the running npm start when left out')
    .option('--mailbox <url>', 'where the development mailbox is read; that of the running npm start when left out')
    .addHelpText(
      'after',
      '\nExit code: 0 played to its closure, 1 something did not go as it should, 2 nothing to play on.',
    )
    .action(async (options: Options) => {
      process.exitCode = await run(options)
    })
}

async function run(options: Options): Promise<number> {
  const running = await addressesOfTheRunning()
  const apiUrl = options.api ?? running?.api
  const mailboxUrl = options.mailbox ?? running?.mailbox
  if (apiUrl === undefined || mailboxUrl === undefined) {
    process.stderr.write(
      'No running Gatehouse with a development mailbox was found. Start one with npm start, or give --api and --mailbox.\n',
    )
    return 2
  }
  try {
    const { pageUrl } = await playVetting({
      apiUrl,
      mailbox: developmentMailbox(mailboxUrl),
      narrator: toStandardOutput,
    })
    process.stdout.write(`\nPlayed to its closure. Its page: ${pageUrl}\n`)
    return 0
  } catch (error) {
    process.stderr.write(`\n${error instanceof Error ? error.message : String(error)}\n`)
    return error instanceof ApiUnreachable || error instanceof MailboxUnreachable ? 2 : 1
  }
}

const toStandardOutput: Narrator = {
  step: (title) => process.stdout.write(`\n${title}\n`),
  say: (sentence) => process.stdout.write(`  ${sentence}\n`),
}

/** The addresses the running `npm start` of this project noted down. */
async function addressesOfTheRunning() {
  const { dataFolder: configured } = loadStartEnvironment(process.env)
  const addresses = findRunning(await chooseDataFolder({ configured, projectFolder, log: () => {} }))?.addresses
  return addresses && { api: new URL(addresses.portfolio).origin, mailbox: addresses.mailbox }
}
