import { DefaultLogger, Runtime, type WorkflowBundleWithSourceMap } from '@temporalio/worker'
import { beforeAll, describe, expect, it } from 'vitest'
import { bundleForReplay, firstDifference, replayAll } from '../../worker/replay/replay.ts'
import { keptHistories, releases } from '../histories/kept.ts'
import { lives } from '../histories/lives/index.ts'

Runtime.install({ logger: new DefaultLogger('ERROR') })

let workflowBundle: WorkflowBundleWithSourceMap
beforeAll(async () => {
  workflowBundle = await bundleForReplay()
}, 60_000)

describe.each(releases)('every history recorded by release %s', (release) => {
  const kept = keptHistories(release)

  it('covers every life that is told, thirty or more', () => {
    expect(kept.map(({ name }) => name).toSorted()).toEqual(lives.map(({ name }) => name).toSorted())
    expect(kept.length).toBeGreaterThanOrEqual(30)
  })

  it('replays, with the same record to the last hash', { timeout: 120_000 }, async () => {
    const recordedThen = new Map(kept.map(({ name, recorded }) => [name, recorded]))
    const differences: Record<string, string> = {}
    let replayed = 0
    for await (const again of replayAll(
      { workflowBundle },
      kept.map(({ name, history }) => ({ workflowId: name, history })),
    )) {
      replayed += 1
      const difference = firstDifference(recordedThen.get(again.workflowId) ?? [], again)
      if (difference) differences[again.workflowId] = difference
    }
    expect(differences).toEqual({})
    expect(replayed).toBe(kept.length)
  })
})
