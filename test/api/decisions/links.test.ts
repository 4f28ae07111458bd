import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { stageId } from '../../../machines/vocabulary/facts.ts'
import { aPlan } from '../../support/case.ts'
import { startJourneys, type Case, type Journeys } from './journey.ts'
import { type ShownPage, actionOf, fieldsOf, numberOn, press } from './member.ts'

let journeys: Journeys

beforeAll(async () => {
  journeys = await startJourneys()
})
afterAll(() => journeys?.stop())

describe('a link that was once good', () => {
  it('says that the papers were replaced, nothing of the case, and mails the position only to the address on file', async () => {
    const initiative = await journeys.submitted()
    const { link, chief, page } = await journeys.atThePage(initiative)
    const { chief: essex, page: essexPage } = await journeys.atThePage(initiative, 'essex')
    await press(essex, essexPage, { choice: 'sendBack', reason: 'Not yet' })
    const state = await initiative.state()
    const [point] = state.initiative.context.points
    await initiative.ask('answerPoint', { pointId: point?.pointId ?? '', answer: 'Now it is.' })
    await initiative.submitAgain()

    expect((await press(chief, page)).status).toBe(410)
    const old = await journeys.member().open(link)
    expect(old.status).toBe(410)
    expect(old.text).toContain('These papers have been replaced')
    expect(old.text).not.toMatch(/vetting|Kent|Essex|sent back/i)
    expect(await initiative.votesRecorded()).toBe(1)

    const asker = journeys.member()
    const ended = await asker.open(link)
    for (let time = 0; time < 3; time += 1) {
      const asked = await asker.send(actionOf(ended), fieldsOf(ended))
      expect(asked.text).toContain('We are emailing how things stand')
    }
    const mail = await initiative.mailTo('chief.constable@kent.example', /new link/i)
    expect(mail.links.some((each) => each.includes('/d/'))).toBe(true)
    const mails = await journeys.store.outbox.ofInitiative(initiative.initiativeId)
    expect(mails.filter(({ kind }) => kind === 'currentPosition')).toHaveLength(1)
    const refused = await asker.send(actionOf(ended), fieldsOf(ended), { origin: 'https://evil.example' })
    expect(refused.status).toBe(403)

    const sentBack = await journeys.member().open(await essexLinkOf(initiative))
    expect(sentBack.text).toContain('Newer papers have gone out since')
  })

  const essexLinkOf = (initiative: Case) => initiative.linkOf('essex')

  it('is of no use to somebody who has left the board, to another initiative, or once the papers are withdrawn', async () => {
    const boardId = `board-${Date.now()}`
    const initiative = await journeys.submitted({ board: { boardId }, creation: { plan: planFor(boardId) } })
    const { link, chief, page } = await journeys.atThePage(initiative)
    await journeys.store.directory.putBoard(aBoardHeldBy(boardId, 'temporary-chief-constable-kent'))
    expect((await press(chief, page)).status).toBe(410)
    expect((await journeys.member().open(link)).text).toContain('This link belongs to an earlier member')

    const other = await journeys.submitted()
    const { page: otherPage } = await journeys.atThePage(other)
    const { chief: essex } = await journeys.atThePage(initiative, 'essex')
    expect((await press(essex, otherPage)).status).toBe(403)
    const token = (await other.linkOf('essex')).slice('/d/'.length)
    const forged = `__Host-gatehouse-${initiative.initiativeId}.s1b1.kent=${token}`
    expect((await press(journeys.member(), page, {}, { cookie: forged })).status).toBe(403)

    await other.ask('withdrawSubmission', { reason: 'Wrong version' })
    const withdrawn = await journeys.member().open(await other.linkOf('norfolk'))
    expect(withdrawn.status).toBe(410)
    expect(withdrawn.text).toContain('These papers have been withdrawn')
    expect([await initiative.votesRecorded(), await other.votesRecorded()]).toEqual([0, 0])
    for (const each of [initiative, other])
      expect((await each.accesses()).filter(({ kind }) => kind === 'postRefused').length).toBeGreaterThan(0)
  })
})

