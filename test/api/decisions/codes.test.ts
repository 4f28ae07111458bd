import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import * as z from 'zod'
import { asksOnCodePage, asksOnForm, codesMailed, enters, newestCode, planOpening, twoPapers } from './code-steps.ts'
import { startJourneys, type Case, type Journeys } from './journey.ts'
import { fieldsOf, filledIn, numberOn, press } from './member.ts'

let journeys: Journeys

beforeAll(async () => {
  journeys = await startJourneys({ linkLimits: { postsPerMinute: 1_000 } })
})
afterAll(() => journeys?.stop())

const wantsCode = { board: { assurance: 'B' as const } }
const votes = async ({ initiativeId }: Case) =>
  (await journeys.store.initiatives.entries(initiativeId)).filter(({ event }) => event.type === 'voteCast')
const kinds = async (initiative: Case) => (await initiative.accesses()).map(({ kind }) => kind)

/** A member at the page of codes, who came for a paper the link does not open. */
const atCodePage = async (initiative?: Case) => {
  const at = await journeys.atThePage(initiative ?? (await journeys.submitted({ papers: twoPapers })))
  const href = at.page.html.querySelector('a[href$="/code"]')?.getAttribute('href') ?? ''
  return { ...at, codePage: await at.chief.open(href) }
}

describe('a paper marked above what the link opens', () => {
  it('opens after a code sent to the address on file has been typed, and each opening is noted', async () => {
    const { initiative, chief, page, codePage } = await atCodePage()
    const [, register] = initiative.papers
    const paper = `${page.path}/papers/${register?.sha256}`
    const before = JSON.stringify(await initiative.state())
    expect((await chief.open(paper)).text).toContain('A one-time code opens it')
    const asked = await asksOnCodePage(chief, codePage)
    expect(asked.text).toContain('Type the code we emailed you')
    const code = await newestCode(journeys, initiative)
    const [mail] = codesMailed(journeys, initiative)
    expect(mail?.to).toEqual(['chief.constable@kent.example'])
    expect(mail?.subject).not.toMatch(/\d{4} ?\d{4}/)
    expect(mail?.links).toEqual([])
    const entered = await enters(chief, asked, code)
    expect(entered.path).toBe(page.path)
    expect(entered.html.querySelectorAll('a[href*="/papers/"]')).toHaveLength(2)
    const read = await chief.request({ method: 'GET', url: paper })
    expect(read.body).toBe('Secret enough.')
    expect((await initiative.accesses()).at(-1)).toMatchObject({
      kind: 'paperOpened',
      reason: `${register?.sha256}, after a code`,
    })
    expect(await kinds(initiative)).toEqual(expect.arrayContaining(['codeAsked', 'codeConfirmed']))
    expect(JSON.stringify(await initiative.state())).toBe(before)

    const elsewhere = journeys.member()
    await elsewhere.open(await initiative.linkOf('kent'))
    expect((await elsewhere.open(paper)).status).toBe(403)
  })

  it('opens by the link alone where the governance plan says so', async () => {
    const plan = planOpening('OFFICIAL-SENSITIVE')
    const initiative = await journeys.submitted({ papers: twoPapers, creation: { plan } })
    const { chief, page } = await journeys.atThePage(initiative)
    const links = page.html.querySelectorAll('a[href*="/papers/"]').map((link) => link.getAttribute('href') ?? '')
    expect(links).toHaveLength(2)
    for (const url of links) expect((await chief.request({ method: 'GET', url })).statusCode).toBe(200)
    expect(page.html.querySelector('a[href$="/code"]')).toBeNull()
    expect((await chief.open(`${page.path}/code`)).path).toBe(page.path)
  })

  it('lets the decisions of that browser be recorded as made with a code, though the board does not ask for it', async () => {
    const { initiative, chief, codePage } = await atCodePage()
    const asked = await asksOnCodePage(chief, codePage)
    const entered = await enters(chief, asked, await newestCode(journeys, initiative))
    expect(entered.text).toContain('your decision is recorded as made with it')
    await press(chief, entered)
    expect((await votes(initiative)).map(({ by }) => by.assurance)).toEqual(['B'])
  })
})

