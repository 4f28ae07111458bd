import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startJourneys, type Case, type Journeys } from './journey.ts'
import { actionOf, fieldsOf, filledIn, numberOn, press, type Member, type ShownPage } from './member.ts'

let journeys: Journeys

beforeAll(async () => {
  journeys = await startJourneys({ linkLimits: { postsPerMinute: 1_000 } })
})
afterAll(() => journeys?.stop())

/** A member before the page of an initiative's open decision. */
const atThePage = async (
  initiative?: Case,
  seatId = 'kent',
): Promise<{ initiative: Case; chief: Member; page: ShownPage; link: string }> => {
  const theCase = initiative ?? (await journeys.submitted())
  const link = await theCase.linkOf(seatId)
  const chief = journeys.member()
  return { initiative: theCase, chief, page: await chief.open(link), link }
}

describe('a member with the link from the email', () => {
  it('sees who they are, the ask, the date, what it authorises, the others and the rule, and no choice made for them', async () => {
    const { page } = await atThePage(
      await journeys.submitted({
        proposal: {
          asks: 'agree to go to tender for a single IT solution',
          authorises: 'Publishing the tender.',
          doesNotAuthorise: 'Signing a contract.',
          because: 'the contract ends in March',
          recommendation: 'Option 3.',
          risks: ['Only two suppliers'],
          money: { costFromPence: 100_000_000, costToPence: 120_000_000, budgetPence: 130_000_000, savings: [] },
        },
      }),
    )
    expect(page.status).toBe(200)
    const inOrder = [
      'You are Chief Constable, Kent',
      'agree to go to tender for a single IT solution',
      'Decide by',
      'because the contract ends in March',
      'Publishing the tender.',
      'Signing a contract.',
      '£1,000,000 to £1,200,000, against a budget of £1,300,000',
      'Option 3.',
      'Only two suppliers',
      'Papers',
      'Chief Constable, Essex',
      'still to decide',
      'Your decision',
      'Approve',
      'Close early',
      'Reason',
      'Type this number',
      'Record my decision',
      'Programme Office, 7F',
    ]
    const places = inOrder.map((words) => page.text.indexOf(words))
    expect(places).toEqual(places.toSorted((a, b) => a - b))
    expect(places).not.toContain(-1)
    expect(fieldsOf(page)['choice']).toBeUndefined()
    expect(numberOn(page)).toMatch(/^[1-9]\d{3}$/)
  })

  it('has a page of their own: no store, no referrer, no index, no script, and no token in its address', async () => {
    const { page, chief } = await atThePage()
    expect(page.path).toMatch(/^\/decide\/case-[\w-]+\/s1b1\/kent$/)
    expect(page.headers).toMatchObject({
      'cache-control': 'no-store',
      'referrer-policy': 'no-referrer',
      'x-robots-tag': 'noindex, nofollow',
    })
    expect(page.headers['content-security-policy']).toMatch(/^default-src 'none';.*frame-ancestors 'none'/)
    expect(page.headers['content-security-policy']).not.toMatch(/script/)
    expect(page.html.querySelectorAll('script')).toEqual([])
    const [cookie] = await chief.jar.getCookies('https://localhost/')
    expect(cookie).toMatchObject({ httpOnly: true, secure: true, path: '/', sameSite: 'lax', maxAge: 4 * 3600 })
    expect(cookie?.key).toMatch(/^__Host-gatehouse-case-[\w-]+\.s1b1\.kent$/)
    expect(cookie?.domain).toBe('localhost')
    expect(cookie?.hostOnly).toBe(true)
  })

  it('decides, and is shown the decision from the record, with who is still awaited', async () => {
    const { initiative, chief, page } = await atThePage()
    const receipt = await press(chief, page, { reason: 'It saves money.' })
    expect(receipt).toMatchObject({ status: 200, path: `${page.path}/recorded` })
    for (const words of [
      'Recorded Your decision: Approve',
      'Chief Constable, Kent, on',
      `Reference: ${initiative.reference} / s1b1 / kent / decision 1`,
      'approve the business case for a single vetting unit',
      'It saves money.',
      'Still to decide: Chief Constable, Essex; Chief Constable, Norfolk',
      'Change my decision',
      'This was not me',
    ])
      expect(receipt.text).toContain(words)
    expect(await initiative.ballots('kent')).toMatchObject([
      { number: 1, choice: 'approve', reason: 'It saves money.' },
    ])
    const [entry] = (await journeys.store.initiatives.entries(initiative.initiativeId)).filter(
      ({ event }) => event.type === 'voteCast',
    )
    expect(entry?.by).toMatchObject({
      kind: 'member',
      role: 'Chief Constable, Kent',
      personId: 'chief-constable-kent',
      channel: 'emailLink',
      assurance: 'A',
    })
    expect(entry?.by.tokenId).toBeTruthy()
  })

  it('sends back with numbered points, or approves with conditions, in their exact words', async () => {
    const { initiative, chief, page } = await atThePage()
    const receipt = await press(chief, page, {
      choice: 'approveWithConditions',
      condition: ['A data plan\r\nby force', '', 'No redundancies'],
      'condition-owner': ['Head of ICT', '', ''],
      'condition-due-day': ['31', '', ''],
      'condition-due-month': ['3', '', ''],
      'condition-due-year': ['2031', '', ''],
    })
    expect(receipt.text).toContain('No redundancies')
    expect(receipt.text).toContain('To be met by Head of ICT Due 31 March 2031')
    expect(await initiative.ballots('kent')).toMatchObject([
      {
        conditions: [
          { text: 'A data plan\nby force', ownerTitle: 'Head of ICT', dueOn: '2031-03-31' },
          { text: 'No redundancies' },
        ],
      },
    ])
    const { chief: essex, page: essexPage } = await atThePage(initiative, 'essex')
    const settled = await press(essex, essexPage, {
      choice: 'sendBack',
      points: ['Savings by force', '', 'Options', '', ''],
    })
    expect(settled.text).toContain('The board decision is: sent back')
    expect(await initiative.ballots('essex')).toMatchObject([{ points: ['Savings by force', 'Options'] }])
  })

  it('is offered what the papers ask and no more: agreeing to a next step does not approve the case', async () => {
    const { page } = await atThePage(await journeys.submitted({ proposal: { ask: 'agreeNextStep' } }))
    const offered = page.html.querySelectorAll('input[name=choice]').map((input) => input.getAttribute('value'))
    expect(offered).toEqual(['approve', 'sendBack', 'defer', 'stop', 'abstain'])
    expect(page.text).toContain(
      'Agree to the next step You agree to the next step in the words above. This does not approve the case.',
    )
  })
})

