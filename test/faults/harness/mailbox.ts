import { once } from 'node:events'
import { buffer } from 'node:stream/consumers'
import PostalMime from 'postal-mime'
import { SMTPServer } from 'smtp-server'

/** What is kept of one mail that arrived. */
export type Delivered = {
  /** The row it is a copy of, and the attempt that sent it: `<row.attempt@…>` is its Message-ID. */
  rowId: string
  attempt: number
  to: string
  kind: 'invitation' | 'receipt' | 'outcome' | 'roomToConfirm' | 'other'
  /** The reference of the initiative, the last word of the subject. */
  reference: string
  /** The token of its decision link; empty where it has none. */
  token: string
  atInstant: number
}

/** A real SMTP server that no kill reaches, and every mail it took, in the order of arrival. */
export type Mailbox = {
  smtpUrl: string
  mails: readonly Delivered[]
  /** Resolves at the next mail or after `milliseconds`, whichever is first. */
  nextMail(milliseconds: number): Promise<void>
  stop(): Promise<void>
}

const kindOf = (subject: string): Delivered['kind'] => {
  if (subject.includes('Decision needed')) return 'invitation'
  if (subject.includes('decision is recorded')) return 'receipt'
  if (subject.includes('The board has decided')) return 'outcome'
  if (subject.includes('Is this what the board decided')) return 'roomToConfirm'
  return 'other'
}

const read = async (raw: Buffer, to: string): Promise<Delivered> => {
  const { subject = '', text = '', messageId = '' } = await PostalMime.parse(raw)
  const [, rowId = '', attempt = '0'] = /^<([\w-]+)\.(\d+)@/.exec(messageId) ?? []
  const [, token = ''] = /\/d\/([\w-]{43})/.exec(text) ?? []
  const [reference = ''] = /\S+$/.exec(subject) ?? []
  return { rowId, attempt: Number(attempt), to, kind: kindOf(subject), reference, token, atInstant: Date.now() }
}

/** Starts it on a free port of the loopback address. */
export const openMailbox = async (): Promise<Mailbox> => {
  const mails: Delivered[] = []
  const waiting = new Set<() => void>()
  const server = new SMTPServer({
    disabledCommands: ['STARTTLS', 'AUTH'],
    disableReverseLookup: true,
    closeTimeout: 100,
    onData: (stream, { envelope }, answer) => {
      const taken = async () => {
        mails.push(await read(await buffer(stream), envelope.rcptTo[0]?.address ?? ''))
        for (const look of waiting) look()
      }
      taken().then(() => answer(null), answer)
    },
  })
  // Senders are killed in the middle of a mail; that is no fault of this server.
  server.on('error', () => {})
  server.listen(0, '127.0.0.1')
  await once(server.server, 'listening')
  const address = server.server.address()
  if (address === null || typeof address === 'string') throw new Error('The SMTP server has no port.')
  return {
    smtpUrl: `smtp://127.0.0.1:${address.port}`,
    mails,
    nextMail: (milliseconds) =>
      new Promise((resolve) => {
        const look = () => {
          clearTimeout(timer)
          waiting.delete(look)
          resolve()
        }
        const timer = setTimeout(look, milliseconds)
        waiting.add(look)
      }),
    stop: () => new Promise((resolve) => server.close(() => resolve())),
  }
}
