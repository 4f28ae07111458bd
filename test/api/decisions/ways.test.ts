import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { dayInWords } from '../../../activities/words/dates.ts'
import { decidedAnew } from '../../../machines/past.ts'
import { stageId } from '../../../machines/vocabulary/facts.ts'
import { askedAnotherWay } from '../../../machines/ways.ts'
import { aBoardWithSecretary } from '../../support/mail.ts'
import { anInitiative, aPlan, aProposal, changeTeam } from '../../support/case.ts'
import { ask, command, problemIn } from '../asking.ts'
import { pressForm } from '../pages/press-form.ts'
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
const inOneLine = (text: string) => text.replace(/\s+/g, ' ')

/** A board that decides at its meetings, two of three; by correspondence all must agree, and its chair may act up to £50,000. */
const aSummit = async (terms: object = {}) => {
  const id = randomUUID().slice(0, 8)
  const [boardId, initiativeId] = [`summit-${id}`, `case-${id}`]
  const put = await ask(journeys.app, 'PUT', `/api/boards/${boardId}`, {
    name: 'Alliance Summit',
    fromDay: '2020-01-01',
    rule: { kind: 'nOfM', approvals: 2, refusal: 'counted' },
    correspondence: { rule: { kind: 'unanimous' }, decideWithinWorkingDays: 3 },
    chairsAction: { upToPence: 5_000_000, decideWithinWorkingDays: 1 },
    ruleProvenance: { certainty: 'assumed' },
    membersProvenance: { certainty: 'assumed' },
    meetings: [dayIn(60), dayIn(120)],
    secretary: { title: 'Programme Office, 7F', personId: 'secretary' },
    seats: ['kent', 'essex', 'norfolk'].map((seatId) => ({
      seatId,
      title: `Chief Constable, ${seatId}`,
      organisationIds: [seatId],
      chair: seatId === 'kent',
      holdings: [{ personId: `chief-constable-${seatId}`, fromDay: '2020-01-01' }],
    })),
    ...terms,
  })
  expect([put.status, put.text]).toEqual([201, expect.any(String)])
  const gates = stageId.options.map((stage) => [stage, { boards: [{ board: boardId, at: 'meeting' }] }])
  const reference = `7F-${id.toUpperCase()}`
  await journeys.parts.cases.begin(
    anInitiative({ initiativeId, reference, plan: aPlan({ gates: Object.fromEntries(gates) }) }),
    changeTeam,
    `begin-${initiativeId}`,
  )
  const pageText = async () => inOneLine(textOf((await journeys.app.inject(`/initiatives/${initiativeId}`)).body))
  const mailTo = async (address: string, subject: RegExp) => {
    const mail = await journeys.smtp.waitForMail(
      (each) => each.to.includes(address) && each.subject.includes(reference) && subject.test(each.subject),
    )
    return { ...mail, text: inOneLine(mail.text) }
  }
  const linkIn = ({ links }: { links: string[] }) => new URL(links.find((each) => each.includes('/d/')) ?? '').pathname
  const decides = async (seatId: string) => {
    const member = journeys.member()
    const page = await member.open(linkIn(await mailTo(`chief.constable@${seatId}.example`, /Decision needed/)))
    return { page, receipt: await press(member, page, { 'defer-to-meeting': [] }) }
  }
  return { boardId, initiativeId, reference, pageText, mailTo, decides }
}

const pressed = (initiativeId: string, act: string, typed: Record<string, string>) =>
  pressForm(journeys.app, `/initiatives/${initiativeId}/acts/${act}`, typed, { origin: journeys.publicUrl })

const papers = { ask: 'decide', asks: 'agree to go to tender for a single IT solution', authorises: 'a tender' }

