import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Client } from 'pg'
import { afterAll } from 'vitest'
import { openStore, type Store } from '../../../activities/store/store.ts'
import { createTestDatabase } from '../../support/postgres.ts'

/** A store on a database and a data folder of this file's own, with a clock to set and a second way to look at the tables. */
export type TestStore = {
  store: Store
  url: string
  dataFolder: string
  clock: { nowInstant: number }
  query(statement: string, values?: unknown[]): Promise<Record<string, unknown>[]>
}

/** Called once a file, in `beforeAll`; everything is closed after its last test. */
export async function openTestStore(): Promise<TestStore> {
  const { url } = await createTestDatabase()
  const dataFolder = await mkdtemp(join(tmpdir(), 'gatehouse-store-'))
  const clock = { nowInstant: Date.UTC(2027, 5, 14, 9) }
  const store = openStore(url, { dataFolder, clock: () => clock.nowInstant })
  const client = new Client({ connectionString: url })
  await client.connect()
  afterAll(async () => {
    await Promise.all([store.close(), client.end()])
    await rm(dataFolder, { recursive: true })
  })
  return {
    store,
    url,
    dataFolder,
    clock,
    query: async (statement, values) => (await client.query<Record<string, unknown>>(statement, values)).rows,
  }
}