describe('limits', () => {
  it('count unknown tokens by address and leave real links alone', async () => {
    const { app } = await journeys.makeApp({ linkLimits: { unknownPerHour: 3 } })
    const initiative = await journeys.submitted()
    const stranger = journeys.member(app)
    const guesses = []
    for (let guess = 0; guess < 5; guess += 1) guesses.push(await stranger.open(`/d/${String(guess).repeat(43)}`))
    expect(guesses.map(({ status }) => status)).toEqual([404, 404, 404, 429, 429])
    expect(guesses[0]?.text).toContain('This link does not work')
    expect((await stranger.open(await initiative.linkOf('kent'))).status).toBe(200)
    await app.close()
  })

  it('count forms by link, and never the same form twice', async () => {
    const { app } = await journeys.makeApp({ linkLimits: { postsPerMinute: 2, getsPerMinute: 20 } })
    const initiative = await journeys.submitted()
    const chief = journeys.member(app)
    let page = await chief.open(await initiative.linkOf('kent'))
    const wrong = { choice: '' }
    for (let time = 0; time < 5; time += 1) expect((await press(chief, page, wrong)).status).toBe(422)
    page = await press(chief, page, wrong)
    expect((await press(chief, page, wrong)).status).toBe(422)
    page = await chief.open(page.path)
    expect((await press(chief, page, wrong)).status).toBe(429)
    for (let time = 0; time < 30; time += 1) page = await chief.open(page.path)
    expect(page.status).toBe(429)
    expect(await initiative.votesRecorded()).toBe(0)
    await app.close()
  })
})

describe('papers', () => {
  it('are listed, and those of this submission that a link may open can be read, each opening noted', async () => {
    const initiative = await journeys.submitted({
      papers: [
        { title: 'Summary', text: 'What it comes to.' },
        { title: 'Risk register', text: 'Secret enough.', marking: 'OFFICIAL-SENSITIVE' },
        { title: 'Page', text: '<script>alert(1)</script>', mediaType: 'text/html' },
      ],
    })
    const { chief, page } = await journeys.atThePage(initiative)
    const links = page.html.querySelectorAll('a[href*="/papers/"]').map((anchor) => anchor.getAttribute('href') ?? '')
    expect(links).toHaveLength(2)
    expect(page.text).toContain(
      'Risk register version 1.0, OFFICIAL-SENSITIVE It is marked above what a link in an email may open. Get a code',
    )

    const read = await chief.request({ method: 'GET', url: links[0] ?? '' })
    expect(read.body).toBe('What it comes to.')
    expect(read.headers).toMatchObject({
      'content-type': 'text/plain; charset=utf-8',
      'content-disposition': 'inline',
      'x-content-type-options': 'nosniff',
      'cache-control': 'no-store',
    })
    const asFile = await chief.request({ method: 'GET', url: links[1] ?? '' })
    expect(asFile.headers).toMatchObject({
      'content-type': 'application/octet-stream',
      'content-disposition': 'attachment',
    })
    expect(asFile.headers['content-security-policy']).toContain('sandbox')

    const [summary, register] = initiative.papers
    const sensitive = await chief.open(`${page.path}/papers/${register?.sha256}`)
    expect(sensitive.status).toBe(403)
    expect(sensitive.text).toContain('OFFICIAL-SENSITIVE')
    expect((await journeys.member().open(links[0] ?? '')).status).toBe(403)
    expect((await chief.open(`${page.path}/papers/${'0'.repeat(64)}`)).status).toBe(404)
    const noted = (await initiative.accesses()).filter(({ kind }) => kind === 'paperOpened')
    expect(noted.map(({ reason }) => reason)).toContain(summary?.sha256)
    expect(noted).toHaveLength(2)
  })
})

describe('a paper for named readers', () => {
  it('opens for them alone; the others see that it is there and for whom it is not', async () => {
    const readers = { seatIds: [], organisationIds: ['kent'] }
    const marking = 'OFFICIAL-SENSITIVE' as const
    const initiative = await journeys.submitted({
      papers: [
        { title: 'Summary', text: 'What it comes to.' },
        { title: 'Posts at risk', text: 'Names of posts.', readers },
        { title: 'Redundancy costs', text: 'Figures by post.', readers, marking },
      ],
    })
    const { chief: kent, page: kentPage } = await journeys.atThePage(initiative)
    const { chief: essex, page: essexPage } = await journeys.atThePage(initiative, 'essex')
    const pathOf = (page: ShownPage, index: number) => `${page.path}/papers/${initiative.papers[index]?.sha256}`
    expect((await kent.request({ method: 'GET', url: pathOf(kentPage, 1) })).body).toBe('Names of posts.')
    expect(kentPage.text).toContain('Posts at risk version 1.0, OFFICIAL It is for named readers, and you are one.')
    expect(kentPage.html.querySelectorAll('a[href$="/code"]')).toHaveLength(1)

    expect(essexPage.text).toContain('It is for named readers, and you are not one of them.')
    expect(essexPage.html.querySelectorAll('a[href*="/papers/"]')).toHaveLength(1)
    // What the reader may not open with a code either is no reason to offer one.
    expect(essexPage.html.querySelector('a[href$="/code"]')).toBeNull()
    for (const index of [1, 2]) {
      const refused = await essex.open(pathOf(essexPage, index))
      expect(refused.status).toBe(403)
      expect(refused.text).toContain('This paper is for named readers')
    }
    expect((await initiative.accesses()).at(-1)).toMatchObject({ kind: 'postRefused', seatId: 'essex' })
    const mailTo = (seatId: string) => initiative.mailTo(`chief.constable@${seatId}.example`, /Decision needed/)
    expect((await mailTo('kent')).text).toContain(
      'Posts at risk, version 1.0, OFFICIAL, for named readers, and you are',
    )
    expect((await mailTo('essex')).text).toContain('for named readers, and you are not one of')
  })
})

