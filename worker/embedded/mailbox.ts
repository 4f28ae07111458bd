import { mkdir } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { connect } from 'node:net'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import type { StartEnvironment } from '../../activities/settings/environment.ts'
import { startGuarded, type Log, type ProcessExit } from './guarded-process.ts'
import { claimPort, loopback } from './ports.ts'
import { StartError } from './start-error.ts'

export type MailboxOptions = {
  /** Mails are kept in `mail` inside this folder, and shown again after the next start. */
  dataFolder: string
  /** Where mail is delivered; 0 for any free port. */
  port: number
  /** Where it is read; 0 for any free port. */
  webPort: number
  log: Log
}

/** A running development mailbox: it takes mail to anybody and delivers it to nobody. */
export type Mailbox = {
  /** An SMTP_URL. */
  smtpUrl: string
  webUrl: string
  pid: Promise<number | undefined>
  exited: Promise<ProcessExit>
  stop: () => Promise<void>
}

const startWithinMs = 30_000

const part = 'the development mailbox'

/** The ports the mailbox will listen on: for mail, and for its pages. Throws StartError when one is taken. */
export async function claimMailboxPorts(
  wanted: Pick<StartEnvironment, 'mailboxSmtpPort' | 'mailboxPort'>,
): Promise<{ port: number; webPort: number }> {
  return {
    port: await claimPort({ port: wanted.mailboxSmtpPort, part, setting: 'MAILBOX_SMTP_PORT in the environment' }),
    webPort: await claimPort({ port: wanted.mailboxPort, part, setting: 'MAILBOX_PORT in the environment' }),
  }
}

/** Starts the development mailbox and waits until both its ports answer. Throws StartError when one is taken. */
export async function startMailbox(options: MailboxOptions): Promise<Mailbox> {
  const { dataFolder, log } = options
  const { port, webPort } = await claimMailboxPorts({ mailboxSmtpPort: options.port, mailboxPort: options.webPort })
  const mailFolder = join(dataFolder, 'mail')
  await mkdir(mailFolder, { recursive: true, mode: 0o700 })

  const program = createRequire(import.meta.url).resolve('maildev/bin/maildev')
  const flags = {
    '--smtp': String(port),
    '--web': String(webPort),
    '--ip': loopback,
    '--web-ip': loopback,
    '--mail-directory': mailFolder,
  }
  const server = startGuarded({
    command: process.execPath,
    args: [program, ...Object.entries(flags).flat()],
    log,
  })
  const ended = server.exited.then(({ lastLines }): never => {
    throw new StartError(`The development mailbox stopped while starting. Its last words:\n${lastLines.join('\n')}`)
  })
  try {
    await Promise.race([Promise.all([untilListening(port), untilListening(webPort)]), ended])
  } catch (error) {
    await server.stop()
    throw error
  }
  return {
    smtpUrl: `smtp://${loopback}:${port}`,
    webUrl: `http://${loopback}:${webPort}`,
    pid: server.pid,
    exited: server.exited,
    stop: server.stop,
  }
}

async function untilListening(port: number): Promise<void> {
  const giveUpAt = Date.now() + startWithinMs
  while (!(await listening(port))) {
    if (Date.now() > giveUpAt) throw new StartError(`The development mailbox did not open port ${port}.`)
    await pause(50)
  }
}

function listening(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ port, host: loopback })
    const settle = (open: boolean) => {
      socket.destroy()
      resolve(open)
    }
    socket.once('connect', () => {
      settle(true)
    })
    socket.once('error', () => {
      settle(false)
    })
  })
}
