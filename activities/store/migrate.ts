import { sql } from 'kysely'
import { ormFor } from './connection.ts'
import { databaseError } from './database-error.ts'

/** "gatehouse" as a number: whoever migrates holds this lock, so that of two processes starting together one waits. */
const migrationLock = 0x67_61_74_65

/**
 * Brings the tables of a database to this release and answers the names of the migrations run. Safe to repeat and to run from
 * several processes at once; a failing migration leaves everything as it was.
 * @throws DatabaseUnreachable when PostgreSQL does not answer.
 */
export const migrate = async (databaseUrl: string): Promise<string[]> => {
  // Another process may be migrating, for as long as that takes.
  const orm = ormFor(databaseUrl, 0)
  try {
    // The lock lives in a transaction of its own and goes with it, also when this process dies.
    return await orm.em.fork().transactional(async (em) => {
      await sql`select pg_advisory_xact_lock(${migrationLock})`.execute(em.getKysely())
      const run = await orm.migrator.up()
      return run.map(({ name }) => name)
    })
  } catch (error) {
    throw databaseError(error, databaseUrl)
  } finally {
    await orm.close()
  }
}
