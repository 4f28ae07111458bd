import { fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import * as z from 'zod'
import { seatIds, type SeatId } from '../lifecycle.ts'
import { addressOf } from './on-file.ts'
import { seenMail, type SeenMail } from './seen-mail.ts'

/** A local mail server in a process of its own, and what has reached it. */
export type MailSink = {
  smtpUrl: string
  pid: number | undefined
  /** How many have arrived so far. */
  count(kind: SeenMail['kind']): number
  /** The link tokens of a board's `round`-th invitations in an initiative, once every seat's has arrived. */
  invited(reference: string, round: number): Promise<Record<SeatId, string>>
  /** Settles once so many of a kind have arrived since the start. */
  arrived(kind: SeenMail['kind'], count: number): Promise<void>
  stop(): Promise<void>
}

const mailWithinMs = 120_000
const listening = z.object({ port: z.int() })

export const startMailSink = async (): Promise<MailSink> => {
  const child = fork(fileURLToPath(new URL('mail-sink-process.ts', import.meta.url)))
  const first = await new Promise<unknown>((resolve) => child.once('message', resolve))
  const { port } = listening.parse(first)

  const counts: Record<SeenMail['kind'], number> = { invitation: 0, receipt: 0, other: 0 }
  /** By initiative and address, in the order of arrival. A review's mails all arrive before it is settled, so order is round. */
  const tokens = new Map<string, string[]>()
  const waiting = new Set<() => void>()
  child.on('message', (message) => {
    const { kind, reference, to, token } = seenMail.parse(message)
    counts[kind] += 1
    if (kind === 'invitation') {
      const key = `${reference} ${to}`
      tokens.set(key, [...(tokens.get(key) ?? []), token])
    }
    for (const look of waiting) look()
  })

  const until = <Found>(what: string, find: () => Found | undefined): Promise<Found> =>
    new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        waiting.delete(look)
        reject(new Error(`Waited ${mailWithinMs / 1000} s for ${what}. Arrived so far: ${JSON.stringify(counts)}.`))
      }, mailWithinMs)
      const look = () => {
        const found = find()
        if (found === undefined) return
        clearTimeout(timer)
        waiting.delete(look)
        resolve(found)
      }
      waiting.add(look)
      look()
    })

  return {
    smtpUrl: `smtp://127.0.0.1:${port}`,
    pid: child.pid,
    count: (kind) => counts[kind],
    invited: (reference, round) =>
      until(`the invitations of round ${round} of ${reference}`, () => {
        const [kent, essex, norfolk] = seatIds.map(
          (seatId) => tokens.get(`${reference} ${addressOf(seatId)}`)?.[round - 1],
        )
        return kent && essex && norfolk ? { kent, essex, norfolk } : undefined
      }),
    arrived: (kind, count) =>
      until(`${count} mails (${kind})`, () => (counts[kind] >= count ? true : undefined)).then(() => {}),
    stop: async () => {
      const ended = once(child, 'exit')
      child.kill('SIGTERM')
      await ended
    },
  }
}
