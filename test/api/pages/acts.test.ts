import { parse } from 'node-html-parser'
import { afterEach, describe, expect, it } from 'vitest'
import type { FastifyInstance } from 'fastify'
import { createApp } from '../../../api/app.ts'
import type { ApiParts } from '../../../api/parts.ts'
import { partsOf } from './page-parts.ts'
import { ownOrigin as origin, pressForm } from './press-form.ts'
import { stories } from './stories.ts'
import { textOf } from './text-of.ts'

let app: FastifyInstance
let parts: ReturnType<typeof partsOf>
afterEach(() => app.close())

const open = async (name: keyof typeof stories, overrides: Partial<ApiParts> = {}) => {
  parts = partsOf([stories[name]], overrides)
  app = await createApp(parts)
  return `/initiatives/${stories[name].recorded.initiativeId}`
}

const press = (url: string, typed: Record<string, string>, headers: Record<string, string> = origin) =>
  pressForm(app, url, typed, headers)

/** Presses, follows the redirect, and reads the page it leads to. */
const pressAndRead = async (url: string, typed: Record<string, string>) => {
  const response = await press(url, typed)
  expect([response.statusCode, textOf(response.body).slice(0, 300)]).toEqual([303, ''])
  return textOf((await app.inject(response.headers.location ?? '')).body)
}

