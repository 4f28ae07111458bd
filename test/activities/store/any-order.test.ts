import { beforeAll, expect, it } from 'vitest'
import { recordInAnyOrder } from './any-order.ts'
import { openTestStore, type TestStore } from './open-test-store.ts'

let tables: TestStore
beforeAll(async () => {
  tables = await openTestStore()
})

it(
  'whatever is delayed, doubled or shuffled on its way, a reader never sees a version fall, and the newest stays',
  {
    timeout: 60_000,
  },
  async () => {
    const { attempts } = await recordInAnyOrder(tables, 60)
    expect(attempts).toBeGreaterThanOrEqual(60 * 10)
  },
)
