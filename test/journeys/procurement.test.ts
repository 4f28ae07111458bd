import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { dayInWords } from '../../activities/words/dates.ts'
import { say, sayNothing } from '../api/comments/circulating.ts'
import { chiefOf, commissionerOf, each, sevenForces, startSample, type Sample } from './sample.ts'

const dayAfter = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10)
/** Three weeks after the first papers went out, as 12 October 2017 was after 21 September. */
const summitDay = dayAfter(21)

const deputies = ['essex', 'kent', 'norfolk'] as const
const finance = ['essex', 'kent'] as const
const forceNames = { essex: 'Essex Police', kent: 'Kent Police', norfolk: 'Norfolk Constabulary' }

const tranches = [
  {
    circulationId: 'first',
    priority: 1,
    title: 'First tranche: the case for one function',
    evidenceIds: ['strategic-case'],
    stakeholders: deputies.map((force) => ({
      personId: `deputy-chief-constable-${force}`,
      title: 'Deputy Chief Constable',
      organisation: forceNames[force],
    })),
    asks: 'Is the case made for your force?',
    commentBy: dayAfter(7),
  },
  {
    circulationId: 'second',
    priority: 2,
    title: 'Second tranche: costs and benefits',
    evidenceIds: ['financial-case'],
    stakeholders: finance.map((force) => ({
      personId: `chief-finance-officer-${force}`,
      title: 'Chief Finance Officer',
      organisation: forceNames[force],
    })),
    asks: 'Are the costs of your force complete?',
    commentBy: dayAfter(9),
  },
  {
    circulationId: 'third',
    priority: 3,
    title: 'Third tranche: how it is run',
    evidenceIds: ['governance'],
    stakeholders: [
      {
        personId: 'director-of-support-services-essex-kent',
        title: 'Director of Support Services',
        organisation: 'Essex Police and Kent Police',
      },
    ],
    asks: 'Can the agreement and the arrangements stand before go-live?',
    commentBy: dayAfter(11),
  },
]

type Procurement = Awaited<ReturnType<Sample['rehearse']>>
let sample: Sample
let procurement: Procurement
beforeAll(async () => {
  sample = await startSample('procurement')
  await sample.changeTerms('alliance-summit', ({ meetings }) => ({ meetings: [...meetings, { day: summitDay }] }))
  await sample.beginAgain('procurement-2017', 'fullBusinessCase', {
    changeTeam: { title: 'Programme Office', personId: 'programme-office-seven-force' },
  })
  procurement = await sample.rehearse({
    again: 'procurement-2017',
    boards: [{ board: 'alliance-summit', at: 'meeting' }],
    evidence: [
      { id: 'strategic-case', title: 'Strategic case' },
      { id: 'financial-case', title: 'Financial case' },
      { id: 'governance', title: 'Section 22A agreement and governance arrangements' },
    ],
  })
  const { team } = procurement
  await team.provide('strategic-case', 'Strategic case', '0.1', 'Why one function for seven forces.')
  await team.provide('financial-case', 'Financial case', '0.1', 'Savings in total.')
  await team.provide('governance', 'Section 22A agreement', '0.1', 'A draft.')
  await team.act('setHardDate', {
    dateId: 'summit',
    title: 'the full business case goes to the Alliance Summit',
    basis: 'meeting',
    onDay: summitDay,
    warnBefore: 'P28D',
  })
}, 90_000)
afterAll(() => sample?.stop())

const proposal = {
  ask: 'decide' as const,
  asks: 'approve the full business case for a single procurement function',
  authorises: 'Consulting staff on one procurement function for the seven forces.',
  doesNotAuthorise: 'Go-live before the Section 22A agreement is made.',
}

/** A stakeholder before the page of their own link. */
const asked = async (personId: string, tranche: string) => {
  const mail = await procurement.mailTo(
    personId,
    ({ subject, text }) => /Your comments are asked for by/.test(subject) && text.includes(tranche),
  )
  const link = mail.links.find((each) => each.startsWith(`${sample.publicUrl}/c/`))
  if (!link) throw new Error(`No link to comment by in "${mail.subject}"`)
  const reader = sample.member()
  const path = new URL(link).pathname
  return { mail, reader, path, page: await reader.open(path) }
}

