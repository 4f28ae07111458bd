import { describe, expect, it } from 'vitest'
import { seatIds } from '../../support/case.ts'
import { voted } from '../store/life.ts'
import { asking, allSent, tokenIn, inviteWith, sendingMail } from './sending-mail.ts'

const { test, store, logged, startSink, startSender, recordAll, aReview, statesOf } = sendingMail()

describe('asking a board', () => {
  it('brings each seat holder one mail with a link of their own', async () => {
    const life = await aReview()
    const { url, mails } = await startSink()
    const sender = startSender(url, { pollMilliseconds: 60_000 })
    const askBoard = inviteWith(store(), () => sender.wake())
    await askBoard(asking(life))
    await askBoard(asking(life))
    await expect.poll(() => statesOf(life)).toEqual(allSent)

    expect(mails.map(({ to }) => to.join()).toSorted()).toEqual([
      'chief.constable@essex.example',
      'chief.constable@kent.example',
      'chief.constable@norfolk.example',
    ])
    const tokens = mails.map((mail) => tokenIn(mail, 'd'))
    expect(new Set(tokens).size).toBe(3)
    const links = await Promise.all(tokens.map((token) => store().links.find(token)))
    expect(
      links.map((link, index) => [
        link?.purpose,
        link?.reviewId,
        link?.submissionId,
        link?.holderId,
        mails[index]?.to[0],
      ]),
    ).toEqual(
      mails.map(({ to }) => {
        const seatId = seatIds.find((each) => to[0]?.endsWith(`@${each}.example`))
        return ['decide', 's1b1', 's1', `chief-constable-${seatId}`, to[0]]
      }),
    )
    expect(mails[0]!.headers['reply-to']).toBe('"Programme Office, 7F" <programme.office@seven-force.example>')
    expect(mails[0]!.raw.slice(0, mails[0]!.raw.indexOf('\r\n\r\n'))).not.toContain(tokens[0])
  })

  it('keeps tokens out of tables and logs, and addresses out of logs', async () => {
    const life = await aReview()
    const { url, mails } = await startSink({
      refuse: (to) => (to.includes('essex') ? { code: 550, text: `No ${to}` } : undefined),
    })
    startSender(url)
    await inviteWith(store())(asking(life))
    await expect.poll(() => statesOf(life, 'invitation')).toEqual({ ...allSent, essex: 'undeliverable' })
    const tables = await test().query("select table_name from information_schema.tables where table_schema = 'public'")
    const dump: unknown[] = []
    for (const { table_name } of tables) dump.push(await test().query(`select * from "${String(table_name)}"`))
    for (const mail of mails.filter(({ links }) => links.some((link) => link.includes('/d/')))) {
      expect(JSON.stringify(dump)).not.toContain(tokenIn(mail, 'd'))
      expect(logged()).not.toContain(tokenIn(mail, 'd'))
    }
    expect(logged()).toContain('mail sent')
    expect(logged()).not.toMatch(/@\w+\.example/)
  })

  it('sends nothing before the entry that caused it is in the record', async () => {
    const life = await aReview()
    const { url, mails } = await startSink()
    startSender(url)
    await inviteWith(store())(asking(life, 3))
    expect(await store().outbox.claim(10, test().clock.nowInstant)).toEqual([])
    expect(mails).toEqual([])
    voted(life, 'kent')
    await recordAll(life)
    await expect.poll(() => statesOf(life, 'invitation')).toEqual(allSent)
  })

  it('loses nothing and sends nothing twice with several senders and a stop in the middle', async () => {
    const lives = await Promise.all(Array.from({ length: 5 }, () => aReview()))
    const { url, mails } = await startSink()
    for (const life of lives) await inviteWith(store())(asking(life))
    const first = startSender(url)
    await expect.poll(() => mails.length).toBeGreaterThan(0)
    await first.stop()
    expect(await test().query("select mail_id from outbox_mail where state = 'sending'")).toEqual([])
    const sent = mails.length
    startSender(url)
    startSender(url)
    await expect
      .poll(() => test().query("select count(*)::int as open from outbox_mail where state <> 'sent'"))
      .toEqual([{ open: 0 }])
    expect(sent).toBeLessThanOrEqual(15)
    expect(mails).toHaveLength(15)
    expect(new Set(mails.map(({ messageId }) => messageId)).size).toBe(15)
  })
})
