import { openCase, take, type CaseFile } from '../../../machines/case-file.ts'
import type { CaseEvent } from '../../../machines/case-events.ts'
import type { CommandPayload } from '../../../machines/commands.ts'
import type { AuditEntry } from '../../../machines/audit-entry.ts'
import { storeCase } from '../../../machines/stored-case.ts'
import { hashOf, noEntries, sealEntry } from '../../../workflows/chain.ts'
import type { Recording } from '../../../workflows/messages.ts'
import type { BoardTerms } from '../../../machines/vocabulary/board.ts'
import { anInitiative, aProposal, aVote, changeTeam, theChiefs } from '../../support/case.ts'

/**
 * An initiative lived through by the real machines, and what its workflow would hand to the record: `recordings[n]` brings entry
 * n + 1 and the whole case after it.
 */
export type Life = { initiativeId: string; recordings: Recording[]; happened(event: CaseEvent): Recording }

let lives = 0
const begunInstant = Date.UTC(2027, 5, 14, 9)

/** A life that has just begun. */
export const begin = (overrides: Parameters<typeof anInitiative>[0] = {}): Life => {
  lives += 1
  const creation: CommandPayload<'create'> = anInitiative({ initiativeId: `vetting-${lives}`, ...overrides })
  const { initiativeId } = creation
  let { caseFile }: { caseFile: CaseFile } = openCase({ ...creation, createdInstant: begunInstant })
  const recordings: Recording[] = []
  const hand = (event: AuditEntry['event']): Recording => {
    const state = storeCase(caseFile)
    const stateHash = hashOf(state)
    const last = recordings.at(-1)
    const head = last ? { sequence: last.version, hash: last.headHash } : noEntries
    const entry = sealEntry(head, { atInstant: event.atInstant, by: changeTeam, event, stateHash })
    const recording = {
      initiativeId,
      entries: [entry],
      version: entry.sequence,
      headHash: entry.hash,
      stateHash,
      state,
    }
    recordings.push(recording)
    return recording
  }
  hand({ type: 'created', atInstant: begunInstant, ...creation })
  return {
    initiativeId,
    recordings,
    happened: (event) => {
      caseFile = take(caseFile, event).caseFile
      return hand(event)
    },
  }
}

const laterBy = (hours: number) => begunInstant + hours * 3_600_000

/** Papers go to the board of three. */
export const submitted = (life: Life, terms: Partial<BoardTerms> = {}) =>
  life.happened({ type: 'submitted', atInstant: laterBy(1), proposal: aProposal(), boards: [theChiefs(terms)] })

/** One seat decides; the press of the button has an id of its own. */
export const voted = (life: Life, ...vote: Parameters<typeof aVote>) => {
  const payload = aVote(...vote)
  const updateId = `d:${payload.reviewId}:${payload.seatId}:${payload.decisionNumber}`
  return life.happened({ type: 'voteCast', atInstant: laterBy(2), updateId, ...payload })
}

export const closedEarly = (life: Life) =>
  life.happened({ type: 'closedEarly', atInstant: laterBy(3), reason: 'No budget.', report: 'Nothing was spent.' })

/** A whole life of five entries: begun, submitted, two decisions that approve, closed early. */
export const aWholeLife = (): Life => {
  const life = begin()
  submitted(life)
  voted(life, 'kent')
  voted(life, 'essex')
  closedEarly(life)
  return life
}

/** Several recordings handed over at once, as after a time in which PostgreSQL was away. */
export const together = (recordings: readonly Recording[]): Recording => ({
  ...recordings.at(-1)!,
  entries: recordings.flatMap(({ entries }) => entries),
})
