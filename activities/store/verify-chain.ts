import type { AuditEntry } from '../../machines/audit-entry.ts'
import { continues, noEntries, type ChainHead } from '../../workflows/chain.ts'

/** What came of verifying a record: its head, to be compared with the one kept outside, or the first entry that is not as recorded. */
export type Verified = { intact: true; head: ChainHead } | { intact: false; sequence: number; reason: string }

/** Checks a whole record from its first entry on: every entry's own hash, and that it follows the one before. */
export const verifyChain = (entries: readonly AuditEntry[]): Verified => {
  let head = noEntries
  for (const entry of entries) {
    if (!continues(head, entry)) return { intact: false, sequence: head.sequence + 1, reason: reasonOf(head, entry) }
    head = { sequence: entry.sequence, hash: entry.hash }
  }
  return { intact: true, head }
}

const reasonOf = (head: ChainHead, entry: AuditEntry): string => {
  if (entry.sequence !== head.sequence + 1)
    return `Entry ${head.sequence + 1} is missing; the next one there is entry ${entry.sequence}.`
  if (entry.previousHash !== head.hash) return `Entry ${entry.sequence} does not follow the entry before it.`
  return `The words of entry ${entry.sequence} are not those its hash was made of.`
}
