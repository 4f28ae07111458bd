import { QueryNotRegisteredError, WorkflowNotFoundError, type Client } from '@temporalio/client'
import type { WholeRecords } from '../../activities/store/whole-records.ts'
import { openInitiativeIds } from '../../worker/open-initiatives.ts'
import { initiativeWorkflowId } from '../../workflows/ids.ts'
import { currentState, type CurrentState } from '../../workflows/messages.ts'

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

const answerWithinMilliseconds = 15_000

/** Every initiative that Temporal or the record knows, by id. Temporal is asked first: what begins meanwhile is in the record. */
export const knownInitiativeIds = async (
  { client, taskQueue }: { client: Client; taskQueue: string },
  records: Pick<WholeRecords, 'ids'>,
): Promise<string[]> => {
  const open = await openInitiativeIds(client, taskQueue)
  return [...new Set([...(await records.ids()), ...open])].toSorted()
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
