import { sql } from 'kysely'
import type { StoredCase } from '../../machines/case-file.ts'
import { currentStage } from '../../machines/initiative/progress.ts'
import type { StoreConnection } from './connection.ts'
import { unclaimed } from './record.ts'

/** Making the read model anew. Entries, claims and mails are never touched. */
export type Rebuild = {
  /**
   * Empties the read model, of these initiatives where they are named, and answers their ids: each is to be recorded again, by its
   * workflow or from its entries. The state of an open initiative is kept nowhere else in PostgreSQL: only its workflow has it.
   */
  drop(initiativeIds?: readonly string[]): Promise<string[]>
  /**
   * Writes every closed initiative whose read model is missing or behind from the last whole state its entries keep, and answers their
   * ids. Temporal may have forgotten their workflows.
   */
  restoreClosed(): Promise<string[]>
}

type Kept = { initiativeId: string; sequence: number; hash: string; stateHash: string; state: StoredCase }

export const rebuildOf = (connection: StoreConnection, clock: () => number): Rebuild => ({
  drop: (initiativeIds) =>
    connection.run(async (em) => {
      const { rows } = await sql<{ initiativeId: string }>`
        update initiative
        set version = ${unclaimed.version}, head_hash = ${unclaimed.headHash}, state_hash = null, state = null,
            stage = null, status = null, recorded_instant = null
        where ${initiativeIds === undefined ? sql`true` : sql`initiative_id = any(${[...initiativeIds]}::text[])`}
        returning initiative_id as "initiativeId"`.execute(em.getKysely())
      return rows.map(({ initiativeId }) => initiativeId)
    }),

  restoreClosed: () =>
    connection.run(async (em) => {
      const db = em.getKysely()
      const { rows: behind } = await sql<Omit<Kept, 'state'>>`
        select kept.initiative_id as "initiativeId", sequence, hash, entry ->> 'stateHash' as "stateHash"
        from (
          select distinct on (initiative_id) initiative_id, sequence, hash, entry
          from audit_entry where state is not null order by initiative_id, sequence desc
        ) kept left join initiative on initiative.initiative_id = kept.initiative_id
        where coalesce(initiative.version, 0) < sequence`.execute(db)
      for (const kept of behind) {
        const { initiativeId, sequence, hash, stateHash } = kept
        const { rows } = await sql<Pick<Kept, 'state'>>`
          select state from audit_entry
          where initiative_id = ${initiativeId} and sequence = ${sequence}`.execute(db)
        for (const { state } of rows) {
          const stage = currentStage(state.initiative.context) ?? null
          await sql`
            insert into initiative as known (initiative_id, claimed_instant, version, head_hash, state_hash, state, stage,
                                             status, recorded_instant)
            values (${initiativeId}, ${clock()}, ${sequence}, ${hash}, ${stateHash}, ${JSON.stringify(state)}::jsonb,
                    ${stage}, 'closed', ${clock()})
            on conflict (initiative_id) do update
            set version = excluded.version, head_hash = excluded.head_hash, state_hash = excluded.state_hash,
                state = excluded.state, stage = excluded.stage, status = excluded.status,
                recorded_instant = excluded.recorded_instant
            where known.version < excluded.version`.execute(db)
        }
      }
      return behind.map(({ initiativeId }) => initiativeId)
    }),
})
