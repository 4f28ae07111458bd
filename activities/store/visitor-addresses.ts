import { sql } from 'kysely'
import type { StoreConnection } from './connection.ts'

/**
 * Takes out the addresses of visits noted before an instant, and answers how many there were. The visits stay. Repeating it changes
 * nothing; any number of workers may do it.
 */
export type ForgetVisitorAddresses = (beforeInstant: number) => Promise<number>

export const forgetVisitorAddressesWith =
  (connection: StoreConnection): ForgetVisitorAddresses =>
  (beforeInstant) =>
    connection.run(async (em) => {
      const { numAffectedRows } = await sql`
        update access_row set ip_address = null
        where ip_address is not null and at_instant < ${beforeInstant}`.execute(em.getKysely())
      return Number(numAffectedRows ?? 0)
    })
