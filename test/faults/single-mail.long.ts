import { expect, it } from 'vitest'
import { createMailTransport } from '../../activities/mail/transport.ts'
import { seatIds } from '../support/case.ts'
import { startTcpProxy, type Trouble } from '../support/tcp-proxy.ts'
import { minute, sendingMail } from '../activities/mail/sending-mail.ts'
import { chanceOf } from './harness/chance.ts'

const { test, store, startSink, startSender, aReview, mailsOf } = sendingMail()

const mailCount = 500
/** What becomes of a connection: most are cut at some byte. */
const kinds = ['cut', 'cut', 'cut', 'cut', 'silent', 'slow', 'slow', 'none'] as const
const seed = Number(process.env['GATEHOUSE_SEED'] ?? 31)

it(`${mailCount} mails over a line that is cut, slow or silent, to a server that puts off: none is lost, none sent oftener than it failed and once more`, async ({
  annotate,
}) => {
  const chance = chanceOf(seed, 'mail over a bad line')
  const troubles = { cut: 0, silent: 0, slow: 0, none: 0, droppedAfterData: 0, putOff: 0 }
  const trouble = (): Trouble => {
    const kind = chance.oneOf(kinds)
    troubles[kind] += 1
    if (kind === 'cut') return { cutAfterBytes: chance.between(1, 60_000) }
    if (kind === 'silent') return { silentAfterBytes: chance.between(1, 60_000) }
    return kind === 'slow' ? { pieceBytes: chance.between(1_000, 4_000) } : {}
  }
  const sink = await startSink({
    refuse: (to) => {
      if (to.startsWith('programme.office')) return { code: 550, text: '5.1.1 No such mailbox' }
      if (!chance.onceIn(20)) return undefined
      troubles.putOff += 1
      return { code: 451, text: 'Greylisted' }
    },
    dropAfterData: () => {
      if (!chance.onceIn(20)) return false
      troubles.droppedAfterData += 1
      return true
    },
  })
  const proxy = await startTcpProxy({ target: `127.0.0.1:${sink.port}`, trouble })
  const life = await aReview()
  const asked = { initiativeId: life.initiativeId, reviewId: 's1b1', submissionId: 's1', sequence: 2 }
  await store().outbox.ensure(
    Array.from({ length: mailCount }, (_, index) => {
      const seatId = seatIds[index % seatIds.length] ?? 'kent'
      return { ...asked, kind: 'reminder' as const, seatId, personId: `chief-constable-${seatId}`, number: index + 1 }
    }),
  )
  const url = `smtp://${proxy.address}`
  const transport = createMailTransport({ smtpUrl: url, sendWithinMilliseconds: 2_000 })
  startSender(url, { transport })

  /** Lets time pass once nothing is under way, so that what is put off comes due and no claim runs out under a sender. */
  const settled = async () => {
    const [row] = await test().query(
      `select count(*) filter (where state in ('waiting', 'sending', 'delayed'))::int as open,
              count(*) filter (where state = 'sending' or next_attempt_instant <= $1 and state in ('waiting', 'delayed'))::int as busy,
              min(next_attempt_instant) filter (where state = 'delayed')::float8 as next from outbox_mail`,
      [test().clock.nowInstant],
    )
    if (row?.['busy'] === 0 && typeof row['next'] === 'number') test().clock.nowInstant = row['next']
    return row?.['open']
  }
  await expect.poll(settled, { timeout: 400_000, interval: 100 }).toBe(0)
  await proxy.stop()

  const rows = await mailsOf(life, 'reminder')
  const copiesOf = Map.groupBy(sink.mails, ({ messageId }) => /^<(.*)\.\d+@/.exec(messageId)?.[1])
  const copies = rows.map(({ mailId }) => copiesOf.get(mailId)?.length ?? 0)
  const failures = rows.reduce((sum, { attempts }) => sum + attempts - 1, 0)
  await annotate(
    `seed ${seed}: ${mailCount} mails, ${failures} failed sends (${JSON.stringify(troubles)}), ${copies.filter((count) => count === 0).length} lost, ` +
      `${sink.mails.length} copies, at most ${Math.max(...copies)} of one`,
  )
  expect(rows).toHaveLength(mailCount)
  expect(rows.filter(({ state }) => state !== 'sent')).toEqual([])
  expect(rows.filter((_, index) => copies[index] === 0)).toEqual([])
  expect(rows.filter(({ attempts }, index) => (copies[index] ?? 0) > attempts)).toEqual([])
  expect(failures).toBeGreaterThan(20)
  expect(troubles.putOff).toBeGreaterThan(0)
  // No mail has a second recipient of which a server could refuse one alone.
  expect(sink.mails.filter(({ to }) => to.length !== 1)).toEqual([])
})

it('a refusal for good is flagged, and the PMO written to, within a minute', async ({ annotate }) => {
  const sink = await startSink({
    refuse: (to) => (to.startsWith('programme.office') ? { code: 550, text: '5.1.1 No such mailbox' } : undefined),
  })
  const life = await aReview()
  const { initiativeId } = life
  startSender(sink.url)
  const began = Date.now()
  await store().outbox.ensure([
    {
      kind: 'escalation',
      initiativeId,
      reviewId: 's1b1',
      submissionId: 's1',
      sequence: 2,
      personId: 'secretary',
      number: 0,
    },
  ])
  await expect.poll(() => mailsOf(life, 'escalation')).toMatchObject([{ state: 'undeliverable', attempts: 1 }])
  await expect.poll(() => mailsOf(life, 'pmoAlarm')).toMatchObject([{ state: 'sent' }])
  await annotate(`flagged and told after ${Date.now() - began} ms (mark ${minute})`)
  expect(Date.now() - began).toBeLessThan(minute)
})
