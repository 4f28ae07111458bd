import { describe, expect, it } from 'vitest'
import { createEscalate } from '../../../activities/escalate.ts'
import { voted } from '../store/life.ts'
import { asking, askingKent, allSent, tokenIn, day, inviteWith, sendingMail } from './sending-mail.ts'

const { test, store, startSink, startSender, recordAll, aReview, mailsOf, statesOf } = sendingMail()

describe('an address on file', () => {
  it.each([
    ['a list', 'a@x.example, b@y.example'],
    ['a group', 'Board: a@x.example;'],
    ['a command', 'a@x.example>\r\nRCPT TO:<b@y.example>'],
    ['a quoted local part', '"a b"@x.example'],
    ['a look-alike', 'chief@k\u0435nt.example'],
  ])('that is %s is refused at sending too, and reaches nobody', async (_fact, email) => {
    await store().directory.putPerson({ personId: 'odd', name: 'Chief', email })
    const life = await aReview({
      seats: [
        { seatId: 'kent', title: 'Chief Constable, Kent', organisationIds: ['kent'], holderId: 'odd', chair: true },
      ],
      rule: { kind: 'unanimous' },
    })
    const { url, mails } = await startSink()
    startSender(url, { pmoPersonId: 'nobody' })
    await inviteWith(store())({ ...asking(life), seats: [{ seatId: 'kent', holderId: 'odd' }] })
    await expect.poll(() => statesOf(life)).toEqual({ kent: 'undeliverable' })
    expect((await mailsOf(life))[0]?.lastError).toBe(
      'The address on file must be one plain email address, such as chief@force.example.',
    )
    expect(mails).toEqual([])
    expect(await test().query('select * from decision_link where holder_id = $1', ['odd'])).toEqual([])
  })

  it('that is missing shows as undeliverable', async () => {
    const life = await aReview()
    const { url, mails } = await startSink()
    startSender(url, { pmoPersonId: 'nobody' })
    await inviteWith(store())({ ...asking(life), seats: [{ seatId: 'kent', holderId: 'chief-constable-kent' }] })
    await createEscalate(store(), undefined, 'nobody')({ ...asking(life), secretaryId: undefined })
    await expect.poll(() => statesOf(life)).toEqual({ kent: 'sent', nobody: 'undeliverable' })
    expect((await mailsOf(life, 'escalation'))[0]?.lastError).toBe('No address is on file for nobody.')
    expect(mails).toHaveLength(1)
  })

  it('outside the domains mail may go to is refused', async () => {
    const life = await aReview()
    const { url } = await startSink()
    startSender(url, { domains: ['kent.example', 'norfolk.example'], pmoPersonId: 'nobody' })
    await inviteWith(store())(asking(life))
    await expect.poll(() => statesOf(life)).toEqual({ ...allSent, essex: 'undeliverable' })
  })

  it('goes with a name that cannot add a header', async () => {
    const personId = 'named-oddly'
    await store().directory.putPerson({ personId, name: 'A\r\nBcc: b@y.example', email: 'a@x.example' })
    const life = await aReview({
      seats: [{ seatId: 'kent', title: 'Chief', organisationIds: ['kent'], holderId: personId, chair: true }],
      rule: { kind: 'unanimous' },
    })
    const { url, mails } = await startSink()
    startSender(url)
    await inviteWith(store())({ ...asking(life), seats: [{ seatId: 'kent', holderId: personId }] })
    await expect.poll(() => statesOf(life)).toEqual({ kent: 'sent' })
    expect(mails.map(({ to }) => to)).toEqual([['a@x.example']])
    expect(Object.keys(mails[0]!.headers)).not.toContain('bcc')
    expect(mails[0]!.headers['to']).toBe('"A Bcc: b@y.example" <a@x.example>')
  })
})

describe('a receipt', () => {
  it('goes out for every decision, with a way to change it and a way to say it was somebody else', async () => {
    const life = await aReview()
    voted(life, 'kent', 'abstain')
    voted(life, 'kent', 'approve', { decisionNumber: 1 })
    await recordAll(life)
    const { url, mails } = await startSink()
    startSender(url)
    const states = async () => (await mailsOf(life, 'receipt')).map(({ state, personId }) => `${personId}: ${state}`)
    await expect
      .poll(async () => (await states()).toSorted())
      .toEqual(['chief-constable-kent: sent', 'chief-constable-kent: sent', 'secretary: sent', 'secretary: sent'])

    const second = mails.find(({ subject }) => subject.includes('Your changed decision'))
    expect(mails.map(({ subject }) => subject).toSorted()).toEqual([
      'OFFICIAL - A member\u2019s changed decision is recorded - 7F-VET',
      'OFFICIAL - A member\u2019s decision is recorded - 7F-VET',
      'OFFICIAL - Your changed decision is recorded - 7F-VET',
      'OFFICIAL - Your decision is recorded - 7F-VET',
    ])
    expect(second?.text).toContain('This is decision 2.')
    expect(await store().links.find(tokenIn(second, 'd'))).toMatchObject({ purpose: 'decide', seatId: 'kent' })
    const notMe = await store().links.find(tokenIn(second, 'not-me'))
    expect(notMe).toMatchObject({
      purpose: 'notMe',
      decisionNumber: 2,
      holderId: 'chief-constable-kent',
      expiresInstant: test().clock.nowInstant + 90 * day,
    })
  })

  it('goes to the secretary too, who can dispute it for the member but not decide', async () => {
    const life = await aReview()
    voted(life, 'kent')
    await recordAll(life)
    await recordAll(life)
    const { url, mails } = await startSink()
    startSender(url)
    await expect.poll(async () => (await mailsOf(life)).map(({ state }) => state)).toEqual(['sent', 'sent'])
    const copy = mails.find(({ to }) => to.includes('programme.office@seven-force.example'))
    expect(copy?.text).toContain('A decision of Chief Constable, Kent is recorded.')
    expect(tokenIn(copy, 'd')).toBe('')
    expect(await store().links.find(tokenIn(copy, 'not-me'))).toMatchObject({
      purpose: 'notMe',
      decisionNumber: 1,
      seatId: 'kent',
      holderId: 'chief-constable-kent',
    })
  })
})

describe('the current position', () => {
  it('brings a fresh link to the address on file, and the old one goes on working', async () => {
    const life = await aReview()
    const { url, mails } = await startSink()
    startSender(url)
    await inviteWith(store())(askingKent(life))
    await expect.poll(() => statesOf(life)).toEqual({ kent: 'sent' })
    const { initiativeId, reviewId, submissionId } = asking(life)
    const personId = 'chief-constable-kent'
    await store().outbox.ensure([
      {
        kind: 'currentPosition',
        initiativeId,
        reviewId,
        submissionId,
        seatId: 'kent',
        personId,
        number: 7,
        sequence: 2,
      },
    ])
    await expect.poll(() => mails.length).toBe(2)
    const [old, fresh] = await Promise.all(mails.map((mail) => store().links.find(tokenIn(mail, 'd'))))
    expect(fresh).toMatchObject({ seatId: 'kent', reviewId: 's1b1', purpose: 'decide' })
    expect(old?.tokenId).not.toBe(fresh?.tokenId)
  })
})
