import * as fc from 'fast-check'
import { beforeAll, describe, expect, it } from 'vitest'
import { ChainBroken } from '../../../activities/store/stored-chain.ts'
import { verifyChain } from '../../../activities/store/verify-chain.ts'
import { noEntries, sealEntry } from '../../../workflows/chain.ts'
import type { Recording } from '../../../workflows/messages.ts'
import { openTestStore, type TestStore } from './open-test-store.ts'
import { aWholeLife, begin, submitted, together, voted } from './life.ts'

let tables: TestStore
beforeAll(async () => {
  tables = await openTestStore()
})

const record = (recording: Recording) => tables.store.record(recording)
const find = (initiativeId: string) => tables.store.initiatives.find(initiativeId)
const entries = (initiativeId: string) => tables.store.initiatives.entries(initiativeId)

/** As it comes back from the database: plain JSON. */
const asJson = (value: unknown): unknown => JSON.parse(JSON.stringify(value))

/** Everything stored of an initiative, to show that nothing changed. */
const everything = async (initiativeId: string) => ({
  initiative: await tables.query('select * from initiative where initiative_id = $1', [initiativeId]),
  entries: await tables.query('select * from audit_entry where initiative_id = $1 order by sequence', [initiativeId]),
  mails: await tables.query('select * from outbox_mail where initiative_id = $1 order by mail_id', [initiativeId]),
})

/** The same entry with other words, as a second writer would have sealed it. */
const contradicting = ({ entries, ...recording }: Recording): Recording => {
  const { hash: _hash, sequence, previousHash, ...entry } = entries[0]!
  const other = sealEntry(
    { sequence: sequence - 1, hash: previousHash },
    { ...entry, by: { ...entry.by, role: 'somebody else' } },
  )
  return { ...recording, entries: [other], headHash: other.hash }
}

describe('what an initiative hands over', () => {
  it('is stored as a chain that continues, with the newest state beside it', async () => {
    const life = aWholeLife()
    await tables.store.initiatives.claim(life.initiativeId)
    for (const recording of life.recordings) await record(recording)
    const stored = await entries(life.initiativeId)
    expect(stored).toEqual(asJson(life.recordings.flatMap((recording) => recording.entries)))
    expect(verifyChain(stored)).toEqual({ intact: true, head: { sequence: 5, hash: life.recordings[4]!.headHash } })
    const { state, stateHash, version } = life.recordings[4]!
    expect(await find(life.initiativeId)).toEqual({
      initiativeId: life.initiativeId,
      version,
      state: asJson(state),
      stateHash,
      headHash: life.recordings[4]!.headHash,
      recordedInstant: tables.clock.nowInstant,
    })
  })

  it('may be several entries at once, as after a time in which the database was away', async () => {
    const life = aWholeLife()
    await record(together(life.recordings.slice(0, 3)))
    await record(together(life.recordings))
    expect(verifyChain(await entries(life.initiativeId))).toMatchObject({ intact: true, head: { sequence: 5 } })
  })

  it('changes nothing when it comes again', async () => {
    const life = aWholeLife()
    await record(together(life.recordings))
    const before = await everything(life.initiativeId)
    tables.clock.nowInstant += 1000
    await record(together(life.recordings))
    for (const recording of life.recordings) await record(recording)
    await record({ ...life.recordings[4]!, entries: [] })
    expect(await everything(life.initiativeId)).toEqual(before)
  })

  it('is stored once when it comes twice at the same time', async () => {
    const life = aWholeLife()
    await tables.store.initiatives.claim(life.initiativeId)
    for (const recording of life.recordings)
      await Promise.all([record(recording), record(recording), record(recording), record(recording)])
    expect(verifyChain(await entries(life.initiativeId))).toMatchObject({ intact: true, head: { sequence: 5 } })
    expect(await find(life.initiativeId)).toMatchObject({ version: 5 })
  })

  it('keeps stage and status beside the state, to filter by', async () => {
    const life = aWholeLife()
    const place = async () =>
      (await tables.query('select stage, status from initiative where initiative_id = $1', [life.initiativeId]))[0]
    await record(together(life.recordings.slice(0, 2)))
    expect(await place()).toEqual({ stage: 'outlineBusinessCase', status: 'active' })
    await record(together(life.recordings))
    expect(await place()).toMatchObject({ status: 'closed' })
  })

  it('keeps the whole case in the audit once it is closed', async () => {
    const life = aWholeLife()
    for (const recording of life.recordings) await record(recording)
    const kept = await tables.query(
      'select sequence, state from audit_entry where initiative_id = $1 and state is not null',
      [life.initiativeId],
    )
    expect(kept).toEqual([{ sequence: 5, state: asJson(life.recordings[4]!.state) }])
  })
})

