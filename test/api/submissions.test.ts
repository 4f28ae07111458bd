import { beforeEach, describe, expect, it } from 'vitest'
import { calendarOf } from '../../activities/calendar.ts'
import type { Organisation } from '../../activities/ports.ts'
import type { Board, BoardSeat } from '../../machines/terms-of-reference.ts'
import { holderOn } from '../../machines/terms-of-reference.ts'
import { freezeBoards, type Going } from '../../api/submissions.ts'
import { gateBoard, type GovernancePlan } from '../../machines/vocabulary/plan.ts'
import { aPlan } from '../support/case.ts'

/** Monday 8 March 2027, 9am. */
const nowInstant = Date.UTC(2027, 2, 8, 9)
const at5pm = (month: number, day: number) => Date.UTC(2027, month - 1, day, 17)

let organisations: Organisation[] = []
beforeEach(() => {
  organisations = []
})

const aSeat = (seatId: string, overrides: Partial<BoardSeat> = {}): BoardSeat => ({
  seatId,
  title: `Chief Constable, ${seatId}`,
  organisationIds: [seatId],
  chair: false,
  holdings: [{ personId: seatId, fromDay: '2020-01-01' }],
  ...overrides,
})

const aBoard = (boardId: string, overrides: Partial<Board> = {}): Board => ({
  boardId,
  name: `Board ${boardId}`,
  version: 3,
  fromDay: '2020-01-01',
  rule: { kind: 'unanimous' },
  ruleProvenance: { certainty: 'assumed' },
  membersProvenance: { certainty: 'assumed' },
  seats: [aSeat('kent'), aSeat('essex')],
  meetings: [],
  ...overrides,
})

const gateOf = (boards: Parameters<typeof gateBoard.parse>[0][]): GovernancePlan => {
  const plan = aPlan()
  return {
    ...plan,
    gates: { ...plan.gates, goLive: { boards: boards.map((board) => gateBoard.parse(board)), evidence: [] } },
  }
}

const freeze = (plan: GovernancePlan, boards: Board[], going: Partial<Going> = {}) =>
  freezeBoards(
    { plan, stage: 'goLive', ask: 'decide', nowInstant, ...going },
    {
      directory: {
        board: async (boardId) => boards.find((board) => board.boardId === boardId),
        organisations: async () => organisations,
        people: async () =>
          ['kent', 'essex'].map((personId) => ({ personId, name: personId, email: `${personId}@x.example` })),
      },
      calendar: calendarOf(),
    },
  )

const boardsOf = async (...asked: Parameters<typeof freeze>) => {
  const frozen = await freeze(...asked)
  if ('refused' in frozen) throw new Error(frozen.refused.reason)
  return frozen.boards
}

