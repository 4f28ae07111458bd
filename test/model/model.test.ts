import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { plays } from './acts.ts'
import { playBoth } from './played.ts'
import { seedsKept } from './seeds-kept.ts'

const runs = 1000

describe('the machines and a model written from the design’s rules alone', () => {
  it(
    'agree about whatever is tried: what is refused, where it is, who is silent, whom it waits for',
    { timeout: 300_000 },
    () => {
      let accepted = 0
      fc.assert(
        fc.property(plays({ minLength: 40 }), (play) => {
          accepted += playBoth(play)
        }),
        { numRuns: runs },
      )
      // Were almost everything refused, agreeing would say little.
      expect(accepted / runs).toBeGreaterThan(8)
    },
  )

  it.each(seedsKept.map((kept) => [kept.found, kept] as const))('once, %s', (_found, kept) => {
    expect(playBoth(kept)).toBeGreaterThan(0)
  })
})
