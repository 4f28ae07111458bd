import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { randomUUID } from 'node:crypto'
import { pino } from 'pino'
import type { Board } from '../../../machines/terms-of-reference.ts'
import { keepSeats } from '../../../worker/seat-keeper.ts'
import { stageId } from '../../../machines/vocabulary/facts.ts'
import { aPlan } from '../../support/case.ts'
import { startJourneys } from './journey.ts'
import { actionOf, fieldsOf, numberOn, press } from './member.ts'

let journeys: Awaited<ReturnType<typeof startJourneys>>
beforeAll(async () => {
  journeys = await startJourneys()
}, 120_000)
afterAll(() => journeys?.stop())

const assumed = { certainty: 'assumed' as const }

/** A board on file of its own, with three members, so that its terms may change without anybody else's. */
const aBoardOnFile = async (kent: Partial<Board['seats'][number]> = {}) => {
  const boardId = `chiefs-${randomUUID().slice(0, 8)}`
  const put = (change: Partial<Board['seats'][number]>) =>
    journeys.parts.directory.putBoard({
      boardId,
      name: 'Chief Constables',
      fromDay: '2020-01-01',
      rule: { kind: 'nOfM', approvals: 2, refusal: 'ends' },
      ruleProvenance: assumed,
      membersProvenance: assumed,
      meetings: [],
      seats: ['kent', 'essex', 'norfolk'].map((seatId) => ({
        seatId,
        title: `Chief Constable, ${seatId}`,
        organisationIds: [seatId],
        chair: seatId === 'kent',
        holdings: [{ personId: `chief-constable-${seatId}`, fromDay: '2020-01-01' }],
        ...(seatId === 'kent' ? change : {}),
      })),
    })
  await put(kent)
  return { boardId, put }
}

const planNaming = (boardId: string) =>
  aPlan({
    gates: Object.fromEntries(
      stageId.options.map((stage) => [stage, { boards: [{ board: boardId, decideWithin: 'P10D' }] }]),
    ),
  })

const keeping = () => ({
  client: journeys.initiatives.client,
  initiatives: journeys.parts.initiatives,
  directory: journeys.parts.directory,
  calendar: journeys.parts.calendar,
  clock: journeys.parts.clock,
  log: pino({ level: 'silent' }),
})
const today = () => journeys.parts.calendar.dayOf(Date.now())

describe('a member who changes while the board decides', () => {
  it('is asked by a link of their own, and the earlier member’s link explains itself', async () => {
    const { boardId, put } = await aBoardOnFile()
    const initiative = await journeys.submitted({ board: { boardId }, creation: { plan: planNaming(boardId) } })
    const { chief: earlier, page } = await journeys.atThePage(initiative)
    await journeys.parts.directory.putPerson({
      personId: 'new-chief-kent',
      name: 'Chief Constable, Kent',
      email: 'new-chief@kent.example',
    })
    await put({
      holdings: [
        { personId: 'chief-constable-kent', fromDay: '2020-01-01' },
        { personId: 'new-chief-kent', fromDay: today() },
      ],
    })
    expect((await press(earlier, page)).text).toContain('This link belongs to an earlier member')
    const moved = await keepSeats(keeping())
    expect(moved.filter(({ initiativeId }) => initiativeId === initiative.initiativeId)).toMatchObject([
      { seatId: 'kent', personId: 'new-chief-kent', as: 'holder' },
    ])
    const chief = journeys.member()
    const receipt = await press(chief, await chief.open(await initiative.linkTo('new-chief@kent.example')))
    expect(receipt.text).toContain('Your decision: Approve')
    expect(await initiative.ballots('kent')).toMatchObject([{ holderId: 'new-chief-kent', choice: 'approve' }])
    expect((await keepSeats(keeping())).filter(({ initiativeId }) => initiativeId === initiative.initiativeId)).toEqual(
      [],
    )
  })
})

describe('a deputy', () => {
  it('is asked while the member is away by the board’s terms, decides for them, and hands back after', async () => {
    const { boardId, put } = await aBoardOnFile()
    const initiative = await journeys.submitted({ board: { boardId }, creation: { plan: planNaming(boardId) } })
    await journeys.parts.directory.putPerson({
      personId: 'deputy-kent',
      name: 'Deputy Chief Constable, Kent',
      email: 'deputy@kent.example',
    })
    await put({ deputies: [{ personId: 'deputy-kent', fromDay: today(), untilDay: today() }] })
    await keepSeats(keeping())
    const deputy = journeys.member()
    const page = await deputy.open(await initiative.linkTo('deputy@kent.example'))
    expect(page.text).toContain('You are Deputy Chief Constable, Kent, for Chief Constable, Kent')
    const receipt = await press(deputy, page)
    expect(receipt.text).toContain('Deputy Chief Constable, Kent, for Chief Constable, Kent')
    expect(await initiative.ballots('kent')).toMatchObject([
      { holderId: 'deputy-kent', forHolderId: 'chief-constable-kent', choice: 'approve' },
    ])
    await put({ deputies: [{ personId: 'deputy-kent', fromDay: '2026-01-01', untilDay: '2026-01-02' }] })
    await keepSeats(keeping())
    expect((await deputy.open(page.path)).text).toContain('This link belongs to an earlier member')
    const chief = journeys.member()
    const back = await chief.open(await initiative.linkOf('kent'))
    expect(back.text).toContain('Your decision: Approve')
  })
})

