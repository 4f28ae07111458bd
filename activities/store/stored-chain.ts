import type { AuditEntry } from '../../machines/audit-entry.ts'
import { continues, noEntries, shortHash } from '../../workflows/chain.ts'
import type { Recording } from '../../workflows/messages.ts'

/**
 * What an initiative hands over contradicts what is stored: an alarm. Nothing was overwritten. Repeating it cannot help, yet it is
 * retried, so that it stays visible as a failing activity until somebody has looked.
 */
export class ChainBroken extends Error {
  readonly reason: string

  constructor(initiativeId: string, reason: string) {
    super(`The record of ${initiativeId} is contradicted and was left as it is: ${reason}`)
    this.name = 'ChainBroken'
    this.reason = reason
  }
}

/** An entry as the record holds it: enough to compare. */
export type StoredEntry = { sequence: number; hash: string; stateHash: string }

/**
 * The entries of a recording that are not stored yet; they continue the stored chain. `stored` holds, by number, the entries from the
 * recording's first on, and always the last one.
 * @throws ChainBroken on an entry that differs from the stored one of its number, a gap, or a state that is not the entry's.
 */
export const newEntries = (recording: Recording, stored: readonly StoredEntry[]): AuditEntry[] => {
  const { initiativeId, entries, version } = recording
  const byNumber = new Map(stored.map((entry) => [entry.sequence, entry]))
  let head = stored.reduce(
    (last, { sequence, hash }) => (sequence > last.sequence ? { sequence, hash } : last),
    noEntries,
  )
  const fresh: AuditEntry[] = []
  for (const entry of entries) {
    const known = byNumber.get(entry.sequence)
    if (known) {
      if (known.hash !== entry.hash)
        throw new ChainBroken(
          initiativeId,
          `entry ${entry.sequence} is ${shortHash(known.hash)}, not ${shortHash(entry.hash)}.`,
        )
      continue
    }
    if (!continues(head, entry))
      throw new ChainBroken(
        initiativeId,
        `entry ${entry.sequence} (${shortHash(entry.hash)} after ${shortHash(entry.previousHash)}) does not follow entry ${head.sequence} (${shortHash(head.hash)}).`,
      )
    fresh.push(entry)
    head = { sequence: entry.sequence, hash: entry.hash }
  }
  const last = byNumber.get(version)
  if (!last && head.sequence < version)
    throw new ChainBroken(initiativeId, `state ${version} was handed over, but the last entry is ${head.sequence}.`)
  if (last && fresh.length === 0 && last.stateHash !== recording.stateHash)
    throw new ChainBroken(
      initiativeId,
      `state ${version} is ${shortHash(last.stateHash)} by its entry, not ${shortHash(recording.stateHash)}.`,
    )
  return fresh
}
