import { once } from 'node:events'
import type { Socket } from 'node:net'
import { buffer } from 'node:stream/consumers'
import PostalMime, { type Attachment } from 'postal-mime'
import { SMTPServer, type SMTPServerDataStream, type SMTPServerSession } from 'smtp-server'

/** One mail as it arrived. */
export type ReceivedMail = {
  /** The envelope's sender, not the From header; empty for the null sender. */
  from: string
  /** The envelope's recipients that were accepted, not the To header. */
  to: string[]
  subject: string
  text: string
  html: string
  /** By name in lower case, decoded; of a repeated header the last. */
  headers: Record<string, string>
  /** The Message-ID with its angle brackets. */
  messageId: string
  /** The http(s) addresses in both parts, each once, the text part's first. */
  links: string[]
  attachments: Attachment[]
  raw: string
}

/** How the server misbehaves; asked anew at every mail, so a test may change its mind. */
export type SmtpSinkSettings = {
  /** A fixed port, to come back where an earlier server was; any free one by default. */
  port?: number
  /** The refusal of this recipient (4xx: try later, 5xx: never); undefined accepts it. */
  refuse?: (recipient: string) => { code: number; text: string } | undefined
  /** True takes the mail, keeps it in `mails`, and cuts the connection before the sender learns of it. */
  dropAfterData?: () => boolean
}

/** A running SMTP server that keeps what it is given. */
export type SmtpSink = {
  /** For nodemailer: `smtp://127.0.0.1:<port>`. */
  url: string
  port: number
  /** Every mail taken so far, in the order of arrival; grows while the server runs. */
  mails: ReceivedMail[]
  /**
   * The first mail that fits, already here or still to come.
   *
   * @throws Error naming the mails that did arrive, when none fits within `withinMilliseconds` (10 s by default).
   */
  waitForMail(fits: (mail: ReceivedMail) => boolean, withinMilliseconds?: number): Promise<ReceivedMail>
  /** Closes every connection and gives the port back. Harmless when repeated. */
  stop(): Promise<void>
}

/** Starts a real SMTP server on the loopback address: no TLS, no sign-in, no delivery to anyone. */
export async function startSmtpSink(settings: SmtpSinkSettings = {}): Promise<SmtpSink> {
  const mails: ReceivedMail[] = []
  const waiting = new Set<() => void>()
  const sockets = new Map<number, Socket>()

  const take = async (stream: SMTPServerDataStream, { envelope, remotePort }: SMTPServerSession) => {
    const raw = await buffer(stream)
    const from = envelope.mailFrom ? envelope.mailFrom.address : ''
    mails.push(await parseMail(raw, { from, to: envelope.rcptTo.map(({ address }) => address) }))
    for (const look of waiting) look()
    if (settings.dropAfterData?.()) sockets.get(remotePort)?.destroy()
  }

  const server = new SMTPServer({
    disabledCommands: ['STARTTLS', 'AUTH'],
    disableReverseLookup: true,
    closeTimeout: 100,
    onRcptTo: ({ address }, _session, answer) => {
      const refusal = settings.refuse?.(address)
      answer(refusal ? Object.assign(new Error(refusal.text), { responseCode: refusal.code }) : null)
    },
    onData: (stream, session, answer) => {
      take(stream, session).then(() => answer(null), answer)
    },
  })
  server.server.on('connection', (socket: Socket) => {
    const port = socket.remotePort ?? 0
    sockets.set(port, socket)
    socket.once('close', () => sockets.delete(port))
  })
  // Connections cut on purpose are reported here; unheard, they would end the test process.
  server.on('error', () => {})
  await listening(server, settings.port ?? 0)
  const port = portOf(server)
  let stopped: Promise<void> | undefined

  return {
    url: `smtp://127.0.0.1:${port}`,
    port,
    mails,
    waitForMail: (fits, withinMilliseconds = 10_000) =>
      new Promise((found, missed) => {
        const timeout = setTimeout(() => {
          waiting.delete(look)
          const seen = mails.map(({ to, subject }) => `- to ${to.join(', ')}: ${subject}`).join('\n') || '- none'
          missed(new Error(`No mail that fits within ${withinMilliseconds} ms. Mails that arrived:\n${seen}`))
        }, withinMilliseconds)
        const look = () => {
          const mail = mails.find(fits)
          if (!mail) return
          clearTimeout(timeout)
          waiting.delete(look)
          found(mail)
        }
        waiting.add(look)
        look()
      }),
    stop: () =>
      (stopped ??= new Promise((done) => {
        for (const socket of sockets.values()) socket.destroy()
        server.close(done)
      })),
  }
}

async function listening(server: SMTPServer, port: number): Promise<void> {
  const refused = new Promise<never>((_, refuse) => server.server.once('error', refuse))
  const listening = once(server.server, 'listening')
  server.listen(port, '127.0.0.1')
  await Promise.race([listening, refused])
}

function portOf(server: SMTPServer): number {
  const address = server.server.address()
  if (address === null || typeof address === 'string') throw new Error('The SMTP server has no port.')
  return address.port
}

async function parseMail(raw: Buffer, envelope: Pick<ReceivedMail, 'from' | 'to'>): Promise<ReceivedMail> {
  const { subject = '', text = '', html = '', headers, messageId = '', attachments } = await PostalMime.parse(raw)
  return {
    ...envelope,
    subject,
    text,
    html,
    headers: Object.fromEntries(headers.map(({ key, value }) => [key, value])),
    messageId,
    links: linksOf(text, html),
    attachments,
    raw: raw.toString('utf8'),
  }
}

function linksOf(text: string, html: string): string[] {
  const written = [...text.matchAll(/https?:\/\/[^\s<>"']*[^\s<>"'.,;:!?)]/g)].map(([link]) => link)
  const behindWords = [...html.matchAll(/\bhref\s*=\s*(?:"([^"]*)"|'([^']*)')/gi)].map(([, double, single]) =>
    (double ?? single ?? '').replaceAll('&amp;', '&'),
  )
  return [...new Set([...written, ...behindWords.filter((link) => /^https?:/.test(link))])]
}
