import { QueryNotRegisteredError, WorkflowNotFoundError, type Client } from '@temporalio/client'
import { initiativeWorkflowId } from '../../workflows/ids.ts'
import { currentState, initiativeWorkflowType, type CurrentState } from '../../workflows/messages.ts'

/**
 * An initiative's workflow as it is now. `refused`: it runs and will not say how it is, as one whose record has not begun. `silent`: it
 * runs, and does not answer.
 */
export type Live =
  | ({ kind: 'running' } & Omit<CurrentState, 'state'>)
  | { kind: 'refused'; reason: string }
  | { kind: 'ended'; status: string }
  | { kind: 'gone' }
  | { kind: 'silent'; reason: string }

const prefix = initiativeWorkflowId('')
const answerWithinMilliseconds = 15_000

/** The ids of the initiatives whose workflow is open on this task queue, as far as Temporal's list has caught up. */
export const openInitiativeIds = async (client: Client, taskQueue: string): Promise<string[]> => {
  const ids: string[] = []
  const query = `WorkflowType = '${initiativeWorkflowType}' and ExecutionStatus = 'Running'`
  for await (const workflow of client.workflow.list({ query }))
    if (workflow.taskQueue === taskQueue && workflow.workflowId.startsWith(prefix))
      ids.push(workflow.workflowId.slice(prefix.length))
  return ids
}

/** Asks Temporal and then the workflow itself: no list, which may be late. */
export const liveInitiative = async (client: Client, initiativeId: string): Promise<Live> => {
  const handle = client.workflow.getHandle(initiativeWorkflowId(initiativeId))
  const deadline = Date.now() + answerWithinMilliseconds
  try {
    const { status } = await client.withDeadline(deadline, () => handle.describe())
    if (status.name !== 'RUNNING') return { kind: 'ended', status: status.name }
    const { state: _state, ...now } = await client.withDeadline(deadline, () => handle.query(currentState))
    return { kind: 'running', ...now }
  } catch (error) {
    if (error instanceof WorkflowNotFoundError) return { kind: 'gone' }
    const reason = wordsOf(error)
    return { kind: error instanceof QueryNotRegisteredError ? 'refused' : 'silent', reason }
  }
}

/** What went wrong, down to its cause, in one line. */
export const wordsOf = (error: unknown): string => {
  if (!(error instanceof Error)) return String(error)
  const cause = error.cause instanceof Error ? `: ${wordsOf(error.cause)}` : ''
  return `${error.message}${cause}`.replaceAll(/\s+/g, ' ').slice(0, 500)
}
