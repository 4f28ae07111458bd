import { TestWorkflowEnvironment } from '@temporalio/testing'
import { indexedValueTypes } from '../../worker/embedded/temporal-namespace.ts'
import { timeSkippingServer } from './time-skipping-server.ts'

const tries = 4

/**
 * A time-skipping server with the search attributes of temporal.yaml; the caller tears it down. The SDK gives a server five seconds to
 * answer, which on a busy machine is not always enough: then another one is started.
 */
export const skippingEnvironment = async (): Promise<TestWorkflowEnvironment> => {
  const path = await timeSkippingServer()
  const started = async (left: number): Promise<TestWorkflowEnvironment> => {
    try {
      return await TestWorkflowEnvironment.createTimeSkipping({
        server: { executable: { type: 'existing-path', path } },
      })
    } catch (error) {
      if (left <= 1) throw error
      return started(left - 1)
    }
  }
  const environment = await started(tries)
  await environment.connection.operatorService.addSearchAttributes({
    namespace: environment.namespace ?? 'default',
    searchAttributes: { GatehouseStage: indexedValueTypes.Keyword, GatehouseStatus: indexedValueTypes.Keyword },
  })
  return environment
}
