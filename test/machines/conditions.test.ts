import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { deadlinesOf } from '../../machines/case-file.ts'
import { conditionIdOf, setBy } from '../../machines/initiative/conditions.ts'
import { storeCase } from '../../machines/stored-case.ts'
import { waitingFor } from '../../machines/waiting-for.ts'
import { stageId } from '../../machines/vocabulary/facts.ts'
import type { ConditionWritten } from '../../machines/vocabulary/submission.ts'
import { aPlan, theChiefs } from '../support/case.ts'
import { dayLong, passes, play, playOn, start, submitted, votes, type Moment } from '../support/play.ts'

const dueInstant = start + 20 * dayLong
const plan: ConditionWritten = {
  text: 'A data plan by force',
  ownerTitle: 'Head of ICT, Kent',
  ownerId: 'head-of-ict-kent',
  dueOn: '2027-03-21',
  dueInstant,
  dueSoonInstant: dueInstant - 3 * dayLong,
  mayDischarge: 'Chief Constables',
}
const approval = (condition: Partial<ConditionWritten> = {}): Moment[] => [
  submitted(),
  votes('kent', 'approveWithConditions', { conditions: [{ ...plan, ...condition }] }),
  votes('essex'),
]
const approved = (condition: Partial<ConditionWritten> = {}) => play(approval(condition))
const soon = passes('initiative', 'vetting', 'conditionSoon:s1b1c1')
const due = passes('initiative', 'vetting', 'condition:s1b1c1')
const namesOf = ({ caseFile }: ReturnType<typeof play>) =>
  deadlinesOf(caseFile)
    .map(({ name }) => name)
    .filter((name) => name.startsWith('condition'))
const waits = ({ caseFile }: ReturnType<typeof play>) =>
  waitingFor(storeCase(caseFile), []).filter(({ what }) => what.startsWith('meet the condition'))
const met = (acceptedBy: string): Moment => ({
  type: 'conditionDischarged',
  conditionId: 's1b1c1',
  evidence: 'The plan, agreed on Monday.',
  acceptedBy,
})

describe('a condition with a day', () => {
  it('is looked at a few working days before and when it is due, and waits for nobody until then', () => {
    expect(namesOf(approved())).toEqual(['conditionSoon:s1b1c1', 'condition:s1b1c1'])
    expect(waits(approved())).toEqual([])
    expect(deadlinesOf(approved().caseFile).map(({ atInstant }) => atInstant)).toEqual([
      plan.dueSoonInstant,
      dueInstant,
    ])
  })

  it('is chased when it is due soon and when it is overdue, and stays open past its day', () => {
    const near = playOn(approved().caseFile, [soon], plan.dueSoonInstant)
    expect(near.effects).toEqual([{ type: 'chaseCondition', conditionId: 's1b1c1', when: 'dueSoon' }])
    const owner = { kind: 'owner', title: 'Head of ICT, Kent', personId: 'head-of-ict-kent' }
    const what = 'meet the condition \u201cA data plan by force\u201d'
    expect(waits(near)).toEqual([
      { whom: owner, what, sinceInstant: plan.dueSoonInstant, dueInstant, overdue: false, conditionId: 's1b1c1' },
    ])
    const late = playOn(near.caseFile, [due], dueInstant)
    expect(late.effects).toEqual([{ type: 'chaseCondition', conditionId: 's1b1c1', when: 'overdue' }])
    expect(waits(late)).toEqual([
      { whom: owner, what, sinceInstant: dueInstant, dueInstant, overdue: true, conditionId: 's1b1c1' },
    ])
    expect(namesOf(late)).toEqual([])
    expect(late.caseFile.initiative.context.conditions).toMatchObject([{ chased: 'overdue' }])
    expect(playOn(late.caseFile, [met('Chief Constables')]).refusals).toEqual([])
  })

  it('is due soon since it was set, where its day was near already', () => {
    const near = approved({ dueSoonInstant: start - 5 * dayLong })
    const decided = near.caseFile.initiative.context.decisions[0]?.on
    const since = decided?.precision === 'instant' ? decided.atInstant : undefined
    expect(since).toBeGreaterThan(start)
    expect(waits(playOn(near.caseFile, [soon]))).toMatchObject([{ sinceInstant: since }])
  })

  it.each<[string, Moment[]]>([
    ['at the next stage', []],
    ['on hold', [{ type: 'held', reason: 'inspection' }]],
    ['after a hold', [{ type: 'held', reason: 'inspection' }, { type: 'resumed' }]],
    ['with the next papers before the board', [submitted()]],
    [
      'with the next papers deferred',
      [submitted(), votes('kent', 'defer', { reviewId: 's2b1', deferUntilInstant: dueInstant + dayLong })],
    ],
    [
      'once the next papers are approved',
      [submitted(), votes('kent', 'approve', { reviewId: 's2b1' }), votes('essex', 'approve', { reviewId: 's2b1' })],
    ],
    ['before the closure report', [submitted(), votes('kent', 'stop', { reviewId: 's2b1' })]],
  ])('keeps its day to the millisecond %s, and is chased there', (_where, events) => {
    const there = playOn(approved().caseFile, events, start + dayLong)
    expect(there.refusals).toEqual([])
    expect(namesOf(there)).toEqual(['conditionSoon:s1b1c1', 'condition:s1b1c1'])
    const days = there.caseFile.initiative.context.deadlines.filter(({ name }) => name.startsWith('condition'))
    expect(days.map(({ atInstant }) => atInstant)).toEqual([plan.dueSoonInstant, dueInstant])
    const where = there.caseFile.initiative.value
    const late = playOn(there.caseFile, [soon, due], dueInstant)
    expect(late.effects.map(({ type }) => type)).toEqual(['chaseCondition', 'chaseCondition'])
    expect(late.caseFile.initiative.value).toEqual(where)
    expect(waits(late)).toHaveLength(1)
  })

  it('is chased no more once it is met, superseded or closed with its initiative', () => {
    expect(namesOf(playOn(approved().caseFile, [met('Chief Constables')]))).toEqual([])
    expect(namesOf(playOn(approved().caseFile, [{ type: 'withdrawn', reason: 'no budget' }]))).toEqual([])
    const boards = [theChiefs(), theChiefs({ boardId: 'summit', name: 'Summit' })]
    const inTurn = aPlan({
      gates: Object.fromEntries(
        stageId.options.map((stage) => [
          stage,
          { boards: boards.map(({ boardId }) => ({ board: boardId, decideWithin: 'P10D' })) },
        ]),
      ),
    })
    const between = play([submitted({}, boards), ...approval().slice(1)], { plan: inTurn })
    expect(between.refusals).toEqual([])
    expect(namesOf(between)).toEqual(['conditionSoon:s1b1c1', 'condition:s1b1c1'])
    const sentBack = playOn(between.caseFile, [votes('kent', 'sendBack', { reviewId: 's1b2' })])
    expect(sentBack.caseFile.initiative.context.conditions).toMatchObject([{ superseded: {} }])
    expect(namesOf(sentBack)).toEqual([])
  })

  it('without a day is waited for by nobody but the papers it blocks', () => {
    const { dueOn: _on, dueInstant: _at, dueSoonInstant: _soon, ...undated } = plan
    const open = play([submitted(), votes('kent', 'approveWithConditions', { conditions: [undated] }), votes('essex')])
    expect(namesOf(open)).toEqual([])
    expect(waits(open)).toEqual([])
  })

  it('waits for the change team where nobody was named to meet it', () => {
    const { ownerTitle: _title, ownerId: _id, ...unowned } = plan
    const open = play([submitted(), votes('kent', 'approveWithConditions', { conditions: [unowned] }), votes('essex')])
    expect(waits(playOn(open.caseFile, [due], dueInstant))).toMatchObject([{ whom: { kind: 'changeTeam' } }])
  })
})

