import { randomUUID } from 'node:crypto'
import { z } from 'zod'
import { ask } from './ask.ts'

const temporal = z.object({ address: z.string(), namespace: z.string() })

/** Where a test finds Temporal; the task queue is nobody else's. */
export type TestTemporal = z.output<typeof temporal> & { taskQueue: string }

/**
 * The embedded Temporal server of this run, with the search attributes of temporal.yaml: one server shared by all test
 * files, so ids of workflows must be a test's own too. It listens on a free port and forgets everything at the end.
 */
export async function sharedTemporal(): Promise<TestTemporal> {
  return { ...(await ask('temporal', temporal)), taskQueue: `test-${randomUUID()}` }
}
