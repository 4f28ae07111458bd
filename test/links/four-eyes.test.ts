import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { stageId, type StageId } from '../../machines/vocabulary/facts.ts'
import type { Actor } from '../../machines/vocabulary/people.ts'
import { initiativeWorkflowId } from '../../workflows/ids.ts'
import { commandUpdate } from '../../workflows/messages.ts'
import { startJourneys, type Case, type Journeys } from '../api/decisions/journey.ts'
import { fieldsOf, filledIn } from '../api/decisions/member.ts'
import { askedAnotherWay } from '../../machines/ways.ts'
import { aPlan, aVote, memberHolding, theChiefs } from '../support/case.ts'
import { away, there, yes } from '../support/room.ts'
import { refusalOf } from '../support/initiatives.ts'

let journeys: Journeys

beforeAll(async () => {
  journeys = await startJourneys({ linkLimits: { postsPerMinute: 1_000, getsPerMinute: 10_000 } })
})
afterAll(() => journeys?.stop())

const seat = (seatId: string, holderId: string) => ({
  seatId,
  title: `Seat of ${seatId}`,
  organisationIds: ['kent'],
  holderId,
  chair: seatId === 'kent',
})

/** Four seats decide, two of them held by one person; three more are held by the case's own people. */
const boardId = 'four-eyes'
const board = {
  boardId,
  rule: { kind: 'nOfM' as const, approvals: 4, refusal: 'ends' as const },
  seats: [
    seat('kent', 'chief-constable-kent'),
    seat('kent-fire', 'chief-constable-kent'),
    seat('essex', 'chief-constable-essex'),
    seat('norfolk', 'chief-constable-norfolk'),
    seat('author', 'change-team'),
    seat('sponsor', 'sponsor'),
    seat('sro', 'sro'),
  ],
}

const plan = aPlan({
  gates: Object.fromEntries(
    stageId.options.map((stage) => [stage, { boards: [{ board: boardId, decideWithin: 'P10D' }] }]),
  ),
})

/** Papers with the board of a gate, each gate's own needs met first. */
const atTheGate = (stage: StageId): Promise<Case> =>
  journeys.submitted({
    board,
    creation: {
      plan,
      sro: { title: 'Senior responsible owner', personId: 'sro' },
      executiveLead: { title: 'Executive Business Lead', personId: 'sponsor' },
      changeTeam: { title: 'Change team', personId: 'change-team' },
      entry: { stage, provenance: { certainty: 'recorded' } },
      tranches: [{ trancheId: 'all', title: 'All' }],
    },
    beforehand: async (initiativeId) => {
      if (stage !== 'consultation') return
      const opened = { cohortId: 'staff', title: 'Staff', openedOn: '2026-01-01', minimumEndsInstant: 1_000 }
      await journeys.ask(initiativeId, 'openConsultation', opened)
      await expect
        .poll(async () => (await journeys.store.initiatives.find(initiativeId))?.state.consultations['staff']?.value)
        .toBe('minimumPeriodServed')
      await journeys.ask(initiativeId, 'closeConsultation', { cohortId: 'staff', summary: 'Forty responses.' })
    },
  })

/** Straight to the workflow by a client of Temporal, past every page and route. */
const byRawUpdate = ({ initiativeId }: Case, seatId: string, holderId: string, by: Actor): Promise<string> => {
  const updateId = randomUUID()
  return refusalOf(
    journeys.initiatives.client.workflow
      .getHandle(initiativeWorkflowId(initiativeId))
      .executeUpdate(commandUpdate('castVote'), {
        updateId,
        args: [{ payload: aVote(seatId, 'approve', { holderId }), by, updateId }],
      }),
  )
}

/** By a page, with a link that somebody minted for this seat and this person: what the page says, whatever it offers. */
const byLink = async (initiative: Case, seatId: string, holderId: string) => {
  const { token } = await journeys.store.links.mint({
    purpose: 'decide',
    initiativeId: initiative.initiativeId,
    reviewId: 's1b1',
    submissionId: 's1',
    seatId,
    holderId,
  })
  const member = journeys.member()
  const page = await member.open(`/d/${token}`)
  const action = `/decide/${initiative.initiativeId}/s1b1/${seatId}`
  const fields = page.html.querySelector('form') ? filledIn(page) : { ...fieldsOf(page), choice: 'approve' }
  return (await member.send(action, fields)).status
}

const person = (role: string, personId: string): Actor => ({ kind: 'person', role, personId, channel: 'api' })

