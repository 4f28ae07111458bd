import { MikroORM, type EntityManager } from '@mikro-orm/postgresql'
import { Migrator } from '@mikro-orm/migrations'
import { databaseError } from './database-error.ts'
import { entities } from './entities/index.ts'
import { migrations } from './migrations/index.ts'

/** The one door to PostgreSQL: a pool of a few connections, made when first needed and made anew after they were lost. */
export type StoreConnection = {
  /**
   * Runs `work` with an EntityManager of its own.
   * @throws DatabaseUnreachable when PostgreSQL does not answer; the next call tries again.
   */
  run<Result>(work: (em: EntityManager) => Promise<Result>): Promise<Result>
  close(): Promise<void>
}

/** More would not help: a recorded decision waits for one disk, and both processes share the server's connections. */
const connectionsAtMost = 6
const connectWithinMilliseconds = 5_000
/** A query without an answer for so long has lost its server, whatever the network still believes. */
const answerWithinMilliseconds = 15_000

export const ormFor = (databaseUrl: string) =>
  new MikroORM({
    clientUrl: databaseUrl,
    entities,
    extensions: [Migrator],
    migrations: { migrationsList: migrations, snapshot: false, silent: true },
    ensureDatabase: false,
    pool: { min: 0, max: connectionsAtMost },
    driverOptions: {
      connectionTimeoutMillis: connectWithinMilliseconds,
      query_timeout: answerWithinMilliseconds,
      keepAlive: true,
      application_name: 'gatehouse',
    },
    // What goes wrong is thrown with its reason; MikroORM's own lines would repeat it with addresses in them.
    logger: () => {},
  })

export const connect = (databaseUrl: string): StoreConnection => {
  const orm = ormFor(databaseUrl)
  return {
    run: async (work) => {
      try {
        return await work(orm.em.fork())
      } catch (error) {
        throw databaseError(error, databaseUrl)
      }
    },
    close: () => orm.close(),
  }
}