it('a board asked by correspondence on the page decides by its stricter rule, which everybody who reads it is told', async () => {
  const { boardId, initiativeId, pageText, mailTo, decides } = await aSummit()
  const form = inOneLine(textOf((await journeys.app.inject(`/initiatives/${initiativeId}/acts/submit`)).body))
  expect(form).toContain('How Alliance Summit is asked At its meeting By correspondence Every member must agree.')
  expect(form).toContain('The chair decides alone, up to a cost of £50,000; the other members are told')

  const typed = { ...papers, [`way-${boardId}`]: 'correspondence' }
  const without = await pressed(initiativeId, 'submit', typed)
  expect([without.statusCode, textOf(without.body)]).toEqual([
    422,
    expect.stringContaining('Fill in: Why Alliance Summit is asked outside its meetings'),
  ])
  const sent = await pressed(initiativeId, 'submit', {
    ...typed,
    [`way-${boardId}-reason`]: 'The prices end before the Summit meets.',
  })
  expect(sent.statusCode).toBe(303)

  const words =
    'Alliance Summit decides this by correspondence, not at a meeting. Why: The prices end before the Summit meets. ' +
    'Its rule by correspondence: Every member must agree.'
  expect((await mailTo('chief.constable@essex.example', /Decision needed/)).text).toContain(words)
  expect(await pageText()).toContain(words)
  expect(await pageText()).toContain('Papers sent to Alliance Summit, by correspondence')
  for (const seatId of ['kent', 'essex']) expect((await decides(seatId)).page.text).toContain(words)
  expect(await pageText()).toContain('still to decide: Chief Constable, norfolk')
  await decides('norfolk')
  await expect.poll(pageText).toContain('Alliance Summit, by correspondence: approved')
  const entries = await journeys.store.initiatives.entries(initiativeId)
  expect([...decidedAnew(entries)]).toEqual([['s1b1', 'approved']])
})

it('a chair asked to act alone decides for the board; the others are told, and the secretary reports it', async () => {
  const { boardId, initiativeId, pageText, mailTo, decides } = await aSummit()
  const ways = [{ boardId, by: 'chairsAction', reason: 'The supplier’s price ends on Friday.' }]
  const proposal = (costToPence: number) => aProposal({ money: { costToPence, savings: [] } })
  expect(
    problemIn(await command(journeys.app, initiativeId, 'submit', { proposal: aProposal(), ways })).detail,
  ).toContain('the chair of Alliance Summit may act for it up to £50,000, so say what it costs at most')
  const sent = await command(journeys.app, initiativeId, 'submit', { proposal: proposal(4_000_000), ways })
  expect(sent.json).toMatchObject({ outcome: 'recorded' })

  const told = await mailTo('chief.constable@essex.example', /a chair’s action is asked for/)
  expect(told.text).toContain(
    'As Chief Constable, essex you are told of this and not asked: Chief Constable, kent is asked to decide it',
  )
  expect(told.links.filter((link) => link.includes('/d/'))).toEqual([])
  const { page, receipt } = await decides('kent')
  expect(page.text).toContain(
    'Alliance Summit is asked by chair’s action: Chief Constable, kent alone decides. Why it cannot wait: The supplier’s price ends on Friday. ' +
      'The other members are told, not asked, and none of them is counted as having decided. ' +
      `It is then reported to the next Alliance Summit meeting, as things stand that of ${dayInWords(dayIn(60))}, and minuted there.`,
  )
  expect(page.text).toContain('The chair decides alone.')
  expect(receipt.status).toBe(200)

  for (const address of ['chief.constable@norfolk.example', 'programme.office@seven-force.example'])
    expect((await mailTo(address, /A chair’s action was taken/)).text).toContain(
      `Alliance Summit, by chair’s action: approved`,
    )
  const due = `It is to be reported to the Alliance Summit meeting of ${dayInWords(dayIn(60))} and minuted there.`
  await expect.poll(pageText).toContain(due)
  expect(await pageText()).toContain(
    'Waiting for Programme Office, 7F to report the chair’s action to Alliance Summit at its next meeting',
  )
  expect(
    journeys.smtp.mails.filter(
      ({ to, subject }) =>
        to.includes('chief.constable@essex.example') &&
        subject.includes('Decision needed') &&
        subject.includes(initiativeId.slice(5).toUpperCase()),
    ),
  ).toEqual([])

  const atNext = `/boards/${boardId}/meetings/${dayIn(60)}`
  const agenda = inOneLine(textOf((await journeys.app.inject(atNext)).body))
  expect(agenda).toContain('Chair’s actions to report Decided by the chair for the board since it last met.')
  expect(agenda).toMatch(
    /7F Vetting \(7F-\w+\): Approved, .* Why it could not wait: The supplier’s price ends on Friday\./,
  )
  expect((await ask(journeys.app, 'GET', `/api/boards/${boardId}/meetings`)).json).toMatchObject({
    meetings: [
      { day: dayIn(60), chairsActions: [{ initiativeId, reviewId: 's1b1', outcome: 'approved', overdue: false }] },
      { day: dayIn(120), chairsActions: [] },
    ],
  })

  const report = {
    'meeting-day-day': '1',
    'meeting-day-month': '2',
    'meeting-day-year': '2099',
    note: 'Minute 14: noted.',
    'recorded-by': 'Programme Office, 7F',
  }
  const early = await pressed(initiativeId, 'reportChairsAction?reviewId=s1b1', report)
  expect(textOf(early.body)).toContain(
    'Day of the meeting it was reported to must be the day of a meeting that has been held',
  )
  const [year = '', month = '', day = ''] = dayIn(0).split('-')
  const recorded = await pressed(initiativeId, 'reportChairsAction?reviewId=s1b1', {
    ...report,
    'meeting-day-day': day,
    'meeting-day-month': month,
    'meeting-day-year': year,
  })
  expect(recorded.statusCode).toBe(303)
  const after = await pageText()
  expect(after).toContain(
    `Reported to the Alliance Summit meeting of ${dayInWords(dayIn(0))}, as Programme Office, 7F recorded: Minute 14: noted.`,
  )
  expect(after).not.toContain('to report the chair’s action')
  expect(textOf((await journeys.app.inject(atNext)).body)).not.toContain('Chair’s actions to report')
  const entries = await journeys.store.initiatives.entries(initiativeId)
  expect([...decidedAnew(entries)]).toEqual([['s1b1', 'approved']])
})

