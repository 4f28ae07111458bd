import { sql } from 'kysely'

/**
 * A condition that always holds, and by the way lets this statement be answered before it is on disk. Only for what may be lost when
 * the database server dies in the next second: who looked at a page, and how far a mail had come, which is then sent a second time.
 */
export const lazily = sql`(select set_config('synchronous_commit', 'off', true)) = 'off'`
