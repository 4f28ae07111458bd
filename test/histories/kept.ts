import { globSync, readFileSync } from 'node:fs'
import { basename, dirname } from 'node:path'
import { fileURLToPath } from 'node:url'
import { gunzipSync } from 'node:zlib'
import { defaultPayloadConverter } from '@temporalio/common'
import proto from '@temporalio/proto'
import * as z from 'zod'
import type { StoredCase } from '../../machines/case-file.ts'
import type { HandedOver } from '../../worker/replay/replay.ts'

/** How a recorded life was left: its state with the hash it had then, what had happened, and where it was before its hold. */
const keptCase = z.object({
  state: z.custom<StoredCase>(),
  stateHash: z.string(),
  eventTypes: z.array(z.string()),
  beforeHold: z.custom<StoredCase>().optional(),
})
export type KeptCase = z.infer<typeof keptCase>

/** A history of a release, and everything that run handed to its record. */
export type KeptHistory = {
  name: string
  history: proto.temporal.api.history.v1.IHistory
  recorded: HandedOver[]
}

const at = (path: string) => fileURLToPath(new URL(path, import.meta.url))

/** The releases whose histories are kept, oldest first. */
export const releases = globSync(at('./*/cases.json.gz'))
  .map((file) => basename(dirname(file)))
  .toSorted((a, b) => a.localeCompare(b, 'en', { numeric: true }))

export const keptCases = (release: string): Record<string, KeptCase> =>
  z
    .record(z.string(), keptCase)
    .parse(JSON.parse(gunzipSync(readFileSync(at(`./${release}/cases.json.gz`))).toString()))

const handedOver = z.object({ version: z.number(), headHash: z.string(), stateHash: z.string() })

const recordedIn = (history: proto.temporal.api.history.v1.IHistory): HandedOver[] =>
  (history.events ?? []).flatMap(({ activityTaskScheduledEventAttributes: scheduled }) => {
    const [payload] = scheduled?.input?.payloads ?? []
    return scheduled?.activityType?.name === 'record' && payload
      ? [handedOver.parse(defaultPayloadConverter.fromPayload(payload))]
      : []
  })

export const keptHistories = (release: string): KeptHistory[] =>
  globSync(at(`./${release}/*.history.gz`))
    .toSorted()
    .map((file) => {
      const history = proto.temporal.api.history.v1.History.decode(gunzipSync(readFileSync(file)))
      return { name: basename(file, '.history.gz'), history, recorded: recordedIn(history) }
    })