it('a way the board’s terms do not know is refused in words, and nothing goes out', async () => {
  const { boardId, initiativeId } = await aSummit({ correspondence: undefined, chairsAction: undefined })
  const form = textOf((await journeys.app.inject(`/initiatives/${initiativeId}/acts/submit`)).body)
  expect(form).not.toContain('By correspondence')
  for (const [by, words] of [
    ['correspondence', 'its terms of reference do not say how it decides outside its meetings'],
    ['chairsAction', 'its terms of reference do not let its chair act for it'],
  ]) {
    const ways = [{ boardId, by, reason: 'It cannot wait.' }]
    const refused = await command(journeys.app, initiativeId, 'submit', { proposal: aProposal(), ways })
    expect(problemIn(refused).detail).toContain(words)
  }
})

it('a chair’s action its board has met without being told of is chased, and stands among what needs action', async () => {
  const soon = Date.now() + 6_000
  const board = {
    ...aBoardWithSecretary({ decideByInstant: Date.now() + 86_400_000, reminderInstants: [] }),
    rule: { kind: 'chairDecides' as const },
    nextMeetings: [{ day: dayIn(0), papersDueInstant: soon - 1_000, endsInstant: soon }],
  }
  const asked = askedAnotherWay(board, { by: 'chairsAction', reason: 'It cannot wait.' }, { chairsAction: {} }, [])
  const initiative = await journeys.submitted({ board: asked })
  const { chief, page } = await journeys.atThePage(initiative)
  await press(chief, page, { 'defer-to-meeting': [] })
  const chased = await initiative.mailTo('programme.office@seven-force.example', /not recorded as reported/)
  expect(inOneLine(chased.text)).toContain(
    `A chair’s action was to be reported to Chief Constables at its meeting of ${dayInWords(dayIn(0))}, and nobody has recorded yet that it was.`,
  )
  const portfolio = inOneLine(textOf((await journeys.app.inject('/')).body))
  expect(portfolio).toContain('chair’s action to be reported')
  expect((await initiative.state()).initiative.context.decisions).toMatchObject([{ toReport: { overdue: true } }])
})