describe('a code', () => {
  let shared: Case | undefined
  it.each<[string, string]>([
    ['letters', 'abcdefgh'],
    ['seven figures', '1234567'],
    ['nine figures', '123456789'],
    ['figures of another script', '١٢٣٤٥٦٧٨'],
    ['full-width figures', '１２３４５６７８'],
    ['a sum', '1234567+1'],
    ['a power', '1e7'],
    ['a minus', '-12345678x'],
    ['a command', "'; drop table one_time_code; --"],
    ['a NUL', '1234567\u00008'],
    ['a long text', '1'.repeat(20_000)],
  ])('that is %s is none: it is tried nowhere', async (_what, typed) => {
    shared ??= await journeys.submitted({ papers: twoPapers })
    const { initiative, chief, codePage } = await atCodePage(shared)
    const back = await enters(chief, codePage, typed)
    expect(back.status).toBe(422)
    expect(back.text).toMatch(/Type the eight figures of the code we emailed you/)
    expect((await initiative.accesses()).some(({ reason = '' }) => reason.startsWith('the code:'))).toBe(false)
  })

  it('says how many tries are left, and after the fifth a new one is asked for on the same page', async () => {
    const { initiative, chief, codePage } = await atCodePage()
    let shown = await asksOnCodePage(chief, codePage)
    const code = (await newestCode(journeys, initiative)).replace(' ', '')
    const wrong = String((Number(code) + 1) % 10 ** 8).padStart(8, '0')
    for (const words of ['4 more tries', '3 more tries', '2 more tries', '1 more try', 'ask for another']) {
      shown = await enters(chief, shown, wrong)
      expect(shown.text).toContain(words)
    }
    expect((await enters(chief, shown, code)).text).toContain('ask for another')
    const again = await asksOnCodePage(chief, await chief.open(codePage.path))
    expect((await enters(chief, again, await newestCode(journeys, initiative, 2))).path).not.toMatch(/code/)
  })

  it('is mailed once however often its button is pressed, and five times an hour at most', async () => {
    const { initiative, chief, codePage } = await atCodePage()
    await Promise.all(Array.from({ length: 5 }, () => asksOnCodePage(chief, codePage)))
    await newestCode(journeys, initiative)
    for (let more = 2; more <= 5; more += 1)
      expect((await asksOnCodePage(chief, await chief.open(codePage.path))).status).toBe(200)
    const sixth = await asksOnCodePage(chief, await chief.open(codePage.path))
    expect(sixth.status).toBe(429)
    expect(sixth.text).toContain('several were asked for within the hour')
    await newestCode(journeys, initiative, 5)
  })

  it.each<[string, Record<string, string>, Record<string, string>, number]>([
    ['without the number shown', { 'typed-number': '' }, {}, 422],
    ['with a field no person sees', { 'please-leave-this-empty': '1' }, {}, 422],
    ['on a form somebody made up', { form: 'a..b.c.d' }, {}, 403],
    ['from another page', {}, { origin: 'https://evil.example' }, 403],
  ])('is not mailed %s', async (_how, fields, headers, status) => {
    const { initiative, chief, codePage } = await atCodePage()
    const sent = { ...fieldsOf(codePage), 'typed-number': numberOn(codePage), ...fields }
    expect((await chief.send(codePage.path, sent, headers)).status).toBe(status)
    expect(await kinds(initiative)).not.toContain('codeAsked')
    expect((await initiative.accesses()).at(-1)).toMatchObject({ kind: 'postRefused' })
    const outbox = await journeys.store.outbox.ofInitiative(initiative.initiativeId)
    expect(outbox.filter(({ kind }) => kind === 'oneTimeCode')).toEqual([])
  })

  it('asked for in one browser opens nothing in another, by whatever link, form or cookie', async () => {
    const { initiative, chief, page, codePage } = await atCodePage()
    const asked = await asksOnCodePage(chief, codePage)
    const code = await newestCode(journeys, initiative)
    const thief = journeys.member()
    await thief.open(await initiative.linkOf('kent'))
    const theirs = await thief.open(codePage.path)
    expect((await enters(thief, theirs, code)).text).toContain('Ask for a code first')
    expect((await enters(thief, asked, code)).text).toContain('Ask for a code first')
    const { chief: essex } = await journeys.atThePage(initiative, 'essex')
    const essexPage = await essex.open(codePage.path.replace('/kent/', '/essex/'))
    expect((await enters(essex, essexPage, code)).text).toContain('Ask for a code first')
    expect((await enters(journeys.member(), asked, code)).status).toBe(403)
    expect((await enters(chief, asked, code)).path).toBe(page.path)
  })

  it('is not mailed, and opens nothing, once the papers are withdrawn', async () => {
    const { initiative, chief, codePage } = await atCodePage()
    const asked = await asksOnCodePage(chief, codePage)
    const code = await newestCode(journeys, initiative)
    await initiative.ask('withdrawSubmission', { reason: 'Wrong version' })
    expect((await asksOnCodePage(chief, codePage)).status).toBe(410)
    expect((await enters(chief, asked, code)).status).toBe(410)
    expect(codesMailed(journeys, initiative)).toHaveLength(1)
  })

  it('is in no log', async () => {
    const { initiative, chief, codePage } = await atCodePage()
    const asked = await asksOnCodePage(chief, codePage)
    const code = await newestCode(journeys, initiative)
    await enters(chief, asked, code)
    const logged = journeys.logged.join('')
    for (const written of [code, code.replace(' ', '')]) expect(logged).not.toContain(written)
  })
})

