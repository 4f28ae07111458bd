import { sql } from 'kysely'
import type { UsedKeys } from '../ports.ts'
import type { StoreConnection } from './connection.ts'
import { PayloadKeyRow } from './entities/payload-key.ts'

/** Which payload keys were ever used. */
export const usedKeysOf = (connection: StoreConnection, clock: () => number): UsedKeys => ({
  all: () =>
    connection.run(async (em) => {
      const rows = await em.find(PayloadKeyRow, {}, { orderBy: { firstUsedInstant: 'asc', keyId: 'asc' } })
      return rows.map(({ keyId, fingerprint, firstUsedInstant }) => ({ keyId, fingerprint, firstUsedInstant }))
    }),
  note: ({ keyId, fingerprint }) =>
    connection.run(async (em) => {
      await sql`
        insert into payload_key (key_id, fingerprint, first_used_instant) values (${keyId}, ${fingerprint}, ${clock()})
        on conflict do nothing`.execute(em.getKysely())
    }),
})
