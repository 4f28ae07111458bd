import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { problemBody } from '../../../api/problems.ts'
import { roomView } from '../../../api/schemas/room.ts'
import { verifyChain } from '../../../activities/store/verify-chain.ts'
import { decidedAnew } from '../../../machines/past.ts'
import type { BoardTerms } from '../../../machines/vocabulary/board.ts'
import { command, initiativeAt, problemIn, recordedIn } from '../asking.ts'
import { startJourneys, type Case, type Journeys } from './journey.ts'
import { press, type Member, type ShownPage } from './member.ts'

let journeys: Journeys
beforeAll(async () => {
  journeys = await startJourneys()
}, 120_000)
afterAll(() => journeys?.stop())

const secretary = 'programme.office@seven-force.example'
const today = () => journeys.parts.calendar.dayOf(Date.now())
const yes = { choice: 'approve' }
const twoAgreed = [
  { seatId: 'kent', attendance: 'present', position: yes },
  { seatId: 'essex', attendance: 'present', position: yes },
  { seatId: 'norfolk', attendance: 'apologies' },
]

const record = (theCase: Case, seats: object[] = twoAgreed, more: object = {}, key: string = randomUUID()) =>
  command(
    journeys.app,
    theCase.initiativeId,
    'recordRoom',
    { reviewId: 's1b1', day: today(), seats, recordedBy: 'Programme Office', ...more },
    key,
  )

const asksTheChair = /Is this what the board decided/
const roomLink = async (theCase: Case, version = 1) => {
  const mail = await journeys.smtp.waitForMail(
    ({ to, subject, text }) =>
      to.includes('chief.constable@kent.example') &&
      subject.includes(theCase.reference) &&
      asksTheChair.test(subject) &&
      (version === 1 || text.includes(`This is version ${version}.`)),
  )
  const link = mail.links.find((each) => each.endsWith('/room'))
  if (!link) throw new Error(`No link in "${mail.subject}"`)
  return { mail, path: new URL(link).pathname }
}

/** The chair before what was recorded, opened from their mail. */
const atTheRoom = async (theCase: Case, version = 1) => {
  const { mail, path } = await roomLink(theCase, version)
  const chair = journeys.member()
  return { mail, chair, page: await chair.open(path) }
}
const confirms = (chair: Member, page: ShownPage, fields = {}) => press(chair, page, { answer: 'confirm', ...fields })
const refuses = (chair: Member, page: ShownPage, fields = {}) => press(chair, page, { answer: 'refuse', ...fields })

const entriesOf = async ({ initiativeId }: Case, type: string) =>
  (await journeys.store.initiatives.entries(initiativeId)).filter(({ event }) => event.type === type)

const recordedAt = async (board: Partial<BoardTerms> = {}, seats = twoAgreed, more: object = {}) => {
  const theCase = await journeys.submitted({ board })
  recordedIn(await record(theCase, seats, more))
  return theCase
}

