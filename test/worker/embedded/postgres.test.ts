import { chmodSync, existsSync, mkdirSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { MikroORM } from '@mikro-orm/postgresql'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { temporaryFolder } from '../../support/temporary-folder.ts'
import { chooseDataFolder } from '../../../worker/embedded/data-folder.ts'
import { closedFolder, isRoot } from '../../../worker/embedded/postgres-programs.ts'
import { startPostgres, type PostgresServer } from '../../../worker/embedded/postgres.ts'

// Servers are started and stopped here, on machines that may be busy with other tests.
vi.setConfig({ testTimeout: 120_000 })

let dataFolder: string
const running: PostgresServer[] = []

beforeEach(async () => {
  dataFolder = await temporaryFolder()
})
afterEach(async () => {
  await Promise.all(running.splice(0).map((server) => server.stop()))
})

async function start(folder = dataFolder, fsync = false, log: (line: string) => void = () => {}) {
  const server = await startPostgres({ dataFolder: folder, port: 0, fsync, log })
  running.push(server)
  return server
}

async function query(server: PostgresServer, sql: string): Promise<unknown> {
  const orm = await MikroORM.init({ entities: [], clientUrl: server.url, discovery: { warnWhenNoEntities: false } })
  try {
    return await orm.em.getConnection().execute(sql)
  } finally {
    await orm.close()
  }
}

describe('the embedded PostgreSQL', () => {
  test('is version 18, stores UTF-8, writes to disk before it answers and keeps its rows when it is killed', async () => {
    const first = await start(dataFolder, true)
    expect(await query(first, 'SHOW fsync')).toEqual([{ fsync: 'on' }])
    expect(await query(first, 'SHOW server_version')).toEqual([{ server_version: expect.stringMatching(/^18\./) }])
    expect(await query(first, 'SHOW server_encoding')).toEqual([{ server_encoding: 'UTF8' }])
    await query(first, "CREATE TABLE kept AS SELECT 'Élan – £1.2m' AS title")
    process.kill((await first.pid)!, 'SIGKILL')
    await first.exited

    const second = await start(dataFolder, true)
    expect(await query(second, 'SELECT title FROM kept')).toEqual([{ title: 'Élan – £1.2m' }])
  })

  test('lets nobody in without the password, which others cannot read', async () => {
    const server = await start()
    const without = { ...server, url: server.url.replace(/:[^:@]+@/, ':guess@') }
    await expect(query(without, 'SELECT 1')).rejects.toThrow(/password authentication failed/)
    expect(statSync(join(dataFolder, 'postgres', 'gatehouse.password')).mode & 0o077).toBe(0)
  })

  test('makes its database anew when the first start was interrupted while making it', async () => {
    mkdirSync(join(dataFolder, 'postgres.making', 'cluster'), { recursive: true })
    writeFileSync(join(dataFolder, 'postgres.making', 'cluster', 'PG_VERSION'), '18\n')
    const server = await start()
    expect(await query(server, 'SELECT 1 AS one')).toEqual([{ one: 1 }])
    expect(existsSync(join(dataFolder, 'postgres.making'))).toBe(false)
  })
})

describe('a database folder that cannot be used is answered with what to do', () => {
  test('when it is half-made', async () => {
    mkdirSync(join(dataFolder, 'postgres'))
    await expect(start()).rejects.toThrow(
      `The database folder ${join(dataFolder, 'postgres')} is incomplete: it has no PG_VERSION. Restore it from a ` +
        'backup; or, if nothing in it is needed, delete it and start again.',
    )
  })

  test('when a file of it was lost', async () => {
    mkdirSync(join(dataFolder, 'postgres'))
    writeFileSync(join(dataFolder, 'postgres', 'PG_VERSION'), '18\n')
    await expect(start()).rejects.toThrow('is incomplete: it has no global/pg_control')
  })

  test('when another version made it', async () => {
    mkdirSync(join(dataFolder, 'postgres', 'global'), { recursive: true })
    for (const file of ['PG_VERSION', 'global/pg_control', 'gatehouse.password']) {
      writeFileSync(join(dataFolder, 'postgres', file), '15\n')
    }
    await expect(start()).rejects.toThrow('was made by PostgreSQL 15, and this is PostgreSQL 18')
  })

  test('when it is damaged, in the words of PostgreSQL', async () => {
    await (await start()).stop()
    writeFileSync(join(dataFolder, 'postgres', 'postgresql.conf'), 'no such setting\n')
    await expect(start()).rejects.toThrow(/stopped while starting on .*postgres\. Its last words:\n.*syntax error/s)
  })
})

describe.runIf(isRoot())('as root, where PostgreSQL runs as another user', () => {
  test('a data folder below a closed one is refused with what to do', async () => {
    const below = join(dataFolder, 'closed', 'data')
    mkdirSync(below, { recursive: true })
    chmodSync(join(dataFolder, 'closed'), 0o700)
    await expect(start(below)).rejects.toThrow(
      new RegExp(`may not enter ${join(dataFolder, 'closed')}\\. Choose another data folder with GATEHOUSE_DATA`),
    )
  })

  test('a project in a closed folder keeps its data elsewhere and says where', async () => {
    const project = join(dataFolder, 'gatehouse')
    mkdirSync(project)
    chmodSync(dataFolder, 0o700)
    const said: string[] = []
    const options = { configured: undefined, projectFolder: project, log: (line: string) => said.push(line) }
    const elsewhere = await chooseDataFolder(options)
    expect(elsewhere).toMatch(/^\/var\/lib\/gatehouse\/gatehouse-[0-9a-f]{8}$/)
    expect(said).toEqual([`The user "postgres" may not enter ${dataFolder}, so the data is kept in ${elsewhere}.`])
    expect(await closedFolder('/var/lib')).toBeUndefined()
    expect(await chooseDataFolder({ ...options, configured: '/srv/data' })).toBe('/srv/data')
  })
})
