import { globSync, readFileSync } from 'node:fs'
import { basename, dirname } from 'node:path'
import { fileURLToPath } from 'node:url'
import { gunzipSync } from 'node:zlib'
import { defaultPayloadConverter } from '@temporalio/common'
import proto from '@temporalio/proto'
import {
  bundleWorkflowCode,
  DefaultLogger,
  Runtime,
  Worker,
  type InjectedSinks,
  type WorkflowBundleWithSourceMap,
} from '@temporalio/worker'
import { beforeAll, describe, expect, it } from 'vitest'
import * as z from 'zod'
import { bundling } from '../../worker/worker.ts'
import { lives } from '../support/lives.ts'
import type { ReplaySinks } from '../support/replay-probe.ts'

Runtime.install({ logger: new DefaultLogger('ERROR') })

const at = (path: string) => fileURLToPath(new URL(path, import.meta.url))
const files = globSync(at('../histories/*/*.history.gz')).toSorted()
const releases = [...new Set(files.map((file) => basename(dirname(file))))]

const handedOver = z.object({ version: z.number(), headHash: z.string(), stateHash: z.string() })
type HandedOver = z.infer<typeof handedOver>

/** A history, and everything that run handed to its record. */
const read = (file: string) => {
  const history = proto.temporal.api.history.v1.History.decode(gunzipSync(readFileSync(file)))
  const recorded = (history.events ?? []).flatMap(
    ({ activityTaskScheduledEventAttributes: scheduled }): HandedOver[] => {
      const [payload] = scheduled?.input?.payloads ?? []
      return scheduled?.activityType?.name === 'record' && payload
        ? [handedOver.parse(defaultPayloadConverter.fromPayload(payload))]
        : []
    },
  )
  return { history, recorded }
}

let workflowBundle: WorkflowBundleWithSourceMap
beforeAll(async () => {
  workflowBundle = await bundleWorkflowCode({
    ...bundling,
    workflowInterceptorModules: [at('../support/replay-probe.ts')],
    logger: new DefaultLogger('ERROR'),
  })
}, 60_000)

const replayed = async (history: unknown): Promise<HandedOver[]> => {
  const again: HandedOver[] = []
  const sinks: InjectedSinks<ReplaySinks> = {
    replay: {
      recorded: {
        fn: (_info, version, headHash, stateHash) => void again.push({ version, headHash, stateHash }),
        callDuringReplay: true,
      },
    },
  }
  await Worker.runReplayHistory({ workflowBundle, sinks }, history)
  return again
}

describe.each(releases)('every history recorded by release %s', (release) => {
  it('covers every life that is told', () => {
    const names = files
      .filter((file) => basename(dirname(file)) === release)
      .map((file) => basename(file, '.history.gz'))
    expect(names.toSorted()).toEqual(lives.map(({ name }) => name).toSorted())
  })

  it.each(
    files.filter((file) => basename(dirname(file)) === release).map((file) => [basename(file, '.history.gz'), file]),
  )('%s replays, with the same record to the last hash', async (_name, file) => {
    const { history, recorded } = read(file)
    expect(recorded.length).toBeGreaterThan(0)
    expect(await replayed(history)).toEqual(recorded)
  })
})
