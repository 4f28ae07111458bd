import { statusOf } from '../../activities/store/status.ts'
import type { WholeRecord } from '../../activities/store/whole-records.ts'
import { verifyChain } from '../../activities/store/verify-chain.ts'
import { currentStage } from '../../machines/initiative/progress.ts'
import { decidedAnew } from '../../machines/past.ts'
import { hashOf, noEntries } from '../../workflows/chain.ts'
import type { Live } from '../services/live-initiatives.ts'

/** One thing that is not as it should be. */
export type Difference = { initiativeId: string; what: string; expected: string; found: string }

type Found = Omit<Difference, 'initiativeId'>

type Mark = string | number | undefined

const differ = (what: string, expected: Mark, found: Mark): Found[] =>
  expected === found ? [] : [{ what, expected: `${expected ?? 'nothing'}`, found: `${found ?? 'nothing'}` }]

/** Every board decision the record shows, worked out again from the audit with the terms of that day. */
const decisionsAnew = ({ row, entries }: WholeRecord): Found[] => {
  const anew = decidedAnew(entries.map(({ entry }) => entry))
  return (row?.state?.initiative.context.decisions ?? []).flatMap(({ reviewId, outcome }) =>
    reviewId === undefined ? [] : differ(`decision ${reviewId}, worked out again`, anew.get(reviewId), outcome),
  )
}

/**
 * What differs within the record of one initiative: its chain, the columns beside each entry, the read model's row, the whole state
 * kept of a closed one. In the order in which they would be looked at; empty when nothing does.
 */
export const differencesInRecord = (record: WholeRecord): Found[] => {
  const { row, entries, kept } = record
  const chain = verifyChain(entries.map(({ entry }) => entry))
  if (!chain.intact)
    return [{ what: `audit chain at entry ${chain.sequence}`, expected: 'an unbroken chain', found: chain.reason }]
  const last = entries.at(-1)?.entry
  const besideEntries = entries.flatMap(({ sequence, previousHash, hash, entry }) => [
    ...differ(`audit table beside entry ${entry.sequence}: sequence`, entry.sequence, sequence),
    ...differ(`audit table beside entry ${entry.sequence}: previous hash`, entry.previousHash, previousHash),
    ...differ(`audit table beside entry ${entry.sequence}: hash`, entry.hash, hash),
  ])
  if (!last) return [...besideEntries, ...differ('read model: version', 0, row?.version ?? 0)]
  if (!row) return [...besideEntries, { what: 'read model', expected: 'a row', found: 'none' }]
  if (!row.state)
    return [...besideEntries, { what: 'read model', expected: `version ${last.sequence}`, found: 'an empty row' }]
  const { initiative } = row.state
  const status = statusOf(initiative)
  const found = [
    ...besideEntries,
    ...differ('read model: version', last.sequence, row.version),
    ...differ('read model: hash of the last entry', last.hash, row.headHash),
    ...differ('read model: hash of the state', last.stateHash, row.stateHash),
    ...differ('read model: the state itself, by its hash', row.stateHash, hashOf(row.state)),
    ...differ('read model: stage', currentStage(initiative.context), row.stage),
    ...differ('read model: status', status, row.status),
  ]
  found.push(...decisionsAnew(record))
  if (status !== 'closed') return found
  if (!kept) return [...found, { what: 'audit', expected: 'the whole state of a closed initiative', found: 'none' }]
  return [
    ...found,
    ...differ('audit: entry of the whole state', last.sequence, kept.sequence),
    ...differ('audit: whole state, by its hash', last.stateHash, hashOf(kept.state)),
  ]
}

/**
 * What differs between an initiative's workflow and its record. `before` and `after` are its record read before and after the workflow
 * was asked, so that decisions made meanwhile are no difference: the workflow must know all of the first, and the second all of it.
 */
export const differencesWithWorkflow = (before: WholeRecord, live: Live, after: WholeRecord): Found[] => {
  const isClosed = after.row?.status === 'closed'
  const last = after.entries.at(-1)?.sequence ?? noEntries.sequence
  switch (live.kind) {
    case 'gone':
      return isClosed || last === 0 ? [] : [{ what: 'workflow', expected: 'running', found: 'none' }]
    case 'ended':
      if (!isClosed) return [{ what: 'workflow', expected: 'running', found: live.status.toLowerCase() }]
      return differ('workflow', 'completed', live.status.toLowerCase())
    case 'refused':
      // Nobody was told that anything is recorded before its first entry is.
      if (last === 0) return []
      return [{ what: 'workflow', expected: `version ${last}`, found: live.reason }]
    case 'silent':
      return [{ what: 'workflow', expected: 'an answer', found: live.reason }]
    case 'running': {
      if (isClosed) return [{ what: 'workflow', expected: 'completed', found: 'running' }]
      const knownBefore = before.entries.at(-1)?.sequence ?? noEntries.sequence
      if (live.version < knownBefore)
        return [{ what: 'workflow: version', expected: `${knownBefore} or later`, found: `${live.version}` }]
      const entry = after.entries.find(({ sequence }) => sequence === live.version)?.entry
      if (!entry) return [{ what: 'record: last entry', expected: `${live.version} or later`, found: `${last}` }]
      return [
        ...differ(`workflow: hash of entry ${entry.sequence}`, entry.hash, live.headHash),
        ...differ(`workflow: hash of the state after entry ${entry.sequence}`, entry.stateHash, live.stateHash),
      ]
    }
  }
}
