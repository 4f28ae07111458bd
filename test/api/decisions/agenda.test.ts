import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { dayInWords } from '../../../activities/words/dates.ts'
import { textOf } from '../pages/text-of.ts'
import { startJourneys, type Journeys } from './journey.ts'
import { aBoardOnFile, aMeeting, before, hour, keepAgendasOf, twoBefore } from './meeting-steps.ts'
import { press } from './member.ts'

let journeys: Journeys
beforeAll(async () => {
  journeys = await startJourneys()
}, 120_000)
afterAll(() => journeys?.stop())

const keep = (boardId: string, inHours?: number) => keepAgendasOf(journeys, boardId, inHours)
const everyone = ['chief-constable-kent', 'chief-constable-essex', 'chief-constable-norfolk']

const agendaMails = (words: string, seatId = 'kent') =>
  journeys.smtp.mails.filter(
    (mail) =>
      mail.to.includes(`chief.constable@${seatId}.example`) && /genda:/.test(mail.subject) && mail.text.includes(words),
  )
/** The newest agenda with a matter on it, and the path of its link. */
const agendaWith = async (words: string, editions = 1) => {
  await expect.poll(() => agendaMails(words).length, { timeout: 10_000 }).toBe(editions)
  const mail = agendaMails(words).at(-1)
  const link = mail?.links.find((each) => each.includes('/a/'))
  if (!mail || !link) throw new Error(`No agenda with ${words}`)
  return { mail, text: mail.text.replace(/\s+/g, ' '), path: new URL(link).pathname }
}

describe('the agenda of a meeting', () => {
  it('comes to each member once, when its papers are in, however many workers look', async () => {
    const { boardId, first, second } = await twoBefore(journeys)
    expect(await keep(boardId, 0)).toEqual([])
    await Promise.all([keep(boardId), keep(boardId)])
    expect(await keep(boardId)).toEqual([])
    const { mail, text } = await agendaWith(second.reference)
    expect(mail.subject).toMatch(/^OFFICIAL - Agenda: Alliance Summit, \w{3} \d{1,2} \w{3}/)
    expect(text).toContain('asked to decide 2 matters before the Alliance Summit meeting')
    expect(text.indexOf('1. Fleet')).toBeGreaterThan(0)
    expect(text.indexOf('2. Payroll')).toBeGreaterThan(text.indexOf('1. Fleet'))
    expect(text).toContain(`Reference: ${first.reference}`)
    expect(text).not.toContain('/d/')
    await expect.poll(() => agendaMails(second.reference, 'essex').length).toBe(1)
    expect(agendaMails(second.reference)).toHaveLength(1)
  })

  it('is one page for a member, where each matter is decided by itself', async () => {
    const { boardId, first, second } = await twoBefore(journeys)
    expect((await keep(boardId)).toSorted()).toEqual(everyone.map((person) => `${person} 1`).toSorted())
    const { path } = await agendaWith(second.reference)
    const chief = journeys.member()
    const agenda = await chief.open(path)
    expect(agenda.path).toBe(`/agenda/${boardId}/${aMeeting(journeys).day}/chief-constable-kent`)
    expect(agenda.text).toContain(`Agenda: Alliance Summit, ${dayInWords(aMeeting(journeys).day)} at 10am`)
    expect(agenda.text).toContain('2 of 2 wait for your decision')
    const links = agenda.html.querySelectorAll('.gh-agenda a').map((link) => link.getAttribute('href') ?? '')
    expect(links).toHaveLength(2)
    expect(agenda.html.toString()).not.toContain('<script')

    const receipt = await press(chief, await chief.open(links[1] ?? ''), { choice: 'approve' })
    expect(receipt.text).toContain('recorded')
    expect(await second.ballots('kent')).toMatchObject([{ choice: 'approve', holderId: 'chief-constable-kent' }])
    expect(await first.ballots('kent')).toEqual([])
    const after = await chief.open(agenda.path)
    expect(after.text).toContain('1 of 2 waits for your decision')
    expect(after.text).toMatch(/2\. Payroll.*Your decision approved, /)
    expect(after.text).toMatch(/1\. Fleet.*Your decision not made yet.*2\. Payroll/)

    await press(chief, await chief.open(links[0] ?? ''), { choice: 'approve' })
    expect((await chief.open(agenda.path)).text).toContain('You have decided all of them.')
    // Decided is not changed: nobody is sent another agenda for it.
    expect(await keep(boardId)).toEqual([])
  })

  it('opens by its own link alone, and only its own member’s matters of its own board', async () => {
    const { boardId, first, second } = await twoBefore(journeys)
    await keep(boardId)
    const { path } = await agendaWith(second.reference)
    const stranger = journeys.member()
    const page = `/agenda/${boardId}/${aMeeting(journeys).day}/chief-constable-kent`
    expect((await stranger.open(page)).text).toContain('Open your agenda from the email')
    expect((await stranger.open(`${page}/${first.initiativeId}/s1b1/kent`)).status).toBe(403)
    expect((await stranger.open(`/a/${'x'.repeat(43)}`)).status).toBe(404)
    expect((await stranger.open(path.replace('/a/', '/d/'))).status).toBe(404)

    const chief = journeys.member()
    await chief.open(path)
    const another = await chief.open(`${page}/${first.initiativeId}/s1b1/essex`)
    expect(another.status).toBe(410)
    expect(another.text).not.toMatch(/Fleet|approve/)
    const elsewhere = await before(journeys, `summit-${randomUUID().slice(0, 8)}`, 'Custody')
    expect((await chief.open(`${page}/${elsewhere.initiativeId}/s1b1/kent`)).status).toBe(404)
    expect((await chief.open(page.replace('kent', 'essex'))).status).toBe(403)
    expect(journeys.logged.join('\n')).not.toContain(path.slice('/a/'.length))
  })

  it('decides nothing for a scanner that opens everything on it, in every way', async () => {
    const { boardId, first, second } = await twoBefore(journeys)
    await keep(boardId)
    const { path } = await agendaWith(second.reference)
    for (const method of ['HEAD', 'OPTIONS'] as const)
      expect((await journeys.app.inject({ method, url: path })).statusCode).toBeLessThan(400)
    expect((await journeys.app.inject({ method: 'POST', url: path })).statusCode).toBe(404)
    const scanner = journeys.member()
    const agenda = await scanner.open(path)
    expect(agenda.html.querySelectorAll('form, button, input')).toEqual([])
    expect(agenda.headers).toMatchObject({ 'cache-control': 'no-store', 'referrer-policy': 'no-referrer' })
    for (const link of agenda.html.querySelectorAll('.gh-agenda a')) {
      const opened = await scanner.open(link.getAttribute('href') ?? '')
      expect(opened.text).toContain('Record my decision')
    }
    for (const initiative of [first, second]) {
      expect(await initiative.votesRecorded()).toBe(0)
      expect((await initiative.accesses()).map(({ kind }) => kind)).toContain('linkFetched')
    }
  })

  it('is sent again when it changes after that, and says what was added, taken off and late', async () => {
    const { boardId, first, second } = await twoBefore(journeys)
    await keep(boardId)
    await agendaWith(second.reference)
    await first.ask('withdrawSubmission', { reason: 'A figure was wrong.' })
    const late = await before(journeys, boardId, 'Custody', aMeeting(journeys, { papersDueInstant: Date.now() - hour }))
    expect((await keep(boardId)).toSorted()).toEqual(everyone.map((person) => `${person} 2`).toSorted())
    expect(await keep(boardId)).toEqual([])
    const { mail, text, path } = await agendaWith(second.reference, 2)
    expect(mail.subject).toContain('Changed agenda: Alliance Summit')
    expect(text).toContain(`Added: Custody (${late.reference})`)
    expect(text).toContain(`Taken off: Fleet (${first.reference})`)
    expect(text).toMatch(/2\. Custody -+ Late: it was put to this meeting after its papers were due/)
    expect((await journeys.member().open(path)).text).toMatch(/2\. Custody .*Late paper/)
  })

  it('comes to whoever sits by then, and shows nothing of a matter to whoever no longer does', async () => {
    const { boardId, first, second } = await twoBefore(journeys)
    await keep(boardId)
    const { path } = await agendaWith(second.reference)
    await journeys.parts.directory.putPerson({ personId: 'deputy', name: 'Deputy', email: 'deputy@kent.example' })
    const seat = { reviewId: 's1b1', seatId: 'kent', personId: 'deputy', as: 'deputy' as const, reason: 'On leave.' }
    await first.ask('moveSeat', seat)
    expect((await keep(boardId)).toSorted()).toEqual(['chief-constable-kent 2', 'deputy 1'])
    const mine = await journeys.member().open(path)
    expect(mine.text).not.toContain('Fleet')
    expect(mine.text).toContain('1. Payroll')
    await second.ask('moveSeat', seat)
    expect((await journeys.member().open(path)).text).toContain(
      'Nothing you are asked to decide is before this meeting',
    )
  })
})

