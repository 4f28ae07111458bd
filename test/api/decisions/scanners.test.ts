import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startJourneys, type Journeys } from './journey.ts'
import { actionOf, fieldsOf, filledIn, numberOn, press } from './member.ts'

let journeys: Journeys

beforeAll(async () => {
  journeys = await startJourneys()
})
afterAll(() => journeys?.stop())

describe('a program that opens mail', () => {
  it('decides nothing with HEAD, OPTIONS and a hundred GETs, and the link is still good for its person', async () => {
    const initiative = await journeys.submitted()
    const link = await initiative.linkOf('kent')
    const scanner = journeys.member()
    for (let time = 0; time < 100; time += 1) {
      const { statusCode } = await scanner.request({ method: 'GET', url: link })
      expect(statusCode).toBe(303)
    }
    expect((await scanner.request({ method: 'HEAD', url: link })).statusCode).toBe(303)
    expect((await scanner.request({ method: 'OPTIONS', url: link })).statusCode).toBe(200)
    expect((await scanner.open(link)).status).toBe(200)
    expect(await initiative.votesRecorded()).toBe(0)
    const kinds = new Set((await initiative.accesses()).map(({ kind }) => kind))
    expect(kinds).toEqual(new Set(['linkFetched', 'pageShown']))
    const { chief, page } = await journeys.atThePage(initiative)
    expect((await press(chief, page)).text).toContain('Your decision: Approve')
  })

  it('decides nothing by following every link and pressing every button, before and after its person has decided', async () => {
    const initiative = await journeys.submitted({
      papers: [1, 2, 3].map((number) => ({ title: `Paper ${number}`, text: `Text ${number}` })),
    })
    const link = await initiative.linkOf('kent')
    const everywhere = async () => {
      const scanner = journeys.member()
      const seen = new Set<string>()
      const waiting = [link]
      for (let path = waiting.pop(); path; path = waiting.pop()) {
        if (seen.has(path)) continue
        seen.add(path)
        const page = await scanner.open(path)
        for (const form of page.html.querySelectorAll('form'))
          await scanner.send(form.getAttribute('action') ?? page.path, fieldsOf(page))
        for (const anchor of page.html.querySelectorAll('a[href^="/"]'))
          waiting.push((anchor.getAttribute('href') ?? '').split('#')[0] ?? '')
      }
      return [...seen].join(' ')
    }
    expect(await everywhere()).toMatch(/\/papers\//)
    expect(await initiative.votesRecorded()).toBe(0)
    const { chief, page } = await journeys.atThePage(initiative)
    await press(chief, page)
    expect(await everywhere()).toMatch(/\?change=1.*not-me|not-me.*\?change=1/)
    expect(await initiative.votesRecorded()).toBe(1)
    expect((await initiative.state()).initiative.context.disputes).toEqual([])
  })

  it('decides nothing by choosing and filling in every field it finds, seen or unseen', async () => {
    const initiative = await journeys.submitted()
    const { chief: scanner, page } = await journeys.atThePage(initiative)
    const everything = Object.fromEntries(
      Object.entries(fieldsOf(page)).map(([name, values]) => [
        name,
        name === 'form' ? values : [values].flat().map(() => '1234'),
      ]),
    )
    for (const choice of ['approve', 'sendBack', 'stop', 'abstain'])
      expect((await scanner.send(actionOf(page), { ...everything, choice })).status).toBe(422)
    expect(await initiative.votesRecorded()).toBe(0)
    const refused = (await initiative.accesses()).filter(({ kind }) => kind === 'postRefused')
    expect(refused.map(({ reason }) => reason)).toEqual(
      Array.from({ length: 4 }, () => 'a field no person sees was filled in'),
    )
  })

  it('decides nothing faster than a person reads, and the person who waits is not held up', async () => {
    const { app } = await journeys.makeApp({ dwellMilliseconds: 2_000 })
    const initiative = await journeys.submitted()
    const chief = journeys.member(app)
    const page = await chief.open(await initiative.linkOf('kent'))
    const back = await press(chief, page, { reason: 'Typed in a flash' })
    expect(back.status).toBe(422)
    expect(fieldsOf(back)['reason']).toEqual(['Typed in a flash'])
    expect(numberOn(back)).toBe(numberOn(page))
    expect(await initiative.votesRecorded()).toBe(0)
    journeys.clock.ahead += 2_000
    expect((await press(chief, back, fieldsOf(back))).text).toContain('Your decision: Approve')
    journeys.clock.ahead = 0
    await app.close()
  })
})

describe('a form from elsewhere', () => {
  it('is not recorded without the cookie: what was typed is shown again, to open the link once more', async () => {
    const initiative = await journeys.submitted()
    const { page } = await journeys.atThePage(initiative)
    const refused = await journeys
      .member()
      .send(actionOf(page), filledIn(page, { reason: 'Kept <i>word</i> for word' }))
    expect(refused.status).toBe(403)
    expect(refused.text).toContain('Open the link in your email again')
    expect(refused.text).toContain('Kept <i>word</i> for word')
    expect(await initiative.votesRecorded()).toBe(0)
    expect((await initiative.accesses()).at(-1)).toMatchObject({
      kind: 'postRefused',
      reason: 'no live link came with it',
    })
  })

  it.each([
    ['no form', () => ''],
    ['a form somebody made up', () => 'eyJhbGciOiJkaXIiLCJlbmMiOiJBMjU2R0NNIn0..a.b.c'],
    ['a form with a letter changed', (sealed: string) => `${sealed.slice(0, -3)}AAA`],
  ])(
    'with the cookie and %s is not recorded: the page comes back with a fresh form that works',
    async (_fact, change) => {
      const initiative = await journeys.submitted()
      const { chief, page } = await journeys.atThePage(initiative)
      const form = change([fieldsOf(page)['form'] ?? ''].flat()[0] ?? '')
      const back = await press(chief, page, { form, reason: 'Still here' })
      expect(back.status).toBe(403)
      expect(fieldsOf(back)).toMatchObject({ reason: ['Still here'], choice: ['approve'], 'typed-number': [''] })
      expect(await initiative.votesRecorded()).toBe(0)
      const receipt = await press(chief, back, { ...fieldsOf(back), 'typed-number': numberOn(back) })
      expect(receipt.text).toContain('Still here')
    },
  )

  it.each(['https://evil.example', 'null', ''])(
    'with the Origin "%s" is not recorded, and a row says so',
    async (origin) => {
      const initiative = await journeys.submitted()
      const { chief, page } = await journeys.atThePage(initiative)
      const refused = await press(chief, page, {}, { origin })
      expect(refused.status).toBe(403)
      expect(await initiative.votesRecorded()).toBe(0)
      expect((await initiative.accesses()).at(-1)).toMatchObject({
        kind: 'postRefused',
        reason: 'not sent from a page of ours',
      })
    },
  )

  it('of another seat is not recorded, even with that seat’s own cookie', async () => {
    const initiative = await journeys.submitted()
    const { page } = await journeys.atThePage(initiative)
    const { chief: essex, page: essexPage } = await journeys.atThePage(initiative, 'essex')
    const form = fieldsOf(page)['form'] ?? ''
    expect((await essex.send(actionOf(essexPage), { ...filledIn(page), form })).status).toBe(403)
    expect(await initiative.votesRecorded()).toBe(0)
  })

  it('never leads anywhere else: there are no redirect parameters', async () => {
    const initiative = await journeys.submitted()
    const { chief, page } = await journeys.atThePage(initiative)
    const receipt = await chief.send(`${actionOf(page)}?next=//evil.example&redirect=https://evil.example`, {
      ...filledIn(page),
      next: '//evil.example',
    })
    expect(receipt.path).toBe(`${page.path}/recorded`)
  })

  it('of 3 MB, or compressed, is too large, and the initiative is unharmed', async () => {
    const initiative = await journeys.submitted()
    const { chief, page } = await journeys.atThePage(initiative)
    const tooLarge = await press(chief, page, { reason: 'x'.repeat(3_000_000) })
    expect(tooLarge.status).toBe(413)
    expect(tooLarge.text).toContain('what you wrote is still there')
    const bomb = await chief.request({
      method: 'POST',
      url: actionOf(page),
      headers: {
        origin: journeys.publicUrl,
        'content-type': 'application/x-www-form-urlencoded',
        'content-encoding': 'gzip',
      },
      payload: gzipSync(Buffer.alloc(30_000_000, 'reason=x&')),
    })
    expect(bomb.statusCode).toBe(413)
    expect((await press(chief, page)).text).toContain('Your decision: Approve')
  })

  it('may say anything: it is kept as text, shown as text, and its hidden marks are named', async () => {
    const initiative = await journeys.submitted()
    const { chief, page } = await journeys.atThePage(initiative)
    const reason = '<img src=x onerror=alert(1)> =HYPERLINK("http://evil.example") \u202Eevorppa'
    const receipt = await press(chief, page, { reason })
    expect((await initiative.ballots('kent'))[0]?.reason).toBe(reason)
    expect(receipt.html.querySelectorAll('main img')).toEqual([])
    expect(receipt.text).toContain('<img src=x onerror=alert(1)> =HYPERLINK("http://evil.example") [U+202E]evorppa')
  })
})