describe('an act on an initiative', () => {
  it.each([
    [
      'notReported',
      'stateStage',
      { stage: 'goLive', certainty: 'assumed' },
      'Recorded. Said to be at go-live. Entry 2, 14 June 2027 at 10am.',
      'Go-live: preparing. assumed',
    ],
    [
      'sentBack',
      'answerPoint?pointId=s1b1p2',
      { answer: 'The owners are named in section 5.' },
      'Recorded. A point the board raised was answered.',
      'The owners are named in section 5.',
    ],
    [
      'openReview',
      'withdrawSubmission',
      { reason: 'A figure is wrong.' },
      'Recorded. Papers withdrawn.',
      'Full business case: preparing round 2.',
    ],
    [
      'consulting',
      'openConsultation',
      { title: 'Control room staff' },
      'Recorded. Consultation opened: Control room staff.',
      'minimum period ends Thursday 29 July 2027 at 10am',
    ],
    [
      'consulting',
      'closeConsultation?cohortId=officers',
      { summary: 'Nobody objected.' },
      'Recorded. Consultation closed: Officers seconded to procurement.',
      'Nobody objected.',
    ],
    [
      'rollingOut',
      'planTranche',
      { title: 'Dogs', planned: 'by 14 October 2027' },
      'Recorded. Roll-out tranche planned: Dogs, by 14 October 2027.',
      'Planned for: by 14 October 2027',
    ],
    [
      'rollingOut',
      'postponeTranche?trancheId=training',
      { planned: 'March 2028', reason: 'No applicants.' },
      'Recorded. Training delivery moved to March 2028.',
      'moved 14 June 2027 because: No applicants.',
    ],
    [
      'rollingOut',
      'confirmReadiness?trancheId=training',
      { statement: 'Go.' },
      'Recorded. Training delivery: readiness confirmed.',
      'Readiness, 14 June 2027: Go.',
    ],
    ['rollingOut', 'goLive?trancheId=ranges', { kind: 'full' }, 'Recorded. Ranges is live.', 'live since 14 June 2027'],
    [
      'rollingOut',
      'dischargeCondition?conditionId=s1b1c1',
      { evidence: 'In post since May.', 'accepted-by': 'Chief Constable, Suffolk' },
      'Recorded. Condition met, accepted by Chief Constable, Suffolk.',
      'Met, accepted by Chief Constable, Suffolk on 14 June 2027: In post since May.',
    ],
    [
      'assumed',
      'skipStage?stage=outlineBusinessCase',
      { reason: 'Approved in 2016.' },
      'Recorded. Outline business case: not required.',
      'Full business case: preparing.',
    ],
    [
      'assumed',
      'hold',
      { reason: 'The vote is awaited.', 'review-on-day': '1', 'review-on-month': '7', 'review-on-year': '2027' },
      'Recorded. Put on hold, to be looked at again 1 July 2027.',
      'on hold because The vote is awaited.',
    ],
    [
      'assumed',
      'setHardDate',
      {
        title: 'The IT contract ends',
        basis: 'contract',
        'on-day': '31',
        'on-month': '3',
        'on-year': '2028',
        'warn-before': 'P90D',
      },
      'Recorded. Hard date set: 31 March 2028, set by a contract.',
      '31 March 2028 : The IT contract ends Hard because it is set by a contract;',
    ],
    ['onHold', 'resume', {}, 'Recorded. Resumed.', 'Full business case: preparing.'],
    [
      'assumed',
      'rate',
      { kind: 'team', rag: 'red', on: '14 June 2027' },
      'Recorded. Rated red (team).',
      'Change team Red 14 June 2027',
    ],
    [
      'closing',
      'close',
      { report: 'All ten recommendations are carried out.' },
      'Recorded. Closed with a report.',
      'Completed on 14 June 2027',
    ],
    [
      'assumed',
      'closeEarly',
      { reason: 'No option is good value.', report: 'Two options were costed.' },
      'Recorded. Closed early.',
      'Closed early on 14 June 2027',
    ],
    ['assumed', 'withdraw', { reason: 'Entered twice.' }, 'Recorded. Withdrawn.', 'Why: Entered twice.'],
  ] as const)('of %s: %s', async (name, act, typed, banner, expected) => {
    const page = await pressAndRead(`${await open(name)}/acts/${act}`, typed)
    expect(page).toContain(banner)
    expect(page).toContain(expected)
    expect(page).toContain('PMO, on a page 14 June 2027 at 10am')
  })

  it('sends papers to the boards the plan names, with their members and dates as they stand today', async () => {
    const home = await open('sentBack')
    await pressAndRead(`${home}/acts/answerPoint?pointId=s1b1p2`, { answer: 'In section 5.' })
    const page = await pressAndRead(`${home}/acts/submit`, {
      ask: 'decide',
      asks: 'agree the outline business case',
      authorises: 'work on the full business case',
      risks: 'Leases end in March.\nTwo sites are listed buildings.',
      'cost-from': '£1,050,000',
      'cost-to': '1,200,000.50',
      savings: '2028/29: 180,000\n2029/30 410,000',
      options: 'Do nothing\nOption 3, one unit',
      shares: 'Kent Police: 150,000\nessex: £90,000',
    })
    expect(page).toContain('Recorded. Papers sent to 7F Chief Constables.')
    expect(page).toContain('Due Thursday 24 June 2027 at 10am.')
    expect(page).toContain('Cost £1,050,000 to £1,200,000.50')
    expect(page).toContain('Saving in 2029/30 £410,000')
    expect(page).toContain('Share of Essex Police £90,000')
    expect(page).toContain('Chief Constable, Cambridgeshire not decided yet not written to yet')
  })

  it.each([
    ['assumed', 'hold', {}, 422, 'Fill in: Reason'],
    [
      'assumed',
      'hold',
      { reason: 'x', 'review-on-day': '31', 'review-on-month': '2', 'review-on-year': '2027' },
      422,
      'Look at it again on must be a day such as 2027-06-14',
    ],
    [
      'assumed',
      'hold',
      { reason: 'x', 'review-on-day': '1', 'review-on-month': '2', 'review-on-year': '2027' },
      422,
      'Look at it again on must be a day that has not ended yet',
    ],
    ['assumed', 'rate', { kind: 'team', on: '' }, 422, 'Choose: Rating'],
    ['assumed', 'hold', { reason: 'x'.repeat(4001) }, 422, 'Reason must be at most 4,000 characters'],
    ['assumed', 'hold', { reason: 'x', role: 'Chief Constable' }, 422, 'Choose: You act as'],
  ] as const)(
    'of %s that cannot be read is not recorded, and says what to put right: %s %j',
    async (name, act, typed, code, expected) => {
      const response = await press(`${await open(name)}/acts/${act}`, typed)
      expect(response.statusCode).toBe(code)
      expect(textOf(response.body)).toContain(`Not recorded yet ${expected}`)
      expect(response.body).toContain('<title>Error: ')
      expect(parts.asked).toEqual([])
    },
  )

  it('keeps everything typed when one thing is wrong, and escapes it', async () => {
    const home = await open('sentBack')
    await pressAndRead(`${home}/acts/answerPoint?pointId=s1b1p2`, { answer: 'In section 5.' })
    const { body } = await press(`${home}/acts/submit`, {
      ask: 'endorse',
      asks: '</textarea><script>alert(1)</script>',
      'cost-from': 'a lot',
      recommendation: 'Option 3',
    })
    const page = parse(body)
    expect(page.querySelector('#asks')?.text.trim()).toBe('</textarea><script>alert(1)</script>')
    expect(body).not.toContain('<script')
    expect(page.querySelector('#recommendation')?.text.trim()).toBe('Option 3')
    expect(page.querySelector('#cost-from')?.getAttribute('value')).toBe('a lot')
    expect(page.querySelector('input[value=endorse]')?.hasAttribute('checked')).toBe(true)
    expect(page.querySelectorAll('.govuk-error-summary__list a').map((each) => each.getAttribute('href'))).toEqual([
      '#authorises',
      '#cost-from',
    ])
  })

  it('that the machine refuses comes back with the reason and what was typed', async () => {
    const home = await open('assumed')
    const first = await app.inject(`${home}/acts/hold`)
    await pressAndRead(`${home}/acts/hold`, { reason: 'The vote is awaited.' })
    const form = parse(first.body)
    const key = form.querySelector('input[name=key]')?.getAttribute('value') ?? ''
    const response = await app.inject({
      method: 'POST',
      url: `${home}/acts/hold`,
      payload: new URLSearchParams({ key, role: 'PMO', reason: 'Again.' }).toString(),
      headers: { 'content-type': 'application/x-www-form-urlencoded', ...origin },
    })
    expect(response.statusCode).toBe(409)
    expect(textOf(response.body)).toContain('This is not possible because the initiative is on hold.')
    expect(response.body).toContain('Again.')
  })

  it('pressed twice is recorded once', async () => {
    const home = await open('assumed')
    const { body } = await app.inject(`${home}/acts/rate`)
    const key = parse(body).querySelector('input[name=key]')?.getAttribute('value') ?? ''
    const send = () =>
      app.inject({
        method: 'POST',
        url: `${home}/acts/rate`,
        payload: new URLSearchParams({ key, role: 'PMO', kind: 'team', rag: 'red', on: '14 June 2027' }).toString(),
        headers: { 'content-type': 'application/x-www-form-urlencoded', ...origin },
      })
    const [first, second] = [await send(), await send()]
    expect(second.headers.location).toBe(first.headers.location)
    expect((await parts.initiatives.entries('dfu-redesign')).length).toBe(2)
  })

  it('that is not confirmed keeps its key, so that the same press shows what was recorded', async () => {
    const home = await open('assumed')
    const keys: string[] = []
    parts.cases.command = async (_name, _id, _payload, _by, key) => {
      keys.push(key)
      return { kind: 'notConfirmed', reason: 'Not confirmed yet, press again.' }
    }
    const first = await press(`${home}/acts/hold`, { reason: 'The vote is awaited.' })
    expect(first.statusCode).toBe(503)
    expect(textOf(first.body)).toContain('Not confirmed yet, press again.')
    expect(parse(first.body).querySelector('input[name=key]')?.getAttribute('value')).toBe(keys[0])
  })

  it.each([
    ['another site', { origin: 'https://evil.example' }],
    ['nowhere', {}],
    ['a page that hides where it is', { origin: 'null' }],
  ])('sent from %s is refused', async (_where, headers) => {
    const response = await press(`${await open('assumed')}/acts/hold`, { reason: 'x' }, headers)
    expect(response.statusCode).toBe(403)
    expect(textOf(response.body)).toContain('not sent from one of Gatehouse’s own pages')
    expect(parts.asked).toEqual([])
  })

  it.each([
    ['assumed', 'submit', 'Still missing for this gate: Business case; Equality impact assessment.'],
    ['openReview', 'close', 'This is not possible because the papers of the full business case are with the board.'],
    ['openReview', 'answerPoint?pointId=s9b9p9', 'This cannot be done now.'],
  ] as const)('that %s cannot take shows why instead of a form: %s', async (name, act, expected) => {
    const home = await open(name)
    const response = await app.inject(`${home}/acts/${act}`)
    expect(response.statusCode).toBe(409)
    expect(textOf(response.body)).toContain(expected)
    expect(parse(response.body).querySelector('form[method=post]')).toBeNull()
  })

  it.each(['castVote', 'create', 'changePlan', 'nonsense'])('has no page for %s', async (act) => {
    const home = await open('assumed')
    expect((await app.inject(`${home}/acts/${act}`)).statusCode).toBe(404)
  })

  it('says on every page that it is for development only', async () => {
    const home = await open('assumed')
    expect(textOf((await app.inject(`${home}/acts/hold`)).body)).toContain('Development only. There is no sign-in yet')
  })
})

