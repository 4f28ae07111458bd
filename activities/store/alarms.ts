import { sql } from 'kysely'
import type { Alarms, RecordAlarm } from '../ports.ts'
import type { StoreConnection } from './connection.ts'

/** Contradictions between initiatives and their record. Raising one again keeps since when it stands. */
export const alarmsOf = (connection: StoreConnection, clock: () => number): Alarms => ({
  raise: (initiativeId, reason) =>
    connection.run(async (em) => {
      await sql`
        insert into record_alarm as known (initiative_id, reason, since_instant)
        values (${initiativeId}, ${reason}, ${clock()})
        on conflict (initiative_id) do update
        set reason = excluded.reason, settled_instant = null,
            since_instant = case when known.settled_instant is null then known.since_instant else excluded.since_instant end
        where known.settled_instant is not null or known.reason <> excluded.reason`.execute(em.getKysely())
    }),

  settle: (initiativeId) =>
    connection.run(async (em) => {
      const { numAffectedRows } = await sql`
        update record_alarm set settled_instant = ${clock()}
        where initiative_id = ${initiativeId} and settled_instant is null`.execute(em.getKysely())
      return Number(numAffectedRows ?? 0) === 1
    }),

  open: () =>
    connection.run(async (em) => {
      const { rows } = await sql<RecordAlarm>`
        select initiative_id as "initiativeId", reason, since_instant::float8 as "sinceInstant"
        from record_alarm where settled_instant is null order by since_instant, initiative_id`.execute(em.getKysely())
      return rows
    }),
})
