import { setTimeout as pause } from 'node:timers/promises'
import { pino } from 'pino'
import { createMailSender } from '../../activities/mail/sender.ts'
import { createMailTransport } from '../../activities/mail/transport.ts'
import { openStore } from '../../activities/store/store.ts'

// Run as a process of its own: a mail sender that is killed after the mail server took a mail and before the record knows it.
const [, , databaseUrl = '', dataFolder = '', smtpUrl = '', nowInstant = ''] = process.argv
const clock = () => Number(nowInstant)
const store = openStore(databaseUrl, { dataFolder, clock })
createMailSender({
  ...store,
  outbox: {
    ...store.outbox,
    markSent: () => {
      process.kill(process.pid, 'SIGKILL')
      return new Promise(() => {})
    },
  },
  transport: createMailTransport({ smtpUrl }),
  publicUrl: 'https://gatehouse.example',
  from: 'decisions@gatehouse.example',
  clock,
  log: pino({ level: 'silent' }),
  concurrency: 1,
}).start()
await pause(30_000)
