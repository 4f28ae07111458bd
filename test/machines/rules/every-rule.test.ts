import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { choicesFor } from '../../../machines/rules/choices.ts'
import { tally } from '../../../machines/rules/tally.ts'
import type { Choice } from '../../../machines/vocabulary/submission.ts'
import { comesTo } from '../../model/outcomes.ts'
import { everyRule, type Case } from './any-board.ts'

const favourable = [
  'approved',
  'approvedWithConditions',
  'nextStepAgreed',
  'endorsed',
  'supported',
  'recommended',
  'noted',
  'rebaselined',
  'exceptionAgreed',
]
type Choices = Record<string, Choice>
const tallied = ({ terms, choices, aside }: Case, also: Choices = {}) => tally(terms, { ...choices, ...also }, aside)
const silentIn = ({ terms, choices, aside }: Case) =>
  terms.seats.map(({ seatId }) => seatId).filter((seatId) => !choices[seatId] && !aside.includes(seatId))

/** Every way the silent members could still decide. */
const completions = (silent: readonly string[], choices: readonly Choice[]): Choices[] => {
  const [next, ...rest] = silent
  if (next === undefined) return [{}]
  return completions(rest, choices).flatMap((others) => choices.map((choice) => ({ ...others, [next]: choice })))
}

describe.each(everyRule)('%s', (_kind, anyCase) => {
  const holds = (property: (each: Case) => void, numRuns = 200) =>
    fc.assert(fc.property(anyCase, property), { numRuns })

  it('comes to the same in whatever order the members decided', () => {
    holds((each) => {
      const backwards = Object.fromEntries(Object.entries(each.choices).toReversed())
      expect(tallied({ ...each, choices: backwards })).toEqual(tallied(each))
    })
  })

  it('is never un-approved because one more member agrees', () => {
    holds((each) => {
      const { outcome } = tallied(each)
      fc.pre(outcome !== undefined && favourable.includes(outcome))
      // Who takes back that they need more time takes it back for their party: the others of it are then waited for again.
      for (const { seatId } of each.terms.seats.filter(({ seatId }) => each.choices[seatId] !== 'moreTime'))
        expect(favourable).toContain(tallied(each, { [seatId]: 'approve' }).outcome)
    })
  })

  it('settles nothing while everybody is silent', () => {
    holds(({ terms, aside }) => {
      expect(tally(terms, {}, aside).outcome).toBeUndefined()
    })
  })

  it('names the seats that settle it, all of which have decided, and everybody who takes no part', () => {
    holds((each) => {
      const { terms, choices, aside } = each
      const { outcome, because, decidingSeatIds } = tallied(each)
      const titleOf = (id: string) => terms.seats.find(({ seatId }) => seatId === id)?.title
      for (const seatId of decidingSeatIds) expect(because).toContain(titleOf(seatId))
      const withAnInterest = Object.keys(choices).filter((seatId) => choices[seatId] === 'declareInterest')
      for (const seatId of [...aside, ...withAnInterest]) expect(because).toContain(titleOf(seatId))
      if (outcome === undefined) return
      expect(decidingSeatIds.length).toBeGreaterThan(0)
      for (const seatId of decidingSeatIds) expect(choices[seatId]).toMatch(/^(?!abstain|declareInterest)/)
    })
  })

  it('stays settled, whatever a silent member says then', () => {
    holds((each) => {
      const { rule, ask } = each.terms
      // Where one refusal ends it, whichever comes first settles it: enough approvals, or a refusal.
      fc.pre(!(rule.kind === 'nOfM' && rule.refusal === 'ends'))
      const { outcome } = tallied(each)
      fc.pre(outcome !== undefined)
      for (const seatId of silentIn(each))
        for (const late of choicesFor(ask, rule)) {
          const after = tallied(each, { [seatId]: late }).outcome
          expect(after && favourable.includes(after)).toBe(favourable.includes(outcome))
        }
    })
  })

  it('is deadlocked exactly when nothing the silent members could say settles it', () => {
    holds((each) => {
      const { outcome, deadlocked } = tallied(each)
      fc.pre(outcome === undefined)
      const { rule, ask } = each.terms
      const settles = completions(silentIn(each), choicesFor(ask, rule)).some(
        (others) => tallied(each, others).outcome !== undefined,
      )
      expect(deadlocked ?? false).toBe(!settles)
    }, 100)
  })

  it('comes, where somebody declared an interest, to what the others\u2019 decisions come to without them', () => {
    holds((each) => {
      const { terms, choices } = each
      const { rule } = terms
      const out = terms.seats.filter(({ seatId }) => choices[seatId] === 'declareInterest')
      fc.pre(out.length > 0)
      const left = terms.seats.filter((seat) => !out.includes(seat))
      // What the terms ask of a force, or of two members by name, they ask whoever is left.
      const asks = rule.kind === 'fromEachOrganisation' || (rule.kind === 'majority' && rule.presentFromEach)
      const forces = (of: typeof left) => new Set(of.flatMap(({ organisationIds }) => organisationIds)).size
      fc.pre(!asks || forces(left) === forces(terms.seats))
      fc.pre(rule.kind !== 'bothOf' || rule.seatIds.every((id) => left.some(({ seatId }) => seatId === id)))
      const { outcome, deadlocked } = tallied(each)
      const without = tallied({ ...each, terms: { ...terms, seats: left } })
      expect([outcome, deadlocked]).toEqual([without.outcome, without.deadlocked])
    })
  })

  it('comes to what a model written from the boards\u2019 rules alone comes to', () => {
    holds((each) => {
      const { terms, choices, aside } = each
      const members = terms.seats.filter(({ seatId }) => !aside.includes(seatId))
      const model = comesTo(terms, terms.ask, members, new Map(Object.entries(choices)))
      const { outcome, deadlocked } = tallied(each)
      expect(outcome ?? (deadlocked ? 'deadlocked' : 'open')).toBe(typeof model === 'string' ? model : model.outcome)
    }, 300)
  })
})