describe('a form that is not complete', () => {
  it('comes back with everything typed, what is wrong, and a fresh form that works', async () => {
    const { initiative, chief, page } = await atThePage()
    const back = await press(chief, page, {
      choice: 'sendBack',
      reason: '',
      points: ['', '', '', '', ''],
      'typed-number': '0000',
    })
    expect(back.status).toBe(422)
    expect(back.html.querySelector('title')?.text).toMatch(/^Error: /)
    expect(back.html.querySelectorAll('.govuk-error-summary__list a').map((link) => link.getAttribute('href'))).toEqual(
      ['#points-0', '#typedAnswer'],
    )
    for (const link of back.html.querySelectorAll('.govuk-error-summary__list a'))
      expect(back.html.querySelector(link.getAttribute('href') ?? '')).not.toBeNull()
    expect(fieldsOf(back)['choice']).toEqual(['sendBack'])
    expect(fieldsOf(back)['form']).not.toEqual(fieldsOf(page)['form'])
    const typed = Array.from({ length: 7 }, (_, index) => `Point ${index + 1}: "<b>£</b>"`)
    const again = await press(chief, back, { choice: '', points: typed, reason: 'Line one\r\nline two' })
    expect(again.status).toBe(422)
    expect(fieldsOf(again)['points']).toEqual([...typed, ''])
    expect(fieldsOf(again)['reason']).toEqual(['Line one\nline two'])
    expect(await initiative.votesRecorded()).toBe(0)
    const receipt = await press(chief, again, { ...fieldsOf(again), choice: 'sendBack' })
    expect(receipt.text).toContain('Point 7: "<b>£</b>"')
    expect((await initiative.ballots('kent'))[0]?.points).toEqual(typed)
  })

  it.each<[string, Record<string, string | string[]>, number, string]>([
    ['no choice', { choice: '' }, 422, 'Choose your decision'],
    ['a choice nobody offered', { choice: 'veto' }, 422, 'Choose your decision'],
    ['no typed answer', { 'typed-number': '' }, 422, 'Type the four-digit number shown'],
    ['a reason of 4,001 characters', { reason: 'x'.repeat(4001) }, 400, 'The reason must be at most 4,000 characters'],
    ['a NUL in the reason', { reason: 'a\u0000b' }, 422, 'must not hold control or broken characters'],
    [
      'points of 33 KB together',
      { choice: 'sendBack', points: Array.from({ length: 12 }, () => 'y'.repeat(2800)) },
      400,
      'at most 30 KB',
    ],
    [
      '21 points',
      { choice: 'sendBack', points: Array.from({ length: 21 }, (_, i) => `${i}`) },
      400,
      'Write at most 20 points',
    ],
    [
      'a condition without the choice for it',
      { condition: 'Only with a plan' },
      422,
      'choose the decision with conditions, or clear it',
    ],
    ['conditions that are not there', { choice: 'approveWithConditions' }, 422, 'Write at least one condition'],
    ['a deferral without a date', { choice: 'defer', reason: 'r' }, 422, 'Give the date to defer to'],
    [
      'a deferral to 31 February',
      { choice: 'defer', reason: 'r', 'defer-until-day': '31', 'defer-until-month': '2', 'defer-until-year': '2031' },
      422,
      'must be a real day',
    ],
    [
      'a deferral to last year',
      { choice: 'defer', reason: 'r', 'defer-until-day': '1', 'defer-until-month': '2', 'defer-until-year': '2020' },
      422,
      'must be after today',
    ],
    ['closing early without a reason', { choice: 'stop' }, 422, 'Say why'],
  ])('records nothing for %s, and says so', async (_fact, fields, status, words) => {
    const { initiative, chief, page } = await atThePage(await theOpenCase())
    const back = await press(chief, page, fields)
    expect(back.status).toBe(status)
    expect(back.text).toContain(words)
    expect(await initiative.votesRecorded()).toBe(0)
    expect(fieldsOf(back)['reason']).toEqual([
      String(fields['reason'] ?? '').replace('\u0000', fieldsOf(back)['reason']?.[0]?.[1] ?? ''),
    ])
    expect((await initiative.accesses()).at(-1)).toMatchObject({ kind: 'postRefused', seatId: 'kent' })
  })

  let shared: Case | undefined
  const theOpenCase = async () => (shared ??= await journeys.submitted())
})

