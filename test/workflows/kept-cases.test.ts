import type { AnyStateNode } from 'xstate'
import { describe, expect, it } from 'vitest'
import { take, type StoredCase, type StoredMachine } from '../../machines/case-file.ts'
import { commands } from '../../machines/commands.ts'
import { circulationMachine } from '../../machines/circulation/machine.ts'
import { consultationMachine } from '../../machines/consultation.ts'
import { initiativeMachine } from '../../machines/initiative/machine.ts'
import { reviewMachine } from '../../machines/review-machine.ts'
import { rollOutMachine } from '../../machines/roll-out.ts'
import { stages } from '../../machines/stages/index.ts'
import { restoreCase, storeCase } from '../../machines/stored-case.ts'
import { whyNot } from '../../machines/why-not.ts'
import { hashOf } from '../../workflows/chain.ts'
import { keptCases, releases } from '../histories/kept.ts'

/** Where a machine can be found resting, as paths such as `active.goLive.approved`. */
const restingPlaces = (root: AnyStateNode): string[] =>
  Object.values(root.states).flatMap((node) => {
    if (node.type === 'history') return []
    const within = restingPlaces(node)
    return within.length > 0 ? within : [node.path.join('.')]
  })

/** Left again at once, in the step that entered them. */
const passedThrough = [
  'active.entering',
  'open.asking',
  ...stages.map(({ id }) => `active.${id}.passed`),
  ...stages.filter(({ stillToDo }) => !stillToDo).map(({ id }) => `active.${id}.approved`),
]

/** The places a machine's value names. */
const placesOf = (value: unknown, path: readonly string[] = []): string[] => {
  if (typeof value === 'string') return [[...path, value].join('.')]
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([key, within]) => placesOf(within, [...path, key]))
}

const machinesOf = ({ initiative, reviews, consultations, rollOuts, circulations = {} }: StoredCase) => {
  const all = (machines: Record<string, StoredMachine<unknown>>) => Object.values(machines)
  return {
    initiative: [initiative],
    review: all(reviews),
    circulation: all(circulations),
    consultation: all(consultations),
    rollOut: all(rollOuts),
  }
}

describe.each(releases)('every case kept by release %s', (release) => {
  const kept = Object.entries(keptCases(release))

  it('together, they are in every state a machine can be left in, and have ended in every way', () => {
    const roots = {
      initiative: initiativeMachine.root,
      review: reviewMachine.root,
      circulation: circulationMachine.root,
      consultation: consultationMachine.root,
      rollOut: rollOutMachine.root,
    }
    for (const [name, root] of Object.entries(roots)) {
      const expected = restingPlaces(root).filter((place) => !passedThrough.includes(place))
      const seen = kept.flatMap(([, { state }]) =>
        Object.entries(machinesOf(state))
          .filter(([machine]) => machine === name)
          .flatMap(([, machines]) => machines.flatMap(({ value }) => placesOf(value))),
      )
      expect({ [name]: expected.filter((place) => !seen.includes(place)) }).toEqual({ [name]: [] })
    }
    expect(new Set(kept.flatMap(([, { state }]) => state.initiative.context.closure?.outcome ?? []))).toEqual(
      new Set(['completed', 'closedEarly', 'withdrawn']),
    )
  })

  it('together, they lived through everything that can happen', () => {
    const happened = new Set(kept.flatMap(([, { eventTypes }]) => eventTypes))
    const byItself = ['deadlinePassed', 'olderReviewsDigested', 'effectExhausted', 'effectCarriedOut']
    const possible = [...Object.values(commands).map(({ fact }) => fact), ...byItself]
    expect(possible.filter((type) => !happened.has(type))).toEqual([])
  })

  it.each(kept)('%s is read by the machines of today as it was left', (_name, { state, stateHash, beforeHold }) => {
    const caseFile = restoreCase(state)
    expect(hashOf(storeCase(caseFile))).toBe(stateHash)
    if (!beforeHold) return

    const resumed = { type: 'resumed' as const, atInstant: (state.initiative.context.hold?.sinceInstant ?? 0) + 1_000 }
    expect(whyNot(caseFile, resumed)).toBeUndefined()
    const after = storeCase(take(caseFile, resumed).caseFile)
    expect(after.initiative.value).toEqual(beforeHold.initiative.value)
    expect(valuesOf(after.reviews)).toEqual(valuesOf(beforeHold.reviews))
    expect(after.initiative.context.stages).toEqual(beforeHold.initiative.context.stages)
  })
})

const valuesOf = (machines: Record<string, StoredMachine<unknown>>) =>
  Object.fromEntries(Object.entries(machines).map(([id, { value }]) => [id, value]))