describe('a member who passes one decision to their deputy from the email', () => {
  const withDeputy = async () => {
    const deputies = [{ personId: 'deputy-kent' }]
    const { boardId } = await aBoardOnFile({ deputies })
    await journeys.parts.directory.putPerson({
      personId: 'deputy-kent',
      name: 'Deputy Chief Constable, Kent',
      email: 'deputy@kent.example',
    })
    const seats = ['kent', 'essex', 'norfolk'].map((seatId) => ({
      seatId,
      title: `Chief Constable, ${seatId}`,
      organisationIds: [seatId],
      holderId: `chief-constable-${seatId}`,
      chair: seatId === 'kent',
      ...(seatId === 'kent' ? { deputies: [{ personId: 'deputy-kent', title: 'Deputy Chief Constable, Kent' }] } : {}),
    }))
    const initiative = await journeys.submitted({ board: { boardId, seats }, creation: { plan: planNaming(boardId) } })
    const { chief, page } = await journeys.atThePage(initiative)
    expect(page.text).toContain('Pass this decision to your deputy')
    return { initiative, chief, form: await chief.open(`${page.path}/deputy`), page }
  }
  const passing = { deputy: 'deputy-kent', reason: 'I am on leave until Monday.' }

  it('lets the deputy decide for them, by a link of their own, and ends the member’s', async () => {
    const { initiative, chief, form, page } = await withDeputy()
    const passed = await press(chief, form, passing)
    expect(passed.text).toContain('Deputy Chief Constable, Kent decides in your place')
    expect((await chief.open(page.path)).text).toContain('Your deputy decides this')
    expect((await press(chief, page)).text).toContain('Your deputy decides this')
    const deputy = journeys.member()
    const receipt = await press(deputy, await deputy.open(await initiative.linkTo('deputy@kent.example')))
    expect(receipt.text).toContain('Your decision: Approve')
    expect(await initiative.ballots('kent')).toMatchObject([
      { holderId: 'deputy-kent', forHolderId: 'chief-constable-kent' },
    ])
    expect((await keepSeats(keeping())).filter(({ initiativeId }) => initiativeId === initiative.initiativeId)).toEqual(
      [],
    )
  })

  it('keeps what was typed and passes nothing on while a name, the reason or the number is missing', async () => {
    const { initiative, chief, form } = await withDeputy()
    const back = await press(chief, form, { reason: 'On leave', 'typed-number': '' })
    expect(back.status).toBe(422)
    expect(back.text).toContain('Choose who is to decide in your place')
    expect(back.html.querySelector('textarea')?.text).toBe('On leave')
    const stranger = await press(chief, form, { ...passing, deputy: 'chief-constable-essex' })
    expect(stranger.text).toContain('Choose who is to decide in your place')
    expect((await initiative.state()).reviews['s1b1']?.context.seatMoves).toBeUndefined()
  })

  it('is never passed on by a scanner that fills in every field it finds', async () => {
    const { initiative, chief, form } = await withDeputy()
    const everything = { ...fieldsOf(form), ...passing, 'please-leave-this-empty': 'x', 'typed-number': numberOn(form) }
    expect((await chief.send(actionOf(form), everything)).status).toBe(422)
    expect((await initiative.state()).reviews['s1b1']?.context.seatMoves).toBeUndefined()
  })
})

describe('who sits on a board', () => {
  it('is for its terms to say: the change team cannot put anybody else there', async () => {
    const { boardId, put } = await aBoardOnFile()
    const initiative = await journeys.submitted({ board: { boardId }, creation: { plan: planNaming(boardId) } })
    const move = async () => {
      const { statusCode, body } = await journeys.app.inject({
        method: 'POST',
        url: `/api/initiatives/${initiative.initiativeId}/commands/moveSeat`,
        headers: { 'idempotency-key': randomUUID(), 'x-acting-as': 'change team' },
        payload: { reviewId: 's1b1', seatId: 'kent', personId: 'secretary', as: 'deputy', reason: 'Easier this way.' },
      })
      return [statusCode, body] as const
    }
    expect(await move()).toEqual([409, expect.stringContaining('neither as holder nor as deputy of this seat')])
    expect((await initiative.state()).reviews['s1b1']?.context.seatMoves).toBeUndefined()
    await put({ deputies: [{ personId: 'secretary' }] })
    expect((await move())[0]).toBe(200)
  })
})
