import { beforeAll, expect, it } from 'vitest'
import { recordInAnyOrder } from '../activities/store/any-order.ts'
import { openTestStore, type TestStore } from '../activities/store/open-test-store.ts'

let tables: TestStore
beforeAll(async () => {
  tables = await openTestStore()
})

it(
  'in 2,000 orders of delayed, doubled and shuffled recordings the projection never falls and ends as the workflow',
  {
    timeout: 1_800_000,
  },
  async () => {
    const startedInstant = Date.now()
    const { attempts, reads } = await recordInAnyOrder(tables, 2_000)
    const seconds = Math.round((Date.now() - startedInstant) / 1_000)
    process.stdout.write(`2,000 orders, ${attempts} attempts, ${reads} reads beside them, ${seconds} s\n`)
    expect(attempts).toBeGreaterThan(20_000)
  },
)
