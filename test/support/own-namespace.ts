import { Connection } from '@temporalio/client'
import { msToTs } from '@temporalio/common/lib/time.js'
import { loadTemporalSettings } from '../../activities/settings/temporal.ts'
import { prepareNamespace } from '../../worker/embedded/temporal-namespace.ts'
import { sharedTemporal, type TestTemporal } from './temporal.ts'

/** A namespace of the shared server for one Gatehouse alone: another one may hold initiatives of the same names. */
export async function ownNamespace(): Promise<TestTemporal> {
  const temporal = await sharedTemporal()
  const namespace = temporal.taskQueue
  const settings = { ...loadTemporalSettings({ env: {} }), namespace }
  const connection = await Connection.connect({ address: temporal.address })
  const workflowExecutionRetentionPeriod = msToTs('90 days')
  await connection.workflowService.registerNamespace({ namespace, workflowExecutionRetentionPeriod })
  await connection.close()
  await prepareNamespace(temporal.address, settings)
  return { ...temporal, namespace }
}
