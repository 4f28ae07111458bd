import { sql } from 'kysely'
import type { StoreConnection } from './connection.ts'
import { confirmedMilliseconds, wantedMilliseconds } from './one-time-codes.ts'

/**
 * Deletes the one-time codes that ended before an instant, and answers how many there were: nothing could be entered with them, and
 * nothing decided, from then on. Repeating it changes nothing; any number of workers may do it.
 */
export type ForgetOneTimeCodes = (beforeInstant: number) => Promise<number>

export const forgetOneTimeCodesWith =
  (connection: StoreConnection): ForgetOneTimeCodes =>
  (beforeInstant) =>
    connection.run(async (em) => {
      const { numAffectedRows } = await sql`
        delete from one_time_code
        where greatest(asked_instant + ${wantedMilliseconds}, expires_instant, confirmed_instant + ${confirmedMilliseconds})
          < ${beforeInstant}`.execute(em.getKysely())
      return Number(numAffectedRows ?? 0)
    })