describe('the full business case of the single procurement function', () => {
  it('goes to its stakeholders in tranches by priority, each read by those it is for', async () => {
    for (const tranche of tranches) await procurement.team.act('circulate', tranche)
    for (const { title, asks, stakeholders } of tranches)
      for (const { personId } of stakeholders) {
        const { mail, page } = await asked(personId, title)
        expect(mail.text).toContain(asks)
        expect(mail.text).toContain('The papers go to no board before that.')
        expect(page.text).toContain(`You are asked to comment on ${title}`)
      }
    const page = await procurement.page()
    expect(page).toContain('Full business case: with stakeholders for comment')
    expect([...page.matchAll(/Batch (\d): (\w+) tranche/g)].map(([, , which]) => which)).toEqual([
      'First',
      'Second',
      'Third',
    ])
  }, 60_000)

  it('has the Summit in view all the while, and who still holds it up', async () => {
    const page = await procurement.page()
    expect(page).toContain(
      'close batch 1 (First tranche: the case for one function); batch 2 (Second tranche: costs and benefits); batch 3 (Third tranche: how it is run) first.',
    )
    for (const words of [
      `comes near ${dayInWords(summitDay)}: the full business case goes to the Alliance Summit`,
      'Hard because it is the day of a meeting',
      'The initiative still waits for:',
      'Deputy Chief Constable (Norfolk Constabulary) to comment on batch 1 (First tranche: the case for one function)',
      'Director of Support Services (Essex Police and Kent Police) to comment on batch 3 (Third tranche: how it is run)',
    ])
      expect(page).toContain(words)
  })

  it('is commented on by page, while one finance officer has none and one deputy says nothing', async () => {
    const [first, second, third] = tranches.map(({ title }) => title)
    const kent = await asked('chief-finance-officer-kent', second ?? '')
    await say(kent.reader, kent.page, { text: 'Show the savings by force.', where: 'page 7' })
    const essexFinance = await asked('chief-finance-officer-essex', second ?? '')
    await sayNothing(essexFinance.reader, essexFinance.page)
    const essex = await asked('deputy-chief-constable-essex', first ?? '')
    await say(essex.reader, essex.page, { text: 'Say what becomes of contracts that run on.' })
    const kentDeputy = await asked('deputy-chief-constable-kent', first ?? '')
    await sayNothing(kentDeputy.reader, kentDeputy.page)
    const director = await asked('director-of-support-services-essex-kent', third ?? '')
    await say(director.reader, director.page, { text: 'Commissioners must harmonise financial regulations first.' })

    const page = await procurement.page()
    for (const words of [
      'Comment 1 of Chief Finance Officer (Kent Police) on Financial case, version 0.1; page 7',
      'no comment Chief Finance Officer (Essex Police)',
      'awaited Deputy Chief Constable (Norfolk Constabulary)',
    ])
      expect(page).toContain(words)
    expect(await procurement.team.refusalOf('submit', { proposal })).toContain('still before stakeholders')
  }, 60_000)

  it('is changed where they are right, and each is answered: what changed, or why not', async () => {
    const { team } = procurement
    await team.provide('financial-case', 'Financial case', '0.2', 'Savings by force.')
    await team.act('answerComment', {
      circulationId: 'second',
      commentNumber: 1,
      outcome: 'changed',
      answer: 'Table 2 shows them by force now.',
    })
    await team.act('answerComment', {
      circulationId: 'first',
      commentNumber: 1,
      outcome: 'notChanged',
      answer: 'They run on as they are: page 3.',
    })
    const mail = await procurement.mailTo('chief-finance-officer-kent', ({ subject }) =>
      /Your comment 1 has been answered/.test(subject),
    )
    expect(mail.text).toContain('Table 2 shows them by force now.')
    const { reader, path } = await asked('chief-finance-officer-kent', 'Second tranche')
    const shown = await reader.open(path)
    for (const words of [
      'Financial case version 0.2, in place of version 0.1',
      'On Financial case, version 0.1; page 7',
      'The papers are changed',
    ])
      expect(shown.text).toContain(words)
  }, 60_000)

  it('goes to no board with a comment unanswered, and closes on a silent stakeholder only with the reason', async () => {
    const { team } = procurement
    expect(await team.refusalOf('closeCirculation', { circulationId: 'first' })).toContain(
      'these have not answered: Deputy Chief Constable (Norfolk Constabulary)',
    )
    const reason = 'The Summit cannot be moved, and Norfolk was spoken to.'
    await team.act('closeCirculation', { circulationId: 'first', reason })
    for (const circulationId of ['second', 'third']) await team.act('closeCirculation', { circulationId })
    expect(await team.refusalOf('submit', { proposal })).toBe(
      'Every comment must be answered first: comment 1 of Director of Support Services (Essex Police and Kent Police) on batch 3 (Third tranche: how it is run).',
    )
    await team.act('answerComment', {
      circulationId: 'third',
      commentNumber: 1,
      outcome: 'notChanged',
      answer: 'They do so before go-live: it is one of its conditions.',
    })
  })

  it('is frozen for the Summit as stakeholders saw it last, and approved there by all seven pairs', async () => {
    const norfolk = await asked('deputy-chief-constable-norfolk', 'First tranche')
    expect(norfolk.page.status).toBe(410)
    expect(norfolk.page.text).toContain('Comments on these papers are closed')
    await procurement.submit(proposal)
    const { submission } = (await procurement.now()).context
    expect(submission?.papers.map(({ title, version }) => `${title} ${version}`)).toEqual([
      'Strategic case 0.1',
      'Financial case 0.2',
      'Section 22A agreement 0.1',
    ])
    const invitation = await procurement.invitationTo(chiefOf('norfolk'), 'Alliance Summit')
    expect(invitation.text).toContain('Financial case, version 0.2')
    await procurement.decide(
      'Alliance Summit',
      each(sevenForces.flatMap((force) => [chiefOf(force), commissionerOf(force)])),
    )
    expect(await procurement.decision()).toMatchObject({
      boardId: 'alliance-summit',
      outcome: 'approved',
      provenance: { certainty: 'rehearsal' },
    })
    const page = await procurement.page()
    for (const words of [
      'said nothing Deputy Chief Constable (Norfolk Constabulary)',
      'Closed because: The Summit cannot be moved, and Norfolk was spoken to.',
      '3 stakeholders asked; 1 comment, 0 changes to the papers; 1 had none',
      '2 stakeholders asked; 1 comment, 1 change to the papers; 1 had none',
    ])
      expect(page).toContain(words)
  }, 60_000)
})
