import { pino } from 'pino'
import { afterEach, beforeAll } from 'vitest'
import { createMailSender, type MailSender, type MailSenderOptions } from '../../../activities/mail/sender.ts'
import { createMailTransport, type MailTransport } from '../../../activities/mail/transport.ts'
import type { Asking, OutboxMail } from '../../../activities/ports.ts'
import type { BoardTerms } from '../../../machines/vocabulary/board.ts'
import { seatIds } from '../../support/case.ts'
import { aBoardWithSecretary, everybody } from '../../support/mail.ts'
import { startSmtpSink, type ReceivedMail, type SmtpSink, type SmtpSinkSettings } from '../../support/smtp.ts'
import { begin, submitted, type Life } from '../store/life.ts'
import { openTestStore, type TestStore } from '../store/open-test-store.ts'

export const publicUrl = 'https://gatehouse.example'
export const minute = 60_000
export const day = 24 * 60 * minute

/** Every seat of the board of three, each with its mail sent. */
export const allSent = { kent: 'sent', essex: 'sent', norfolk: 'sent' }

/** How the board of three is asked to decide. */
export const asking = ({ initiativeId }: Life, sequence = 2) => ({
  initiativeId,
  reviewId: 's1b1',
  submissionId: 's1',
  sequence,
  seats: seatIds.map((seatId) => ({ seatId, holderId: `chief-constable-${seatId}` })),
  secretaryId: 'secretary',
})

/** Writes the invitations the record writes with the entry that asks a board. */
export const inviteWith =
  ({ outbox }: TestStore['store'], wake: () => void = () => {}) =>
  async (board: Asking): Promise<void> => {
    const { seats, secretaryId: _secretary, ...about } = board
    await outbox.ensure(
      seats.map(({ seatId, holderId: personId }) => ({ kind: 'invitation', ...about, seatId, personId, number: 0 })),
    )
    wake()
  }

/** As `asking`, of the seat of Kent alone. */
export const askingKent = (life: Life) => ({ ...asking(life), seats: asking(life).seats.slice(0, 1) })

/** The token of the first link to `path` in a mail; empty where there is none. */
export const tokenIn = (mail: ReceivedMail | undefined, path: 'd' | 'not-me'): string =>
  mail?.links.find((link) => link.startsWith(`${publicUrl}/${path}/`))?.slice(`${publicUrl}/${path}/`.length) ?? ''

/**
 * Mail between a real store and a real SMTP server, for one test file: called once, at its top. Senders and servers are stopped and
 * the outbox is emptied after each test.
 */
export const sendingMail = () => {
  let test: TestStore
  let sink: SmtpSink | undefined
  let logged = ''
  const opened: (MailSender | MailTransport)[] = []

  beforeAll(async () => {
    test = await openTestStore()
    for (const person of everybody) await test.store.directory.putPerson(person)
  })
  afterEach(async () => {
    await Promise.all(opened.splice(0).map(async (each) => ('stop' in each ? each.stop() : each.close())))
    await sink?.stop()
    sink = undefined
    logged = ''
    await test.query('delete from outbox_mail')
  })

  const recordAll = async ({ recordings }: Life): Promise<void> => {
    for (const recording of recordings) await test.store.record(recording)
  }
  const mailsOf = async ({ initiativeId }: Life, kind?: OutboxMail['kind']): Promise<OutboxMail[]> =>
    (await test.store.outbox.ofInitiative(initiativeId)).filter((mail) => !kind || mail.kind === kind)

  return {
    test: () => test,
    store: () => test.store,
    /** What the senders wrote to their log since the test began. */
    logged: () => logged,
    startSink: async (settings: SmtpSinkSettings = {}): Promise<SmtpSink> => (sink = await startSmtpSink(settings)),
    /** A running sender whose clock is the store's. */
    startSender: (smtpUrl: string, changed: Partial<MailSenderOptions> = {}): MailSender => {
      const transport = createMailTransport({ smtpUrl })
      const sender = createMailSender({
        ...test.store,
        transport,
        publicUrl,
        from: 'decisions@gatehouse.example',
        clock: () => test.clock.nowInstant,
        log: pino({ level: 'trace' }, { write: (line) => void (logged += line) }),
        pollMilliseconds: 20,
        ...changed,
      })
      opened.push(sender, transport)
      sender.start()
      return sender
    },
    recordAll,
    /** Papers before a board of three, recorded. */
    aReview: async (terms: Partial<BoardTerms> = {}): Promise<Life> => {
      const life = begin()
      submitted(life, {
        ...aBoardWithSecretary({ decideByInstant: test.clock.nowInstant + 10 * day, reminderInstants: [] }),
        ...terms,
      })
      await recordAll(life)
      return life
    },
    mailsOf,
    /** The state of each mail by its seat, or by its reader where it is for no seat. */
    statesOf: async (life: Life, kind?: OutboxMail['kind']): Promise<Record<string, OutboxMail['state']>> =>
      Object.fromEntries((await mailsOf(life, kind)).map(({ seatId, personId, state }) => [seatId ?? personId, state])),
  }
}
