import { mkdtemp, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { historyToJSON } from '@temporalio/common/lib/proto-utils.js'
import type { AuditEntry } from '../../../machines/audit-entry.ts'
import { verifyChain } from '../../../activities/store/verify-chain.ts'
import { initiativeWorkflowId } from '../../../workflows/ids.ts'
import { currentState, type CurrentState } from '../../../workflows/messages.ts'
import { hashOf } from '../../../workflows/chain.ts'
import type { Promised } from './ledger.ts'
import type { System } from './system.ts'

/** What is wrong, in words; nothing is wrong where all three are empty. */
export type Findings = { lost: string[]; doubled: string[]; broken: string[] }

/** Who asked is a person; what the clock and Gatehouse did is nobody's act. */
const isAsked = ({ by }: AuditEntry) => by.kind !== 'clock' && by.kind !== 'system'

const isOf = ({ intent }: Promised, { event, updateId }: AuditEntry): boolean => {
  switch (intent.kind) {
    case 'command':
      return updateId === intent.updateId
    case 'decision':
      return event.type === 'voteCast' && event.reviewId === intent.reviewId && event.seatId === intent.seatId
    case 'confirmation':
      return event.type === 'roomConfirmed' && event.reviewId === intent.reviewId
  }
}

/** Compares what people were told about an initiative with its entries. Confirmed: there, once, as it was told. Unknown: at most once. */
export const compareWithLedger = (promised: readonly Promised[], entries: readonly AuditEntry[]): Findings => {
  const found: Findings = { lost: [], doubled: [], broken: [] }
  const asked = entries.filter(isAsked)
  for (const each of promised) {
    const { intent, confirmed, sequences } = each
    const what = `${intent.initiativeId} ${intent.act}`
    const counted = asked.filter((entry) => isOf(each, entry))
    if (confirmed > 0 && counted.length === 0) found.lost.push(`${what}: confirmed, and not in the record`)
    if (counted.length > 1) found.doubled.push(`${what}: ${counted.length} entries`)
    const [entry] = counted
    if (!entry) continue
    if (entry.event.type === 'voteCast' && intent.kind === 'decision' && entry.event.choice !== intent.choice)
      found.lost.push(`${what}: recorded as ${entry.event.choice}`)
    if (sequences.some((sequence) => sequence !== entry.sequence))
      found.lost.push(`${what}: told as entry ${sequences.join(', ')}, recorded as entry ${entry.sequence}`)
  }
  for (const entry of asked)
    if (!promised.some((each) => isOf(each, entry)))
      found.doubled.push(`entry ${entry.sequence} (${entry.event.type}): nobody asked for it`)
  return found
}

/** What differs between two lives of the same plan: when things happened, what names them, and what was merely tried again. */
const ofThisLifeAlone = /Instant$|^(updateId|tokenId|initiativeId|reference|on|day|failedEffects)$/

const comparable = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(comparable)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value)
      .filter(([key]) => !ofThisLifeAlone.test(key))
      .map(([key, inner]) => [key, comparable(inner)]),
  )
}

/** The hash of all that a whole life must end with, whatever was killed on the way. */
export const endOf = (state: unknown): string => hashOf(comparable(state))

const tries = 3
const betweenTriesMilliseconds = 2_000

/** What a workflow says of itself; in words why it cannot be read, with its whole history kept beside for whoever looks into it. */
const ofItself = async (client: System['client'], initiativeId: string): Promise<CurrentState | string> => {
  const handle = client.workflow.getHandle(initiativeWorkflowId(initiativeId))
  for (let count = 1; ; count += 1) {
    try {
      return await handle.query(currentState)
    } catch (error) {
      if (count < tries) {
        await wait(betweenTriesMilliseconds)
        continue
      }
      const file = join(await mkdtemp(join(tmpdir(), 'gatehouse-history-')), `${initiativeId}.json`)
      await writeFile(file, historyToJSON(await handle.fetchHistory()))
      return `it cannot be asked any more: ${error instanceof Error ? error.message : String(error)}; its history is in ${file}`
    }
  }
}

/**
 * Looks at one initiative from every side: the chain, the read model, the workflow itself, and the ledger. `end` is how a life without
 * kills ends, where this one was played to its end.
 */
export const checkInitiative = async (
  { store, client }: System,
  initiativeId: string,
  promised: readonly Promised[],
  end?: string,
): Promise<Findings> => {
  const entries = await store.initiatives.entries(initiativeId)
  const found = compareWithLedger(promised, entries)
  const say = (words: string) => found.broken.push(`${initiativeId}: ${words}`)
  const verified = verifyChain(entries)
  if (!verified.intact) say(verified.reason)
  const recorded = await store.initiatives.find(initiativeId)
  if (!recorded) {
    if (entries.length > 0 || promised.some(({ confirmed }) => confirmed > 0)) say('the read model does not have it')
    return found
  }
  const last = entries.at(-1)
  if (recorded.version !== last?.sequence || recorded.headHash !== last.hash || recorded.stateHash !== last.stateHash)
    say(`the read model is at entry ${recorded.version}, the record at ${last?.sequence}`)
  if (hashOf(recorded.state) !== recorded.stateHash) say('the state in the read model is not the one its hash is of')
  const live = await ofItself(client, initiativeId)
  if (typeof live === 'string') {
    say(live)
    return found
  }
  if (live.unrecordedCount > 0) say(`${live.unrecordedCount} entries of the workflow are not in the record`)
  if (live.version !== recorded.version || live.headHash !== recorded.headHash || live.stateHash !== recorded.stateHash)
    say(`the workflow is at entry ${live.version}, the read model at ${recorded.version}, or they differ in content`)
  if (end !== undefined && endOf(recorded.state) !== end) say('it ended otherwise than a life without kills')
  return found
}
