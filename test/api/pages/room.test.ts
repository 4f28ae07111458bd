import type { FastifyInstance } from 'fastify'
import { parse } from 'node-html-parser'
import { afterEach, describe, expect, it } from 'vitest'
import { createApp } from '../../../api/app.ts'
import type { CaseEvent } from '../../../machines/case-events.ts'
import { confirms, records, there, yes } from '../../support/room.ts'
import { partsOf } from './page-parts.ts'
import { pressForm } from './press-form.ts'
import { begun, papers, sevenChiefs, stories } from './stories.ts'
import { textOf } from './text-of.ts'
import { day, now, tell, type Told } from './told.ts'

let app: FastifyInstance
afterEach(() => app.close())

const open = async (told: Told) => {
  const parts = partsOf([told])
  app = await createApp(parts)
  return `/initiatives/${told.recorded.initiativeId}`
}
const read = async (url: string) => textOf((await app.inject(url)).body)
const errorsOf = (body: string) =>
  parse(body)
    .querySelectorAll('.govuk-error-summary__list li')
    .map((each) => [each.querySelector('a')?.getAttribute('href'), each.text.trim()])

const forces = ['kent', 'essex', 'norfolk', 'suffolk', 'bedfordshire', 'hertfordshire', 'cambridgeshire']
const attendance = Object.fromEntries(forces.map((force) => [`there-${force}`, 'apologies']))
const onToday = { 'day-day': '14', 'day-month': '6', 'day-year': '2027' }
const inTheRoom = {
  ...attendance,
  ...onToday,
  'there-kent': 'present',
  'there-suffolk': 'present',
  'says-suffolk': 'approveWithConditions',
  conditions: 'Publish the costs by force; Chief Finance Officer; 14 June 2028',
  'recorded-by': 'Board secretary',
}

describe('the form of a board’s secretary', () => {
  const act = '/acts/recordRoom?reviewId=s1b1'

  it('asks of every seat whether it was there and what it decided, and says who decided by link already', async () => {
    const home = await open(stories.openReview)
    expect(await read(home)).toContain('Record what the board decided in the room: 7F Chief Constables')
    const text = await read(`${home}${act}`)
    expect(text).toContain('Chief Constable, Kent: in the room Present Not there: apologies Not there')
    expect(text).toContain('By their own link: approved. It stands unless you record their decision here.')
    expect(text).toContain('Nothing of this counts until whoever was in the chair has confirmed it')
  })

  it('records a version, which waits for the chair and comes back filled in to be recorded anew', async () => {
    const home = await open(stories.openReview)
    const answer = await pressForm(app, `${home}${act}`, inTheRoom)
    expect([answer.statusCode, textOf(answer.body).slice(0, 400)]).toEqual([303, ''])
    const page = await read(answer.headers.location ?? '')
    expect(page).toContain('Recorded. What 7F Chief Constables decided in the room on 14 June 2027 was recorded by')
    expect(page).toContain('It waits for the chair to confirm it')
    expect(page).toContain('Waiting for Chief Constable, Kent to confirm what')
    expect(page).toContain('Publish the costs by force')

    const { body } = await app.inject(`${home}${act}`)
    expect(textOf(body)).toContain('Version 1 waits for the chair.')
    const form = parse(body)
    expect(form.querySelector('#there-suffolk-present')?.hasAttribute('checked')).toBe(true)
    expect(form.querySelector('#says-suffolk-approveWithConditions')?.hasAttribute('checked')).toBe(true)
    expect(form.querySelector('#conditions')?.text.trim()).toContain(
      'Publish the costs by force; Chief Finance Officer',
    )
  })

  it('comes back with everything typed, each mistake at its field', async () => {
    const home = await open(stories.openReview)
    const { statusCode, body } = await pressForm(app, `${home}${act}`, {
      ...inTheRoom,
      'there-essex': '',
      'day-day': '15',
      title: 'Late costs',
      version: '2',
      'recorded-by': '',
    })
    expect(statusCode).toBe(422)
    expect(errorsOf(body)).toEqual(
      [
        ['#there-essex-present', 'Choose: Chief Constable, Essex: in the room'],
        ['#marking-OFFICIAL', 'Choose: Its marking (optional)'],
        ['#recorded-by', 'Fill in: Recorded by'],
      ].map(([href, text]) => [href, text?.replace(' (optional)', '')]),
    )
    expect(parse(body).querySelector('#says-suffolk-approveWithConditions')?.hasAttribute('checked')).toBe(true)
  })

  it('says in words why a meeting could not decide', async () => {
    const home = await open(stories.openReview)
    const { statusCode, body } = await pressForm(app, `${home}${act}`, { ...inTheRoom, 'there-kent': 'absent' })
    expect(statusCode).toBe(409)
    expect(errorsOf(body)[0]?.[1]).toContain(
      'neither the chair nor a vice chair of 7F Chief Constables was in the room',
    )
  })
})

