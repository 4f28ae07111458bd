import { Socket } from 'node:net'
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
  /** Waits for what is running, then closes. Nothing may be run after it. */
  close(): Promise<void>
}

/** More would not help: a recorded decision waits for one disk, and both processes share the server's connections. */
const connectionsAtMost = 6
const connectWithinMilliseconds = 5_000
/**
 * A connection on which nothing was said for so long has lost its server, whatever the network still believes. It is longer than the
 * ten seconds after which an idle connection is closed anyway.
 */
const answerWithinMilliseconds = 15_000

/** @param answerWithin milliseconds; 0 waits for as long as it takes. */
export const ormFor = (databaseUrl: string, answerWithin = answerWithinMilliseconds) =>
  new MikroORM({
    clientUrl: databaseUrl,
    entities,
    extensions: [Migrator],
    migrations: { migrationsList: migrations, snapshot: false, silent: true },
    ensureDatabase: false,
    pool: { min: 0, max: connectionsAtMost },
    driverOptions: {
      connectionTimeoutMillis: connectWithinMilliseconds,
      stream: () => impatientSocket(answerWithin),
      keepAlive: true,
      application_name: 'gatehouse',
    },
    // What goes wrong is thrown with its reason; MikroORM's own lines would repeat it with addresses in them.
    logger: () => {},
  })

/** The driver's own limit for a query would leave the dead connection in the pool, and every query after it on that connection. */
const impatientSocket = (answerWithin: number): Socket => {
  const socket = new Socket()
  return socket.setTimeout(answerWithin, () => {
    const reason = `no answer for ${answerWithin / 1000} seconds`
    socket.destroy(Object.assign(new Error(reason), { code: 'ETIMEDOUT' }))
  })
}

export const connect = (databaseUrl: string, answerWithin?: number): StoreConnection => {
  const orm = ormFor(databaseUrl, answerWithin)
  const running = new Set<Promise<unknown>>()
  return {
    run: async (work) => {
      const worked = work(orm.em.fork())
      running.add(worked)
      try {
        return await worked
      } catch (error) {
        throw databaseError(error, databaseUrl)
      } finally {
        running.delete(worked)
      }
    },
    close: async () => {
      // A pool closed under a call that is waiting for its connection never finishes closing.
      await Promise.allSettled(running)
      await orm.close()
    },
  }
}
