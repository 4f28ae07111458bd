import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import * as z from 'zod'
import { stageId } from '../../machines/vocabulary/facts.ts'
import { startJourneys, type Case, type Journeys } from '../api/decisions/journey.ts'
import { fieldsOf, press } from '../api/decisions/member.ts'
import { aPlan, seatIds, theChiefs } from '../support/case.ts'

let journeys: Journeys

beforeAll(async () => {
  journeys = await startJourneys()
})
afterAll(() => journeys?.stop())

const form = z.object({ form: z.string(), typedNumber: z.string() })

/** Whoever holds the token of a seat, before whatever happens to it: each way of pressing answers with the status. */
type Holder = { press(): Promise<number> }

const onThePage = async (initiative: Case, seatId: string): Promise<Holder> => {
  const { chief, page } = await journeys.atThePage(initiative, seatId)
  return { press: async () => (await press(chief, page)).status }
}

const asAProgram = async (initiative: Case, seatId: string): Promise<Holder> => {
  const token = (await initiative.linkOf(seatId)).slice('/d/'.length)
  const call = (method: 'GET' | 'POST', payload?: object) =>
    journeys.app.inject({
      method,
      url: '/api/decision',
      headers: { authorization: `Bearer ${token}` },
      ...(payload ? { payload } : {}),
    })
  const read = form.parse((await call('GET')).json())
  return {
    press: async () =>
      (await call('POST', { form: read.form, typedAnswer: read.typedNumber, choice: 'approve' })).statusCode,
  }
}

const aBoard = (boardId: string, kentHolder?: string) => ({
  boardId,
  name: 'Chief Constables',
  fromDay: '2020-01-01',
  rule: { kind: 'nOfM' as const, approvals: 2, refusal: 'ends' as const },
  ruleProvenance: { certainty: 'recorded' as const },
  membersProvenance: { certainty: 'recorded' as const },
  seats: theChiefs().seats.map(({ holderId, ...seat }) => ({
    ...seat,
    holdings: [
      { personId: holderId, fromDay: '2020-01-01' },
      ...(seat.seatId === 'kent' && kentHolder ? [{ personId: kentHolder, fromDay: '2021-01-01' }] : []),
    ],
  })),
  meetings: [],
})

const planFor = (board: string) =>
  aPlan({
    gates: Object.fromEntries(stageId.options.map((stage) => [stage, { boards: [{ board, decideWithin: 'P10D' }] }])),
  })

/** What happens to a good link: answers with what its press must be answered with. */
const ends: {
  name: string
  end: (initiative: Case, boardId: string) => Promise<void>
  status: number
  reason: string
}[] = [
  {
    name: 'newer papers',
    end: async (initiative) => {
      const { chief, page } = await journeys.atThePage(initiative, 'essex')
      await press(chief, page, { choice: 'sendBack', reason: 'Not yet' })
      const [point] = (await initiative.state()).initiative.context.points
      await initiative.ask('answerPoint', { pointId: point?.pointId ?? '', answer: 'Now it is.' })
      await initiative.submitAgain()
    },
    status: 410,
    reason: 'the link has ended',
  },
  {
    name: 'a hold',
    end: async (initiative) => void (await initiative.ask('hold', { reason: 'Counsel is asked.' })),
    status: 409,
    reason: 'OnHold',
  },
  {
    name: 'another holder of the seat',
    end: async (_, boardId) =>
      void (await journeys.store.directory.putBoard(aBoard(boardId, 'temporary-chief-constable-kent'))),
    status: 410,
    reason: 'the link has ended',
  },
  {
    name: 'the end of the review',
    end: async (initiative) => {
      for (const seatId of seatIds.slice(1)) {
        const { chief, page } = await journeys.atThePage(initiative, seatId)
        await press(chief, page)
      }
    },
    status: 410,
    reason: 'the link has ended',
  },
]

describe.each([
  ['pressed on its page', onThePage],
  ['used by a program', asAProgram],
])('a link that was good, %s', (_how, hold) => {
  it.each(ends)('after $name decides nothing, and an access row says why', async ({ end, status, reason }) => {
    const boardId = `board-${crypto.randomUUID().slice(0, 8)}`
    await journeys.store.directory.putBoard(aBoard(boardId))
    const initiative = await journeys.submitted({ board: { boardId }, creation: { plan: planFor(boardId) } })
    const kent = await hold(initiative, 'kent')
    await end(initiative, boardId)
    const before = await initiative.votesRecorded()
    const refusedBefore = (await initiative.accesses()).filter(({ kind }) => kind === 'postRefused').length
    expect(await kent.press()).toBe(status)
    expect(await initiative.votesRecorded()).toBe(before)
    expect(await initiative.ballots('kent')).toEqual([])
    const refused = (await initiative.accesses()).filter(({ kind }) => kind === 'postRefused')
    expect(refused).toHaveLength(refusedBefore + 1)
    expect(refused.at(-1)).toMatchObject({ seatId: 'kent', reason, ipAddress: '127.0.0.1' })
    if (reason !== 'OnHold') return
    await initiative.ask('resume', {})
    expect(await kent.press()).toBe(200)
    expect(await initiative.ballots('kent')).toMatchObject([{ choice: 'approve' }])
  })

  it('from another initiative decides nothing there, and an access row says so', async () => {
    const [initiative, other] = [await journeys.submitted(), await journeys.submitted()]
    const token = (await other.linkOf('kent')).slice('/d/'.length)
    const { page } = await journeys.atThePage(initiative)
    const cookie = `__Host-gatehouse-${initiative.initiativeId}.s1b1.kent=${token}`
    const status =
      hold === onThePage
        ? (await press(journeys.member(), page, {}, { cookie })).status
        : (
            await journeys.app.inject({
              method: 'POST',
              url: '/api/decision',
              headers: { authorization: `Bearer ${token}` },
              payload: { form: [fieldsOf(page)['form'] ?? ''].flat()[0], typedAnswer: '1234', choice: 'approve' },
            })
          ).statusCode
    expect(status).toBe(403)
    expect([await initiative.votesRecorded(), await other.votesRecorded()]).toEqual([0, 0])
    const refused = [...(await initiative.accesses()), ...(await other.accesses())].filter(
      ({ kind }) => kind === 'postRefused',
    )
    expect(refused).toHaveLength(1)
  })
})
