import { afterAll, beforeAll, expect, it } from 'vitest'
import { randomUUID } from 'node:crypto'
import { dayInWords } from '../../../activities/words/dates.ts'
import { stageId } from '../../../machines/vocabulary/facts.ts'
import { anInitiative, aPlan, aProposal, changeTeam } from '../../support/case.ts'
import { ask, command, problemIn } from '../asking.ts'
import { textOf } from '../pages/text-of.ts'
import { startJourneys, type Journeys } from './journey.ts'
import { press } from './member.ts'

let journeys: Journeys
beforeAll(async () => {
  journeys = await startJourneys()
  for (const force of ['kent', 'essex', 'norfolk'])
    await ask(journeys.app, 'PUT', `/api/organisations/${force}`, { name: `${force} police`, kind: 'force' })
}, 120_000)
afterAll(() => journeys?.stop())

const dayIn = (days: number) => journeys.parts.calendar.dayOf(Date.now() + days * 86_400_000)

/** A board that meets in three days, whose papers were due long before, and again in sixty and a hundred and twenty. */
const aSummit = async () => {
  const id = randomUUID().slice(0, 8)
  const [boardId, initiativeId] = [`summit-${id}`, `case-${id}`]
  const put = await ask(journeys.app, 'PUT', `/api/boards/${boardId}`, {
    name: 'Alliance Summit',
    fromDay: '2020-01-01',
    rule: { kind: 'nOfM', approvals: 2, refusal: 'ends' },
    ruleProvenance: { certainty: 'assumed' },
    membersProvenance: { certainty: 'assumed' },
    papersDueBefore: 'P10D',
    meetings: [dayIn(3), { day: dayIn(60), startsAt: '10:00' }, { day: dayIn(120), startsAt: '10:00' }],
    secretary: { title: 'Programme Office, 7F', personId: 'secretary' },
    seats: ['kent', 'essex', 'norfolk'].map((seatId) => ({
      seatId,
      title: `Chief Constable, ${seatId}`,
      organisationIds: [seatId],
      chair: seatId === 'kent',
      holdings: [{ personId: `chief-constable-${seatId}`, fromDay: '2020-01-01' }],
    })),
  })
  expect([put.status, put.text]).toEqual([201, expect.any(String)])
  const gates = stageId.options.map((stage) => [stage, { boards: [{ board: boardId, at: 'meeting' }] }])
  const reference = `7F-${id.toUpperCase()}`
  await journeys.parts.cases.begin(
    anInitiative({ initiativeId, reference, plan: aPlan({ gates: Object.fromEntries(gates) }) }),
    changeTeam,
    `begin-${initiativeId}`,
  )
  return { initiativeId, reference }
}

const sendPapers = (initiativeId: string) => command(journeys.app, initiativeId, 'submit', { proposal: aProposal() })

const mailTo = (reference: string, subject: RegExp, seatId = 'kent') =>
  journeys.smtp.waitForMail(
    (mail) =>
      mail.to.includes(`chief.constable@${seatId}.example`) &&
      mail.subject.includes(reference) &&
      subject.test(mail.subject),
  )

it('papers that miss a meeting move to the next, and everybody who sends or reads them is told', async () => {
  const { initiativeId, reference } = await aSummit()
  const missed = `missed the Alliance Summit meeting of ${dayInWords(dayIn(3))}`
  const next = `the next is ${dayInWords(dayIn(60))}.`
  const form = textOf((await journeys.app.inject(`/initiatives/${initiativeId}/acts/submit`)).body)
  expect(form).toContain(missed)

  const sent = await sendPapers(initiativeId)
  expect(sent.json).toMatchObject({
    outcome: 'recorded',
    meetings: [
      `For the Alliance Summit meeting of ${dayInWords(dayIn(60))} at 10am.`,
      expect.stringMatching(new RegExp(`${missed}.*${next}`)),
    ],
  })

  const { text, links } = await mailTo(reference, /Decision needed/)
  const link = new URL(links.find((each) => each.includes('/d/')) ?? '').pathname
  const pages = [
    text,
    (await journeys.member().open(link)).text,
    textOf((await journeys.app.inject(`/initiatives/${initiativeId}`)).body),
  ].map((page) => page.replace(/\s+/g, ' '))
  for (const page of pages) {
    expect(page).toContain(missed)
    expect(page).toContain(next)
  }
})

