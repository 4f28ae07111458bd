import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { asking, askingKent, allSent, tokenIn, minute, day, inviteWith, sendingMail } from './sending-mail.ts'

const { test, store, logged, startSink, startSender, aReview, mailsOf, statesOf } = sendingMail()

describe('a mail server that is not well', () => {
  it('delays the mails, shows since when, and gets them once it is back', async () => {
    const life = await aReview()
    const gone = await startSink()
    await gone.stop()
    startSender(gone.url)
    await inviteWith(store())(asking(life))
    await expect.poll(() => statesOf(life)).toEqual({ kent: 'delayed', essex: 'delayed', norfolk: 'delayed' })
    const [delayed] = await mailsOf(life)
    expect(delayed).toMatchObject({ attempts: 1, delayedSinceInstant: test().clock.nowInstant })
    expect(delayed!.nextAttemptInstant).toBe(test().clock.nowInstant + minute)

    const { mails } = await startSink({ port: gone.port })
    test().clock.nowInstant += minute
    await expect.poll(() => statesOf(life)).toEqual(allSent)
    expect(mails).toHaveLength(3)
    expect((await mailsOf(life)).map(({ attempts }) => attempts)).toEqual([2, 2, 2])
  })

  it('is tried from every minute to every six hours, for five days, and the PMO is told when that was in vain', async () => {
    const life = await aReview()
    const { url, mails } = await startSink({
      refuse: (to) => (to.includes('kent') ? { code: 451, text: 'Try again' } : undefined),
    })
    startSender(url)
    await inviteWith(store())(askingKent(life))
    const pauses: number[] = []
    for (;;) {
      await expect.poll(async () => (await mailsOf(life, 'invitation'))[0]?.attempts).toBe(pauses.length + 1)
      await expect.poll(async () => (await mailsOf(life, 'invitation'))[0]?.state).toMatch(/delayed|undeliverable/)
      const [mail] = await mailsOf(life, 'invitation')
      if (mail!.state === 'undeliverable') break
      pauses.push((mail!.nextAttemptInstant - test().clock.nowInstant) / minute)
      test().clock.nowInstant = mail!.nextAttemptInstant
    }
    expect(pauses.slice(0, 11)).toEqual([1, 2, 4, 8, 16, 32, 64, 128, 256, 360, 360])
    const tried = pauses.reduce((sum, pause) => sum + pause, 0) * minute
    expect(tried).toBeGreaterThanOrEqual(5 * day)
    expect(tried).toBeLessThan(5.5 * day)
    await expect.poll(() => mails.map(({ to }) => to[0])).toEqual(['pmo@pmo.example'])
    expect(mails[0]!.text).toContain('Chief Constable, Kent, request for a decision: chief.constable@kent.example')
    expect(mails[0]!.text).toContain('451 Try again')
  })

  it('that refuses an address for good makes it undeliverable at once, with its answer, and the PMO is told', async () => {
    const life = await aReview()
    const { url, mails } = await startSink({
      refuse: (to) => (to.includes('essex') ? { code: 550, text: '5.1.1 No such mailbox' } : undefined),
    })
    startSender(url)
    await inviteWith(store())(asking(life))
    await expect.poll(() => statesOf(life, 'invitation')).toEqual({ ...allSent, essex: 'undeliverable' })
    expect((await mailsOf(life, 'invitation')).find(({ seatId }) => seatId === 'essex')?.lastError).toBe(
      '550 5.1.1 No such mailbox',
    )
    await expect.poll(() => statesOf(life, 'pmoAlarm')).toEqual({ essex: 'sent' })
    const alarm = mails.find(({ to }) => to[0] === 'pmo@pmo.example')
    expect(alarm?.subject).toBe('OFFICIAL - An email could not be delivered - 7F-VET')
    expect(alarm?.text).toContain('Chief Constable, Essex, request for a decision')
    expect(alarm?.headers['reply-to']).toContain('programme.office@seven-force.example')
  })

  it('that refuses the PMO too starts no alarm about the alarm', async () => {
    const life = await aReview()
    const { url } = await startSink({ refuse: () => ({ code: 550, text: 'No' }) })
    startSender(url)
    await inviteWith(store())(askingKent(life))
    await expect
      .poll(async () => (await mailsOf(life)).map(({ kind, state }) => `${kind} ${state}`).toSorted())
      .toEqual(['invitation undeliverable', 'pmoAlarm undeliverable'])
  })

  it('that took a mail and was cut off before saying so gets a second copy, whose link works like the first', async () => {
    const life = await aReview()
    let cuts = 1
    const { url, mails } = await startSink({ dropAfterData: () => cuts-- > 0 })
    startSender(url)
    await inviteWith(store())(askingKent(life))
    await expect.poll(() => statesOf(life)).toEqual({ kent: 'delayed' })
    test().clock.nowInstant += minute
    await expect.poll(() => statesOf(life)).toEqual({ kent: 'sent' })
    expect(mails).toHaveLength(2)
    expect(await mailsOf(life)).toHaveLength(1)
  })
})

describe('a record that is away', () => {
  it('is said once, and the mails go out when it is back', async () => {
    const life = await aReview()
    await inviteWith(store())(asking(life))
    const { url } = await startSink()
    let away = 5
    startSender(url, {
      outbox: {
        ...store().outbox,
        claim: (limit, nowInstant) =>
          away-- > 0 ? Promise.reject(new Error('no answer')) : store().outbox.claim(limit, nowInstant),
      },
    })
    await expect.poll(() => statesOf(life)).toEqual(allSent)
    expect(logged().match(/the outbox cannot be read/g)).toHaveLength(1)
    expect(logged()).toContain('the outbox can be read again')
  })
})

describe('a sender killed after the server took the mail and before it was marked', () => {
  it('leaves one row and exactly two copies, and the link in either decides', async () => {
    const life = await aReview()
    const { url, mails } = await startSink()
    await inviteWith(store())(askingKent(life))
    const killed = await new Promise((ended) => {
      const script = fileURLToPath(new URL('../../support/mail-crash.ts', import.meta.url))
      execFile(
        process.execPath,
        [script, test().url, test().dataFolder, url, String(test().clock.nowInstant)],
        (error) => ended(error?.signal),
      )
    })
    expect(killed).toBe('SIGKILL')
    expect(mails).toHaveLength(1)
    expect(await statesOf(life)).toEqual({ kent: 'sending' })

    startSender(url)
    test().clock.nowInstant += minute - 1
    expect(await store().outbox.claim(1, test().clock.nowInstant)).toEqual([])
    test().clock.nowInstant += 1
    await expect.poll(() => statesOf(life)).toEqual({ kent: 'sent' })

    expect(await mailsOf(life)).toHaveLength(1)
    expect(mails).toHaveLength(2)
    const [first, second] = mails.map((mail) => tokenIn(mail, 'd'))
    expect(first).not.toBe(second)
    expect(mails[0]!.messageId).not.toBe(mails[1]!.messageId)
    const links = await Promise.all([first, second].map((token) => store().links.find(token!)))
    const { tokenId: _one, mintedInstant: _first, ...stands } = links[0]!
    expect(links[1]).toMatchObject(stands)
    expect(stands).toMatchObject({ purpose: 'decide', seatId: 'kent', reviewId: 's1b1' })
  })
})