describe('the agenda for who prepares the meeting', () => {
  it('says of each matter what is asked, on which papers, and where each member stands, to print and for programs', async () => {
    const { boardId, first, second } = await twoBefore(journeys)
    await journeys.parts.directory.putBoard({
      ...aBoardOnFile,
      boardId,
      meetings: [{ day: aMeeting(journeys).day, startsAt: '10:00' }, '2099-03-05', '2000-01-03'],
    })
    const { page, chief } = await journeys.atThePage(second)
    await press(chief, page, { choice: 'approve' })

    const { day } = aMeeting(journeys)
    const read = await journeys.app.inject(`/api/boards/${boardId}/meetings`)
    expect(read.json()).toMatchObject({
      boardId,
      name: 'Alliance Summit',
      meetings: [
        {
          day,
          isOnFile: true,
          agenda: [
            { initiativeId: first.initiativeId, title: 'Fleet', late: false, onHold: false },
            {
              initiativeId: second.initiativeId,
              asks: 'approve Payroll',
              seats: [
                { seatId: 'kent', personId: 'chief-constable-kent', decided: 'approve' },
                { seatId: 'essex' },
                { seatId: 'norfolk' },
              ],
            },
          ],
        },
        { day: '2099-03-05', agenda: [] },
      ],
    })
    const sheet = textOf((await journeys.app.inject(`/boards/${boardId}/meetings/${day}`)).body).replace(/\s+/g, ' ')
    expect(sheet).toContain(`Alliance Summit, ${dayInWords(day)} at 10am`)
    expect(sheet).toMatch(/1\. Fleet .*2\. Payroll .*Chief Constable, Kent: approved/)
    expect(sheet).toContain('The meeting after: 5 March 2099')
    const empty = textOf((await journeys.app.inject(`/boards/${boardId}/meetings/2099-03-05`)).body)
    expect(empty).toContain('Nothing is before this meeting.')
    const initiative = (await journeys.app.inject(`/initiatives/${first.initiativeId}`)).body
    expect(initiative).toContain(`href="/boards/${boardId}/meetings/${day}"`)
  })

  it('is refused in words for a board or a meeting that is not on file', async () => {
    expect((await journeys.app.inject('/api/boards/nobody/meetings')).json()).toMatchObject({
      status: 404,
      title: expect.any(String),
    })
    expect((await journeys.app.inject('/boards/nobody/meetings/2027-01-01')).statusCode).toBe(404)
  })
})
