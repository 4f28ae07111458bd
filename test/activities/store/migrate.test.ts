import { Client } from 'pg'
import { expect, it } from 'vitest'
import { ormFor } from '../../../activities/store/connection.ts'
import { migrate } from '../../../activities/store/migrate.ts'
import { openStore } from '../../../activities/store/store.ts'
import { createEmptyDatabase } from '../../support/postgres.ts'

const released = [
  '001-first-tables',
  '002-visitor-addresses-end',
  '003-payload-keys',
  '004-record-alarms',
  '005-member-questions',
  '006-one-time-codes',
  '007-circulations',
  '008-calendar-entries',
  '009-working-days',
  '010-agendas',
]

it('makes the tables once, also when two processes start together, and changes nothing when repeated', async () => {
  const { url } = await createEmptyDatabase()
  const runs = await Promise.all([migrate(url), migrate(url), migrate(url)])
  expect(runs.flat()).toEqual(released)
  expect(await migrate(url)).toEqual([])
})

it('lets a release that was rolled back start on the tables of a later one', async () => {
  const { url } = await createEmptyDatabase()
  await migrate(url)
  const client = new Client({ connectionString: url })
  await client.connect()
  try {
    await client.query(`insert into mikro_orm_migrations (name) values ('999-of-a-later-release')`)
    await client.query('alter table initiative add column of_a_later_release text')
  } finally {
    await client.end()
  }
  expect(await migrate(url)).toEqual([])
})

it('leaves tables that are what the entities say, and the triggers they cannot say', async () => {
  const { url } = await createEmptyDatabase()
  await migrate(url)
  const orm = ormFor(url)
  try {
    const differences = (await orm.schema.getUpdateSchemaSQL({ wrap: false })).split('\n').filter((line) => line !== '')
    expect(differences.filter((line) => !/^drop (trigger|function) if exists "\w*append_only/.test(line))).toEqual([])
  } finally {
    await orm.close()
  }
})

it.each(['audit_entry', 'access_row'])(
  'refuses to change or remove what stands in %s, to its owner too',
  async (table) => {
    const { url } = await createEmptyDatabase()
    await migrate(url)
    const client = new Client({ connectionString: url })
    await client.connect()
    try {
      const refused = (command: string) => `${table} is append-only: ${command} is refused`
      const column = table === 'audit_entry' ? 'hash' : 'reason'
      await expect(client.query(`update ${table} set ${column} = 'x'`)).rejects.toThrow(refused('UPDATE'))
      await expect(client.query(`delete from ${table}`)).rejects.toThrow(refused('DELETE'))
      await expect(client.query(`truncate ${table}`)).rejects.toThrow(refused('TRUNCATE'))
    } finally {
      await client.end()
    }
  },
)

it('says in words that a database cannot be reached, without its password', async () => {
  const failing = migrate('postgresql://gatehouse:hush@127.0.0.1:9/records')
  await expect(failing).rejects.toThrow(/The database records at 127\.0\.0\.1:9 cannot be reached: .*ECONNREFUSED/)
  await expect(failing).rejects.not.toThrow(/hush/)
})

it('a store on a database without tables says what to do', async () => {
  const { url } = await createEmptyDatabase()
  const store = openStore(url, { dataFolder: 'none' })
  try {
    await expect(store.initiatives.list()).rejects.toThrow(/no tables of Gatehouse yet.*run the migrations/)
    expect(await store.migrate()).toEqual(released)
    expect(await store.initiatives.list()).toEqual([])
  } finally {
    await store.close()
  }
})
