import { describe, expect, it } from 'vitest'
import { deadlinesOf } from '../../machines/case-file.ts'
import { restoreCase, storeCase } from '../../machines/stored-case.ts'
import { stageId } from '../../machines/vocabulary/facts.ts'
import { hashOf } from '../../workflows/chain.ts'
import { aPlan, theChiefs } from '../support/case.ts'
import {
  dayLong,
  passes,
  play,
  playOn,
  second,
  start,
  submitted,
  throughJson,
  votes,
  whereabouts,
} from '../support/play.ts'

const approvedBy = (submission: number, ...seats: string[]) =>
  seats.map((seatId) => votes(seatId, 'approve', { reviewId: `s${submission}b1` }))
const gate = (submission: number) => [submitted(), ...approvedBy(submission, 'kent', 'essex')]

const consultation = [
  {
    type: 'consultationOpened' as const,
    cohortId: 'vetting-staff',
    title: 'Vetting staff',
    openedOn: '2027-03-01',
    minimumEndsInstant: start + 45 * dayLong,
  },
  passes('consultation', 'vetting-staff', 'minimumPeriod'),
  { type: 'consultationClosed' as const, cohortId: 'vetting-staff', summary: 'Forty responses; the rota was changed.' },
]
const rollOut = [
  { type: 'tranchePlanned' as const, trancheId: 'norfolk-suffolk', title: 'Norfolk and Suffolk' },
  { type: 'readinessConfirmed' as const, trancheId: 'norfolk-suffolk', statement: 'All six departments said go.' },
]
const live = [
  { type: 'trancheWentLive' as const, trancheId: 'norfolk-suffolk', kind: 'interim' as const },
  { type: 'trancheWentLive' as const, trancheId: 'norfolk-suffolk', kind: 'full' as const },
]
const wholeLife = [
  ...gate(1),
  ...gate(2),
  ...consultation,
  ...gate(3),
  ...rollOut,
  ...gate(4),
  ...live,
  ...gate(5),
  { type: 'closureReported' as const, report: 'Delivered; savings confirmed for two of three years.' },
]