describe('pressing more than once', () => {
  it('counts once when the same form arrives fifty times at once, and answers each the same', async () => {
    const { initiative, chief, page } = await atThePage()
    const fields = filledIn(page, { choice: 'abstain' })
    const answers = await Promise.all(Array.from({ length: 50 }, () => chief.send(actionOf(page), fields)))
    expect(new Set(answers.map(({ status, path, text }) => `${status} ${path} ${text}`)).size).toBe(1)
    expect(answers[0]?.text).toContain('Your decision: Abstain')
    expect(await initiative.votesRecorded()).toBe(1)
  })

  it('counts nothing from an old form after a change, and shows the decision that stands', async () => {
    const { initiative, chief, page } = await atThePage()
    await press(chief, page, { choice: 'abstain' })
    const old = await press(chief, page, { choice: 'approve' })
    expect(old.status).toBe(409)
    expect(old.text).toContain('A decision was recorded here before this page was sent, and it stands.')
    expect(old.text).toContain('What you just sent was not counted.')
    expect(old.text).toContain('Your decision: Abstain')
    const twoTabs = journeys.member()
    const otherTab = await twoTabs.open(await initiative.linkOf('kent'))
    expect(otherTab.text).toContain('Your decision: Abstain')
    expect(await initiative.votesRecorded()).toBe(1)
  })

  it('changes a decision only as a separate act, with every version kept', async () => {
    const { initiative, chief, page } = await atThePage()
    await press(chief, page, { choice: 'abstain' })
    const shown = await chief.open(page.path)
    expect(shown.html.querySelector('form')).toBeNull()
    const change = await chief.open(`${page.path}?change=1`)
    expect(change.text).toContain('You have recorded a decision already: Abstain')
    expect(fieldsOf(change)['choice']).toBeUndefined()
    const receipt = await press(chief, change, { choice: 'approve' })
    expect(receipt.text).toContain('Your decision: Approve')
    expect(receipt.text).toContain('decision 2')
    expect(await initiative.ballots('kent')).toMatchObject([
      { number: 1, choice: 'abstain' },
      { number: 2, choice: 'approve' },
    ])
    const older = await press(chief, change, { choice: 'sendBack', points: ['No'] })
    expect(older.status).toBe(409)
    expect(await initiative.ballots('kent')).toHaveLength(2)
  })

  it('says "not confirmed" while nothing can record it, and the same press later counts once', async () => {
    const { initiative, chief, page } = await atThePage()
    const { app: impatient } = await journeys.makeApp({ cases: journeys.casesWithin(1_000) })
    await journeys.initiatives.stopWorker()
    const cookie = await chief.jar.getCookieString('https://localhost/')
    const unsure = await press(journeys.member(impatient), page, { reason: 'Word for\r\nword' }, { cookie })
    expect(unsure.status).toBe(503)
    expect(unsure.text).toContain('Not confirmed yet')
    expect(fieldsOf(unsure)['form']).toEqual(fieldsOf(page)['form'])
    await journeys.initiatives.restartWorker()
    const receipt = await chief.send(actionOf(unsure), fieldsOf(unsure))
    expect(receipt).toMatchObject({ status: 200, path: `${page.path}/recorded` })
    expect(await initiative.ballots('kent')).toMatchObject([{ number: 1, choice: 'approve', reason: 'Word for\nword' }])
    expect(await initiative.votesRecorded()).toBe(1)
    await impatient.close()
  })

  it('is recognised by another process with the same key, and by none with another', async () => {
    const { initiative, chief, page } = await atThePage()
    const { app: other } = await journeys.makeApp()
    const { app: stranger } = await journeys.makeApp({ formKey: new Uint8Array(32).fill(9) })
    const cookie = await chief.jar.getCookieString('https://localhost/')
    const send = (app: typeof other) => {
      const elsewhere = journeys.member(app)
      return elsewhere.send(actionOf(page), filledIn(page), { cookie })
    }
    expect((await send(stranger)).status).toBe(403)
    expect(await initiative.votesRecorded()).toBe(0)
    await send(other)
    expect(await initiative.ballots('kent')).toMatchObject([{ choice: 'approve' }])
    await Promise.all([other.close(), stranger.close()])
  })
})

