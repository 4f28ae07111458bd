import type { CaseEvent } from './case-events.ts'
import type { Creation } from './vocabulary/creation.ts'
import type { Actor } from './vocabulary/people.ts'

/** Which seats of a board are asked to decide what, and who holds them then. */
export type BoardAsked = { reviewId: string; submissionId: string; seats: { seatId: string; holderId: string }[] }

/**
 * One line of an initiative's record: what happened, who did it, and the hash of the state it left. Numbered from 1 and chained
 * by SHA-256 over canonical JSON (RFC 8785) inside the workflow; stored append-only, outside only ever read.
 */
export type AuditEntry = {
  sequence: number
  previousHash: string
  hash: string
  atInstant: number
  by: Actor
  /** The update that asked for it; absent for what the clock or Gatehouse did. */
  updateId?: string
  event: CaseEvent | ({ type: 'created'; atInstant: number } & Creation)
  /** Which papers were sent, or which a decision was made on, each by the SHA-256 of its content. */
  paperSha256s?: string[]
  /** The boards whose members are asked to decide, from this entry on: an invitation goes to each seat's holder. */
  asked?: BoardAsked[]
  stateHash: string
}

/** The hash before the first entry. */
export const beforeTheFirst = '0'.repeat(64)