/** A board of seven whose chair was not quick to confirm what was decided in the room five working days before. */
const met = (more: CaseEvent[] = []) =>
  tell(
    begun('cyber', '7F Cyber unit', {
      entry: { stage: 'outlineBusinessCase', provenance: { certainty: 'recorded' } },
    }),
    now - 30 * day,
    [
      ...papers(now - 20 * day),
      { ...submitting, atInstant: now - 19 * day },
      {
        ...records(
          forces.map((force) => there(force, yes)),
          {
            dayEndsInstant: now - 7 * day,
            day: '2027-06-07',
            wording: 'Approve the unit for two years.',
            tabledPapers: [
              {
                sha256: 'e'.repeat(64),
                title: 'Late costs',
                version: '2',
                marking: 'OFFICIAL',
                mediaType: 'application/pdf',
                sizeBytes: 9,
              },
            ],
          },
        ),
        atInstant: now - 7 * day,
      },
      ...more,
    ],
  )
const submitting = {
  type: 'submitted' as const,
  proposal: {
    ask: 'decide' as const,
    asks: 'approve the unit',
    authorises: 'work on the next stage',
    options: ['Do nothing', 'One unit'],
    risks: ['Late staff'],
    money: { costFromPence: 120_000_00, savings: [] },
  },
  boards: [sevenChiefs()],
}

describe('what was decided in the room', () => {
  it('needs action once it has waited more than two working days for the chair', async () => {
    await open(met())
    const portfolio = await read('/')
    expect(portfolio).toContain('a decision of the room is not confirmed')
    expect(portfolio).toContain('Waiting for Chief Constable, Kent to confirm what Secretary to the board recorded')
  })

  it('is a pack to print: what is asked, money, options, papers with their hashes, who was there and what they said', async () => {
    const home = await open(met())
    const pack = await read(`${home}/reviews/s1b1/pack`)
    for (const words of [
      'approve the unit',
      'work on the next stage',
      '£120,000',
      'One unit',
      'Late staff',
      'In the room on 7 June 2027',
      'It waits for the chair to confirm it',
      'Approve the unit for two years.',
      'Chief Constable, Essex present: approved',
      `Late costs , version 2, OFFICIAL, tabled at the meeting SHA-256 ${'e'.repeat(64)}`,
      'not decided yet',
    ])
      expect(pack).toContain(words)
  })

  it('stands with the decision once it is confirmed', async () => {
    const confirmed: CaseEvent = { ...confirms(), atInstant: now - day }
    const home = await open(met([confirmed]))
    const page = await read(home)
    expect(page).toContain(
      'It was made in the room on 7 June 2027, written down by Secretary to the board and confirmed by Chief Constable, Kent.',
    )
    expect(page).toContain('Late costs, version 2, tabled at the meeting.')
    expect(await read(`${home}/reviews/s1b1/pack`)).toMatch(/Decided: approved.*Confirmed by Chief Constable, Kent/)
    expect((await app.inject(`${home}/reviews/s9b1/pack`)).statusCode).toBe(404)
  })
})
