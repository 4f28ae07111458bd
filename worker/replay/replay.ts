import { fileURLToPath } from 'node:url'
import type { HistoryAndWorkflowId } from '@temporalio/client'
import type { DataConverter } from '@temporalio/common'
import {
  bundleWorkflowCode,
  DefaultLogger,
  Worker,
  type BundleOptions,
  type InjectedSinks,
  type WorkflowBundleWithSourceMap,
} from '@temporalio/worker'
import { shortHash } from '../../workflows/chain.ts'
import { bundling } from '../worker.ts'
import type { ReplaySinks } from './probe.ts'

/** One hand-over to the record, by its marks: the number and hash of the last entry, and the hash of the state it left. */
export type HandedOver = { version: number; headHash: string; stateHash: string }

/** What a history came to when it was run again: everything it would hand to the record, and why it stopped, if it did. */
export type Replayed = { workflowId: string; recorded: HandedOver[]; fault?: string }

/** The workflow code of this tree, or of another place, with somebody looking over its shoulder. Never given to a real worker. */
export const bundleForReplay = (other: Partial<BundleOptions> = {}): Promise<WorkflowBundleWithSourceMap> =>
  bundleWorkflowCode({
    ...bundling,
    workflowInterceptorModules: [fileURLToPath(new URL('./probe.ts', import.meta.url))],
    logger: new DefaultLogger('ERROR'),
    ...other,
  })

/**
 * Runs histories again with a bundle, one after another. Temporal compares what the code asks for with what it asked for then; whoever
 * calls compares `recorded` with the record, because a changed rule asks for the same and records something else.
 */
export async function* replayAll(
  { workflowBundle, dataConverter }: { workflowBundle: WorkflowBundleWithSourceMap; dataConverter?: DataConverter },
  histories: AsyncIterable<HistoryAndWorkflowId> | Iterable<HistoryAndWorkflowId>,
): AsyncGenerator<Replayed> {
  let recorded: HandedOver[] = []
  const sinks: InjectedSinks<ReplaySinks> = {
    replay: {
      recorded: {
        fn: (_info, version, headHash, stateHash) => void recorded.push({ version, headHash, stateHash }),
        callDuringReplay: true,
      },
    },
  }
  const results = Worker.runReplayHistories(
    { workflowBundle, sinks, ...(dataConverter ? { dataConverter } : {}) },
    histories,
  )
  for await (const { workflowId, error } of results) {
    yield { workflowId, recorded, ...(error ? { fault: inShort(error.message) } : {}) }
    recorded = []
  }
}

/** Temporal wraps what it found, such as `[TMPRL1100] Nondeterminism error: …`, in several layers of its own words. */
const inShort = (words: string) => /\[TMPRL\d+\][^"\\]*/.exec(words)?.[0] ?? words.slice(0, 500)

/** What a hand-over differs in from the recorded one of its number, in words; undefined when both are the same to the last hash. */
export const differenceFrom = (recorded: HandedOver, made: HandedOver): string | undefined => {
  if (made.stateHash !== recorded.stateHash)
    return `the state after entry ${recorded.version} is recorded as ${shortHash(recorded.stateHash)}, and this build makes ${shortHash(made.stateHash)}`
  if (made.headHash !== recorded.headHash)
    return `entry ${recorded.version} is recorded as ${shortHash(recorded.headHash)}, and this build makes ${shortHash(made.headHash)} of it`
  return undefined
}

/** The first hand-over that is not the one expected, in words; undefined when both are the same to the last hash. */
export const firstDifference = (expected: readonly HandedOver[], { recorded, fault }: Replayed): string | undefined => {
  if (fault !== undefined) return fault
  for (const [index, then] of expected.entries()) {
    const now = recorded[index]
    if (!now) return `entry ${then.version} is recorded, and this build never comes to it`
    if (now.version !== then.version) return `entry ${then.version} is recorded where this build makes ${now.version}`
    const difference = differenceFrom(then, now)
    if (difference) return difference
  }
  const more = recorded[expected.length]
  return more && `this build makes an entry ${more.version} that is not recorded`
}
