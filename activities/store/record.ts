import type { EntityManager } from '@mikro-orm/postgresql'
import { sql } from 'kysely'
import type { AuditEntry } from '../../machines/audit-entry.ts'
import { currentStage } from '../../machines/initiative/progress.ts'
import type { Recording } from '../../workflows/messages.ts'
import { continues, noEntries } from '../../workflows/chain.ts'
import type { Alarms } from '../ports.ts'
import type { StoreConnection } from './connection.ts'
import { isUniqueViolation } from './database-error.ts'
import { mailsOfEntries } from './mails-of-entries.ts'
import { statusOf } from './status.ts'
import { ChainBroken, newEntries, type StoredEntry } from './stored-chain.ts'

/** The read model's place in the chain: it moves from one to the next, or not at all. */
type Place = { version: number; headHash: string }

/** Each round lost means another writer of the same initiative got ahead: with one recorder an initiative, that is rare. */
const roundsAtMost = 5

/**
 * The `record` activity. What normally happens, entries that follow directly on the read model, is one statement and so one
 * transaction: the read model moves on from exactly where it is expected to be, and the entries and mails come with it or not at
 * all. Everything else (a repeat, an older version, a dropped read model, a contradiction) is first compared with what is stored.
 * @throws ChainBroken (see stored-chain.ts), with nothing written but the alarm the PMO sees.
 */
export const recordWith = (connection: StoreConnection, clock: () => number, alarms: Pick<Alarms, 'raise'>) => {
  const store = (recording: Recording): Promise<void> =>
    connection.run(async (em) => {
      const [first] = recording.entries
      if (first && follow(first, recording)) {
        const expected = { version: first.sequence - 1, headHash: first.previousHash }
        if (await moveOn(em, recording, recording.entries, expected, clock())) return
      }
      for (let round = 1; round <= roundsAtMost; round += 1) {
        const { place, entries } = await stored(em, recording)
        const fresh = newEntries(recording, entries)
        if (place && fresh.length === 0 && !isBehind(place, recording, entries)) return
        if (!place) await claim(em, recording.initiativeId, clock())
        if (await moveOn(em, recording, fresh, place ?? unclaimed, clock())) return
      }
      throw new Error(`The record of ${recording.initiativeId} is being written by somebody else; it is tried again.`)
    })
  return async (recording: Recording): Promise<void> => {
    try {
      await store(recording)
    } catch (error) {
      if (error instanceof ChainBroken) await alarms.raise(recording.initiativeId, error.reason)
      throw error
    }
  }
}

/** Whether the recording's own entries are one unbroken run, each with the hash its words have, that ends at its version. */
const follow = (first: AuditEntry, { entries, version, headHash }: Recording) => {
  let head = { sequence: first.sequence - 1, hash: first.previousHash }
  for (const entry of entries) {
    if (!continues(head, entry)) return false
    head = { sequence: entry.sequence, hash: entry.hash }
  }
  return head.sequence === version && head.hash === headHash
}

/** Whether the read model is older than this state, or is not what the chain says although it bears its number. */
const isBehind = (
  place: Place & { stateHash: string | null },
  recording: Recording,
  entries: readonly StoredEntry[],
) => {
  if (place.version !== recording.version) return place.version < recording.version
  const entry = entries.find(({ sequence }) => sequence === place.version)
  return place.headHash !== entry?.hash || place.stateHash !== entry.stateHash
}

/** Moves the read model from `expected` to this recording's version with its entries and mails; false when it is not there. */
const moveOn = async (
  em: EntityManager,
  recording: Recording,
  entries: readonly AuditEntry[],
  expected: Place,
  nowInstant: number,
): Promise<boolean> => {
  const { initiativeId, version, headHash, stateHash } = recording
  const state = JSON.stringify(recording.state)
  const { initiative } = recording.state
  const status = statusOf(initiative)
  const mails = mailsOfEntries(initiativeId, entries, recording.state)
  try {
    const { rows } = await sql<{ moved: number }>`
      with moved as (
        update initiative
        set version = ${version}, head_hash = ${headHash}, state_hash = ${stateHash}, state = ${state}::jsonb,
            stage = ${currentStage(initiative.context) ?? null}, status = ${status}, recorded_instant = ${nowInstant}
        where initiative_id = ${initiativeId} and version = ${expected.version} and head_hash = ${expected.headHash}
        returning initiative_id
      ), entered as (
        insert into audit_entry (initiative_id, sequence, previous_hash, hash, entry, state, recorded_instant)
        select initiative_id, (entry ->> 'sequence')::int, entry ->> 'previousHash', entry ->> 'hash', entry,
               case when (entry ->> 'sequence')::int = ${version} then ${status === 'closed' ? state : null}::jsonb end,
               ${nowInstant}
        from moved, jsonb_array_elements(${JSON.stringify(entries)}::jsonb) entry
      ), mailed as (
        insert into outbox_mail (kind, initiative_id, review_id, submission_id, seat_id, circulation_id, person_id, number, sequence,
                                 created_instant, next_attempt_instant)
        select kind, initiative_id, "reviewId", "submissionId", "seatId", "circulationId", "personId", number, sequence,
               ${nowInstant}, ${nowInstant}
        from moved, jsonb_to_recordset(${JSON.stringify(mails)}::jsonb) mail (
          kind text, "reviewId" text, "submissionId" text, "seatId" text, "circulationId" text, "personId" text, number int, sequence int,
          "onlyIfOnFile" boolean
        )
        where not "onlyIfOnFile" or exists (select from person where person_id = "personId")
        on conflict do nothing
      )
      select count(*)::int as moved from moved`.execute(em.getKysely())
    return rows[0]?.moved === 1
  } catch (error) {
    // Somebody else stored an entry of this number in between: what it is will be compared.
    if (isUniqueViolation(error)) return false
    throw error
  }
}

/** Where the read model is, and the stored entries a recording is compared with. */
const stored = async (em: EntityManager, { initiativeId, entries, version }: Recording) => {
  const db = em.getKysely()
  const from = Math.min(version, ...entries.map(({ sequence }) => sequence))
  const places = await sql<Place & { stateHash: string | null }>`
    select version, head_hash as "headHash", state_hash as "stateHash"
    from initiative where initiative_id = ${initiativeId}`.execute(db)
  // Read after the place: entries only ever grow, so the place is never ahead of them.
  const found = await sql<StoredEntry>`
    select sequence, hash, entry ->> 'stateHash' as "stateHash" from audit_entry
    where initiative_id = ${initiativeId} and (sequence >= ${from} or sequence = (
      select max(sequence) from audit_entry where initiative_id = ${initiativeId}))`.execute(db)
  return { place: places.rows[0], entries: found.rows }
}

/** Where the read model of an initiative is that has no entry yet. */
export const unclaimed: Place = { version: 0, headHash: noEntries.hash }

/** An initiative's id is claimed before it begins; one that was restored or moved here may not be. */
const claim = (em: EntityManager, initiativeId: string, nowInstant: number) =>
  sql`
    insert into initiative (initiative_id, claimed_instant) values (${initiativeId}, ${nowInstant})
    on conflict do nothing`.execute(em.getKysely())
