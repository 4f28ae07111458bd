import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import { Client } from 'pg'
import { startPostgres } from '../../../worker/embedded/postgres.ts'
import { lend } from './lent-server.ts'

/** Lends databases on the embedded PostgreSQL, one for whoever asks; it does not wait for the disk. */
export function lendDatabases(folder: string) {
  const server = lend(() =>
    startPostgres({ dataFolder: join(folder, 'database'), port: 0, fsync: false, log: () => {} }),
  )
  // One at a time: PostgreSQL copies a template only while nobody else is using it.
  let last: Promise<unknown> = Promise.resolve()
  const create = (template: string): Promise<{ url: string }> => {
    const created = last.then(async () => {
      const { url } = await server.find()
      const name = `test_${randomBytes(6).toString('hex')}`
      await execute(url, `CREATE DATABASE ${name} TEMPLATE ${template}`)
      return { url: withDatabase(url, name) }
    })
    last = created.catch(() => undefined)
    return created
  }
  return {
    createMigrated: () => create('template1'),
    createEmpty: () => create('template1'),
    stop: () => server.stop(),
  }
}

async function execute(url: string, statement: string): Promise<void> {
  const client = new Client({ connectionString: withDatabase(url, 'postgres') })
  await client.connect()
  try {
    await client.query(statement)
  } finally {
    await client.end()
  }
}

function withDatabase(url: string, name: string): string {
  const address = new URL(url)
  address.pathname = `/${name}`
  return address.href
}
