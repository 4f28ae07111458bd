import { DefaultLogger, makeTelemetryFilterString, Runtime } from '@temporalio/worker'
import { beforeAll, describe, expect, it } from 'vitest'
import { bundleForReplay, firstDifference, replayAll } from '../../worker/replay/replay.ts'
import { keptHistories, releases } from '../histories/kept.ts'
import { plantedSources, type Edit } from '../support/planted-sources.ts'

// The SDK's own lines about each planted break would drown what the test says.
Runtime.install({
  logger: new DefaultLogger('ERROR', () => {}),
  telemetryOptions: { logging: { filter: makeTelemetryFilterString({ core: 'ERROR', other: 'ERROR' }) } },
})

// The longest lives first: they meet most of what can be broken. The gate itself replays them all.
const kept = releases
  .flatMap((release) => keptHistories(release))
  .toSorted((a, b) => (b.history.events?.length ?? 0) - (a.history.events?.length ?? 0))
let planted: Awaited<ReturnType<typeof plantedSources>>
beforeAll(async () => {
  planted = await plantedSources()
})

/** The name of the first history a build with these edits breaks, and how; undefined when it would pass the gate. */
const caught = async (edits: readonly Edit[], histories = kept) => {
  const workflowBundle = await bundleForReplay(planted.bundleWith(edits))
  const recordedThen = new Map(kept.map(({ name, recorded }) => [name, recorded]))
  for await (const again of replayAll(
    { workflowBundle },
    histories.map(({ name, history }) => ({ workflowId: name, history })),
  )) {
    const difference = firstDifference(recordedThen.get(again.workflowId) ?? [], again)
    if (difference) return `${again.workflowId}: ${difference}`
  }
  return undefined
}

const stops = /\[TMPRL1100\]|Nondeterminism/
const otherState = /the state after entry \d+ is recorded as \w{12}, and this build makes \w{12}/
const otherEntry = /entry \d+ is recorded as \w{12}, and this build makes \w{12} of it/

describe('no unsafe edit passes the gate', () => {
  it.each<[string, Edit[], RegExp]>([
    [
      'activities in another order',
      [
        {
          files: 'workflows/initiative.ts',
          from: 'keeper.startErrands(now)\n    show(keeper.whereabouts)',
          to: 'show(keeper.whereabouts)\n    keeper.startErrands(now)',
        },
      ],
      stops,
    ],
    [
      'an activity more on the path of every decision',
      [
        {
          files: 'workflows/initiative.ts',
          from: 'const answer = keeper.apply(',
          to: 'void keeper.recordAgain()\n        const answer = keeper.apply(',
        },
      ],
      stops,
    ],
    [
      'an answer that no longer waits for the record',
      [{ files: 'workflows/initiative.ts', from: 'await keeper.recorder.recorded(answer.sequence)', to: '' }],
      stops,
    ],
    [
      'a timer set again whenever a deadline becomes later',
      [{ files: 'workflows/alarm.ts', from: 'this.ringsAt <= instant', to: 'this.ringsAt === instant' }],
      stops,
    ],
    [
      'a board no longer asked when its review opens',
      [{ files: 'machines/review-machine.ts', from: "initial: 'asking'", to: "initial: 'inTime'" }],
      otherEntry,
    ],
    [
      'a quorum of another size',
      [
        {
          files: 'machines/rules/n-of-m.ts',
          from: 'agreed >= approvals',
          to: 'agreed >= Math.max(3, approvals)',
        },
      ],
      stops,
    ],
    [
      'a field more in the state, without a migration',
      [{ files: 'machines/initiative/changes.ts', from: 'evidence: {},', to: 'evidence: {},\n    caveats: [],' }],
      otherState,
    ],
    [
      'a state that is no longer there',
      [
        {
          files: 'machines/initiative/machine.ts',
          from: "{ guard: 'deferredToADate', target: 'deferred', actions: ['record', theOthersEnd] },",
          to: "{ guard: 'deferredToADate', target: 'preparing', actions: 'record' },",
        },
      ],
      otherState,
    ],
    [
      'a fact by another name',
      [{ files: '{machines,workflows}/**/*.ts', from: "'pointAnswered'", to: "'pointReplied'" }],
      stops,
    ],
    [
      'deadlines rounded after a hold',
      [
        {
          files: 'machines/deadlines.ts',
          from: 'deadline.atInstant + heldForMilliseconds',
          to: 'Math.ceil((deadline.atInstant + heldForMilliseconds) / 60_000) * 60_000',
        },
      ],
      otherState,
    ],
    [
      'an entry that no longer says which update asked for it',
      [{ files: 'workflows/case-keeper.ts', from: '...(updateId ? { updateId } : {}),', to: '' }],
      otherEntry,
    ],
    [
      'another first stage for a case whose stage nobody reported',
      [
        {
          files: 'machines/initiative/machine.ts',
          from: "{ target: 'stageNotReported' },",
          to: "{ target: 'outlineBusinessCase' },",
        },
      ],
      stops,
    ],
  ])('%s', { timeout: 60_000 }, async (_edit, edits, how) => {
    expect(await caught(edits)).toMatch(how)
  })

  it('and the sources as they are do pass', { timeout: 60_000 }, async () => {
    expect(await caught([], kept.slice(0, 5))).toBeUndefined()
  })
})
