import { sha256 } from '@noble/hashes/sha2.js'
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js'
import canonicalize from 'canonicalize'
import { beforeTheFirst, type AuditEntry } from '../machines/audit-entry.ts'

/** SHA-256, in hexadecimal, of a value's canonical JSON (RFC 8785), and how many bytes that is. */
export const measured = (value: unknown): { hash: string; byteCount: number } => {
  const json = canonicalize(value)
  if (json === undefined) throw new TypeError('Only JSON values have a hash')
  const bytes = utf8ToBytes(json)
  return { hash: bytesToHex(sha256(bytes)), byteCount: bytes.length }
}

/** A value's size in bytes as JSON in UTF-8. */
export const byteCountOf = (value: unknown): number => utf8ToBytes(JSON.stringify(value)).length

/** The hash alone: the same on every machine and after every round trip. */
export const hashOf = (value: unknown): string => measured(value).hash

/** Enough of a hash to find it by. */
export const shortHash = (hash: string): string => hash.slice(0, 12)

/** The end of an initiative's chain: the number and hash of its last entry. */
export type ChainHead = { sequence: number; hash: string }

export const noEntries: ChainHead = { sequence: 0, hash: beforeTheFirst }

/** The next entry of a chain, numbered and bound to the one before by its hash. */
export const sealEntry = (
  head: ChainHead,
  entry: Omit<AuditEntry, 'sequence' | 'previousHash' | 'hash'>,
): AuditEntry => {
  const numbered = { ...entry, sequence: head.sequence + 1, previousHash: head.hash }
  return { ...numbered, hash: hashOf(numbered) }
}

/** Whether an entry's own hash is right and it follows the head. */
export const continues = (head: ChainHead, entry: AuditEntry): boolean => {
  const { hash, ...numbered } = entry
  return entry.sequence === head.sequence + 1 && entry.previousHash === head.hash && hashOf(numbered) === hash
}