describe('after the end', () => {
  it('shows a seat its own decision and the outcome again, refuses another choice, and gives a silent seat the reason', async () => {
    const { initiative, chief, page, link } = await atThePage()
    const norfolk = await initiative.linkOf('norfolk')
    const norfolkChief = journeys.member()
    const norfolkPage = await norfolkChief.open(norfolk)
    await press(chief, page)
    const { chief: essex, page: essexPage } = await atThePage(initiative, 'essex')
    const settled = await press(essex, essexPage)
    expect(settled.text).toContain('The board decision is: approved.')

    const repeated = await press(chief, page)
    expect(repeated).toMatchObject({ status: 200 })
    expect(repeated.text).toContain('Your decision: Approve')
    expect(repeated.text).toContain('The board decision is: approved.')
    expect(repeated.text).not.toContain('Change my decision')
    expect(repeated.html.querySelectorAll('a[href*="/papers/"]')).toEqual([])

    const tooLate = await press(chief, page, { choice: 'stop', reason: 'I have changed my mind' })
    expect(tooLate.status).toBe(409)
    expect(tooLate.text).toContain('nothing can be changed any more')
    expect(tooLate.text).toContain('Programme Office, 7F')
    expect((await journeys.member().open(link)).text).toContain('The board decision is: approved.')

    const silent = await press(norfolkChief, norfolkPage)
    expect(silent.status).toBe(410)
    const opened = await journeys.member().open(norfolk)
    expect(opened.status).toBe(410)
    expect(opened.text).toContain('The board decision has been made')
    expect(opened.text).not.toMatch(/vetting|Kent|approve/i)
    expect(await initiative.votesRecorded()).toBe(2)
  })

  it('says the same once the initiative is closed and its workflow is gone', async () => {
    const { initiative, chief, page } = await atThePage()
    await press(chief, page, { choice: 'abstain' })
    const { chief: essex, page: essexPage } = await atThePage(initiative, 'essex')
    await initiative.ask('closeEarly', { reason: 'No option is good value.', report: 'The evidence is kept.' })
    const repeated = await press(chief, page, { choice: 'abstain' })
    expect(repeated.status).toBe(200)
    expect(repeated.text).toContain('Your decision: Abstain')
    expect((await press(chief, page)).status).toBe(409)
    expect((await press(essex, essexPage)).status).toBe(410)
    expect(await initiative.votesRecorded()).toBe(1)
  })
})

describe('past its date', () => {
  it('a decision is said to have been due, and can still be made', async () => {
    const { initiative, chief, link } = await atThePage(
      await journeys.submitted({ board: { decideByInstant: Date.now() + 2_000 } }),
    )
    await expect.poll(async () => (await chief.open(link)).text).toMatch(/It was due by .*; it can still be decided/)
    await press(chief, await chief.open(link))
    expect(await initiative.ballots('kent')).toMatchObject([{ choice: 'approve' }])
  })
})

describe('on hold', () => {
  it('explains the hold, takes nothing, and the same link works again after', async () => {
    const { initiative, chief, page, link } = await atThePage()
    await initiative.ask('hold', { reason: 'Counsel is asked about the tender.' })
    const held = await chief.open(link)
    expect(held.status).toBe(200)
    expect(held.text).toContain('On hold: nothing to decide now')
    expect(held.text).toContain('Counsel is asked about the tender.')
    expect(held.html.querySelector('form')).toBeNull()
    const refused = await press(chief, page, { reason: 'Kept word for word' })
    expect(refused.status).toBe(409)
    expect(refused.text).toContain('Kept word for word')
    expect(await initiative.votesRecorded()).toBe(0)
    expect((await initiative.accesses()).at(-1)).toMatchObject({ kind: 'postRefused', reason: 'OnHold' })
    await initiative.ask('resume', {})
    expect((await press(chief, await chief.open(link))).text).toContain('Your decision: Approve')
  })
})
