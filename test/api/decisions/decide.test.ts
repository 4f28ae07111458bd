import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startJourneys, type Case, type Journeys } from './journey.ts'
import { fieldsOf, numberOn, press } from './member.ts'

let journeys: Journeys

beforeAll(async () => {
  journeys = await startJourneys({ linkLimits: { postsPerMinute: 1_000 } })
})
afterAll(() => journeys?.stop())

describe('a member with the link from the email', () => {
  it('sees who they are, the ask, the date, what it authorises, the others and the rule, and no choice made for them', async () => {
    const { page } = await journeys.atThePage(
      await journeys.submitted({
        proposal: {
          asks: 'agree to go to tender for a single IT solution',
          authorises: 'Publishing the tender.',
          doesNotAuthorise: 'Signing a contract.',
          because: 'the contract ends in March',
          recommendation: 'Option 3.',
          risks: ['Only two suppliers'],
          options: ['Do nothing', 'Option 3, one contract'],
          money: {
            costFromPence: 100_000_000,
            costToPence: 120_000_000,
            budgetPence: 130_000_000,
            savings: [],
            shares: [
              { organisationId: 'kent', sharePence: 15_000_000 },
              { organisationId: 'essex', sharePence: 25_000_000 },
            ],
          },
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
      '£1,000,000 to £1,200,000, against a budget of £1,300,000 (within the budget, £100,000 left)',
      'Your share Kent Police: £150,000',
      'Options considered Do nothing',
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
    const { page, chief } = await journeys.atThePage()
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
    const { initiative, chief, page } = await journeys.atThePage()
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
    const { initiative, chief, page } = await journeys.atThePage()
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
    const { chief: essex, page: essexPage } = await journeys.atThePage(initiative, 'essex')
    const settled = await press(essex, essexPage, {
      choice: 'sendBack',
      points: ['Savings by force', '', 'Options', '', ''],
    })
    expect(settled.text).toContain('The board decision is: sent back')
    expect(await initiative.ballots('essex')).toMatchObject([{ points: ['Savings by force', 'Options'] }])
  })

  it('is offered what the papers ask and no more: agreeing to a next step does not approve the case', async () => {
    const { page } = await journeys.atThePage(await journeys.submitted({ proposal: { ask: 'agreeNextStep' } }))
    const offered = page.html.querySelectorAll('input[name=choice]').map((input) => input.getAttribute('value'))
    expect(offered).toEqual(['approve', 'sendBack', 'defer', 'stop', 'abstain', 'declareInterest'])
    expect(page.text).toContain(
      'Agree to the next step You agree to the next step in the words above. This does not approve the case.',
    )
  })
})

describe('after the end', () => {
  it('shows a seat its own decision and the outcome again, refuses another choice, and gives a silent seat the reason', async () => {
    const { initiative, chief, page, link } = await journeys.atThePage()
    const norfolk = await initiative.linkOf('norfolk')
    const norfolkChief = journeys.member()
    const norfolkPage = await norfolkChief.open(norfolk)
    await press(chief, page)
    const { chief: essex, page: essexPage } = await journeys.atThePage(initiative, 'essex')
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
    const { initiative, chief, page } = await journeys.atThePage()
    await press(chief, page, { choice: 'abstain' })
    const { chief: essex, page: essexPage } = await journeys.atThePage(initiative, 'essex')
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
    const { initiative, chief, link } = await journeys.atThePage(
      await journeys.submitted({ board: { decideByInstant: Date.now() + 2_000 } }),
    )
    await expect.poll(async () => (await chief.open(link)).text).toMatch(/It was due by .*; it can still be decided/)
    await press(chief, await chief.open(link))
    expect(await initiative.ballots('kent')).toMatchObject([{ choice: 'approve' }])
  })
})

describe('on hold', () => {
  it('explains the hold, takes nothing, and the same link works again after', async () => {
    const { initiative, chief, page, link } = await journeys.atThePage()
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

describe('where the others stand', () => {
  const refusesToo = { rule: { kind: 'majority' as const, quorum: 2, chairHasCastingVote: false } }
  const programOf = async (initiative: Case, seatId: string) => {
    const token = (await initiative.linkOf(seatId)).slice('/d/'.length)
    const { body } = await journeys.app.inject({ url: '/api/decision', headers: { authorization: `Bearer ${token}` } })
    return body
  }

  it('is shown to a member before they decide, where the board’s terms do not say otherwise', async () => {
    const initiative = await journeys.submitted({ board: refusesToo })
    const { chief: essex, page } = await journeys.atThePage(initiative, 'essex')
    await press(essex, page, { choice: 'abstain' })
    const { page: kent } = await journeys.atThePage(initiative)
    expect(kent.text).toContain('Chief Constable, Essex abstained')
    expect(kent.text).toContain('Chief Constable, Norfolk still to decide')
    expect(kent.text).toContain('So far:')
    expect(JSON.parse(await programOf(initiative, 'kent'))).toMatchObject({
      othersShown: true,
      others: [
        { title: 'Chief Constable, Essex', hasDecided: true, decided: 'abstained' },
        { title: 'Chief Constable, Norfolk', hasDecided: false },
      ],
    })
  })

  it('is told on no page, in no mail and to no program before their own decision, where its terms say so', async () => {
    const initiative = await journeys.submitted({ board: { ...refusesToo, othersShown: 'afterOwn' } })
    const { chief: essex, page } = await journeys.atThePage(initiative, 'essex')
    await press(essex, page, { choice: 'abstain', reason: 'The savings are not mine to judge.' })
    const { chief, page: kent } = await journeys.atThePage(initiative)
    const mail = await initiative.mailTo('chief.constable@kent.example', /Decision needed/)
    const told = [kent.html.toString(), mail.text, mail.html, await programOf(initiative, 'kent')]
    for (const words of told) {
      expect(words).not.toMatch(/abstain(ed|s)|still to decide|has decided|"hasDecided"|So far|savings are not mine/i)
      expect(words).toContain('Chief Constable, Essex')
    }
    expect(kent.text).toContain('see how the others decided once they have decided themselves')
    expect(JSON.parse(await programOf(initiative, 'kent'))).toMatchObject({
      othersShown: false,
      others: [{ title: 'Chief Constable, Essex' }, { title: 'Chief Constable, Norfolk' }],
    })
    const receipt = await press(chief, kent)
    expect(receipt.text).toContain('Chief Constable, Essex abstained')
    expect(JSON.parse(await programOf(initiative, 'kent'))).toMatchObject({ othersShown: true })
  })
})
