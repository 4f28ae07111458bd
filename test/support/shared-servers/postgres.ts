import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import { Client } from 'pg'
import { migrate } from '../../../activities/store/migrate.ts'
import { startPostgres } from '../../../worker/embedded/postgres.ts'
import { lend } from './lent-server.ts'

/** Lends databases on the embedded PostgreSQL, one for whoever asks; it does not wait for the disk. */
export function lendDatabases(folder: string) {
  const server = lend(() =>
    startPostgres({ dataFolder: join(folder, 'database'), port: 0, fsync: false, log: () => {} }),
  )
  let migrated: Promise<string> | undefined
  const migratedTemplate = () => (migrated ??= server.find().then(({ url }) => makeTemplate(url)))
  // One at a time: PostgreSQL copies a template only while nobody else is using it.
  let last: Promise<unknown> = Promise.resolve()
  const create = (findTemplate: () => Promise<string>): Promise<{ url: string }> => {
    const created = last.then(async () => {
      const { url } = await server.find()
      const name = `test_${randomBytes(6).toString('hex')}`
      await execute(url, `CREATE DATABASE ${name} TEMPLATE ${await findTemplate()}`)
      return { url: withDatabase(url, name) }
    })
    last = created.catch(() => undefined)
    return created
  }
  return {
    createMigrated: () => create(migratedTemplate),
    createEmpty: () => create(() => Promise.resolve('template1')),
    stop: () => server.stop(),
  }
}

async function makeTemplate(url: string): Promise<string> {
  const name = 'migrated'
  await execute(url, `CREATE DATABASE ${name}`)
  await migrate(withDatabase(url, name))
  return name
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
