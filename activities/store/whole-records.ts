import { sql } from 'kysely'
import type { AuditEntry } from '../../machines/audit-entry.ts'
import type { StoredCase } from '../../machines/case-file.ts'
import type { StoreConnection } from './connection.ts'

/** Everything the record holds of one initiative, read at one moment. An id that was only claimed has a row and no entry. */
export type WholeRecord = {
  initiativeId: string
  row?: {
    version: number
    headHash: string
    stateHash?: string
    state?: StoredCase
    stage?: string
    status?: string
  }
  /** In their order, each with what stands beside it in its columns. */
  entries: { sequence: number; previousHash: string; hash: string; entry: AuditEntry }[]
  /** The whole state kept beside an entry: that of the last one, once closed. */
  kept?: { sequence: number; state: StoredCase }
}

/** The record as it is verified and rebuilt from: never what people are shown. */
export type WholeRecords = {
  /** Every id that has a row or an entry. */
  ids(): Promise<string[]>
  read(initiativeId: string): Promise<WholeRecord>
}

export const wholeRecordsOf = (connection: StoreConnection): WholeRecords => ({
  ids: () =>
    connection.run(async (em) => {
      const { rows } = await sql<{ initiativeId: string }>`
        select initiative_id as "initiativeId" from initiative
        union select initiative_id from audit_entry order by 1`.execute(em.getKysely())
      return rows.map(({ initiativeId }) => initiativeId)
    }),

  read: (initiativeId) =>
    connection.run(async (em) => {
      // One statement, so that all of it is of one moment. Only outer nulls are left out: a state may hold null.
      const { rows } = await sql<{
        row: NonNullableRow | null
        entries: WholeRecord['entries'] | null
        kept: WholeRecord['kept'] | null
      }>`
        select
          (select json_build_object('version', version, 'headHash', head_hash, 'stateHash', state_hash, 'state', state,
                                    'stage', stage, 'status', status)
           from initiative where initiative_id = ${initiativeId}) as row,
          (select json_agg(json_build_object('sequence', sequence, 'previousHash', previous_hash, 'hash', hash,
                                             'entry', entry) order by sequence)
           from audit_entry where initiative_id = ${initiativeId}) as entries,
          (select json_build_object('sequence', sequence, 'state', state)
           from audit_entry where initiative_id = ${initiativeId} and state is not null
           order by sequence desc limit 1) as kept`.execute(em.getKysely())
      const { row, entries, kept } = rows[0] ?? { row: null, entries: null, kept: null }
      return {
        initiativeId,
        ...(row ? { row: withoutNulls(row) } : {}),
        entries: entries ?? [],
        ...(kept ? { kept } : {}),
      }
    }),
})

type Row = NonNullable<WholeRecord['row']>
type NonNullableRow = { [Key in keyof Required<Row>]: Required<Row>[Key] | null } & Pick<Row, 'version' | 'headHash'>

const withoutNulls = ({ version, headHash, stateHash, state, stage, status }: NonNullableRow): Row => ({
  version,
  headHash,
  ...(stateHash === null ? {} : { stateHash }),
  ...(state === null ? {} : { state }),
  ...(stage === null ? {} : { stage }),
  ...(status === null ? {} : { status }),
})
