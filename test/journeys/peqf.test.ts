import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { chiefOf, commissionerOf, each, sevenForces, startSample, type Force, type Sample } from './sample.ts'

type Peqf = Awaited<ReturnType<Sample['rehearse']>>

let sample: Sample
let peqf: Peqf
beforeAll(async () => {
  sample = await startSample('peqf')
  peqf = await sample.rehearse({
    stage: 'fullBusinessCase',
    boards: [
      { board: 'seven-chiefs', ask: 'recommend', decideWithin: 'P10D' },
      { board: 'alliance-summit', only: 'thoseWhoAgreed', decideWithin: 'P17D' },
    ],
    betweenGates: [
      { board: 'seven-chiefs', ask: 'recommend', decideWithin: 'P10D' },
      { board: 'alliance-summit', decideWithin: 'P17D' },
    ],
  })
  for (const force of sevenForces)
    await peqf.team.act('planTranche', {
      trancheId: force,
      title: `Go-live of ${force}`,
      plannedFor: { precision: 'month', month: '2030-04' },
    })
}, 90_000)
afterAll(() => sample?.stop())

const chiefs = '7F Chief Constables'
const summit = 'Alliance Summit'
const both = (...forces: Force[]) => forces.flatMap((force) => [chiefOf(force), commissionerOf(force)])
const without = (...left: Force[]) => sevenForces.filter((force) => !left.includes(force))
const dueDiligence = {
  ask: 'decide' as const,
  asks: 'move to due diligence with the preferred bidder',
  authorises: 'Due diligence, by those forces that agree.',
  doesNotAuthorise: 'Signing a contract.',
}

/** A day a month from now, as the page asks for it. */
const aMonthOn = new Date(Date.now() + 31 * 86_400_000)
const untilDay = aMonthOn.toISOString().slice(0, 10)
const moreTime = {
  choice: 'moreTime',
  reason: 'Our abstraction modelling is not finished.',
  'more-time-until-day': String(aMonthOn.getUTCDate()),
  'more-time-until-month': String(aMonthOn.getUTCMonth() + 1),
  'more-time-until-year': String(aMonthOn.getUTCFullYear()),
}

