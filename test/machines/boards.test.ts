import { describe, expect, it } from 'vitest'
import { standing } from '../../machines/review.ts'
import { waitingFor } from '../../machines/waiting-for.ts'
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
      'NotOffered: choice: this board is asked to endorse; choose one of approve, sendBack, defer, abstain, declareInterest.',
    ],
    [
      'who is asked to agree a next step cannot attach conditions that nobody would follow',
      [submitted({ ask: 'agreeNextStep' }), votes('kent', 'approveWithConditions', condition('Agree the terms.'))],
      'NotOffered: choice: this board is asked to agree a next step; choose one of approve, sendBack, defer, stop, abstain, declareInterest.',
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

describe('conditions of a board whose fellow board does not agree', () => {
  const plan = planOf({ board: 'chiefs', ask: 'decide' }, { board: 'finance', ask: 'decide' })
  const boards = [theChiefs(), finance({ ask: 'decide' })]
  const approvedOnCondition = [
    submitted({}, boards),
    votes('kent', 'approveWithConditions', {
      conditions: [{ text: 'Agree the Section 22A terms.', blocksStage: 'outlineBusinessCase' }],
    }),
    votes('essex'),
  ]
  const conditionsAfter = (events: Events) => {
    const played = play([...approvedOnCondition, ...events], { plan })
    expect(played.refusals).toEqual([])
    return { played, conditions: played.caseFile.initiative.context.conditions }
  }

  it.each<[string, Events, string]>([
    [
      'when it sends the case back',
      [votes('kent', 'sendBack', { reviewId: 's1b2' })],
      '2 of 3 must agree and one refusal ends it: Chief Constable, Kent.',
    ],
    [
      'when the papers are withdrawn from it',
      [{ type: 'submissionWithdrawn', reason: 'A figure was wrong.' }],
      'The papers were withdrawn.',
    ],
  ])('are superseded, kept and no longer open, %s', (_fact, events, because) => {
    const { played, conditions } = conditionsAfter(events)
    expect(conditions).toMatchObject([{ text: 'Agree the Section 22A terms.', superseded: { because } }])
    const later = playOn(played.caseFile, [
      ...played.caseFile.initiative.context.points.map(({ pointId }) => ({
        type: 'pointAnswered' as const,
        pointId,
        answer: 'Table 3.',
      })),
      submitted({}, boards),
      { type: 'conditionDischarged', conditionId: 's1b1c1', evidence: 'Signed.', acceptedBy: 'Chief Constable, Kent' },
    ])
    expect(later.refusals).toEqual(['UnknownCondition: conditionId: there is no open condition s1b1c1.'])
    expect(whereabouts(later)).toEqual({ active: { outlineBusinessCase: 'withBoard' } })
  })

  it('stay open when it agrees', () => {
    const { conditions } = conditionsAfter(agrees('s1b2'))
    expect(conditions.map(({ superseded }) => superseded)).toEqual([undefined])
  })
})

describe('the seat of a case\u2019s own SRO or author', () => {
  const sro = { title: 'Chief Constable, Kent', personId: 'chief-constable-kent' }
  const asked = (rule: DecisionRule, ...events: Events) =>
    play([submitted({}, [theChiefs({ rule })]), ...events], { sro })

  it.each<[string, DecisionRule, Events]>([
    ['every other member agrees', { kind: 'unanimous' }, [votes('essex'), votes('norfolk')]],
    ['the others meet the quorum', { ...majority, quorum: 2 }, [votes('essex'), votes('norfolk', 'abstain')]],
    ['two of the two others agree', counted, [votes('essex'), votes('norfolk')]],
  ])('stands aside: the case is approved once %s', (_fact, rule, events) => {
    const played = asked(rule, ...events)
    expect(whereabouts(played)).toEqual({ active: { fullBusinessCase: 'preparing' } })
    expect(played.caseFile.initiative.context.decisions[0]?.because).toMatch(
      / Standing aside from a case of their own: Chief Constable, Kent\.$/,
    )
  })

  it('cannot carry or keep back what the others settle', () => {
    expect(whereabouts(asked(counted, votes('essex', 'sendBack')))).toEqual({
      active: { outlineBusinessCase: 'preparing' },
    })
  })

  it('is never waited for', () => {
    const { caseFile } = asked({ kind: 'unanimous' }, votes('essex'))
    expect(waitingFor(caseFile, []).map(({ whom }) => whom.title)).toEqual(['Chief Constable, Norfolk'])
    const review = caseFile.reviews['s1b1']?.context
    expect(review && standing(review).because).toBe(
      'Every member must agree; still to decide: Chief Constable, Norfolk. Standing aside from a case of their own: Chief Constable, Kent.',
    )
  })

  it.each<[string, DecisionRule, string]>([
    ['the chair', { kind: 'chairDecides' }, 'the chair decides and it has 0 chairs'],
    [
      'needed by the number who must agree',
      { kind: 'nOfM', approvals: 3, refusal: 'counted' },
      '3 members must agree and it has 2 seats',
    ],
    ['needed by the quorum', { ...majority, quorum: 3 }, 'its quorum is 3 and it has 2 seats'],
  ])('leaves a board that cannot decide without it, as %s, unasked', (_fact, rule, why) => {
    expect(asked(rule).refusals).toEqual([
      `BoardCannotDecide: Chief Constables cannot open a review yet: Chief Constable, Kent cannot decide a case of their own, and without them ${why}.`,
    ])
  })

  it('leaves a board unasked on which nobody else sits', () => {
    const seats = theChiefs().seats.slice(0, 1)
    expect(play([submitted({}, [theChiefs({ rule: { kind: 'unanimous' }, seats })])], { sro }).refusals).toEqual([
      'BoardCannotDecide: Chief Constables cannot open a review yet: Chief Constable, Kent cannot decide a case of their own, and without them nobody is left to decide.',
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
