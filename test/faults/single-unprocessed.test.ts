import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { createCases } from '../../api/cases.ts'
import { anInitiative, changeTeam } from '../support/case.ts'
import { startInitiatives } from '../support/initiatives.ts'
import { sharedTemporal } from '../support/temporal.ts'

let initiatives: Awaited<ReturnType<typeof startInitiatives>>
let temporal: Awaited<ReturnType<typeof sharedTemporal>>
beforeAll(async () => {
  temporal = await sharedTemporal()
  initiatives = await startInitiatives(temporal)
})
afterAll(() => initiatives?.stop())

// Seen when everything was killed at once, again and again: a task came back without a word about the update that it carried.
it(
  'a command whose task a worker answers without a word of it is asked again, and counts once',
  { timeout: 60_000 },
  async () => {
    const initiativeId = `case-${randomUUID().slice(0, 8)}`
    const taskQueue = `mute-${randomUUID()}`
    const { namespace } = temporal
    const { workflowService } = initiatives.client
    const cases = createCases({
      client: initiatives.client,
      taskQueue,
      initiatives: { find: async () => undefined, entries: async () => [], claim: async () => true },
      answerWithinMilliseconds: 20_000,
    })
    const began = cases.begin(anInitiative({ initiativeId }), changeTeam, `begin-${initiativeId}`)
    const { taskToken } = await initiatives.client.withDeadline(Date.now() + 20_000, () =>
      workflowService.pollWorkflowTaskQueue({ namespace, taskQueue: { name: taskQueue }, identity: 'a mute worker' }),
    )
    await workflowService.respondWorkflowTaskCompleted({ namespace, taskToken, identity: 'a mute worker' })
    const real = await startInitiatives({ ...temporal, taskQueue })
    try {
      expect((await began).kind).toBe('recorded')
    } finally {
      await real.stop()
    }
  },
)