describe('PEQF, in the order the reports tell it', () => {
  it('is given an extension for all by the seven pairs at the Summit, and no go-live date moves', async () => {
    const before = (await peqf.now()).rollOuts
    expect(Object.keys(before).toSorted()).toEqual(sevenForces.toSorted())
    await peqf.submit(
      {
        ask: 'agreeNextStep',
        asks: "an extension of the tender's stage one decision for all, for further clarification questions",
        authorises: 'Work with the College of Policing on abstraction modelling.',
        doesNotAuthorise: 'Any change of the go-live dates of the forces.',
      },
      { boardId: 'alliance-summit' },
    )
    await peqf.decide(summit, each(both(...sevenForces)))
    expect(await peqf.decision()).toMatchObject({ outcome: 'nextStepAgreed', boardId: 'alliance-summit' })
    expect(await peqf.stands()).toEqual(Object.fromEntries(sevenForces.map((force) => [force, 'agreed'])))
    expect((await peqf.now()).rollOuts).toEqual(before)
    expect(await peqf.page()).toContain('7 of 7 pairs agreed')
  }, 60_000)

  it('is recommended by six chiefs, while one has more time until a date and holds up nobody', async () => {
    const before = (await peqf.now()).rollOuts
    await peqf.submit(dueDiligence)
    const mail = await peqf.invitationTo(chiefOf('norfolk'), chiefs)
    expect(mail.text).toContain('Recommending the case does not approve it.')
    await peqf.decide(chiefs, { ...each(without('suffolk').map(chiefOf)), [chiefOf('suffolk')]: moreTime })
    expect(await peqf.decision()).toMatchObject({ outcome: 'recommended', provenance: { certainty: 'rehearsal' } })
    expect(await peqf.stands()).toMatchObject({ essex: 'agreed', kent: 'agreed', suffolk: 'moreTime' })
    const { context, rollOuts } = await peqf.now()
    expect(rollOuts).toEqual(before)
    expect(context.stages.fullBusinessCase.standing).toBe('current')
    expect(context.extensions).toMatchObject([{ partyId: 'suffolk', boardName: chiefs, untilDay }])
    const page = await peqf.page()
    expect(page).toMatch(
      /More time for Suffolk Constabulary until \w+ \d+ \w+ \d{4} at 5pm: it decides by itself, and holds up nobody else\./,
    )
    expect(page).toMatch(/Next, on [^.]+, whoever a board gave more time is reminded by email that it is nearly over/)
    expect(page).toMatch(/Suffolk Constabulary: more time until \d+ \w+ \d{4}/)
    await peqf.invitationTo(commissionerOf('essex'), summit)
  }, 60_000)

  it('is decided by each recommending force jointly with its commissioner, and a pair that disagrees is shown as such', async () => {
    const asked = await Promise.all(both(...without('suffolk')).map(async (id) => sample.emailOf(id)))
    await expect.poll(() => peqf.asked(summit)).toEqual(asked.toSorted())
    const [first] = Object.values((await peqf.now()).reviews).filter(({ status }) => status === 'active')
    expect(first?.context.terms).toMatchObject({ boardId: 'alliance-summit', ask: 'decide' })
    expect(first?.context.terms.decideByInstant).toBeGreaterThan(Date.now())

    await peqf.decide(summit, {
      ...each(both(...without('suffolk', 'kent'))),
      [chiefOf('kent')]: {},
      [commissionerOf('kent')]: { choice: 'sendBack', points: ['Say what it costs Kent to train a cohort twice.'] },
    })
    expect(await peqf.decision()).toMatchObject({ outcome: 'approved', boardId: 'alliance-summit' })
    expect(await peqf.stands()).toEqual({
      essex: 'agreed',
      kent: 'disagree',
      norfolk: 'agreed',
      bedfordshire: 'agreed',
      hertfordshire: 'agreed',
      cambridgeshire: 'agreed',
    })
    const page = await peqf.page()
    for (const words of [
      'Alliance Summit: approved rehearsal',
      'Chief Constable, Kent Police and Police and Crime Commissioner, Kent do not agree.',
      '7F Chief Constables: recommended rehearsal',
      'Kent: its members do not agree with each other',
    ])
      expect(page).toContain(words)
  }, 60_000)

  it('asks the one with more time between gates, alone and then with its commissioner, and moves nothing', async () => {
    const before = await peqf.now()
    const alone = { betweenGates: true, forOrganisationIds: ['suffolk'] }
    await peqf.submit({ ...dueDiligence, ask: 'recommend' }, { ...alone, boardId: 'seven-chiefs' })
    const mail = await peqf.invitationTo(chiefOf('suffolk'), chiefs)
    expect(mail.text).toContain('Stage: Consultation, between gates')
    // What the others made of these papers meanwhile.
    expect(mail.text).toContain('Alliance Summit: approved')
    await peqf.decide(chiefs, each([chiefOf('suffolk')]))
    expect(await peqf.decision()).toMatchObject({ outcome: 'recommended' })
    expect(await peqf.stands()).toEqual({ suffolk: 'agreed' })
    expect((await peqf.now()).context.extensions ?? []).toEqual([])

    await peqf.submit(dueDiligence, { ...alone, boardId: 'alliance-summit' })
    await peqf.decide(summit, each(both('suffolk')))
    expect(await peqf.decision()).toMatchObject({ outcome: 'approved' })
    expect(await peqf.stands()).toEqual({ suffolk: 'agreed' })
    const after = await peqf.now()
    expect(after.rollOuts).toEqual(before.rollOuts)
    expect(after.context.stages).toEqual(before.context.stages)
  }, 60_000)
})
