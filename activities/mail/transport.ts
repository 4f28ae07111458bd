import { createTransport } from 'nodemailer'
import { mailAddress } from './address.ts'
import type { CalendarEvent } from './calendar-event.ts'

/** One copy of one mail, to one person. Names and subject are clean lines, addresses have passed the address rule. */
export type OutgoingMail = {
  messageId: string
  from: { name: string; address: string }
  to: { name: string; address: string }
  replyTo?: { name: string; address: string }
  subject: string
  html: string
  text: string
  /** Both a part that calendars read and an attachment that can be opened. */
  calendar?: CalendarEvent
}

/**
 * What a mail server did with a copy. `later`: no answer, or an answer that another attempt may change. `never`: it refuses this
 * mail or this recipient for good.
 */
export type Delivery = { kind: 'accepted' } | { kind: 'refused'; until: 'later' | 'never'; reason: string }

/** The door to a mail server. `send` answers within its time limit and does not throw. */
export type MailTransport = {
  send(mail: OutgoingMail): Promise<Delivery>
  close(): void
}

export type MailTransportOptions = {
  /** `smtp://user:password@host:587`, with nodemailer's options as query parameters. */
  smtpUrl: string
  /** Connections kept open to the server. */
  connections?: number
  /** A send that takes longer is given up and tried later; shorter than a sender's claim, so that no copy is sent twice for it. */
  sendWithinMilliseconds?: number
}

/** A pooled connection to an SMTP server. Reads no file and no web address for a mail, whatever a mail holds. */
export const createMailTransport = ({
  smtpUrl,
  connections = 4,
  sendWithinMilliseconds = 40_000,
}: MailTransportOptions): MailTransport => {
  const smtp = createTransport({
    url: smtpUrl,
    pool: true,
    maxConnections: connections,
    // Only a mail of which not a byte was sent is put on another connection: the copies of an attempt stay one.
    maxRequeues: 1,
    idleTimeout: 30_000,
    connectionTimeout: 10_000,
    greetingTimeout: 10_000,
    socketTimeout: 30_000,
    disableFileAccess: true,
    disableUrlAccess: true,
  })
  // A pooled connection that breaks while no mail is on it has nobody to tell; unheard it would end the process.
  smtp.on('error', () => {})
  return {
    close: () => smtp.close(),
    send: async ({ to, from, replyTo, calendar, ...mail }) => {
      // The library reads lists, groups and commands even in an explicit envelope: what is no plain address goes nowhere.
      for (const { address } of replyTo ? [to, replyTo] : [to])
        if (!mailAddress.safeParse(address).success)
          return { kind: 'refused', until: 'never', reason: 'An address of this mail is not one plain address.' }
      const limit = new AbortController()
      const timer = setTimeout(() => limit.abort(), sendWithinMilliseconds)
      try {
        const { accepted, rejected, rejectedErrors } = await smtp.sendMail({
          ...mail,
          from,
          to: [to],
          ...(replyTo ? { replyTo: [replyTo] } : {}),
          ...(calendar ? { icalEvent: { ...calendar, filename: 'meeting.ics' } } : {}),
          envelope: { from: from.address, to: [to.address] },
          headers: {
            'Auto-Submitted': 'auto-generated',
            'X-Auto-Response-Suppress': 'OOF, AutoReply',
            'Content-Language': 'en-GB',
          },
          disableFileAccess: true,
          disableUrlAccess: true,
          signal: limit.signal,
        })
        if (rejected.length === 0 && accepted.length === 1) return { kind: 'accepted' }
        return refusalOf(rejectedErrors?.[0] ?? new Error('The mail server did not take the recipient.'))
      } catch (error) {
        return limit.signal.aborted
          ? { kind: 'refused', until: 'later', reason: 'The mail server did not answer in time.' }
          : refusalOf(error)
      } finally {
        clearTimeout(timer)
      }
    },
  }
}

/**
 * A 5xx to the recipient or to the mail itself is for good. The same code while connecting, signing in or naming the sender is about
 * this installation, not about the mail: every mail would be given up for one wrong password.
 */
const refusalOf = (error: unknown): Delivery => {
  const code = numberIn(error, 'responseCode')
  const command = textIn(error, 'command')
  const aboutTheMail = command === 'RCPT TO' || command === 'DATA'
  const reason = (textIn(error, 'response') ?? (error instanceof Error ? error.message : String(error))).slice(0, 500)
  return {
    kind: 'refused',
    until: aboutTheMail && code !== undefined && code >= 500 && code < 600 ? 'never' : 'later',
    reason,
  }
}

const fieldOf = (error: unknown, name: string): unknown =>
  typeof error === 'object' && error !== null ? Reflect.get(error, name) : undefined

const numberIn = (error: unknown, name: string): number | undefined => {
  const value = fieldOf(error, name)
  return typeof value === 'number' ? value : undefined
}

const textIn = (error: unknown, name: string): string | undefined => {
  const value = fieldOf(error, name)
  return typeof value === 'string' && value !== '' ? value : undefined
}