/** Who tries to decide for which seat, in whose name; none of them may, at any gate. */
const barred: { who: string; seatId: string; holderId: string; by?: Actor; refusal: string }[] = [
  { who: 'the author', seatId: 'author', holderId: 'change-team', refusal: 'OwnCase' },
  { who: 'the sponsor', seatId: 'sponsor', holderId: 'sponsor', refusal: 'OwnCase' },
  { who: 'the senior responsible owner', seatId: 'sro', holderId: 'sro', refusal: 'OwnCase' },
  { who: 'the author on another’s seat', seatId: 'kent', holderId: 'change-team', refusal: 'NotTheHolder' },
  {
    who: 'the author in a member’s name',
    seatId: 'kent',
    holderId: 'chief-constable-kent',
    by: person('change team', 'change-team'),
    refusal: 'NotTheHolder',
  },
  { who: 'a former member', seatId: 'kent', holderId: 'former-chief-constable-kent', refusal: 'NotTheHolder' },
  { who: 'a deputy nobody named beforehand', seatId: 'kent', holderId: 'deputy-kent', refusal: 'NotTheHolder' },
  {
    who: 'a deputy in the member’s name',
    seatId: 'kent',
    holderId: 'chief-constable-kent',
    by: memberHolding('deputy-kent'),
    refusal: 'NotTheHolder',
  },
  { who: 'another member', seatId: 'kent', holderId: 'chief-constable-essex', refusal: 'NotTheHolder' },
  {
    who: 'another member in the member’s name',
    seatId: 'kent',
    holderId: 'chief-constable-kent',
    by: memberHolding('chief-constable-essex'),
    refusal: 'NotTheHolder',
  },
  { who: 'an administrator', seatId: 'kent', holderId: 'pmo', refusal: 'NotTheHolder' },
  {
    who: 'an administrator in the member’s name',
    seatId: 'kent',
    holderId: 'chief-constable-kent',
    by: person('administrator', 'pmo'),
    refusal: 'NotTheHolder',
  },
  {
    who: 'an importer in the member’s name',
    seatId: 'kent',
    holderId: 'chief-constable-kent',
    by: { kind: 'importer', role: 'PMO', personId: 'chief-constable-kent', channel: 'import' },
    refusal: 'NotTheHolder',
  },
  {
    who: 'somebody who says to be Gatehouse itself',
    seatId: 'kent',
    holderId: 'chief-constable-kent',
    by: { kind: 'system', role: 'Gatehouse', personId: 'chief-constable-kent', channel: 'system' },
    refusal: 'InvalidInput',
  },
  { who: 'somebody without a seat', seatId: 'atlantis', holderId: 'somebody', refusal: 'NotAMember' },
]

describe.each(stageId.options)('at the gate of %s', (stage) => {
  it('nobody decides but the holder of a seat, for that seat, and never a case of their own', async () => {
    const initiative = await atTheGate(stage)
    const came: Record<string, string> = {}
    for (const { who, seatId, holderId, by = memberHolding(holderId) } of barred)
      came[who] = (await byRawUpdate(initiative, seatId, holderId, by)).replace(/:.*/s, '')
    expect(came).toEqual(Object.fromEntries(barred.map(({ who, refusal }) => [who, refusal])))

    const byPage: Record<string, number> = {}
    const withLinks = barred.filter(({ by }) => by === undefined)
    for (const { who, seatId, holderId } of withLinks) byPage[who] = await byLink(initiative, seatId, holderId)
    expect(Object.entries(byPage).filter(([, status]) => ![403, 404, 409, 410].includes(status))).toEqual([])

    const command = await journeys.app.inject({
      method: 'POST',
      url: `/api/initiatives/${initiative.initiativeId}/commands/castVote`,
      headers: { 'idempotency-key': randomUUID(), 'x-acting-as': 'PMO' },
      payload: aVote('kent'),
    })
    expect(command.statusCode).toBe(404)
    expect(await initiative.votesRecorded()).toBe(0)
  })

  it('one person with two seats decides for each of them, and the case’s own people are not waited for', async () => {
    const initiative = await atTheGate(stage)
    expect(await byLink(initiative, 'kent', 'chief-constable-kent')).toBe(200)
    expect(await initiative.ballots('kent-fire')).toEqual([])
    expect(await byLink(initiative, 'kent-fire', 'chief-constable-kent')).toBe(200)
    expect(
      await byRawUpdate(initiative, 'essex', 'chief-constable-essex', memberHolding('chief-constable-essex')),
    ).toBe('nothing was refused')
    expect((await initiative.state()).reviews['s1b1']?.status).toBe('active')
    expect(await byLink(initiative, 'norfolk', 'chief-constable-norfolk')).toBe(200)
    expect((await initiative.state()).reviews['s1b1']?.value).toBe('approved')
    expect(await initiative.votesRecorded()).toBe(4)
  })
})

