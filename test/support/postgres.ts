import { z } from 'zod'
import { ask } from './ask.ts'

const database = z.object({ url: z.string() })

/** A database of a test file's own: its address with the password, as DATABASE_URL has it. */
export type TestDatabase = z.output<typeof database>

/**
 * A fresh database with the current tables and nothing in them, on the real PostgreSQL of this run: a copy of one that
 * was migrated once. It is gone with the run. Ask once a file, in `beforeAll`.
 */
export function createTestDatabase(): Promise<TestDatabase> {
  return ask('database', database)
}

/** A fresh database without any table, for tests of the migrations themselves. */
export function createEmptyDatabase(): Promise<TestDatabase> {
  return ask('empty-database', database)
}
