import { Connection } from '@temporalio/client'
import { expect, it } from 'vitest'
import { sharedTemporal } from './temporal.ts'

it('lends every test the same real Temporal server, and a task queue of its own', async () => {
  const [one, other] = await Promise.all([sharedTemporal(), sharedTemporal()])
  expect(other.address).toBe(one.address)
  expect(other.taskQueue).not.toBe(one.taskQueue)

  const connection = await Connection.connect({ address: one.address })
  const { namespaceInfo } = await connection.workflowService.describeNamespace({ namespace: one.namespace })
  expect(namespaceInfo?.name).toBe(one.namespace)
  await connection.close()
})