describe('a board that wants a code', () => {
  it('says why, mails one from the form without losing a word, and records the decision as made with it', async () => {
    const initiative = await journeys.submitted(wantsCode)
    const { chief, page } = await journeys.atThePage(initiative)
    expect(page.text).toContain('This board wants a one-time code too A link in an email can be passed on')
    expect(page.html.querySelectorAll('button').map((button) => button.text.trim())).toEqual(['Email me a code'])
    const typed = { choice: 'approveWithConditions', condition: 'A data plan', reason: 'Good value.\nTruly.' }
    const asked = await asksOnForm(chief, page, typed)
    expect(asked.status).toBe(200)
    expect(asked.text).toContain('nothing is recorded yet')
    expect(fieldsOf(asked)).toMatchObject({
      choice: ['approveWithConditions'],
      reason: ['Good value.\nTruly.'],
      'typed-number': [numberOn(page)],
      code: [''],
    })
    expect(await votes(initiative)).toEqual([])
    const receipt = await chief.send(page.path, { ...fieldsOf(asked), code: await newestCode(journeys, initiative) })
    expect(receipt.text).toContain('Your decision: Approve with conditions')
    expect((await votes(initiative)).map(({ by }) => [by.assurance, by.channel])).toEqual([['B', 'emailLink']])
    const changing = await chief.open(`${page.path}?change=1`)
    expect(changing.text).toContain('You entered a one-time code')
    expect((await press(chief, changing, { choice: 'abstain' })).text).toContain('Your decision: Abstain')
    expect((await votes(initiative)).map(({ by }) => by.assurance)).toEqual(['B', 'B'])
  })

  it('records nothing without it, whatever is typed in its place, and says all that is wrong at once', async () => {
    const initiative = await journeys.submitted(wantsCode)
    const { chief, page } = await journeys.atThePage(initiative)
    const without = await press(chief, page)
    expect(without.status).toBe(422)
    expect(without.text).toContain('Ask for a code first')
    const asked = await asksOnForm(chief, without)
    const code = (await newestCode(journeys, initiative)).replace(' ', '')
    const wrong = String((Number(code) + 1) % 10 ** 8).padStart(8, '0')
    const back = await chief.send(page.path, { ...filledIn(asked), choice: '', code: wrong })
    expect(back.html.querySelectorAll('.govuk-error-summary__list a').map((link) => link.text)).toEqual([
      'Choose your decision',
      'This code is not right: you have 4 more tries',
    ])
    for (const link of back.html.querySelectorAll('.govuk-error-summary__list a'))
      expect(back.html.querySelector(link.getAttribute('href') ?? '')).not.toBeNull()
    expect(await votes(initiative)).toEqual([])
    // A right code beside another mistake need not be typed again.
    const half = await chief.send(page.path, { ...filledIn(back), choice: '', code })
    expect(half.text).toContain('You entered a one-time code')
    expect((await press(chief, half)).text).toContain('Your decision: Approve')
  })

  it('counts one decision of a press sent five times at once with its code', async () => {
    const initiative = await journeys.submitted(wantsCode)
    const { chief, page } = await journeys.atThePage(initiative)
    const asked = await asksOnForm(chief, page)
    const sent = { ...filledIn(asked), code: await newestCode(journeys, initiative) }
    const presses = await Promise.all(Array.from({ length: 5 }, () => chief.send(page.path, sent)))
    for (const { text } of presses) expect(text).toContain('Your decision: Approve')
    expect(await votes(initiative)).toHaveLength(1)
  })

  it('takes the same from a program, in a session of its own', async () => {
    const initiative = await journeys.submitted({ ...wantsCode, papers: twoPapers })
    const token = (await initiative.linkOf('kent')).slice('/d/'.length)
    const call = async (method: 'GET' | 'POST', url: string, payload?: object, session?: string) => {
      const response = await journeys.app.inject({
        method,
        url,
        headers: { authorization: `Bearer ${token}`, ...(session ? { 'gatehouse-session': session } : {}) },
        ...(payload ? { payload } : {}),
      })
      return { status: response.statusCode, body: response.json<unknown>() }
    }
    const shown = z.looseObject({ form: z.string(), typedNumber: z.string(), session: z.string() })
    const { body } = await call('GET', '/api/decision')
    expect(body).toMatchObject({
      assurance: { needed: 'B', held: 'A', codeAsked: false },
      papers: [{ opensWith: 'link' }, { opensWith: 'code' }],
    })
    const { form, typedNumber, session } = shown.parse(body)
    const answer = { form, typedAnswer: typedNumber }
    expect((await call('POST', '/api/decision', { ...answer, choice: 'approve' }, session)).status).toBe(422)
    expect((await call('POST', '/api/decision/code', { form, typedAnswer: '' }, session)).status).toBe(422)
    expect((await call('POST', '/api/decision/code', answer)).status).toBe(403)
    expect(await call('POST', '/api/decision/code', answer, session)).toEqual({
      status: 202,
      body: { outcome: 'emailed' },
    })
    const code = await newestCode(journeys, initiative)
    const decision = { ...answer, choice: 'approve', code }
    expect((await call('POST', '/api/decision', decision, 'y'.repeat(43))).status).toBe(422)
    expect(await call('POST', '/api/decision', decision, session)).toMatchObject({
      status: 200,
      body: { outcome: 'recorded' },
    })
    expect((await votes(initiative)).map(({ by }) => by.assurance)).toEqual(['B'])
    expect((await call('GET', '/api/decision', undefined, session)).body).toMatchObject({
      assurance: { held: 'B' },
      papers: [{ opensWith: 'link' }, { opensWith: 'link' }],
    })
  })
})