describe('what was decided in the room', () => {
  const chair = { reviewId: 's1b1', version: 1, seatId: 'kent', holderId: 'chief-constable-kent' }
  const answering: { who: string; by: Actor; answer?: object; refusal: string }[] = [
    { who: 'the secretary', by: person('Board secretary', 'secretary'), refusal: 'NotTheHolder' },
    { who: 'the secretary in the chair’s name', by: memberHolding('secretary'), refusal: 'NotTheHolder' },
    { who: 'an administrator', by: person('administrator', 'chief-constable-kent'), refusal: 'NotTheHolder' },
    {
      who: 'another member',
      by: memberHolding('chief-constable-essex'),
      answer: { seatId: 'essex', holderId: 'chief-constable-essex' },
      refusal: 'NotTheChair',
    },
    {
      who: 'another member on the chair’s seat',
      by: memberHolding('chief-constable-essex'),
      answer: { holderId: 'chief-constable-essex' },
      refusal: 'NotTheChair',
    },
    {
      who: 'a deputy nobody named',
      by: memberHolding('deputy-kent'),
      answer: { holderId: 'deputy-kent' },
      refusal: 'NotTheChair',
    },
  ]

  it('is confirmed and refused by nobody but whoever was in the chair', async () => {
    const initiative = await atTheGate('outlineBusinessCase')
    const dayEndsInstant = Date.now() + 86_400_000
    const seats = ['kent', 'kent-fire', 'essex', 'norfolk'].map((seatId) =>
      seatId === 'kent' ? there(seatId, yes) : away(seatId),
    )
    const record = { reviewId: 's1b1', day: '2026-01-01', dayEndsInstant, seats, tabledPapers: [], recordedBy: 'Clerk' }
    expect(await initiative.ask('recordRoom', record)).toMatchObject({ kind: 'recorded' })
    const handle = journeys.initiatives.client.workflow.getHandle(initiativeWorkflowId(initiative.initiativeId))
    const came: Record<string, string[]> = {}
    for (const { who, by, answer = {} } of answering) {
      const [first, second] = [randomUUID(), randomUUID()]
      const payload = { ...chair, ...answer }
      const refusals = [
        await refusalOf(
          handle.executeUpdate(commandUpdate('confirmRoom'), {
            updateId: first,
            args: [{ payload, by, updateId: first }],
          }),
        ),
        await refusalOf(
          handle.executeUpdate(commandUpdate('refuseRoom'), {
            updateId: second,
            args: [{ payload: { ...payload, reason: 'No.' }, by, updateId: second }],
          }),
        ),
      ]
      came[who] = refusals.map((refused) => refused.replace(/:.*/s, ''))
    }
    expect(came).toEqual(Object.fromEntries(answering.map(({ who, refusal }) => [who, [refusal, refusal]])))
    expect(await initiative.ballots('kent')).toEqual([])
  })
})

describe('chair\u2019s action', () => {
  const chiefs = [
    seat('kent', 'chief-constable-kent'),
    { ...seat('essex', 'chief-constable-essex'), viceChair: true },
    seat('norfolk', 'chief-constable-norfolk'),
  ]
  const asked = (ownCase: string[]) => {
    const rule = { kind: 'chairDecides' as const }
    return askedAnotherWay(
      theChiefs({ ...board, rule, seats: chiefs, decideByInstant: Date.now() + 86_400_000 }),
      { by: 'chairsAction', reason: 'It cannot wait.' },
      { chairsAction: {} },
      ownCase,
    )
  }

  it('is taken by nobody but the chair: not by a member who is told, nor by the vice chair', async () => {
    const initiative = await journeys.submitted({ board: asked([]), creation: { plan } })
    for (const [seatId, holderId] of [
      ['essex', 'chief-constable-essex'],
      ['norfolk', 'chief-constable-norfolk'],
    ] as const) {
      expect(await byRawUpdate(initiative, seatId, holderId, memberHolding(holderId))).toMatch(/^NotAMember/)
      expect([403, 404, 409, 410]).toContain(await byLink(initiative, seatId, holderId))
    }
    expect(await initiative.votesRecorded()).toBe(0)
    expect(await byLink(initiative, 'kent', 'chief-constable-kent')).toBe(200)
  })

  it('is the vice chair\u2019s where it is the chair\u2019s own case', async () => {
    const sro = { title: 'Senior responsible owner', personId: 'chief-constable-kent' }
    const initiative = await journeys.submitted({ board: asked([sro.personId]), creation: { plan, sro } })
    expect(await byRawUpdate(initiative, 'kent', sro.personId, memberHolding(sro.personId))).toMatch(/^OwnCase/)
    expect(await byLink(initiative, 'essex', 'chief-constable-essex')).toBe(200)
    expect((await initiative.state()).reviews['s1b1']?.value).toBe('approved')
  })
})

describe('somebody who left the board while it had the papers', () => {
  it('cannot decide by the link they were sent, once the board’s terms name another', async () => {
    const left = `board-${randomUUID().slice(0, 8)}`
    const planned = aPlan({
      gates: Object.fromEntries(
        stageId.options.map((stage) => [stage, { boards: [{ board: left, decideWithin: 'P10D' }] }]),
      ),
    })
    const initiative = await journeys.submitted({ board: { boardId: left }, creation: { plan: planned } })
    await journeys.store.directory.putBoard({
      boardId: left,
      name: 'Chief Constables',
      fromDay: '2020-01-01',
      rule: { kind: 'unanimous' },
      ruleProvenance: { certainty: 'recorded' },
      membersProvenance: { certainty: 'recorded' },
      seats: [],
      meetings: [],
    })
    expect(await byLink(initiative, 'kent', 'chief-constable-kent')).toBe(410)
    expect(await initiative.votesRecorded()).toBe(0)
  })
})
