import { setTimeout as wait } from 'node:timers/promises'
import type { Client } from '@temporalio/client'
import type { WholeRecord, WholeRecords } from '../../activities/store/whole-records.ts'
import { knownInitiativeIds, liveInitiative, type Live } from '../services/live-initiatives.ts'
import { together } from '../services/together.ts'
import { differencesInRecord, differencesWithWorkflow, type Difference } from './differences.ts'

export type Verified = { initiatives: number; entries: number; differences: Difference[] }

export type VerifyNeeds = {
  client: Client
  taskQueue: string
  records: WholeRecords
  /** How long something that is on its way may take to arrive before it counts as missing. */
  patienceMilliseconds?: number
  /** Called once all ids are known, and then again after each. */
  progress?: (of: number) => () => void
}

const atOnce = 8
const betweenLooksMilliseconds = 200

/**
 * Compares read model, workflows and audit chain for every initiative any of them knows, while decisions may go on: what is on its way
 * is waited for. It changes nothing.
 */
export const verifyAll = async (needs: VerifyNeeds): Promise<Verified> => {
  const { records, progress } = needs
  const ids = await knownInitiativeIds(needs, records)
  const step = progress?.(ids.length)
  let entries = 0
  const found = await together(ids, atOnce, async (initiativeId): Promise<Difference[]> => {
    const { record, contradictions } = await compareWithWorkflow(needs, initiativeId)
    entries += record.entries.length
    step?.()
    return [...differencesInRecord(record), ...contradictions].map((difference) => ({ initiativeId, ...difference }))
  })
  return { initiatives: ids.length, entries, differences: found.flat() }
}

/** What an initiative's workflow says beside its record, and what of that differs. */
export const compareWithWorkflow = async (
  needs: Pick<VerifyNeeds, 'client' | 'records' | 'patienceMilliseconds'>,
  initiativeId: string,
): Promise<{ record: WholeRecord; live: Live; contradictions: ReturnType<typeof differencesWithWorkflow> }> => {
  const before = await needs.records.read(initiativeId)
  const { live, after } = await settled(needs, before)
  return { record: after, live, contradictions: differencesWithWorkflow(before, live, after) }
}

/** The workflow, and its record once that holds what the workflow had by then; either as it is when patience ends. */
const settled = async (
  { client, records, patienceMilliseconds = 15_000 }: Pick<VerifyNeeds, 'client' | 'records' | 'patienceMilliseconds'>,
  { initiativeId }: WholeRecord,
): Promise<{ live: Live; after: WholeRecord }> => {
  const patienceEnds = Date.now() + patienceMilliseconds
  let live = await liveInitiative(client, initiativeId)
  let after = await records.read(initiativeId)
  while (live.kind === 'running' && isBehind(after, live.version) && Date.now() < patienceEnds) {
    await wait(betweenLooksMilliseconds)
    after = await records.read(initiativeId)
  }
  if (live.kind === 'running' && after.row?.status === 'closed') live = await ended(client, initiativeId, patienceEnds)
  return { live, after }
}

const isBehind = ({ entries }: WholeRecord, version: number) => (entries.at(-1)?.sequence ?? 0) < version

/** A workflow whose last entry is recorded, once it has completed. */
const ended = async (client: Client, initiativeId: string, patienceEnds: number): Promise<Live> => {
  for (;;) {
    const live = await liveInitiative(client, initiativeId)
    if (live.kind !== 'running' || Date.now() >= patienceEnds) return live
    await wait(betweenLooksMilliseconds)
  }
}