it('a member defers to the board’s next meeting without typing its date, and the change team prepares for it', async () => {
  const { initiativeId, reference } = await aSummit()
  await sendPapers(initiativeId)
  const { links } = await mailTo(reference, /Decision needed/)
  const chief = journeys.member()
  const page = await chief.open(new URL(links.find((each) => each.includes('/d/')) ?? '').pathname)
  expect(page.text).toContain(`To the next Alliance Summit meeting, ${dayInWords(dayIn(120))} at 10am`)

  const reason = 'The costs by force are to come first.'
  const date = { 'defer-until-day': '1', 'defer-until-month': '2', 'defer-until-year': '2099' }
  const deferring = { choice: 'defer', reason, 'defer-to-meeting': dayIn(120) }
  const both = await press(chief, page, { ...deferring, ...date })
  expect(both.text).toContain('Choose the board’s next meeting or give a date, not both')
  expect((await press(chief, page, { ...deferring, 'defer-to-meeting': dayIn(60) })).text).toContain(
    'That meeting can no longer be deferred to',
  )

  const receipt = await press(chief, page, deferring)
  expect(receipt.text).toContain(`Deferred until ${dayInWords(dayIn(120))}`)
  expect((await mailTo(reference, /decision is recorded|Recorded/i)).text.replace(/\s+/g, ' ')).toContain(
    `To come back at the board’s meeting of ${dayInWords(dayIn(120))}.`,
  )
  const initiative = textOf((await journeys.app.inject(`/initiatives/${initiativeId}`)).body).replace(/\s+/g, ' ')
  expect(initiative).toContain(
    `It comes back at the Alliance Summit meeting of ${dayInWords(dayIn(120))} at 10am; its papers are due by`,
  )
  expect((await sendPapers(initiativeId)).json).toMatchObject({ outcome: 'recorded' })
})

it('a decision is moved to another meeting on file, with the reason, for every member and in the record', async () => {
  const { initiativeId, reference } = await aSummit()
  await sendPapers(initiativeId)
  const { links } = await mailTo(reference, /Decision needed/)
  const link = new URL(links.find((each) => each.includes('/d/')) ?? '').pathname
  const reason = 'The chair is away.'
  const move = (day: string, key?: string) =>
    command(journeys.app, initiativeId, 'moveMeeting', { reviewId: 's1b1', day, reason }, key)

  expect(problemIn(await move(dayIn(61)))).toMatchObject({
    status: 422,
    errors: [{ field: 'day', expected: expect.stringContaining('a meeting of Alliance Summit that is on file') }],
  })
  expect(problemIn(await move(dayIn(60)))).toMatchObject({ status: 409, title: expect.any(String) })

  expect((await move(dayIn(120), 'move-1')).json).toMatchObject({ outcome: 'recorded' })
  expect((await move(dayIn(120), 'move-1')).json).toMatchObject({ outcome: 'recorded' })
  expect((await move(dayIn(60), 'move-1')).status).toBe(422)
  const words = `For the Alliance Summit meeting of ${dayInWords(dayIn(120))} at 10am, to which it was moved. ${reason}`
  const told = await mailTo(reference, /Moved to another meeting/, 'essex')
  expect(told.text.replace(/\s+/g, ' ')).toContain(
    `It was: ${dayInWords(dayIn(60))} at 10am It is now: ${dayInWords(dayIn(120))} at 10am`,
  )
  const theirs = await journeys.member().open(new URL(told.links.find((each) => each.includes('/d/')) ?? '').pathname)
  expect(theirs.text).toContain(words)
  const page = await journeys.member().open(link)
  expect(page.text).toContain(words)
  expect(page.text).toMatch(new RegExp(`Decide by \\w+ ${dayInWords(dayIn(120))} at 5pm`))
  const initiative = textOf((await journeys.app.inject(`/initiatives/${initiativeId}`)).body).replace(/\s+/g, ' ')
  expect(initiative).toContain(words)
  expect(initiative).toContain(`Moved to the Alliance Summit meeting of ${dayInWords(dayIn(120))} at 10am`)
  const entries = await journeys.store.initiatives.entries(initiativeId)
  expect(entries.at(-1)?.event).toMatchObject({ type: 'meetingMoved', reason, meeting: { day: dayIn(120) } })
})
