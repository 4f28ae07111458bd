import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { stageId } from '../../../machines/vocabulary/facts.ts'
import { anInitiative, aPlan, aProposal, changeTeam } from '../../support/case.ts'
import { ask, command } from '../asking.ts'
import { textOf } from '../pages/text-of.ts'
import { startJourneys, type Journeys } from './journey.ts'

/** Wednesday 7 July 2027, 10am in London. */
const sentInstant = Date.UTC(2027, 6, 7, 9)

let journeys: Journeys
beforeAll(async () => {
  journeys = await startJourneys()
  journeys.clock.ahead = sentInstant - Date.now()
  const put = (id: string, organisation: object) =>
    ask(journeys.app, 'PUT', `/api/organisations/${id}`, { kind: 'force', ...organisation })
  await put('kent', { name: 'Kent Police' })
  await put('essex', { name: 'Essex Police' })
  await put('psni', { name: 'Police Service of Northern Ireland', division: 'northernIreland' })
}, 120_000)
afterAll(() => journeys?.stop())

/** A board of two organisations, its plan of five working days with a reminder two before, and the papers sent to it. */
const sentTo = async (organisations: readonly string[]) => {
  const id = randomUUID().slice(0, 8)
  const [boardId, initiativeId] = [`board-${id}`, `case-${id}`]
  const put = await ask(journeys.app, 'PUT', `/api/boards/${boardId}`, {
    name: 'Joint Board',
    fromDay: '2020-01-01',
    rule: { kind: 'unanimous' },
    ruleProvenance: { certainty: 'assumed' },
    membersProvenance: { certainty: 'assumed' },
    seats: organisations.map((organisation, index) => ({
      seatId: organisation,
      title: `Chief Constable, ${organisation}`,
      organisationIds: [organisation],
      chair: index === 0,
      holdings: [{ personId: `chief-constable-${index === 0 ? 'kent' : 'essex'}`, fromDay: '2020-01-01' }],
    })),
  })
  expect([put.status, put.text]).toEqual([201, expect.any(String)])
  const asked = { board: boardId, decideWithin: 'P5D', reminders: ['P2D'], escalations: [{ to: 'pmo', after: 'P1D' }] }
  const gates = Object.fromEntries(stageId.options.map((stage) => [stage, { boards: [asked] }]))
  const { cases, initiatives, calendar } = journeys.parts
  await cases.begin(anInitiative({ initiativeId, plan: aPlan({ gates }) }), changeTeam, `begin-${initiativeId}`)
  const sent = await command(journeys.app, initiativeId, 'submit', { proposal: aProposal() })
  expect(sent.status).toBe(200)
  const terms = (await initiatives.find(initiativeId))?.state.reviews['s1b1']?.context.terms
  if (!terms) throw new Error('The papers are with no board')
  return {
    days: [terms.reminderInstants[0], terms.decideByInstant, terms.escalations?.[0]?.atInstant].map((instant) =>
      calendar.dayOf(instant ?? 0),
    ),
    page: textOf((await journeys.app.inject(`/initiatives/${initiativeId}`)).body),
  }
}

it('a board across the border is reminded a day later, and its page says whose bank holiday moved the dates', async () => {
  const here = await sentTo(['kent', 'essex'])
  expect(here.days).toEqual(['2027-07-12', '2027-07-14', '2027-07-15'])
  expect(here.page).not.toContain('is no working day for')
  const across = await sentTo(['kent', 'psni'])
  expect(across.days).toEqual(['2027-07-13', '2027-07-15', '2027-07-16'])
  expect(across.page).toContain(
    '12 July 2027 is no working day for Police Service of Northern Ireland: the dates here pass over it.',
  )
}, 60_000)