describe('an initiative', () => {
  it.each<[string, Parameters<typeof play>[0], unknown]>([
    ['prepares its outline business case first', [], { active: { outlineBusinessCase: 'preparing' } }],
    ['is with the board once the papers are out', [submitted()], { active: { outlineBusinessCase: 'withBoard' } }],
    ['moves to the full business case when approved', gate(1), { active: { fullBusinessCase: 'preparing' } }],
    [
      'prepares again when sent back',
      [submitted(), votes('kent', 'sendBack')],
      { active: { outlineBusinessCase: 'preparing' } },
    ],
    [
      'stays where it is when the board agrees a next step',
      [submitted({ ask: 'agreeNextStep' }), ...approvedBy(1, 'kent', 'essex')],
      { active: { outlineBusinessCase: 'preparing' } },
    ],
    [
      'waits for the date when deferred',
      [submitted(), votes('kent', 'defer', { deferUntilInstant: start + dayLong })],
      { active: { outlineBusinessCase: 'deferred' } },
    ],
    [
      'prepares again once that date has come',
      [
        submitted(),
        votes('kent', 'defer', { deferUntilInstant: start + dayLong }),
        passes('initiative', 'vetting', 'deferral'),
      ],
      { active: { outlineBusinessCase: 'preparing' } },
    ],
    [
      'prepares again when its papers are withdrawn',
      [submitted(), { type: 'submissionWithdrawn', reason: 'a figure' }],
      { active: { outlineBusinessCase: 'preparing' } },
    ],
    [
      'skips a stage that is not required',
      [{ type: 'stageNotRequired', stage: 'outlineBusinessCase', reason: 'one was approved in 2016' }],
      { active: { fullBusinessCase: 'preparing' } },
    ],
    ['goes on hold', [submitted(), { type: 'held', reason: 'inspection' }], 'onHold'],
    [
      'resumes at the exact place',
      [submitted(), { type: 'held', reason: 'inspection' }, { type: 'resumed' }],
      { active: { outlineBusinessCase: 'withBoard' } },
    ],
    [
      'closes early with a report',
      [{ type: 'closedEarly', reason: 'no option is good value', report: 'Evidence kept.' }],
      'closed',
    ],
    ['is live only once every tranche is', wholeLife.slice(0, -5), { active: { goLive: 'approved' } }],
    ['goes through all five stages to its closure', wholeLife, 'closed'],
  ])('%s', (_fact, events, expected) => {
    const played = play(events)
    expect(played.refusals).toEqual([])
    expect(whereabouts(played)).toEqual(expected)
  })

  it.each([...stageId.options])(
    'can enter at %s, with the stages before it passed before its record began',
    (stage) => {
      const played = play([], { entry: { stage, provenance: { certainty: 'reported', sourceTitle: 'A report' } } })
      expect(whereabouts(played)).toEqual({ active: { [stage]: 'preparing' } })
      const standings = stageId.options.map((each) => played.caseFile.initiative.context.stages[each].standing)
      const at = stageId.options.indexOf(stage)
      expect(standings).toEqual(
        stageId.options.map((_, index) => (index < at ? 'before' : index === at ? 'current' : 'ahead')),
      )
    },
  )

  it('waits for the PMO when its source names none of the five stages', () => {
    const unknown = play([], { entry: { provenance: { certainty: 'reported' } } })
    expect(whereabouts(unknown)).toEqual({ active: 'stageNotReported' })
    const told = playOn(unknown.caseFile, [
      { type: 'stageStated', stage: 'goLive', provenance: { certainty: 'assumed' } },
    ])
    expect(whereabouts(told)).toEqual({ active: { goLive: 'preparing' } })
    expect(told.caseFile.initiative.context.stages.goLive.certainty).toBe('assumed')
  })

  it('numbers the points of a send-back and wants each answered before the next round', () => {
    const sentBack = play([
      submitted(),
      votes('kent', 'sendBack', { points: ['Show the savings by force.', 'Say who runs the unit.'] }),
      submitted(),
    ])
    expect(sentBack.caseFile.initiative.context.points.map(({ pointId, raisedBy }) => [pointId, raisedBy])).toEqual([
      ['s1b1p1', 'Chief Constable, Kent'],
      ['s1b1p2', 'Chief Constable, Kent'],
    ])
    expect(sentBack.refusals).toEqual([
      'PointsUnanswered: Every point the board raised must be answered first: Show the savings by force.; Say who runs the unit.',
    ])
    const answered = playOn(sentBack.caseFile, [
      { type: 'pointAnswered', pointId: 's1b1p1', answer: 'Table 3 does.' },
      { type: 'pointAnswered', pointId: 's1b1p2', answer: 'Norfolk.' },
      submitted(),
    ])
    expect(answered.refusals).toEqual([])
    expect(answered.caseFile.reviews['s2b1']?.context).toMatchObject({
      round: 2,
      answers: [
        { pointId: 's1b1p1', answer: 'Table 3 does.' },
        { pointId: 's1b1p2', answer: 'Norfolk.' },
      ],
    })
  })

  it('follows a condition until somebody accepts that it is met, and keeps the next papers back where it blocks them', () => {
    const conditional = play([
      submitted(),
      votes('kent', 'approveWithConditions', {
        conditions: [
          { text: 'Agree the Section 22A terms.', ownerTitle: 'Head of legal', blocksStage: 'fullBusinessCase' },
        ],
      }),
      votes('essex'),
      submitted(),
    ])
    expect(conditional.refusals).toEqual([
      'ConditionsOpen: These conditions must be met first: Agree the Section 22A terms.',
    ])
    const met = playOn(conditional.caseFile, [
      {
        type: 'conditionDischarged',
        conditionId: 's1b1c1',
        evidence: 'Signed 3 March.',
        acceptedBy: 'Chief Constable, Kent',
      },
      submitted(),
    ])
    expect(met.refusals).toEqual([])
    expect(whereabouts(met)).toEqual({ active: { fullBusinessCase: 'withBoard' } })
  })

  it('asks the boards of a gate one after the other, and passes only when the last has decided', () => {
    const boards = [theChiefs({ boardId: 'finance', name: 'Chief Finance Officers', ask: 'endorse' }), theChiefs()]
    const plan = aPlan({
      gates: Object.fromEntries(
        stageId.options.map((stage) => [
          stage,
          {
            boards: [
              { board: 'finance', ask: 'endorse', decideWithin: 'P5D' },
              { board: 'chiefs', decideWithin: 'P10D' },
            ],
          },
        ]),
      ),
    })
    const endorsed = play([submitted({}, boards), ...approvedBy(1, 'kent', 'essex')], { plan })
    expect(whereabouts(endorsed)).toEqual({ active: { outlineBusinessCase: 'withBoard' } })
    expect(endorsed.effects).toEqual([
      { type: 'askBoard', reviewId: 's1b1' },
      { type: 'askBoard', reviewId: 's1b2' },
    ])
    const decided = playOn(
      endorsed.caseFile,
      ['kent', 'essex'].map((seatId) => votes(seatId, 'approve', { reviewId: 's1b2' })),
    )
    expect(whereabouts(decided)).toEqual({ active: { fullBusinessCase: 'preparing' } })
    expect(decided.caseFile.initiative.context.decisions.map(({ outcome }) => outcome)).toEqual([
      'endorsed',
      'approved',
    ])
  })

  it('lists the evidence a gate still needs', () => {
    const plan = aPlan({
      gates: Object.fromEntries(
        stageId.options.map((stage) => [
          stage,
          {
            boards: [{ board: 'chiefs', decideWithin: 'P10D' }],
            evidence: [
              { id: 'case', title: 'Business case' },
              { id: 'dpia', title: 'Data protection impact assessment' },
            ],
          },
        ]),
      ),
    })
    expect(play([submitted()], { plan }).refusals).toEqual([
      'EvidenceMissing: Still missing for this gate: Business case; Data protection impact assessment.',
    ])
  })

  it.each<[string, Parameters<typeof play>[0], string]>([
    [
      'papers for another board',
      [submitted({}, [theChiefs({ boardId: 'summit' })])],
      'OtherBoards: boards: the governance plan names chiefs; these papers name summit.',
    ],
    [
      'a board whose rule is only written down',
      [submitted({}, [theChiefs({ rule: { kind: 'asWritten', text: 'every force takes its own position' } })])],
      'BoardCannotDecide: Chief Constables cannot open a review yet: its decision rule is only written down (“every force takes its own position”) and cannot be run yet.',
    ],
    [
      'new papers while some are with the board',
      [submitted(), submitted()],
      'NotPossibleNow: The papers cannot go out because the papers of the outline business case are with the board.',
    ],
    [
      'papers on hold',
      [{ type: 'held', reason: 'inspection' }, submitted()],
      'NotPossibleNow: The papers cannot go out because the initiative is on hold.',
    ],
    [
      'resuming what is not on hold',
      [{ type: 'resumed' }],
      'NotPossibleNow: This is not possible because it is preparing the outline business case.',
    ],
    [
      'skipping another stage',
      [{ type: 'stageNotRequired', stage: 'goLive', reason: 'x' }],
      'NotPossibleNow: stage: only the stage it is at, outlineBusinessCase, can be marked not required.',
    ],
    [
      'anything after it is closed',
      [{ type: 'withdrawn', reason: 'x' }, submitted()],
      'Closed: This initiative is closed (withdrawn).',
    ],
    [
      'an answer to no point',
      [{ type: 'pointAnswered', pointId: 'p9', answer: 'x' }],
      'UnknownPoint: pointId: there is no point p9.',
    ],
  ])('refuses %s, in words', (_fact, events, expected) => {
    expect(play(events).refusals).toEqual([expected])
  })

  it('ends an open review when it is closed early, and then waits for nothing', () => {
    const { caseFile } = play([submitted(), { type: 'closedEarly', reason: 'no option is good value', report: 'kept' }])
    expect(caseFile.reviews['s1b1']?.value).toBe('withdrawn')
    expect(deadlinesOf(caseFile)).toEqual([])
    expect(caseFile.initiative.context.closure).toMatchObject({ outcome: 'closedEarly', report: 'kept' })
  })

  it('is the same after being stored as JSON and read again, at every step of its life', () => {
    for (let length = 0; length <= wholeLife.length; length += 1) {
      const { caseFile } = play(wholeLife.slice(0, length))
      const stored = storeCase(caseFile)
      const read = restoreCase(throughJson(stored))
      expect(hashOf(storeCase(read))).toBe(hashOf(stored))
      expect(whereabouts(playOn(read, wholeLife.slice(length), start + length * second))).toBe('closed')
    }
  })
})
