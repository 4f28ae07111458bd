import { sql } from 'kysely'
import type { AuditEntry } from '../../machines/audit-entry.ts'
import type { Initiatives, RecordedInitiative } from '../ports.ts'
import type { StoreConnection } from './connection.ts'

const columns = sql`
  initiative_id as "initiativeId", version, state, state_hash as "stateHash", head_hash as "headHash",
  recorded_instant::float8 as "recordedInstant"`

/** The record as it is read. An initiative is shown only once its first entry is recorded. */
export const initiativesOf = (connection: StoreConnection, clock: () => number): Initiatives => ({
  list: () =>
    connection.run(async (em) => {
      const { rows } = await sql<RecordedInitiative>`
        select ${columns} from initiative where state is not null order by initiative_id`.execute(em.getKysely())
      return rows
    }),

  find: (initiativeId) =>
    connection.run(async (em) => {
      const { rows } = await sql<RecordedInitiative>`
        select ${columns} from initiative
        where initiative_id = ${initiativeId} and state is not null`.execute(em.getKysely())
      return rows[0]
    }),

  entries: (initiativeId) =>
    connection.run(async (em) => {
      const { rows } = await sql<{ entry: AuditEntry }>`
        select entry from audit_entry where initiative_id = ${initiativeId} order by sequence`.execute(em.getKysely())
      return rows.map(({ entry }) => entry)
    }),

  claim: (initiativeId) =>
    connection.run(async (em) => {
      const { rows } = await sql`
        insert into initiative (initiative_id, claimed_instant) values (${initiativeId}, ${clock()})
        on conflict do nothing returning initiative_id`.execute(em.getKysely())
      return rows.length === 1
    }),
})
