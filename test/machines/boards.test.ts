import { describe, expect, it } from 'vitest'
import { stageId } from '../../machines/vocabulary/facts.ts'
import type { DecisionRule } from '../../machines/vocabulary/board.ts'
import { aPlan, theChiefs } from '../support/case.ts'
import { dayLong, passes, play, playOn, start, submitted, votes, whereabouts } from '../support/play.ts'

type Events = Parameters<typeof play>[0]
const majority: DecisionRule = { kind: 'majority', quorum: 2, chairHasCastingVote: false }
const counted: DecisionRule = { kind: 'nOfM', approvals: 2, refusal: 'counted' }
const condition = (text: string) => ({ conditions: [{ text }] })

const planOf = (...boards: { board: string; ask: string }[]) =>
  aPlan({
    gates: Object.fromEntries(
      stageId.options.map((stage) => [stage, { boards: boards.map((board) => ({ ...board, decideWithin: 'P5D' })) }]),
    ),
  })
const finance = (overrides: Parameters<typeof theChiefs>[0] = {}) =>
  theChiefs({ boardId: 'finance', name: 'Chief Finance Officers', ask: 'endorse', ...overrides })
const agrees = (reviewId: string) => ['kent', 'essex'].map((seatId) => votes(seatId, 'approve', { reviewId }))

const conditionsOf = (events: Events, rule: DecisionRule) =>
  play([submitted({}, [theChiefs({ rule })]), ...events]).caseFile.initiative.context.conditions.map(
    ({ text, raisedBy }) => `${raisedBy}: ${text}`,
  )

describe('the conditions of an approval', () => {
  it('are those of the members whose agreement carried it', () => {
    expect(
      conditionsOf(
        [
          votes('essex', 'approveWithConditions', condition('An adviser would like this.')),
          votes('kent', 'approveWithConditions', condition('Agree the terms.')),
        ],
        { kind: 'chairDecides' },
      ),
    ).toEqual(['Chief Constable, Kent: Agree the terms.'])
  })

  it('are never what somebody wrote beside another choice', () => {
    expect(
      conditionsOf(
        [
          votes('kent', 'approve', condition('Not a condition, the choice says.')),
          votes('essex', 'approveWithConditions', condition('Agree the terms.')),
        ],
        counted,
      ),
    ).toEqual(['Chief Constable, Essex: Agree the terms.'])
  })
})

describe('a board that defers', () => {
  it('defers to the latest date of those who asked for one, whatever date stands beside another choice', () => {
    const { caseFile } = play([
      submitted({}, [theChiefs({ rule: majority })]),
      votes('kent', 'sendBack', { deferUntilInstant: start + 900 * dayLong, points: ['Show the savings.'] }),
      votes('essex', 'defer', { deferUntilInstant: start + 10 * dayLong }),
      votes('norfolk', 'defer', { deferUntilInstant: start + 20 * dayLong }),
    ])
    // Two of three had settled a refusal before the third spoke: one sending back and one deferring sends back.
    expect(caseFile.initiative.context.decisions.map(({ outcome }) => outcome)).toEqual(['sentBack'])
    const all = play([
      submitted({}, [theChiefs({ rule: { kind: 'majority', quorum: 3, chairHasCastingVote: false } })]),
      votes('kent', 'sendBack', { deferUntilInstant: start + 900 * dayLong, points: ['Show the savings.'] }),
      votes('essex', 'defer', { deferUntilInstant: start + 10 * dayLong }),
      votes('norfolk', 'defer', { deferUntilInstant: start + 20 * dayLong }),
    ])
    expect(all.caseFile.initiative.context.deferredUntilInstant).toBe(start + 20 * dayLong)
  })

  it('still has the points of those who sent the papers back answered', () => {
    const { caseFile } = play([
      submitted({}, [theChiefs({ rule: { kind: 'majority', quorum: 3, chairHasCastingVote: false } })]),
      votes('kent', 'sendBack', { points: ['Show the savings.'] }),
      votes('essex', 'defer', { deferUntilInstant: start + 10 * dayLong }),
      votes('norfolk', 'defer', { deferUntilInstant: start + 10 * dayLong }),
    ])
    const later = playOn(caseFile, [passes('initiative', 'vetting', 'deferral'), submitted()])
    expect(later.refusals).toEqual([
      'PointsUnanswered: Every point the board raised must be answered first: Show the savings.',
    ])
  })
})