describe('papers frozen for their boards', () => {
  it('give each board its time after the one before, at most ten working days each', async () => {
    const plan = gateOf([
      { board: 'oversight', ask: 'support', decideWithin: 'P5D' },
      { board: 'chiefs', decideWithin: 'P5D' },
    ])
    const boards = await boardsOf(plan, [aBoard('oversight'), aBoard('chiefs')])
    expect(boards.map(({ boardId, ask, decideByInstant }) => [boardId, ask, decideByInstant])).toEqual([
      ['oversight', 'support', at5pm(3, 15)],
      ['chiefs', 'decide', at5pm(3, 22)],
    ])
  })

  it('count a day only where every organisation with a seat asked works on it', async () => {
    const name = 'Police Service of Northern Ireland'
    organisations = [{ organisationId: 'essex', name, kind: 'force', division: 'northernIreland' }]
    const asked = { board: 'chiefs', decideWithin: 'P8D', reminders: ['P2D'] }
    const board = aBoard('chiefs', { meetings: ['2027-03-19'], papersDueBefore: 'P3D' })
    const plan = gateOf([{ ...asked, escalations: [{ to: 'pmo', after: 'P1D' }] }])
    const [both] = await boardsOf(plan, [board])
    expect(both).toMatchObject({
      decideByInstant: at5pm(3, 19),
      reminderInstants: [at5pm(3, 16)],
      escalations: [{ to: 'pmo', atInstant: at5pm(3, 22) }],
      passedOver: [{ day: '2027-03-17', closedFor: [name] }],
    })
    const [kentAlone] = await boardsOf(plan, [board], { forOrganisationIds: ['kent'] })
    expect(kentAlone).toMatchObject({ decideByInstant: at5pm(3, 18), reminderInstants: [at5pm(3, 16)] })
    expect(kentAlone).not.toHaveProperty('passedOver')
    const [meeting] = await boardsOf(gateOf([{ board: 'chiefs', at: 'meeting' }]), [board])
    expect(meeting?.meeting?.papersDueInstant).toBe(at5pm(3, 15))
    const [calendarDays] = await boardsOf(gateOf([{ board: 'chiefs', decideWithin: 'P10D', days: 'calendar' }]), [
      board,
    ])
    expect(calendarDays).not.toHaveProperty('passedOver')
  })

  it('keep to the days an organisation is closed besides', async () => {
    organisations = [{ organisationId: 'kent', name: 'Kent Police', kind: 'force', closedDays: ['2027-03-10'] }]
    const [board] = await boardsOf(gateOf([{ board: 'chiefs', decideWithin: 'P3D' }]), [aBoard('chiefs')])
    expect(board).toMatchObject({
      decideByInstant: at5pm(3, 12),
      passedOver: [{ day: '2027-03-10', closedFor: ['Kent Police'] }],
    })
  })

  it('remind before the date, in order, never in the past and never at or after it', async () => {
    const reminders = ['P1D', 'P3D', 'P30D', 'PT0S']
    const [board] = await boardsOf(gateOf([{ board: 'chiefs', decideWithin: 'P5D', reminders }]), [aBoard('chiefs')])
    expect(board?.reminderInstants).toEqual([at5pm(3, 10), at5pm(3, 12)])
  })

  it('carry the plan’s rule and its note where the plan sets one, else the board’s own', async () => {
    const rule = { kind: 'nOfM', approvals: 1, refusal: 'counted' } as const
    const plan = gateOf([{ board: 'chiefs', decideWithin: 'PT8S', rule, ruleNote: 'Rehearsal rule' }])
    expect(await boardsOf(plan, [aBoard('chiefs')])).toMatchObject([
      { rule, ruleNote: 'Rehearsal rule', termsVersion: 3 },
    ])
    expect(await boardsOf(gateOf([{ board: 'chiefs', decideWithin: 'PT8S' }]), [aBoard('chiefs')])).toMatchObject([
      { rule: { kind: 'unanimous' } },
    ])
  })

  it('carry that their members decide with a one-time code, where the plan asks for it', async () => {
    const plan = gateOf([
      { board: 'oversight', ask: 'support', decideWithin: 'P5D' },
      { board: 'chiefs', decideWithin: 'P5D', assurance: 'B' },
    ])
    const boards = await boardsOf(plan, [aBoard('oversight'), aBoard('chiefs')])
    expect(boards.map(({ assurance }) => assurance)).toEqual([undefined, 'B'])
  })

  it('carry when members see how the others decided, where the board’s terms say it', async () => {
    const plan = gateOf([{ board: 'chiefs', decideWithin: 'PT8S' }])
    expect(await boardsOf(plan, [aBoard('chiefs', { othersShown: 'afterOwn' })])).toMatchObject([
      { othersShown: 'afterOwn' },
    ])
    expect((await boardsOf(plan, [aBoard('chiefs')]))[0]).not.toHaveProperty('othersShown')
  })

  it('that ask for less than a decision go to the board the plan asks for that, else to the deciding one', async () => {
    const plan = gateOf([
      { board: 'oversight', ask: 'support', decideWithin: 'P5D' },
      { board: 'chiefs', decideWithin: 'P5D' },
    ])
    const boards = [aBoard('oversight'), aBoard('chiefs')]
    const asked = async (going: Partial<Going>) => (await boardsOf(plan, boards, going)).map(({ boardId }) => boardId)
    expect(await asked({ ask: 'support' })).toEqual(['oversight'])
    expect(await asked({ ask: 'agreeNextStep' })).toEqual(['chiefs'])
    expect(await asked({ ask: 'agreeNextStep', boardId: 'oversight' })).toEqual(['oversight'])
  })

  it.each([
    ['a board that is not on file', [], 'names the board chiefs, which is not on file'],
    ['a board without seats', [aBoard('chiefs', { seats: [] })], 'has no seats on file'],
    [
      'a seat nobody holds yet',
      [aBoard('chiefs', { seats: [aSeat('kent', { holdings: [{ personId: 'kent', fromDay: '2027-03-09' }] })] })],
      'nobody holds the seat Chief Constable, kent',
    ],
    ['a holder without an address', [aBoard('chiefs', { seats: [aSeat('norfolk')] })], 'no address is on file'],
    [
      'a rule that is only written down',
      [aBoard('chiefs', { rule: { kind: 'asWritten', text: 'as the Summit sees fit' } })],
      'cannot open a review yet: its decision rule is only written down',
    ],
  ])('are refused in words for %s', async (_what, boards, words) => {
    const frozen = await freeze(gateOf([{ board: 'chiefs', decideWithin: 'P5D' }]), boards)
    expect(frozen).toMatchObject({ refused: { reason: expect.stringContaining(words) } })
  })

  it('know a seat by its newest holder who has begun', () => {
    const seat = aSeat('kent', {
      holdings: [
        { personId: 'second', fromDay: '2027-01-01' },
        { personId: 'first', fromDay: '2020-01-01' },
        { personId: 'third', fromDay: '2027-06-01' },
      ],
    })
    expect(['2019-12-31', '2026-12-31', '2027-03-08', '2027-06-01'].map((day) => holderOn(seat, day))).toEqual([
      undefined,
      'first',
      'second',
      'third',
    ])
  })
})

