import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openStore } from '../../../activities/store/store.ts'
import { startJourneys, type Case, type Journeys } from './journey.ts'
import { actionOf, fieldsOf, numberOn, press, type Member, type ShownPage } from './member.ts'

let journeys: Journeys

beforeAll(async () => {
  journeys = await startJourneys({ linkLimits: { postsPerMinute: 1_000 } })
})
afterAll(() => journeys?.stop())

/** A member with the box for a question before them, reached from the page of their decision. */
const atTheBox = async (initiative?: Case) => {
  const theCase = initiative ?? (await journeys.submitted())
  const { chief, page } = await journeys.atThePage(theCase)
  const href = page.html.querySelector('a[href$="/question"]')?.getAttribute('href') ?? ''
  return { initiative: theCase, chief, box: await chief.open(href) }
}

const asks = (chief: Member, box: ShownPage, question: string, fields = {}, headers = {}) =>
  chief.send(actionOf(box), { ...fieldsOf(box), question, 'typed-number': numberOn(box), ...fields }, headers)

const toTheSecretary = (initiative: Case) => initiative.mailTo('programme.office@seven-force.example', /has a question/)
const questionsMailed = (initiative: Case) =>
  journeys.smtp.mails.filter(({ subject }) => subject.includes(initiative.reference) && /question/.test(subject))
const outbox = async (initiative: Case) =>
  (await journeys.store.outbox.ofInitiative(initiative.initiativeId)).filter(({ kind }) => kind === 'question')