describe('a member', () => {
  it.each<[string, Events, string]>([
    [
      'who is asked only to endorse cannot close the case early',
      [submitted({ ask: 'endorse' }), votes('kent', 'stop')],
      'NotOffered: choice: this board is asked to endorse; choose one of approve, sendBack, defer, abstain.',
    ],
    [
      'who is asked to agree a next step cannot attach conditions that nobody would follow',
      [submitted({ ask: 'agreeNextStep' }), votes('kent', 'approveWithConditions', condition('Agree the terms.'))],
      'NotOffered: choice: this board is asked to agree a next step; choose one of approve, sendBack, defer, stop, abstain.',
    ],
    [
      'whose form was never served cannot decide by it',
      [submitted(), votes('kent', 'approve', { decisionNumber: 7 })],
      'OtherDecision: decisionNumber: the form must be the one served with decision 0, the one that stands.',
    ],
  ])('%s', (_fact, events, refused) => {
    expect(play(events).refusals).toEqual([refused])
  })
})

describe('several boards', () => {
  it('are all asked when papers ask for less than the decision', () => {
    const plan = planOf({ board: 'finance', ask: 'endorse' }, { board: 'chiefs', ask: 'decide' })
    const supported = play([submitted({ ask: 'support' }, [finance(), theChiefs()]), ...agrees('s1b1')], { plan })
    expect(whereabouts(supported)).toEqual({ active: { outlineBusinessCase: 'withBoard' } })
    const both = playOn(supported.caseFile, agrees('s1b2'))
    expect(both.caseFile.initiative.context.decisions.map(({ boardId, outcome }) => [boardId, outcome])).toEqual([
      ['finance', 'supported'],
      ['chiefs', 'supported'],
    ])
    expect(whereabouts(both)).toEqual({ active: { outlineBusinessCase: 'preparing' } })
  })

  it('approve the case together when the one that decides is not the last', () => {
    const plan = planOf({ board: 'chiefs', ask: 'decide' }, { board: 'finance', ask: 'note' })
    const noted = play([submitted({}, [theChiefs(), finance({ ask: 'note' })]), ...agrees('s1b1'), ...agrees('s1b2')], {
      plan,
    })
    expect(noted.refusals).toEqual([])
    expect(whereabouts(noted)).toEqual({ active: { fullBusinessCase: 'preparing' } })
  })

  it('approve nothing when none of them was asked to decide', () => {
    const plan = planOf({ board: 'chiefs', ask: 'support' }, { board: 'finance', ask: 'note' })
    const noted = play(
      [submitted({}, [theChiefs({ ask: 'support' }), finance({ ask: 'note' })]), ...agrees('s1b1'), ...agrees('s1b2')],
      { plan },
    )
    expect(whereabouts(noted)).toEqual({ active: { outlineBusinessCase: 'preparing' } })
  })

  it('cannot be asked for more than the governance plan asks of them', () => {
    const plan = planOf({ board: 'finance', ask: 'endorse' })
    expect(play([submitted({}, [finance({ ask: 'decide' })])], { plan }).refusals).toEqual([
      'OtherBoards: boards: the governance plan asks Chief Finance Officers to endorse, these papers to decide.',
    ])
  })

  it('each have their whole time, however late the one before was', () => {
    const plan = planOf({ board: 'finance', ask: 'endorse' }, { board: 'chiefs', ask: 'decide' })
    const boards = [
      finance({ decideByInstant: start + 5 * dayLong }),
      theChiefs({ decideByInstant: start + 15 * dayLong, reminderInstants: [start + 12 * dayLong] }),
    ]
    const late = agrees('s1b1').map((vote) => ({ ...vote, atInstant: start + 25 * dayLong }))
    const { caseFile } = play([submitted({}, boards), passes('review', 's1b1', 'decision'), ...late], { plan })
    expect(caseFile.reviews['s1b2']?.context.deadlines.map(({ atInstant }) => (atInstant - start) / dayLong)).toEqual([
      32, 35,
    ])
  })
})

describe('the points of an earlier round', () => {
  const sentBack = [
    submitted(),
    votes('kent', 'sendBack', { points: ['Show the savings.'] }),
    { type: 'pointAnswered' as const, pointId: 's1b1p1', answer: 'Table 3 does.' },
  ]

  it('are shown with their answers even when papers were withdrawn in between', () => {
    const { caseFile } = play([
      ...sentBack,
      submitted(),
      { type: 'submissionWithdrawn', reason: 'A figure was wrong.' },
      submitted(),
    ])
    expect(caseFile.reviews['s3b1']?.context.answers).toMatchObject([{ pointId: 's1b1p1', answer: 'Table 3 does.' }])
  })

  it('hold up no later stage once their own is not required', () => {
    const { refusals } = play([
      ...sentBack.slice(0, 2),
      { type: 'stageNotRequired', stage: 'outlineBusinessCase', reason: 'One was approved in 2016.' },
      submitted(),
    ])
    expect(refusals).toEqual([])
  })
})
