import { beforeAll, expect, it } from 'vitest'
import { openTestStore, type TestStore } from './open-test-store.ts'
import { aWholeLife, begin, submitted, together } from './life.ts'

let tables: TestStore
beforeAll(async () => {
  tables = await openTestStore()
})

const readModel = () => tables.query('select * from initiative order by initiative_id')

it('a dropped read model is made anew: closed initiatives from their entries, live ones by their workflow', async () => {
  const { store } = tables
  const closed = aWholeLife()
  const live = begin()
  submitted(live)
  await store.initiatives.claim('never-begun')
  for (const { recordings } of [closed, live]) await store.record(together(recordings))
  const before = await readModel()
  const entries = await tables.query('select * from audit_entry order by initiative_id, sequence')

  expect((await store.rebuild.drop()).sort()).toEqual([closed.initiativeId, live.initiativeId, 'never-begun'].sort())
  expect(await store.initiatives.list()).toEqual([])
  expect(await store.initiatives.claim(closed.initiativeId)).toBe(false)

  expect(await store.rebuild.restoreClosed()).toEqual([closed.initiativeId])
  expect(await store.rebuild.restoreClosed()).toEqual([])
  await store.record({ ...live.recordings[1]!, entries: [] })
  expect(await readModel()).toEqual(before)
  expect(await tables.query('select * from audit_entry order by initiative_id, sequence')).toEqual(entries)
})

it('a closed initiative comes back also where its row is gone', async () => {
  const closed = aWholeLife()
  await tables.store.record(together(closed.recordings))
  const before = await readModel()
  await tables.query('delete from initiative where initiative_id = $1', [closed.initiativeId])
  expect(await tables.store.rebuild.restoreClosed()).toEqual([closed.initiativeId])
  expect(await readModel()).toEqual(before)
})
