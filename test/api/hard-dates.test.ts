import { randomUUID } from 'node:crypto'
import type { FastifyInstance } from 'fastify'
import { parse } from 'node-html-parser'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { calendarOf } from '../../activities/calendar.ts'
import { startJourneys, type Journeys } from './decisions/journey.ts'

let journeys: Journeys

beforeAll(async () => {
  journeys = await startJourneys()
})
afterAll(() => journeys?.stop())

const calendar = calendarOf()
const contractEnds = {
  dateId: 'contract-ends',
  title: 'The IT contract ends',
  basis: 'contract',
  onDay: '2032-03-31',
  warnBefore: 'P90D',
}
const wordsIn = (body: string) => (parse(body).querySelector('main')?.structuredText ?? '').replace(/\s+/g, ' ')

const sent = async (app: FastifyInstance, initiativeId: string, name: string, payload: object) => {
  const response = await app.inject({
    method: 'POST',
    url: `/api/initiatives/${initiativeId}/commands/${name}`,
    headers: { 'idempotency-key': randomUUID(), 'x-acting-as': 'change team' },
    payload,
  })
  return { status: response.statusCode, json: response.json<{ type?: string; errors?: { field: string }[] }>() }
}
const aCase = () => journeys.submitted({ creation: { changeTeam: { title: 'Change team', personId: 'change-team' } } })

describe('a hard date', () => {
  it('is set with its moments worked out, shown on the initiative’s page, and moved by no hold', async () => {
    const { app } = journeys
    const { initiativeId, state, ask } = await aCase()
    expect(await sent(app, initiativeId, 'setHardDate', contractEnds)).toMatchObject({ status: 200 })
    const dayInstant = calendar.endOfDay('2032-03-31')
    const standing = [
      {
        ...contractEnds,
        number: 1,
        atInstant: dayInstant,
        warnInstant: calendar.before(dayInstant, 'P90D', 'calendar'),
      },
    ]
    expect((await state()).initiative.context.hardDates).toEqual(standing)
    await ask('hold', { reason: 'An inspection.' })
    await ask('resume', {})
    expect((await state()).initiative.context.hardDates).toEqual(standing)
    const page = wordsIn((await app.inject(`/initiatives/${initiativeId}`)).body)
    expect(page).toContain('31 March 2032: The IT contract ends Hard because it is set by a contract;')
    expect(page).toContain('Warns on 1 January 2032')
    expect(page).toContain('Hard date set: 31 March 2032, set by a contract')
    expect(wordsIn((await app.inject('/')).body)).not.toContain('Hard dates under threat')
  })

  it('is warned of by email to the change team and the PMO, and stands on the portfolio with what it waits for until it is taken away', async () => {
    const { initiativeId, mailTo, reference } = await aCase()
    // A warning that comes in a moment: everything else is as it always is.
    const { app } = await journeys.makeApp({ calendar: { ...calendar, before: () => Date.now() + 500 } })
    expect(await sent(app, initiativeId, 'setHardDate', contractEnds)).toMatchObject({ status: 200 })
    for (const address of ['change.team@kent.example', 'pmo@pmo.example']) {
      const mail = await mailTo(address, /A hard date comes near: 31 March 2032/)
      const words = mail.text.replace(/\s+/g, ' ')
      expect(words).toContain('The IT contract ends')
      expect(words).toContain('Why it is hard: set by a contract')
      expect(words).toContain('Chief Constable, Kent; Chief Constable, Essex; Chief Constable, Norfolk: decide at')
      expect(mail.links).toEqual([`${journeys.publicUrl}/initiatives/${initiativeId}`])
    }
    const portfolio = wordsIn((await app.inject('/')).body)
    expect(portfolio).toContain('Hard dates under threat')
    expect(portfolio).toContain('The IT contract ends (set by a contract) Chief Constable, Kent; ')
    expect(portfolio).not.toContain('PMO to keep the hard date')
    const page = wordsIn((await app.inject(`/initiatives/${initiativeId}`)).body)
    expect(page).toContain('comes near 31 March 2032: The IT contract ends')
    expect(page).toContain('The initiative still waits for:')
    expect(page).toContain('Waiting for the change team to keep the hard date “The IT contract ends”')
    expect(page).toContain('A hard date came near')

    const act = `/initiatives/${initiativeId}/acts/dropHardDate?dateId=contract-ends`
    const form = parse((await app.inject(act)).body).querySelector('form[method=post]')
    const hidden = form?.querySelectorAll('input[type=hidden]') ?? []
    const fields = Object.fromEntries(
      hidden.map((each) => [each.getAttribute('name') ?? '', each.getAttribute('value') ?? '']),
    )
    const pressed = await app.inject({
      method: 'POST',
      url: form?.getAttribute('action') ?? '',
      headers: { origin: journeys.publicUrl, 'content-type': 'application/x-www-form-urlencoded' },
      payload: new URLSearchParams({ ...fields, role: 'Change team', reason: 'The contract was extended.' }).toString(),
    })
    expect(pressed.statusCode).toBe(303)
    const after = wordsIn((await app.inject(pressed.headers.location ?? '')).body)
    expect(after).toContain('A hard date was taken away')
    expect(after).not.toContain('keep the hard date')
    expect(wordsIn((await app.inject('/')).body)).not.toContain('Hard dates under threat')
    expect(reference).toBeTruthy()
  })

  it.each([
    ['a day that is over', { onDay: '2020-01-01' }, 422, 'onDay'],
    ['no day of the calendar', { onDay: '2031-02-30' }, 400, 'onDay'],
    ['months, which vary', { warnBefore: 'P3M' }, 400, 'warnBefore'],
    ['a warning from before 1970', { warnBefore: 'P99999D' }, 422, 'warnBefore'],
    ['a warning with the date itself', { warnBefore: 'PT0S' }, 409, 'warnBefore'],
    ['a basis nobody knows', { basis: 'whim' }, 400, 'basis'],
    ['moments of its own', { dayInstant: 1 }, 400, 'dayInstant'],
  ])('with %s is refused, naming what was expected', async (_what, wrong, status, field) => {
    const { initiativeId, state } = await aCase()
    const answer = await sent(journeys.app, initiativeId, 'setHardDate', { ...contractEnds, ...wrong })
    expect(answer.status).toBe(status)
    expect(answer.json.errors?.map((error) => error.field)).toEqual([field])
    expect((await state()).initiative.context.hardDates).toBeUndefined()
  })
})
