import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { commandFact } from '../../machines/commands.ts'
import { plays } from './acts.ts'
import { playBoth } from './played.ts'
import { seedsKept } from './seeds-kept.ts'

const runs = 1000

/** What no play tries yet. */
const notDrawn = ['planChanged']

describe('the machines and a model written from the design’s rules alone', () => {
  it(
    'agree about whatever is tried: what is refused, where it is, who is silent, whom it waits for',
    { timeout: 300_000 },
    () => {
      const happened = new Map<string, number>()
      fc.assert(
        fc.property(plays({ minLength: 30 }), (play) => {
          for (const type of playBoth(play)) happened.set(type, (happened.get(type) ?? 0) + 1)
        }),
        { numRuns: runs },
      )
      // Were almost everything refused, agreeing would say little.
      const drawn = commandFact.options.map(({ shape }) => shape.type.value).filter((type) => !notDrawn.includes(type))
      expect(drawn.filter((type) => (happened.get(type) ?? 0) < runs / 200)).toEqual([])
    },
  )

  it.each(seedsKept.map((kept) => [kept.found, kept] as const))('once, %s', (_found, kept) => {
    expect(playBoth(kept)).not.toEqual([])
  })
})
