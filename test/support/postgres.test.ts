import { Client } from 'pg'
import { expect, it } from 'vitest'
import { createEmptyDatabase, createTestDatabase } from './postgres.ts'

async function query(url: string, statement: string): Promise<unknown[]> {
  const client = new Client({ connectionString: url })
  await client.connect()
  try {
    return (await client.query<Record<string, unknown>>(statement)).rows
  } finally {
    await client.end()
  }
}

it('lends every asker a database of its own on a real PostgreSQL 18', async () => {
  const [one, other] = await Promise.all([createTestDatabase(), createTestDatabase()])
  await query(one.url, 'CREATE TABLE mine (id int)')
  expect(await query(other.url, "SELECT to_regclass('mine') AS found")).toEqual([{ found: null }])
  expect(await query(one.url, 'SHOW server_version')).toEqual([{ server_version: expect.stringMatching(/^18\./) }])
})

it('lends it with the current tables and nothing in them', async () => {
  const { url } = await createTestDatabase()
  expect(await query(url, 'SELECT count(*)::int AS rows FROM initiative')).toEqual([{ rows: 0 }])
})

it('lends an empty one to the migrations', async () => {
  const { url } = await createEmptyDatabase()
  expect(await query(url, "SELECT 1 FROM pg_tables WHERE schemaname = 'public'")).toEqual([])
})