describe('an alarm is raised and nothing overwritten', () => {
  const refused = async (recording: Recording, reason: RegExp) => {
    const before = await everything(recording.initiativeId)
    const failing = record(recording)
    await expect(failing).rejects.toThrow(ChainBroken)
    await expect(failing).rejects.toThrow(reason)
    expect(await everything(recording.initiativeId)).toEqual(before)
  }

  it('when an entry contradicts the stored one of its number', async () => {
    const life = begin()
    const second = submitted(life)
    await record(together(life.recordings))
    await refused(contradicting(second), /entry 2 is \w{12}, not \w{12}/)
    voted(life, 'kent')
    await record(together(life.recordings))
    await refused(contradicting(second), /entry 2 is/)
  })

  it('when a contradicting entry comes with ones that would follow', async () => {
    const life = begin()
    const second = contradicting(submitted(life))
    const third = voted(life, 'kent')
    await record(together(life.recordings))
    const { hash: _hash, sequence: _sequence, previousHash: _previous, ...words } = third.entries[0]!
    const after = sealEntry({ sequence: 2, hash: second.headHash }, words)
    await refused({ ...third, entries: [second.entries[0]!, after], headHash: after.hash }, /entry 2 is/)
  })

  it('when entries are missing before it', async () => {
    const life = aWholeLife()
    await record(life.recordings[0]!)
    await refused(life.recordings[2]!, /entry 3 .* does not follow entry 1/)
    await refused({ ...life.recordings[1]!, entries: [] }, /state 2 was handed over, but the last entry is 1/)
  })

  it('when the words of an entry are not those of its hash', async () => {
    const life = begin()
    const { entries, ...first } = life.recordings[0]!
    await refused({ ...first, entries: [{ ...entries[0]!, atInstant: 0 }] }, /entry 1 .* does not follow entry 0/)
  })

  it('when the same version comes with another state', async () => {
    const life = begin()
    await record(life.recordings[0]!)
    await refused(
      { ...life.recordings[0]!, stateHash: 'f'.repeat(64) },
      /state 1 is \w{12} by its entry, not ffffffffffff/,
    )
  })
})

describe('the read model', () => {
  it('only ever moves forward, in whatever order versions arrive', async () => {
    const anyOrder = fc.shuffledSubarray([0, 1, 2, 3, 4, 0, 1, 2, 3, 4], { minLength: 5 })
    await fc.assert(
      fc.asyncProperty(anyOrder, async (order) => {
        const life = aWholeLife()
        // Each carries all entries up to its own, as the recorder hands over whatever may not be stored yet.
        const handed = life.recordings.map((_, index) => together(life.recordings.slice(0, index + 1)))
        let newest = 0
        for (const index of order) {
          await record(handed[index]!)
          newest = Math.max(newest, handed[index]!.version)
          expect(await find(life.initiativeId)).toMatchObject({ version: newest })
        }
      }),
      { numRuns: 15 },
    )
  })

  it('ends at the newest when all versions arrive at the same time', async () => {
    const life = aWholeLife()
    const handed = life.recordings.map((_, index) => together(life.recordings.slice(0, index + 1)))
    await Promise.all([...handed, ...handed.toReversed()].map(record))
    expect(await find(life.initiativeId)).toMatchObject({ version: 5, stateHash: life.recordings[4]!.stateHash })
    expect(verifyChain(await entries(life.initiativeId))).toMatchObject({ intact: true, head: { sequence: 5 } })
  })

  it('is written anew from the newest state after it was dropped, and the entries stay as they are', async () => {
    const life = aWholeLife()
    await record(together(life.recordings.slice(0, 4)))
    const before = await everything(life.initiativeId)
    await tables.query(
      'update initiative set version = 0, head_hash = $2, state_hash = null, state = null where initiative_id = $1',
      [life.initiativeId, noEntries.hash],
    )
    expect(await find(life.initiativeId)).toBeUndefined()
    await record({ ...life.recordings[3]!, entries: [] })
    expect(await everything(life.initiativeId)).toEqual(before)

    await tables.query('delete from initiative where initiative_id = $1', [life.initiativeId])
    await record(life.recordings[4]!)
    expect(await find(life.initiativeId)).toMatchObject({ version: 5 })
  })

  it('is put right by the newest state where it differs from the chain', async () => {
    const life = begin()
    await record(life.recordings[0]!)
    await tables.query(`update initiative set state = '{}', state_hash = 'x' where initiative_id = $1`, [
      life.initiativeId,
    ])
    await record({ ...life.recordings[0]!, entries: [] })
    expect(await find(life.initiativeId)).toMatchObject({ stateHash: life.recordings[0]!.stateHash })
  })

  it('shows an initiative only once its first entry is recorded', async () => {
    const life = begin()
    await tables.store.initiatives.claim(life.initiativeId)
    const shown = async () => (await tables.store.initiatives.list()).map(({ initiativeId }) => initiativeId)
    expect(await find(life.initiativeId)).toBeUndefined()
    expect(await shown()).not.toContain(life.initiativeId)
    await record(life.recordings[0]!)
    expect(await shown()).toContain(life.initiativeId)
  })
})

it('a list is what is recorded now, also of what a list before it has shown', async () => {
  const life = aWholeLife()
  const listed = async () =>
    (await tables.store.initiatives.list()).find(({ initiativeId }) => initiativeId === life.initiativeId)
  await record(life.recordings[0]!)
  const first = await listed()
  expect(await listed()).toEqual(first)
  await record(life.recordings[1]!)
  expect(await listed()).toEqual(await find(life.initiativeId))
  expect(await listed()).toMatchObject({ version: 2, stateHash: life.recordings[1]!.stateHash })
})

it('gives an id away once, for ever', async () => {
  const claims = await Promise.all(Array.from({ length: 20 }, () => tables.store.initiatives.claim('claimed-once')))
  expect(claims.filter((claimed) => claimed)).toHaveLength(1)
  expect(await tables.store.initiatives.claim('claimed-once')).toBe(false)
})
