import { sql } from 'kysely'
import type { AuditEntry } from '../../machines/audit-entry.ts'
import type { StoredCase } from '../../machines/case-file.ts'
import type { Initiatives, RecordedInitiative } from '../ports.ts'
import type { StoreConnection } from './connection.ts'

const columns = sql`
  initiative_id as "initiativeId", version, state_hash as "stateHash", head_hash as "headHash",
  recorded_instant::float8 as "recordedInstant"`

/**
 * The record as it is read. An initiative is shown only once its first entry is recorded. A list is mostly the list of a moment ago:
 * the states of the last one, at most `statesToRemember`, are kept by their hash, and only what changed is fetched again.
 */
export const initiativesOf = (
  connection: StoreConnection,
  clock: () => number,
  statesToRemember: number,
): Initiatives => {
  let remembered: ReadonlyMap<string, StoredCase> = new Map()

  return {
    list: () =>
      connection.run(async (em) => {
        const known = remembered
        const { rows } = await sql<Omit<RecordedInitiative, 'state'> & { state: StoredCase | null }>`
          select ${columns}, case when known.hash is null then state end as state
          from initiative left join unnest(${[...known.keys()]}::text[]) known (hash) on known.hash = state_hash
          where state is not null order by initiative_id`.execute(em.getKysely())
        const found = rows.flatMap(({ state, ...row }): RecordedInitiative[] => {
          const whole = state ? frozen(state) : known.get(row.stateHash)
          return whole ? [{ ...row, state: whole }] : []
        })
        remembered = new Map(found.slice(0, statesToRemember).map(({ stateHash, state }) => [stateHash, state]))
        return found
      }),

    find: (initiativeId) =>
      connection.run(async (em) => {
        const { rows } = await sql<RecordedInitiative>`
          select ${columns}, state from initiative
          where initiative_id = ${initiativeId} and state is not null`.execute(em.getKysely())
        return rows[0]
      }),

    openAtBoard: (boardId) =>
      connection.run(async (em) => {
        const { rows } = await sql<RecordedInitiative>`
          select ${columns}, state from initiative
          where jsonb_path_exists(state, '$.reviews.* ? (@.status == "active" && @.context.terms.boardId == $board)',
                                  ${JSON.stringify({ board: boardId })}::jsonb)
          order by initiative_id`.execute(em.getKysely())
        return rows
      }),

    toReportAt: (boardId) =>
      connection.run(async (em) => {
        const { rows } = await sql<RecordedInitiative>`
          select ${columns}, state from initiative
          where jsonb_path_exists(state, '$.initiative.context.decisions[*] ? (@.boardId == $board &&
            exists(@.toReport) && !exists(@.toReport.reported))', ${JSON.stringify({ board: boardId })}::jsonb)
          order by initiative_id`.execute(em.getKysely())
        return rows
      }),

    beforeMeetings: () =>
      connection.run(async (em) => {
        const { rows } = await sql<RecordedInitiative>`
          select ${columns}, state from initiative
          where jsonb_path_exists(state, '$.reviews.* ? (@.status == "active" &&
            (exists(@.context.terms.meeting) || exists(@.context.meetingMoves)))')
          order by initiative_id`.execute(em.getKysely())
        return rows
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
  }
}

/** What is shared by several readers is changed by none. */
const frozen = <Value>(value: Value): Value => {
  if (typeof value !== 'object' || value === null) return value
  for (const within of Object.values(value)) frozen(within)
  return Object.freeze(value)
}
