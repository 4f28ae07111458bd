import * as fc from 'fast-check'
import { expect } from 'vitest'
import { ChainBroken } from '../../../activities/store/stored-chain.ts'
import { verifyChain } from '../../../activities/store/verify-chain.ts'
import { hashOf } from '../../../workflows/chain.ts'
import type { Recording } from '../../../workflows/messages.ts'
import { aWholeLife, together } from './life.ts'
import type { TestStore } from './open-test-store.ts'

/** One attempt of a `record` activity: which recording, from which of its entries on, and beside which others it runs. */
type Attempt = { index: number; from: number; lane: number }

const lanes = 3
const entryCount = 5

/** Every recording arrives, some of them twice and thrice, in any order, several at the same time, each with entries stored before. */
const anyOrder: fc.Arbitrary<Attempt[]> = fc
  .shuffledSubarray(
    [...Array(3).keys()].flatMap(() => [...Array(entryCount).keys()]),
    { minLength: 2 * entryCount },
  )
  .map((indices) => [...indices, ...[...Array(entryCount).keys()].filter((index) => !indices.includes(index))])
  .chain((indices) =>
    fc.tuple(
      ...indices.map((index) =>
        fc.record({
          index: fc.constant(index),
          from: fc.nat({ max: index }),
          lane: fc.nat({ max: lanes - 1 }),
        }),
      ),
    ),
  )

/**
 * Hands whole lives to the record in `orders` orders, each attempt retried until it succeeds as Temporal retries it, with a reader
 * beside it. Whatever the order, the reader never sees a version fall nor a state that is not its version's, and the newest stays.
 */
export const recordInAnyOrder = async (
  tables: TestStore,
  orders: number,
): Promise<{ attempts: number; reads: number }> => {
  const seen = { attempts: 0, reads: 0 }
  await fc.assert(
    fc.asyncProperty(anyOrder, async (attempts) => {
      const { initiativeId, recordings } = aWholeLife()
      const reading = reader(tables, initiativeId, recordings)
      const inLane = (lane: number) => attempts.filter((attempt) => attempt.lane === lane)
      await Promise.all(
        Array.from({ length: lanes }, async (_, lane) => {
          const made = await deliver(tables, recordings, inLane(lane))
          seen.attempts += made
        }),
      )
      seen.reads += await reading.stop()
      const newest = recordings[entryCount - 1]!
      expect(await tables.store.initiatives.find(initiativeId)).toMatchObject({
        version: newest.version,
        headHash: newest.headHash,
        stateHash: newest.stateHash,
      })
      expect(verifyChain(await tables.store.initiatives.entries(initiativeId))).toEqual({
        intact: true,
        head: { sequence: newest.version, hash: newest.headHash },
      })
    }),
    { numRuns: orders },
  )
  return seen
}

/** Each attempt in turn; one whose entries do not follow yet is tried again after the others. */
const deliver = async ({ store }: TestStore, recordings: readonly Recording[], attempts: readonly Attempt[]) => {
  const waiting = [...attempts]
  let made = 0
  for (let attempt = waiting.shift(); attempt; attempt = waiting.shift()) {
    made += 1
    try {
      await store.record(together(recordings.slice(attempt.from, attempt.index + 1)))
    } catch (error) {
      if (!(error instanceof ChainBroken) && !/written by somebody else/.test(String(error))) throw error
      waiting.push(attempt)
    }
  }
  return made
}

/** Reads what people would see, over and over, until it is stopped; answers how often it did. */
const reader = ({ store }: TestStore, initiativeId: string, recordings: readonly Recording[]) => {
  const stopped = new AbortController()
  const read = async () => {
    let version = 0
    let reads = 0
    while (!stopped.signal.aborted) {
      const found = await store.initiatives.find(initiativeId)
      reads += 1
      expect(found?.version ?? 0).toBeGreaterThanOrEqual(version)
      if (!found) continue
      version = found.version
      const { stateHash } = recordings[version - 1]!
      expect([found.stateHash, hashOf(found.state)]).toEqual([stateHash, stateHash])
    }
    return reads
  }
  const reading = read()
  return {
    stop: () => {
      stopped.abort()
      return reading
    },
  }
}
