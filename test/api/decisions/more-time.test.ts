import { afterAll, beforeAll, expect, it } from 'vitest'
import { calendarOf } from '../../../activities/calendar.ts'
import { textOf } from '../pages/text-of.ts'
import { startJourneys, type Journeys } from './journey.ts'
import { press } from './member.ts'

let journeys: Journeys
beforeAll(async () => {
  journeys = await startJourneys({ linkLimits: { postsPerMinute: 1_000 } })
  await journeys.store.directory.putPerson({ personId: sro.personId, name: sro.title, email: 'deputy@suffolk.example' })
}, 120_000)
afterAll(() => journeys?.stop())

const calendar = calendarOf()
const needsTime = {
  choice: 'moreTime',
  reason: 'The abstraction modelling is not done.',
  'more-time-until-day': '31',
  'more-time-until-month': '3',
  'more-time-until-year': '2031',
}
const sro = { title: 'Deputy Chief Constable, Suffolk', personId: 'sro-suffolk' }
const byForce = { kind: 'perOrganisation', others: 'proceedWithThoseWhoAgree' } as const
const aCase = () =>
  journeys.submitted({
    board: { rule: byForce },
    creation: { changeTeam: { title: 'Change team', personId: 'change-team' }, sro },
  })

it('a force that was given more time, and the change team, are told when it is nearly over and when it is over', async () => {
  const initiative = await aCase()
  // A day that ends in a moment: everything else is as it always is.
  const untilInstant = Date.now() + 9_000
  const { app } = await journeys.makeApp({
    calendar: { ...calendar, endOfDay: () => untilInstant, before: () => untilInstant - 3_000 },
  })
  const kent = journeys.member(app)
  await press(kent, await kent.open(await initiative.linkOf('kent')), needsTime)
  for (const force of ['essex', 'norfolk']) {
    const { chief, page } = await journeys.atThePage(initiative, force)
    await press(chief, page)
  }
  expect((await initiative.state()).initiative.context.extensions).toMatchObject([
    { partyId: 'kent', untilInstant, soonInstant: untilInstant - 3_000 },
  ])

  // The change team and the senior responsible owner hear what the board decided.
  for (const address of ['change.team@kent.example', 'deputy@suffolk.example'])
    expect((await initiative.mailTo(address, /The board has decided/)).text).toContain('Kent: more time')

  for (const address of ['chief.constable@kent.example', 'change.team@kent.example']) {
    const near = await initiative.mailTo(address, /More time is nearly over/)
    expect(near.text.replace(/\s+/g, ' ')).toContain('asks Kent again, by an email with a link of its own.')
    const over = await initiative.mailTo(address, /More time is over/)
    expect(over.text.replace(/\s+/g, ' ')).toContain('and Kent has not decided yet.')
    expect(over.text.replace(/\s+/g, ' ')).toContain(
      'Nothing is approved, and nothing refused, because time has passed.',
    )
  }
  const toEssex = journeys.smtp.mails.filter(
    ({ to, subject }) =>
      to.includes('chief.constable@essex.example') &&
      subject.includes(initiative.reference) &&
      /More time/.test(subject),
  )
  expect(toEssex).toEqual([])
  expect(textOf((await app.inject('/?needs=moreTimeOver')).body)).toContain(
    'Waiting for the change team to ask Kent again: the time Chief Constables gave it is over',
  )
}, 60_000)

it('the reminder is due three working days before the day that was asked for', async () => {
  const { initiative, chief, page } = await journeys.atThePage(await aCase())
  await press(chief, page, needsTime)
  expect(await initiative.ballots('kent')).toMatchObject([
    {
      choice: 'moreTime',
      deferUntilInstant: calendar.endOfDay('2031-03-31'),
      deferSoonInstant: calendar.endOfDay('2031-03-26'),
    },
  ])
})
