import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { calendarOf } from '../../../activities/calendar.ts'
import { startJourneys, type Journeys } from './journey.ts'
import { press } from './member.ts'

let journeys: Journeys

beforeAll(async () => {
  journeys = await startJourneys({ linkLimits: { postsPerMinute: 1_000 } })
  await journeys.store.directory.putPerson({
    personId: 'head-of-ict-kent',
    name: 'Head of ICT, Kent',
    email: 'head.of.ict@kent.example',
  })
})
afterAll(() => journeys?.stop())

const calendar = calendarOf()
const aPlan = {
  choice: 'approveWithConditions',
  condition: ['A data plan by force', '', ''],
  'condition-owner': ['head of ICT,  Kent', '', ''],
  'condition-due-day': ['31', '', ''],
  'condition-due-month': ['3', '', ''],
  'condition-due-year': ['2031', '', ''],
  'condition-blocks': ['goLive', '', ''],
  'condition-accepted-by': ['Head of Change, Kent', '', ''],
}

describe('a member who approves on conditions', () => {
  it('says who meets it, by when, which papers wait for it and who accepts it, and reads all of it back', async () => {
    const { initiative, chief, page } = await journeys.atThePage()
    expect(page.html.querySelectorAll('#conditions-0-blocksStage option').map(({ text }) => text)).toEqual([
      'No papers wait for it',
      'The papers of the full business case',
      'The papers of the consultation',
      'The papers of the go-live',
      'The papers of the post-implementation review',
    ])
    const receipt = await press(chief, page, aPlan)
    expect(receipt.text).toContain(
      'To be met by head of ICT, Kent Due 31 March 2031 Before the papers of the go-live Met once accepted by Head of Change, Kent',
    )
    const [ballot] = await initiative.ballots('kent')
    const dueInstant = calendar.endOfDay('2031-03-31')
    expect(ballot?.conditions).toEqual([
      {
        text: 'A data plan by force',
        ownerTitle: 'head of ICT,  Kent',
        ownerId: 'head-of-ict-kent',
        dueOn: '2031-03-31',
        dueInstant,
        dueSoonInstant: calendar.endOfDay('2031-03-26'),
        blocksStage: 'goLive',
        mayDischarge: 'Head of Change, Kent',
      },
    ])
    const mailed = await initiative.mailTo('chief.constable@kent.example', /Receipt|recorded/)
    expect(mailed.text.replace(/\s+/g, ' ')).toContain(
      'due 31 March 2031; before the go-live papers; met once accepted by Head of Change, Kent',
    )
    expect((await press(chief, page, aPlan)).text).toContain('Your decision: Approve with conditions')
    expect(await initiative.ballots('kent')).toHaveLength(1)
  })

  it('who names nobody leaves the acceptance to the board', async () => {
    const { initiative, chief, page } = await journeys.atThePage()
    await press(chief, page, { choice: 'approveWithConditions', condition: ['A data plan', '', ''] })
    expect((await initiative.ballots('kent'))[0]?.conditions).toEqual([
      { text: 'A data plan', mayDischarge: 'Chief Constables' },
    ])
  })

  it.each([
    [
      'a day that is past',
      { 'condition-due-year': ['2020', '', ''] },
      'The date a condition is due must be after today',
    ],
    [
      'a stage that is over or none',
      { 'condition-blocks': ['outlineBusinessCase', '', ''] },
      'Choose one of the stages still to come',
    ],
  ])('is told of %s, and keeps what was typed', async (_what, wrong, said) => {
    const { initiative, chief, page } = await journeys.atThePage()
    const back = await press(chief, page, { ...aPlan, ...wrong })
    expect(back.status).toBe(422)
    expect(back.text).toContain(said)
    expect(back.html.querySelector('#conditions-0-mayDischarge')?.getAttribute('value')).toBe('Head of Change, Kent')
    expect(back.html.querySelector('#conditions-0-text')?.text.trim()).toBe('A data plan by force')
    expect(await initiative.ballots('kent')).toEqual([])
  })
})

describe('an open condition', () => {
  it('is chased by email when its day is near and when it has passed, stays open, and is met once the right role accepts it', async () => {
    const initiative = await journeys.submitted({
      creation: { changeTeam: { title: 'Change team', personId: 'change-team' } },
    })
    // A day that ends in a moment: everything else is as it always is.
    const dueInstant = Date.now() + 4_000
    const { app } = await journeys.makeApp({
      calendar: { ...calendar, endOfDay: () => dueInstant, before: () => dueInstant - 2_000 },
    })
    const kent = journeys.member(app)
    await press(kent, await kent.open(await initiative.linkOf('kent')), {
      ...aPlan,
      'condition-blocks': ['fullBusinessCase', '', ''],
    })
    const { chief: essex, page } = await journeys.atThePage(initiative, 'essex')
    await press(essex, page)

    const near = await initiative.mailTo('head.of.ict@kent.example', /A condition is due soon/)
    expect(near.text).toContain('A data plan by force')
    expect(near.text).toContain('Accepted by: Head of Change, Kent')
    const late = await initiative.mailTo('head.of.ict@kent.example', /A condition is overdue/)
    expect(late.text.replace(/\s+/g, ' ')).toContain(
      'The papers of the full business case cannot go out before it is met.',
    )
    await initiative.mailTo('change.team@kent.example', /A condition is overdue/)
    await initiative.mailTo('programme.office@seven-force.example', /A condition is overdue/)

    const page2 = await app.inject(`/initiatives/${initiative.initiativeId}`)
    expect(page2.body).toContain('meet the condition “A data plan by force”')
    const blocked = await initiative.submitAgain()
    expect(blocked).toMatchObject({ kind: 'refused', type: 'ConditionsOpen' })

    const evidence = 'The plan of March.'
    const paper = await journeys.store.papers.keep({
      bytes: Buffer.from('By force.'),
      title: 'Data plan',
      version: '1.0',
      marking: 'OFFICIAL',
      mediaType: 'text/plain',
    })
    const met = (acceptedBy: string) =>
      initiative.ask('dischargeCondition', { conditionId: 's1b1c1', evidence, acceptedBy, paper })
    expect(await met('Head of ICT, Kent')).toMatchObject({
      kind: 'refused',
      type: 'NotTheirsToAccept',
      reason: 'acceptedBy: only Head of Change, Kent may accept that this condition is met, not Head of ICT, Kent.',
    })
    expect(await met('Head of Change, Kent')).toMatchObject({ kind: 'recorded' })
    const after = await app.inject(`/initiatives/${initiative.initiativeId}`)
    expect(after.body).toContain('Met, accepted by Head of Change, Kent on ')
    expect(after.body).toContain('The plan of March. (Data plan, version 1.0)')
    expect(after.body).not.toContain('meet the condition “')
    expect(await initiative.submitAgain()).toMatchObject({ kind: 'recorded' })
  })
})