describe('who may accept that a condition is met', () => {
  it.each([
    ['Chief Constables', []],
    ['  chief   constables ', []],
    [
      'Head of Change',
      [
        'NotTheirsToAccept: acceptedBy: only Chief Constables may accept that this condition is met, not Head of Change.',
      ],
    ],
  ])('accepted by %s', (acceptedBy, refusals) => {
    expect(playOn(approved().caseFile, [met(acceptedBy)]).refusals).toEqual(refusals)
  })

  it('keeps evidence in words and the paper that shows it', () => {
    const paper = {
      sha256: 'a'.repeat(64),
      title: 'Data plan',
      version: '1',
      marking: 'OFFICIAL' as const,
      mediaType: 'application/pdf',
      sizeBytes: 1,
    }
    const discharged = playOn(approved().caseFile, [
      {
        type: 'conditionDischarged',
        conditionId: 's1b1c1',
        evidence: 'Agreed.',
        acceptedBy: 'Chief Constables',
        paper,
      },
    ])
    expect(discharged.caseFile.initiative.context.conditions[0]?.discharged).toMatchObject({
      evidence: 'Agreed.',
      paper,
    })
    expect(waits(discharged)).toEqual([])
  })
})

it('names a condition by its review and number, and is read back as the same', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 99 }),
      fc.integer({ min: 1, max: 9 }),
      fc.integer({ min: 1, max: 20 }),
      (s, b, number) => {
        const reviewId = `s${s}b${b}`
        expect(setBy(conditionIdOf(reviewId, number))).toEqual({ reviewId, number })
      },
    ),
  )
})

it('whatever happens, an open condition not yet overdue keeps exactly its own due instant, and no other has a deadline', () => {
  const happening = fc.constantFrom<Moment[]>(
    [{ type: 'held', reason: 'inspection' }],
    [{ type: 'resumed' }],
    [submitted()],
    [votes('kent', 'sendBack', { reviewId: 's2b1' })],
    [votes('kent', 'moreTime', { reviewId: 's2b1', deferUntilInstant: dueInstant + 9 * dayLong })],
    [votes('kent', 'approve', { reviewId: 's2b1' }), votes('essex', 'approve', { reviewId: 's2b1' })],
    [{ type: 'stageNotRequired', stage: 'fullBusinessCase', reason: 'Decided elsewhere.' }],
    [met('Chief Constables')],
    [soon],
    [due],
    [{ type: 'closedEarly', reason: 'No longer needed.', report: 'Nothing was spent.' }],
  )
  fc.assert(
    fc.property(fc.array(happening, { maxLength: 12 }), (happenings) => {
      const { caseFile } = playOn(approved().caseFile, happenings.flat(), start + dayLong)
      const { status, context } = caseFile.initiative
      const [condition] = context.conditions
      const isOpen = status === 'active' && !condition?.discharged
      const at = deadlinesOf(caseFile)
        .filter(({ name }) => name === 'condition:s1b1c1')
        .map(({ atInstant }) => atInstant)
      expect(at).toEqual(isOpen && !happenings.flat().includes(due) ? [dueInstant] : [])
    }),
    { numRuns: 300 },
  )
})