describe('"this was not me"', () => {
  it('is recorded from the receipt’s own link, changes nothing, and tells secretary and PMO', async () => {
    const initiative = await journeys.submitted()
    const { chief, page } = await journeys.atThePage(initiative)
    await press(chief, page)
    const receipt = await initiative.mailTo('chief.constable@kent.example', /is recorded/)
    const link = new URL(receipt.links.find((each) => each.includes('/not-me/')) ?? '').pathname
    const kent = journeys.member()
    const form = await kent.open(link)
    expect(form.path).toMatch(/\/decide\/.*\/not-me$/)
    expect(form.text).toContain('Approve')
    const unsaid = await kent.send(actionOf(form), { ...fieldsOf(form), 'typed-number': '' })
    expect(unsaid.status).toBe(422)
    expect(unsaid.text).toContain('Say what happened')
    const said = await kent.send(actionOf(unsaid), {
      ...fieldsOf(unsaid),
      statement: 'I was on leave.',
      'typed-number': numberOn(unsaid),
    })
    expect(said.text).toContain('Recorded: this was not you')
    const { initiative: stored } = await initiative.state()
    expect(stored.context.disputes).toMatchObject([{ seatId: 'kent', decisionNumber: 1, statement: 'I was on leave.' }])
    expect(await initiative.ballots('kent')).toHaveLength(1)
    await initiative.mailTo('programme.office@seven-force.example', /disput/i)
    await initiative.mailTo('pmo@pmo.example', /disput/i)
    expect((await initiative.accesses()).map(({ kind }) => kind)).toContain('disputed')
    expect((await chief.open(page.path)).text).toContain('This decision is disputed')
  })

  it('can be said after the initiative is closed, and cannot be used to decide', async () => {
    const initiative = await journeys.submitted()
    const { chief, page } = await journeys.atThePage(initiative)
    await press(chief, page)
    const receipt = await initiative.mailTo('chief.constable@kent.example', /is recorded/)
    const link = new URL(receipt.links.find((each) => each.includes('/not-me/')) ?? '').pathname
    expect((await journeys.member().open(link.replace('/not-me/', '/d/'))).status).toBe(404)
    await initiative.ask('closeEarly', { reason: 'No option is good value.', report: 'The evidence is kept.' })
    const member = journeys.member()
    const form = await member.open(link)
    const said = await member.send(actionOf(form), {
      ...fieldsOf(form),
      statement: `Somebody else pressed it. ${'So it was. '.repeat(200)}And no more.`,
      'typed-number': numberOn(form),
    })
    expect(said.text).toContain('Recorded: this was not you')
    const mail = await initiative.mailTo('programme.office@seven-force.example', /disput/i)
    expect(mail.text).toContain('Somebody else pressed it.')
    expect(mail.text).toContain('And no more.')
  })
})

describe('the log', () => {
  it('never shows a token', async () => {
    const initiative = await journeys.submitted()
    const link = await initiative.linkOf('kent')
    const chief = journeys.member()
    await press(chief, await chief.open(link))
    const token = link.slice('/d/'.length)
    expect(journeys.logged.length).toBeGreaterThan(0)
    expect(journeys.logged.join('')).not.toContain(token)
  })
})

const planFor = (board: string) =>
  aPlan({
    gates: Object.fromEntries(stageId.options.map((stage) => [stage, { boards: [{ board, decideWithin: 'P10D' }] }])),
  })

const aBoardHeldBy = (boardId: string, kentHolder: string) => ({
  boardId,
  name: 'Chief Constables',
  fromDay: '2020-01-01',
  rule: { kind: 'nOfM' as const, approvals: 2, refusal: 'ends' as const },
  ruleProvenance: { certainty: 'recorded' as const },
  membersProvenance: { certainty: 'recorded' as const },
  seats: ['kent', 'essex', 'norfolk'].map((seatId) => ({
    seatId,
    title: `Chief Constable, ${seatId}`,
    organisationIds: [seatId],
    chair: seatId === 'kent',
    holdings: [
      { personId: `chief-constable-${seatId}`, fromDay: '2020-01-01' },
      ...(seatId === 'kent' ? [{ personId: kentHolder, fromDay: '2021-01-01' }] : []),
    ],
  })),
  meetings: [],
})
