import { describe, expect, it } from 'vitest'
import { assuranceToOpen, higherMarking, whyNotAssured } from '../../machines/assurance.ts'
import type { CaseEvent } from '../../machines/case-events.ts'
import type { Assurance } from '../../machines/vocabulary/people.ts'
import { governancePlan } from '../../machines/vocabulary/plan.ts'
import type { Marking } from '../../machines/vocabulary/submission.ts'
import { aPlan, aVote, theChiefs } from '../support/case.ts'
import { play, start, submitted } from '../support/play.ts'

describe('how it must be known who decides', () => {
  const vote: CaseEvent = { type: 'voteCast', ...aVote('kent'), updateId: 'x', atInstant: start }
  const held = (assurance: Assurance | undefined) => (assurance ? { assurance } : {})

  it.each<[Assurance | undefined, Assurance | undefined, boolean]>([
    [undefined, undefined, true],
    [undefined, 'A', true],
    [undefined, 'B', true],
    ['A', 'A', true],
    ['A', 'B', true],
    ['B', undefined, false],
    ['B', 'A', false],
    ['B', 'B', true],
  ])('at a board whose plan asks for %s, a decision known by %s is taken: %s', (asked, known, isTaken) => {
    const { caseFile } = play([submitted({}, [theChiefs(held(asked))])])
    expect(whyNotAssured(caseFile, vote, held(known))?.type).toBe(isTaken ? undefined : 'CodeNeeded')
  })

  it('concerns decisions alone: nobody needs a code for anything else', () => {
    const { caseFile } = play([submitted({}, [theChiefs({ assurance: 'B' })])])
    const dispute = { type: 'decisionDisputed' as const, reviewId: 's1b1', seatId: 'kent', decisionNumber: 1 }
    for (const event of [
      { type: 'held' as const, reason: 'Counsel', atInstant: start },
      { ...dispute, statement: 'Not me.', atInstant: start },
      { ...vote, reviewId: 's9b9' },
    ])
      expect(whyNotAssured(caseFile, event, {})).toBeUndefined()
  })
})

describe('papers put to boards', () => {
  const plan = (assurance: Assurance | undefined) => {
    const { gates } = aPlan()
    const board = { board: 'chiefs', decideWithin: 'P10D', ...(assurance ? { assurance } : {}) }
    return { plan: aPlan({ gates: { ...gates, outlineBusinessCase: { boards: [board] } } }) }
  }
  const refusals = (asked: Assurance | undefined, terms: Assurance | undefined) =>
    play([submitted({}, [theChiefs(terms ? { assurance: terms } : {})])], plan(asked)).refusals

  it.each<[Assurance | undefined, Assurance | undefined, boolean]>([
    [undefined, undefined, true],
    ['A', undefined, true],
    ['B', 'B', true],
    // A board may ask for more than the plan does, never for less.
    [undefined, 'B', true],
    ['B', undefined, false],
    ['B', 'A', false],
  ])('by a plan that asks for %s go out with terms that ask for %s: %s', (asked, terms, go) => {
    expect(refusals(asked, terms)).toEqual(
      go ? [] : ['OtherBoards: boards: the governance plan asks the members of Chief Constables for a one-time code.'],
    )
  })
})

describe('a paper', () => {
  it.each<[Marking | undefined, Marking, Assurance]>([
    [undefined, 'OFFICIAL', 'A'],
    [undefined, 'OFFICIAL-SENSITIVE', 'B'],
    ['OFFICIAL', 'OFFICIAL', 'A'],
    ['OFFICIAL', 'OFFICIAL-SENSITIVE', 'B'],
    ['OFFICIAL-SENSITIVE', 'OFFICIAL', 'A'],
    ['OFFICIAL-SENSITIVE', 'OFFICIAL-SENSITIVE', 'A'],
  ])('under a plan whose links open %s: one marked %s takes %s', (bareLinkMarking, marking, takes) => {
    expect(assuranceToOpen(marking, bareLinkMarking ? { bareLinkMarking } : {})).toBe(takes)
  })

  it('whose marking was raised is taken by the higher one', () => {
    expect(higherMarking('OFFICIAL', 'OFFICIAL-SENSITIVE')).toBe('OFFICIAL-SENSITIVE')
    expect(higherMarking('OFFICIAL-SENSITIVE', 'OFFICIAL')).toBe('OFFICIAL-SENSITIVE')
    expect(higherMarking('OFFICIAL', 'OFFICIAL')).toBe('OFFICIAL')
  })
})

describe('a plan', () => {
  it('says what a bare link opens and which boards want a code; left out, it says nothing', () => {
    const { gates } = aPlan()
    const board = { board: 'chiefs', decideWithin: 'P10D', assurance: 'B' }
    const plan = aPlan({ bareLinkMarking: 'OFFICIAL-SENSITIVE', gates: { ...gates, goLive: { boards: [board] } } })
    expect(plan).toMatchObject({
      bareLinkMarking: 'OFFICIAL-SENSITIVE',
      gates: { goLive: { boards: [{ assurance: 'B' }] } },
    })
    expect(JSON.stringify(aPlan())).not.toMatch(/bareLinkMarking|assurance/)
    for (const wrong of [{ bareLinkMarking: 'SECRET' }, { bareLinkMarking: 'C' }])
      expect(governancePlan.safeParse({ ...aPlan(), ...wrong }).success).toBe(false)
  })
})
