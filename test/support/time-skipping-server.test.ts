import { TestWorkflowEnvironment } from '@temporalio/testing'
import { DefaultLogger, Runtime } from '@temporalio/worker'
import { expect, it } from 'vitest'
import { timeSkippingServer } from './time-skipping-server.ts'

it('lends a real Temporal server on which 45 days pass at once', async () => {
  Runtime.install({ logger: new DefaultLogger('ERROR') })
  const path = await timeSkippingServer()
  const environment = await TestWorkflowEnvironment.createTimeSkipping({
    server: { executable: { type: 'existing-path', path } },
  })
  const beforeMs = await environment.currentTimeMs()
  await environment.sleep('45 days')
  expect((await environment.currentTimeMs()) - beforeMs).toBeGreaterThanOrEqual(45 * 86_400_000)
  await environment.teardown()
}, 120_000)