describe('papers to a board outside its meetings', () => {
  const seats = [aSeat('kent', { chair: true }), aSeat('essex', { viceChair: true })]
  const atMeetings = gateOf([{ board: 'chiefs', at: 'meeting' }])
  const chiefs = (overrides: Partial<Board> = {}) => [
    aBoard('chiefs', { rule: { kind: 'chairDecides' }, seats, meetings: ['2027-03-10', '2027-06-14'], ...overrides }),
  ]
  const asked = (by: 'correspondence' | 'chairsAction', ownCasePersonIds: string[] = []) => ({
    ways: [{ boardId: 'chiefs', by, reason: 'It cannot wait.' }],
    ownCasePersonIds,
  })

  it('carry the rule and the time of its terms for correspondence, and no meeting', async () => {
    const correspondence = { rule: { kind: 'unanimous' as const }, decideWithinWorkingDays: 3 }
    const [terms] = await boardsOf(atMeetings, chiefs({ correspondence }), asked('correspondence'))
    expect(terms).toMatchObject({
      rule: { kind: 'unanimous' },
      decideByInstant: at5pm(3, 11),
      way: { by: 'correspondence', reason: 'It cannot wait.' },
    })
    expect(terms?.meeting).toBeUndefined()
    expect(terms?.nextMeetings?.map(({ day }) => day)).toEqual(['2027-06-14'])
  })

  it('take the plan\u2019s time where the terms give none, and are refused where neither does', async () => {
    const correspondence = { rule: { kind: 'unanimous' as const } }
    const plan = gateOf([{ board: 'chiefs', decideWithin: 'P5D' }])
    const [terms] = await boardsOf(plan, chiefs({ correspondence }), asked('correspondence'))
    expect(terms?.decideByInstant).toBe(at5pm(3, 15))
    expect(await freeze(atMeetings, chiefs({ correspondence }), asked('correspondence'))).toMatchObject({
      refused: { type: 'NoTime' },
    })
  })

  it('ask the chair alone by chair\u2019s action, with every meeting to come that it may be reported to', async () => {
    const board = chiefs({ chairsAction: { decideWithinWorkingDays: 1, upToPence: 5_000_000 }, vetoSeatIds: ['essex'] })
    const [terms] = await boardsOf(atMeetings, board, asked('chairsAction'))
    expect(terms?.seats.map(({ seatId }) => seatId)).toEqual(['kent'])
    expect(terms?.vetoSeatIds).toBeUndefined()
    expect(terms?.way).toMatchObject({ upToPence: 5_000_000, informed: [{ seatId: 'essex', personId: 'essex' }] })
    expect(terms?.nextMeetings?.map(({ day }) => day)).toEqual(['2027-03-10', '2027-06-14'])
  })

  it('ask the vice chair where it is the chair\u2019s own case', async () => {
    const board = chiefs({ chairsAction: { decideWithinWorkingDays: 1 } })
    const [terms] = await boardsOf(atMeetings, board, asked('chairsAction', ['kent']))
    expect(terms?.seats.map(({ seatId }) => seatId)).toEqual(['kent', 'essex'])
    expect(terms?.way).toMatchObject({ informed: [] })
  })

  it.each([
    ['a way its terms do not know', chiefs(), 'chiefs', 'NoChairsAction'],
    ['a way for a board they do not go to', chiefs({ chairsAction: {} }), 'summit', 'OtherBoards'],
    [
      'a chair where it has none',
      chiefs({ chairsAction: { decideWithinWorkingDays: 1 }, seats: [aSeat('kent')], rule: { kind: 'unanimous' } }),
      'chiefs',
      'BoardCannotDecide',
    ],
  ])('are refused %s', async (_what, boards, boardId, type) => {
    const ways = [{ boardId, by: 'chairsAction' as const, reason: 'It cannot wait.' }]
    expect(await freeze(atMeetings, boards, { ways })).toMatchObject({ refused: { type } })
  })
})