describe('a paper', () => {
  const send = async (home: string, fields: Record<string, string>, file?: Blob) => {
    const { body } = await app.inject(`${home}/acts/provideEvidence?evidenceId=business-case`)
    const key = parse(body).querySelector('input[name=key]')?.getAttribute('value') ?? ''
    const form = new FormData()
    for (const [name, value] of Object.entries({
      key,
      evidenceId: 'business-case',
      role: 'Change team',
      version: '1.0',
      marking: 'OFFICIAL',
      ...fields,
    }))
      form.set(name, value)
    if (file) form.set('file', file, 'case.pdf')
    return app.inject({ method: 'POST', url: `${home}/acts/provideEvidence`, payload: form, headers: origin })
  }

  it('is kept, shown among the papers, and given back as it was sent, only to be saved', async () => {
    const home = await open('assumed')
    const sent = await send(
      home,
      { title: 'Outline case', pages: '12' },
      new Blob(['%PDF-1.7 …'], { type: 'application/pdf' }),
    )
    expect(sent.statusCode).toBe(303)
    const page = (await app.inject(sent.headers.location ?? '')).body
    expect(textOf(page)).toContain('Outline case Business case: version 1.0, OFFICIAL, 12 pages, PDF, 12 bytes')
    const href = parse(page).querySelector('a[href*="/papers/"]')?.getAttribute('href') ?? ''
    const paper = await app.inject(href)
    expect(paper.body).toBe('%PDF-1.7 …')
    expect(paper.headers).toMatchObject({
      'content-type': 'application/octet-stream',
      'content-disposition': "attachment; filename*=UTF-8''Outline%20case.pdf",
      'content-security-policy': "default-src 'none'; sandbox",
      'x-content-type-options': 'nosniff',
    })
  })

  it('must come with a file and a title', async () => {
    const home = await open('assumed')
    expect(textOf((await send(home, { title: '' })).body)).toContain('Fill in: Title')
    const without = await send(home, { title: 'Outline case' })
    expect(without.statusCode).toBe(400)
    expect(textOf(without.body)).toContain('Fill in: The paper')
  })

  it('may be kept for some of the board’s members, named by the words people know', async () => {
    const home = await open('assumed')
    const file = new Blob(['%PDF-1.7 …'], { type: 'application/pdf' })
    const strange = await send(home, { title: 'Posts at risk', readers: 'Kent Police\nAtlantis Police' }, file)
    expect(strange.statusCode).toBe(422)
    expect(textOf(strange.body)).toContain('a member of a board of this gate; Atlantis Police is not')
    const named = await send(home, { title: 'Posts at risk', readers: 'Kent Police\nchief constable, norfolk' }, file)
    expect(named.statusCode).toBe(303)
    expect(textOf((await app.inject(named.headers.location ?? '')).body)).toContain('12 bytes, for named readers')
    const id = home.split('/').at(-1) ?? ''
    const { evidence } = (await parts.initiatives.find(id))?.state.initiative.context ?? {}
    expect(Object.values(evidence ?? {}).flatMap((each) => Object.values(each))).toMatchObject([
      { readers: { organisationIds: ['kent'], seatIds: ['norfolk'] } },
    ])
  })

  it('of another initiative is not shown under this one', async () => {
    const home = await open('assumed')
    const { sha256 } = await parts.papers.keep({
      bytes: Buffer.from('x'),
      title: 't',
      version: '1',
      marking: 'OFFICIAL',
      mediaType: 'text/plain',
    })
    expect((await app.inject(`${home}/papers/${sha256}`)).statusCode).toBe(404)
  })
})
