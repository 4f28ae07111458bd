import type { Client, HistoryAndWorkflowId } from '@temporalio/client'
import type { DataConverter } from '@temporalio/common'
import type { WorkflowBundleWithSourceMap } from '@temporalio/worker'
import type { WholeRecords } from '../../activities/store/whole-records.ts'
import { initiativeWorkflowId } from '../../workflows/ids.ts'
import { openInitiativeIds } from '../../worker/open-initiatives.ts'
import { differenceFrom, replayAll, type HandedOver, type Replayed } from '../../worker/replay/replay.ts'
import { wordsOf } from '../services/live-initiatives.ts'
import { readableByThisBuild } from './readable.ts'

/** An initiative this build would break, and how. */
export type Broken = { initiativeId: string; why: string }
export type CheckedBuild = { initiatives: number; entries: number; broken: Broken[] }

export type CheckBuildNeeds = {
  client: Client
  taskQueue: string
  dataConverter: DataConverter
  records: WholeRecords
  /** The workflow code to be checked, bundled for replay. */
  workflowBundle: WorkflowBundleWithSourceMap
  progress?: (of: number) => () => void
}

/**
 * Runs the history of every live initiative again with a build's workflow code, and compares what it would hand to the record with
 * what is recorded. It only reads, and decisions may go on: each history is taken as far as it is when its turn comes.
 */
export const checkBuild = async (needs: CheckBuildNeeds): Promise<CheckedBuild> => {
  const { client, taskQueue, dataConverter, records, workflowBundle, progress } = needs
  const ids = (await openInitiativeIds(client, taskQueue)).toSorted()
  const step = progress?.(ids.length)
  const broken: Broken[] = []
  const idOf = new Map(ids.map((initiativeId) => [initiativeWorkflowId(initiativeId), initiativeId]))
  let entries = 0

  const histories = async function* (): AsyncGenerator<HistoryAndWorkflowId> {
    for (const initiativeId of ids) {
      const workflowId = initiativeWorkflowId(initiativeId)
      try {
        yield { workflowId, history: await client.workflow.getHandle(workflowId).fetchHistory() }
      } catch (error) {
        broken.push({ initiativeId, why: `its history cannot be read: ${wordsOf(error)}` })
        step?.()
      }
    }
  }
  for await (const replayed of replayAll({ workflowBundle, dataConverter }, histories())) {
    const initiativeId = idOf.get(replayed.workflowId) ?? replayed.workflowId
    const record = await records.read(initiativeId)
    const recorded = new Map(
      record.entries.map(({ entry }): [number, HandedOver] => [
        entry.sequence,
        { version: entry.sequence, headHash: entry.hash, stateHash: entry.stateHash },
      ]),
    )
    entries += replayed.recorded.length
    const why = breaks(replayed, recorded) ?? (record.row?.state && readableByThisBuild(record.row.state))
    if (why) broken.push({ initiativeId, why })
    step?.()
  }
  return { initiatives: ids.length, entries, broken }
}

/** The first hand-over that is not as recorded. One that is on its way into the record is not judged. */
const breaks = ({ recorded, fault }: Replayed, entries: ReadonlyMap<number, HandedOver>): string | undefined => {
  if (fault !== undefined) return `its history stops: ${fault}`
  for (const made of recorded) {
    const entry = entries.get(made.version)
    const difference = entry && differenceFrom(entry, made)
    if (difference) return difference
  }
  return undefined
}