describe('what a board decided in the room', () => {
  it('is recorded by the secretary, confirmed by the chair from the email, and told to every member', async () => {
    const late = await journeys.store.papers.keep({
      bytes: Buffer.from('The late costs.'),
      title: 'Late costs',
      version: '2',
      marking: 'OFFICIAL',
      mediaType: 'text/plain',
    })
    const wording = 'Approve the single unit for two years only.'
    const theCase = await recordedAt({}, twoAgreed, { wording, tabledPapers: [late] })
    const { mail, chair, page } = await atTheRoom(theCase)
    for (const text of [mail.text, page.text].map((each) => each.replace(/\s+/g, ' '))) {
      expect(text).toContain(wording)
      expect(text).toContain('as amended in the room and read back')
      expect(text).toMatch(/Chief Constable, Essex:? present[:,] approved/)
      expect(text).toMatch(/Chief Constable, Norfolk:? apologies/)
      expect(text).toMatch(/Late costs,? version 2/)
      expect(text).toContain('By the board’s rule the decision is then: approved.')
    }
    const paper = await chair.open(page.html.querySelector('.gh-papers a')?.getAttribute('href') ?? '')
    expect(paper.text).toBe('The late costs.')
    expect(await theCase.ballots('essex')).toEqual([])

    const done = await confirms(chair, page)
    expect(done.text).toContain('You confirmed what the board decided')
    expect(done.text).toContain('The board decision is: approved.')
    expect(await theCase.ballots('essex')).toMatchObject([
      {
        choice: 'approve',
        inTheRoom: { version: 1, recordedBy: 'Programme Office', confirmedBy: 'Chief Constable, Kent' },
      },
    ])
    const entries = await journeys.store.initiatives.entries(theCase.initiativeId)
    expect(verifyChain(entries)).toMatchObject({ intact: true })
    expect(decidedAnew(entries).get('s1b1')).toBe('approved')
    const [confirmed] = await entriesOf(theCase, 'roomConfirmed')
    expect(confirmed).toMatchObject({
      by: { kind: 'member', channel: 'emailLink', personId: 'chief-constable-kent' },
      paperSha256s: [late.sha256],
    })

    const told = await theCase.mailTo('chief.constable@essex.example', /Your decision is recorded/)
    const words = told.text.replace(/\s+/g, ' ')
    expect(words).toContain('written down by Programme Office and confirmed by Chief Constable, Kent')
    expect(words).toContain(wording)
    expect(words).toContain('Late costs, version 2, tabled at the meeting')
    const notMe = told.links.find((link) => link.includes('/not-me/'))
    const essex = journeys.member()
    const disputing = await essex.open(new URL(notMe ?? '').pathname)
    const disputed = await press(essex, disputing, { statement: 'I did not agree to two years.' })
    expect(disputed.text).toContain('Recorded: this was not you')
    expect((await theCase.mailTo(secretary, /is confirmed/)).text).toContain('approved')

    const { state } = await initiativeAt(journeys.app, theCase.initiativeId)
    expect(state.reviews['s1b1']?.context).toMatchObject({
      rooms: [
        { version: 1, wording, tabledPapers: [{ title: 'Late costs' }], confirmed: { by: 'Chief Constable, Kent' } },
      ],
      ballots: { essex: [{ inTheRoom: { confirmedBy: 'Chief Constable, Kent' } }] },
    })
    expect(state.initiative.context.decisions.at(-1)).toMatchObject({ wording, room: { day: today() } })
  })

  it('is not confirmed by opening the link, nor without choosing and typing', async () => {
    const theCase = await recordedAt()
    const { chair, page } = await atTheRoom(theCase)
    for (const method of ['GET', 'HEAD'] as const) await chair.request({ method, url: page.path })
    const nothing = await press(chair, page, { 'typed-number': '' })
    expect(nothing.status).toBe(422)
    expect(nothing.text).toContain('Choose whether this is what the board decided')
    expect(nothing.text).toContain('Type the four-digit number shown')
    expect(await entriesOf(theCase, 'roomConfirmed')).toEqual([])
  })

  it('counts once, however often the chair presses', async () => {
    const theCase = await recordedAt()
    const { chair, page } = await atTheRoom(theCase)
    const pages = await Promise.all([confirms(chair, page), confirms(chair, page)])
    const again = await confirms(chair, page)
    for (const each of [...pages, again]) expect(each.text).toContain('You confirmed what the board decided')
    expect(await entriesOf(theCase, 'roomConfirmed')).toHaveLength(1)
    expect(await theCase.ballots('kent')).toHaveLength(1)
  })

  it('counts for nothing once the chair says that it is wrong, and the secretary is told and records it anew', async () => {
    const theCase = await recordedAt()
    const { chair, page } = await atTheRoom(theCase)
    expect((await refuses(chair, page)).text).toContain('Say what is not as the board decided it')
    const reason = 'Essex abstained.'
    const refused = await refuses(chair, page, { reason })
    expect(refused.text).toContain('You said that this is not what the board decided')
    const told = await theCase.mailTo(secretary, /This is not what the board decided/)
    expect(told.text).toContain(reason)
    expect(await theCase.ballots('kent')).toEqual([])

    recordedIn(await record(theCase))
    const anew = await atTheRoom(theCase, 2)
    expect((await confirms(anew.chair, anew.page)).text).toContain('The board decision is: approved.')
  })

  it('is confirmed in the version the page showed, and in no newer one', async () => {
    const theCase = await recordedAt()
    const { chair, page } = await atTheRoom(theCase)
    const sendBack = { choice: 'sendBack', reason: 'The savings are not shown.' }
    recordedIn(
      await record(theCase, [
        { seatId: 'kent', attendance: 'present', position: sendBack },
        { seatId: 'essex', attendance: 'absent' },
        { seatId: 'norfolk', attendance: 'absent' },
      ]),
    )
    const old = await confirms(chair, page)
    expect(old.status).toBe(409)
    expect(old.text).toContain('the secretary has recorded it anew, as version 2')
    expect(await theCase.ballots('kent')).toEqual([])
    expect((await confirms(chair, old)).text).toContain('The board decision is: sent back.')
  })

  it('is shown to nobody who was not in the chair', async () => {
    const theCase = await recordedAt()
    const essex = journeys.member()
    const page = await essex.open(`${await theCase.linkOf('essex')}/room`)
    expect([page.status, page.text]).toEqual([404, expect.stringContaining('Nothing waits for you to confirm')])
    await expect(
      theCase.ask('confirmRoom', { reviewId: 's1b1', version: 1, seatId: 'kent', holderId: 'chief-constable-kent' }),
    ).resolves.toMatchObject({ kind: 'refused', type: 'NotTheHolder' })
    const asked = await command(journeys.app, theCase.initiativeId, 'confirmRoom', {})
    expect(asked.status).toBe(404)
  })

  it('is read and answered by a program with the same link', async () => {
    const theCase = await recordedAt()
    const { path } = await roomLink(theCase)
    const call = async (method: 'GET' | 'POST', payload?: object) => {
      const { statusCode, body } = await journeys.app.inject({
        method,
        url: '/api/decision/room',
        headers: { authorization: `Bearer ${path.split('/').at(-2) ?? ''}` },
        ...(payload ? { payload } : {}),
      })
      return { statusCode, body: roomView.or(problemBody).parse(JSON.parse(body)) }
    }
    const { body } = await call('GET')
    expect(body).toMatchObject({ version: 1, amended: false, seats: [{ seatId: 'kent', choice: 'approve' }, {}, {}] })
    if (!('form' in body)) throw new Error('There is no form')
    const sent = { form: body.form, typedAnswer: body.typedNumber }
    expect(await call('POST', sent)).toMatchObject({ statusCode: 422, body: { errors: [{ field: 'answer' }] } })
    expect(await call('POST', { ...sent, answer: 'confirm' })).toMatchObject({
      statusCode: 200,
      body: { version: 1, confirmed: { by: 'Chief Constable, Kent' } },
    })
    expect((await call('GET')).body).not.toHaveProperty('form')
  })

  it('wants a one-time code where the board does', async () => {
    const theCase = await recordedAt({ assurance: 'B' })
    const { page } = await atTheRoom(theCase)
    expect(page.text).toContain('This board wants a one-time code too')
    expect(page.html.querySelector('form')).toBeNull()
  })

  it('is recorded once under one key, and refused in words naming the field', async () => {
    const theCase = await journeys.submitted()
    const key = randomUUID()
    const first = recordedIn(await record(theCase, twoAgreed, {}, key))
    expect(recordedIn(await record(theCase, twoAgreed, {}, key)).sequence).toBe(first.sequence)
    const tomorrow = journeys.parts.calendar.dayOf(Date.now() + 2 * 86_400_000)
    expect(problemIn(await record(theCase, twoAgreed, { day: tomorrow })).errors).toMatchObject([
      { field: 'day', expected: 'must not be after today' },
    ])
    const away = problemIn(await record(theCase, [{ seatId: 'kent', attendance: 'absent', position: yes }]))
    expect(away.detail).toContain('say whether these were in the room')
  })
})
