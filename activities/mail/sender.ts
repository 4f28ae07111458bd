import type { Logger } from 'pino'
import type { OutboxMail, Ports } from '../ports.ts'
import { mailAddress } from './address.ts'
import { makeCopy, type CopyOptions } from './copy.ts'
import { maskLinks } from './mask.ts'
import { nextAttemptInstant } from './retry.ts'
import { sharedReads } from './shared-reads.ts'
import type { MailTransport } from './transport.ts'

export type MailSenderOptions = CopyOptions & {
  outbox: Ports['outbox']
  /** Handed over: closed when the sender is stopped. */
  transport: MailTransport
  clock: () => number
  log: Pick<Logger, 'info' | 'warn' | 'error'>
  /** Mails sent at the same time. */
  concurrency?: number
  /** How often the outbox is looked at when nobody wakes the sender. */
  pollMilliseconds?: number
  /** Whom of the PMO an alarm about an undeliverable mail goes to, where that person has an address on file. */
  pmoPersonId?: string
}

/** Sends what the outbox holds, until it is stopped. Any number may run side by side. */
export type MailSender = {
  start(): void
  /** Looks at the outbox now; harmless at any time. */
  wake(): void
  /** Claims nothing more, and settles once the mails being sent are marked and the mail server is let go. */
  stop(): Promise<void>
}

/**
 * The worker's mail sender. A row is claimed, made into a copy from the record as it stands now, handed to the mail server, and marked.
 * A sender that dies in between leaves a claim that expires, and the row is sent again: a copy too many, never one too few.
 * @throws RangeError when the sender's address is not one plain address: every mail would be refused for it.
 */
export const createMailSender = (options: MailSenderOptions): MailSender => {
  const { outbox, clock, log, concurrency = 4, pollMilliseconds = 1000 } = options
  if (!mailAddress.safeParse(options.from).success)
    throw new RangeError('The address mail is sent from must be one plain address, such as gatehouse@pmo.example.')
  const sending = new Set<Promise<void>>()
  const signal = wakeSignal()
  let running: Promise<void> | undefined
  const stopping = new AbortController()

  let readable = true
  const claimDue = async (): Promise<OutboxMail[]> => {
    try {
      const rows = await outbox.claim(concurrency - sending.size, clock())
      if (!readable) log.info({}, 'the outbox can be read again')
      readable = true
      return rows
    } catch (error) {
      // Said once: an outage is looked at every second.
      if (readable) log.warn({ reason: reasonOf(error) }, 'the outbox cannot be read')
      readable = false
      return []
    }
  }

  const run = async (): Promise<void> => {
    while (!stopping.signal.aborted) {
      signal.lower()
      const rows = sending.size < concurrency ? await claimDue() : []
      const reading = { ...options, ...sharedReads(options) }
      for (const row of rows) {
        const sent = deliver(reading, row)
          .catch((error: unknown) => {
            // The claim expires and the row is sent again.
            log.error({ mailId: row.mailId, reason: reasonOf(error) }, 'a mail could not be marked')
          })
          .finally(() => {
            sending.delete(sent)
            // A free place may be what more rows wait for.
            signal.raise()
          })
        sending.add(sent)
      }
      await signal.raisedWithin(pollMilliseconds)
    }
    await Promise.all(sending)
  }

  return {
    start: () => {
      running ??= run()
    },
    wake: () => {
      signal.raise()
    },
    stop: async () => {
      stopping.abort()
      signal.raise()
      await running
      options.transport.close()
    },
  }
}

const deliver = async (options: MailSenderOptions, row: OutboxMail): Promise<void> => {
  const { outbox, transport, clock, log } = options
  const about = { mailId: row.mailId, kind: row.kind, attempt: row.attempts }
  const copy = await makeCopy(options, row, clock()).catch((error: unknown) => ({
    kind: 'failed' as const,
    why: `It could not be written: ${reasonOf(error)}`,
  }))
  if (copy.kind === 'notNeeded') {
    log.info({ ...about, why: copy.why }, 'mail not needed any more')
    return outbox.markNotNeeded(row.mailId)
  }
  if (copy.kind === 'undeliverable') return giveUp(options, row, copy.why)
  if (copy.kind === 'failed') return delay(options, row, copy.why)
  const delivery = await transport.send(copy.mail)
  if (delivery.kind === 'accepted') {
    await outbox.markSent(row.mailId, row.attempts, clock())
    log.info(about, 'mail sent')
    return
  }
  return delivery.until === 'never' ? giveUp(options, row, delivery.reason) : delay(options, row, delivery.reason)
}

const delay = async (options: MailSenderOptions, row: OutboxMail, why: string): Promise<void> => {
  const { outbox, clock, log } = options
  const nowInstant = clock()
  const next = nextAttemptInstant(row.attempts, row.delayedSinceInstant, nowInstant)
  if (next === undefined) return giveUp(options, row, why)
  await outbox.markDelayed(row.mailId, next, maskLinks(why), nowInstant)
  log.warn({ mailId: row.mailId, kind: row.kind, attempt: row.attempts, again: new Date(next) }, 'mail delayed')
}

/**
 * The PMO is told of every mail but the one that tells it. The alarm's row comes first, so that a crash in between loses nothing; it
 * waits until the mail it is about is marked.
 */
const giveUp = async (options: MailSenderOptions, row: OutboxMail, why: string): Promise<void> => {
  const { outbox, directory, log, pmoPersonId = 'pmo' } = options
  if (row.kind !== 'pmoAlarm' && (await directory.person(pmoPersonId))) {
    const { initiativeId, reviewId, submissionId, seatId, circulationId, number, sequence } = row
    await outbox.ensure([
      alarmRow({
        initiativeId,
        reviewId,
        submissionId,
        seatId,
        circulationId,
        number,
        sequence,
        personId: pmoPersonId,
      }),
    ])
  }
  await outbox.markUndeliverable(row.mailId, maskLinks(why))
  log.error({ mailId: row.mailId, kind: row.kind, attempt: row.attempts }, 'mail undeliverable')
}

type NewMail = Parameters<Ports['outbox']['ensure']>[0][number]
type AlarmAbout = { [Key in 'reviewId' | 'submissionId' | 'seatId' | 'circulationId']: string | undefined } & Pick<
  NewMail,
  'initiativeId' | 'number' | 'sequence' | 'personId'
>

const alarmRow = ({ reviewId, submissionId, seatId, circulationId, ...rest }: AlarmAbout): NewMail => ({
  kind: 'pmoAlarm',
  ...rest,
  ...(reviewId === undefined ? {} : { reviewId }),
  ...(submissionId === undefined ? {} : { submissionId }),
  ...(seatId === undefined ? {} : { seatId }),
  ...(circulationId === undefined ? {} : { circulationId }),
})

const reasonOf = (error: unknown): string => maskLinks(error instanceof Error ? error.message : String(error))

/** Something to wait for that may be raised before anybody waits. */
const wakeSignal = () => {
  let raised = false
  let heard: (() => void) | undefined
  return {
    lower: () => {
      raised = false
    },
    raise: () => {
      raised = true
      heard?.()
    },
    raisedWithin: (milliseconds: number): Promise<void> =>
      new Promise((done) => {
        if (raised) return done()
        const timer = setTimeout(done, milliseconds)
        heard = () => {
          clearTimeout(timer)
          heard = undefined
          done()
        }
      }),
  }
}
