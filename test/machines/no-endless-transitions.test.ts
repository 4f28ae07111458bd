import type { AnyStateMachine, AnyStateNode } from 'xstate'
import { createMachine } from 'xstate'
import { describe, expect, it } from 'vitest'
import { consultationMachine } from '../../machines/consultation.ts'
import { initiativeMachine } from '../../machines/initiative/machine.ts'
import { reviewMachine } from '../../machines/review-machine.ts'
import { rollOutMachine } from '../../machines/roll-out.ts'

const everyNode = (node: AnyStateNode): AnyStateNode[] => [node, ...Object.values(node.states).flatMap(everyNode)]

/** The state nodes that are active once one is entered: itself, what it is part of, and where it begins. */
const activeIn = (node: AnyStateNode): AnyStateNode[] => {
  const ancestors: AnyStateNode[] = []
  for (let parent = node.parent; parent; parent = parent.parent) ancestors.push(parent)
  const begins = (from: AnyStateNode): AnyStateNode[] => [from, ...(from.initial?.target ?? []).flatMap(begins)]
  return [...ancestors, ...begins(node)]
}

/** Where a state leads by itself, without an event and whatever its guards say: by `always`, and by ending what it is part of. */
const leadsByItself = (node: AnyStateNode): AnyStateNode[] => {
  const whenDone = node.type === 'final' && node.parent ? `xstate.done.state.${node.parent.id}` : undefined
  const ways = [...(node.always ?? []), ...(whenDone ? (node.parent?.transitions.get(whenDone) ?? []) : [])]
  return ways.flatMap(({ target }) => target ?? []).flatMap(activeIn)
}

/** Rings of states that could follow each other for ever within one step: a guard cannot be trusted to end them. */
const endless = (machine: AnyStateMachine): string[] => {
  const rings: string[] = []
  const walk = (path: AnyStateNode[]) => {
    for (const next of path.at(-1) ? leadsByItself(path[path.length - 1] ?? machine.root) : []) {
      if (path.includes(next)) rings.push([...path, next].map(({ id }) => id).join(' > '))
      else if (leadsByItself(next).length > 0) walk([...path, next])
    }
  }
  for (const node of everyNode(machine.root)) if (leadsByItself(node).length > 0) walk([node])
  return rings
}

/** A transition that stays where it is takes `always` no further, so it could be taken again and again. */
const withoutTarget = (machine: AnyStateMachine): string[] =>
  everyNode(machine.root)
    .filter(({ always }) => always?.some(({ target }) => target === undefined))
    .map(({ id }) => id)

describe('a machine never goes round by itself', () => {
  it.each<[string, AnyStateMachine]>([
    ['initiative', initiativeMachine],
    ['review', reviewMachine],
    ['consultation', consultationMachine],
    ['roll-out', rollOutMachine],
  ])('%s', (_name, machine) => {
    expect(endless(machine)).toEqual([])
    expect(withoutTarget(machine)).toEqual([])
  })

  it('and one that did would be found', () => {
    const round = createMachine({ id: 'r', initial: 'a', states: { a: { always: 'b' }, b: { always: 'a' } } })
    const nested = createMachine({
      id: 'n',
      initial: 'a',
      states: { a: { initial: 'x', always: 'b', states: { x: {} } }, b: { always: 'a.x' } },
    })
    expect(endless(round)).toContain('r.a > r.b > r.a')
    expect(endless(nested)).toContain('n.a > n.b > n.a')
  })
})