describe('a question to the board’s secretary', () => {
  it('is mailed to them once, in the member’s words; the answer goes to the member’s address on file', async () => {
    const { initiative, chief, box } = await atTheBox()
    const before = JSON.stringify(await initiative.state())
    const words = 'Which of the two suppliers\nwas asked first? <b>And why?</b>'
    const sent = await asks(chief, box, words)
    expect(sent.text).toContain('Your question is on its way')
    const mail = await toTheSecretary(initiative)
    expect(mail.subject).toBe(`OFFICIAL - A member of the board has a question - ${initiative.reference}`)
    expect(mail.text).toContain('Chief Constable, Kent asked on')
    for (const line of words.split('\n')) expect(mail.text).toContain(line)
    expect(mail.headers['reply-to']).toContain('chief.constable@kent.example')
    expect(mail.headers['from']).toContain('gatehouse@pmo.example')
    expect(JSON.stringify(await initiative.state())).toBe(before)
    expect((await initiative.accesses()).filter(({ kind }) => kind === 'questionAsked')).toMatchObject([
      { reason: words, seatId: 'kent', reviewId: 's1b1', ipAddress: '127.0.0.1' },
    ])
  })

  it('is listed for the secretary and the PMO, with how far its email has come', async () => {
    const { initiative, chief, box } = await atTheBox()
    const list = () => journeys.app.inject(`/api/initiatives/${initiative.initiativeId}/reviews/s1b1/questions`)
    expect((await list()).json()).toEqual({ reviewId: 's1b1', questions: [] })
    await asks(chief, box, 'Who pays?')
    await toTheSecretary(initiative)
    await expect
      .poll(async () => (await list()).json<object>())
      .toEqual({
        reviewId: 's1b1',
        questions: [
          {
            number: expect.any(Number),
            seatId: 'kent',
            title: 'Chief Constable, Kent',
            question: 'Who pays?',
            askedInstant: expect.any(Number),
            toSecretary: 'sent',
          },
        ],
      })
    const nowhere = await journeys.app.inject(`/api/initiatives/${initiative.initiativeId}/reviews/s9b9/questions`)
    expect([nowhere.statusCode, nowhere.json<{ detail: string }>().detail]).toEqual([
      404,
      'There is no board decision s9b9.',
    ])
  })

  it('is one question however often its button is pressed, and other words are another', async () => {
    const { initiative, chief, box } = await atTheBox()
    const presses = await Promise.all(Array.from({ length: 10 }, () => asks(chief, box, 'Who pays?')))
    expect(new Set(presses.map(({ text }) => text.includes('on its way')))).toEqual(new Set([true]))
    expect(await outbox(initiative)).toHaveLength(1)
    await asks(chief, box, 'Who pays, and when?')
    expect(await outbox(initiative)).toHaveLength(2)
    await expect.poll(() => questionsMailed(initiative)).toHaveLength(2)
  })

  it('is reached from the email too, by the link that is in it already', async () => {
    const initiative = await journeys.submitted()
    const invited = await initiative.mailTo('chief.constable@kent.example', /Decision needed/)
    const link = invited.links.find((each) => each.endsWith('/question')) ?? ''
    expect(invited.text).toContain(`Ask the board’s secretary a question:\n${link}`)
    const chief = journeys.member()
    const box = await chief.open(new URL(link).pathname)
    expect(box.path).toBe(`/decide/${initiative.initiativeId}/s1b1/kent/question`)
    expect(box.text).toContain('Programme Office, 7F')
    expect((await asks(chief, box, 'By when?')).text).toContain('on its way')
    expect(journeys.logged.join('')).not.toContain(link.split('/').at(-2))
  })

  it.each<[string, string, Record<string, string>, number, string]>([
    ['no words', '', {}, 422, 'Write your question'],
    ['4,001 characters', 'x'.repeat(4001), {}, 400, 'must be at most 4,000 characters'],
    ['a NUL', 'a\u0000b', {}, 422, 'must not hold control or broken characters'],
    ['no typed number', 'Who pays?', { 'typed-number': '' }, 422, 'Type the four-digit number shown'],
    ['a field no person sees', 'Who pays?', { 'please-leave-this-empty': '1' }, 422, 'as if a program had sent it'],
    ['a form somebody made up', 'Who pays?', { form: 'a..b.c.d' }, 403, 'was not this one'],
  ])('with %s is not sent, and comes back with what was written', async (_what, question, fields, status, words) => {
    const { initiative, chief, box } = await atTheBox()
    const back = await asks(chief, box, question, fields)
    expect(back.status).toBe(status)
    expect(back.text).toContain(words)
    expect(fieldsOf(back)['question']).toEqual([question])
    expect(await outbox(initiative)).toEqual([])
    expect((await initiative.accesses()).at(-1)).toMatchObject({ kind: 'postRefused' })
    const again = await asks(chief, back, 'Who pays?')
    expect(again.text).toContain('on its way')
  })

  it('is not taken from another page, and is shown again to be copied', async () => {
    const { initiative, chief, box } = await atTheBox()
    for (const origin of ['https://evil.example', 'null', '']) {
      const refused = await asks(chief, box, 'Kept <i>word</i> for word', {}, { origin })
      expect(refused.status).toBe(403)
      expect(refused.text).toContain('Kept <i>word</i> for word')
    }
    const stranger = await asks(journeys.member(), box, 'Kept <i>word</i> for word')
    expect(stranger.status).toBe(403)
    expect(stranger.text).toContain('Kept <i>word</i> for word')
    expect(await outbox(initiative)).toEqual([])
  })

  it('may be put five times an hour; the sixth comes back and nothing of it is lost', async () => {
    const { initiative, chief, box } = await atTheBox()
    for (let each = 1; each <= 5; each += 1) expect((await asks(chief, box, `Question ${each}`)).status).toBe(200)
    const sixth = await asks(chief, box, 'One more')
    expect(sixth.status).toBe(429)
    expect(fieldsOf(sixth)['question']).toEqual(['One more'])
    expect((await asks(chief, box, 'Question 5')).status).toBe(200)
    expect(await outbox(initiative)).toHaveLength(5)
    journeys.clock.ahead += 3_700_000
    expect((await asks(chief, sixth, 'One more')).text).toContain('on its way')
    journeys.clock.ahead = 0
  })

  it('can be put on hold and after the member has decided; never by a link that has ended', async () => {
    const { initiative, chief, box } = await atTheBox()
    await initiative.ask('hold', { reason: 'Counsel is asked.' })
    expect((await asks(chief, await chief.open(box.path), 'Until when?')).text).toContain('on its way')
    await initiative.ask('resume', {})
    await initiative.ask('withdrawSubmission', { reason: 'Wrong version' })
    const { initiative: decided, chief: essex, page } = await journeys.atThePage(undefined, 'essex')
    await press(essex, page, { choice: 'sendBack', reason: 'Nobody asked the unions.' })
    const receipt = await essex.open(page.path)
    expect(receipt.text).toContain('The board decision is: sent back.')
    const asked = await essex.open(receipt.html.querySelector('a[href$="/question"]')?.getAttribute('href') ?? '')
    expect((await asks(essex, asked, 'Who tells the unions?')).text).toContain('on its way')
    expect((await toTheSecretary(decided)).text).toContain('a question changes nothing of it')
    expect((await chief.open(box.path)).status).toBe(410)
    expect((await asks(chief, box, 'Why?')).status).toBe(410)
    expect(await outbox(initiative)).toHaveLength(1)
  })

  it('is not offered where no address of a secretary is on file', async () => {
    const initiative = await journeys.submitted({ board: { secretary: { title: 'Clerk to the board' } } })
    const { chief, page } = await journeys.atThePage(initiative)
    expect(page.html.querySelector('a[href$="/question"]')).toBeNull()
    expect(page.text).toContain('Clerk to the board')
    expect((await chief.open(`${page.path}/question`)).status).toBe(409)
    const mail = await initiative.mailTo('chief.constable@kent.example', /Decision needed/)
    expect(mail.links.filter((link) => link.endsWith('/question'))).toEqual([])
  })

  it('is not lost while PostgreSQL is away: it is pressed again', async () => {
    const { initiative, chief, box } = await atTheBox()
    const away = openStore('postgresql://nobody@127.0.0.1:9/away', { dataFolder: 'none' })
    const { app } = await journeys.makeApp({ questions: away.questions })
    const member = journeys.member(app)
    const opened = await member.open(await initiative.linkOf('kent'))
    const theBox = await member.open(`${opened.path}/question`)
    const back = await asks(member, theBox, 'Who pays?')
    expect(back.status).toBe(503)
    expect(back.text).toContain('Not confirmed yet')
    expect(fieldsOf(back)['question']).toEqual(['Who pays?'])
    expect((await asks(chief, box, 'Who pays?')).text).toContain('on its way')
    await Promise.all([app.close(), away.close()])
  })
})
