import type { Client } from '@temporalio/client'
import { initiativeWorkflowId } from '../workflows/ids.ts'
import { initiativeWorkflowType } from '../workflows/messages.ts'

const prefix = initiativeWorkflowId('')

/** The ids of the initiatives whose workflow is open on this task queue, as far as Temporal's list has caught up. */
export const openInitiativeIds = async (client: Client, taskQueue: string): Promise<string[]> => {
  const ids: string[] = []
  const query = `WorkflowType = '${initiativeWorkflowType}' and ExecutionStatus = 'Running' and TaskQueue = '${taskQueue}'`
  for await (const { workflowId } of client.workflow.list({ query }))
    if (workflowId.startsWith(prefix)) ids.push(workflowId.slice(prefix.length))
  return ids
}
