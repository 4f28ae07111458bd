import { setTimeout as wait } from 'node:timers/promises'
import {
  ApplicationFailure,
  Client,
  Connection,
  defaultGrpcRetryOptions,
  isGrpcServiceError,
  makeGrpcRetryInterceptor,
  WorkflowExecutionAlreadyStartedError,
  WorkflowNotFoundError,
  WorkflowUpdateFailedError,
  WorkflowUpdateRPCTimeoutOrCancelledError,
  type ClientOptions,
} from '@temporalio/client'
import { connectionOptions, type TemporalSettings } from '../activities/settings/temporal.ts'

/** The process's one connection to Temporal. It connects when first used and again whenever it must. */
export type TemporalDoor = { client: Client; close(): Promise<void> }

/** Between two tries at a service that is away; its own two minutes would keep people waiting long after it is back. */
const betweenTriesMilliseconds = 1_000

export const openTemporal = (
  settings: TemporalSettings,
  { dataConverter }: Pick<ClientOptions, 'dataConverter'> = {},
): TemporalDoor => {
  const usual = defaultGrpcRetryOptions({ maxIntervalMs: () => betweenTriesMilliseconds })
  let closing = false
  let nextTryInstant = 0
  const retries = makeGrpcRetryInterceptor({
    retryableDecider: (attempt, status) => !closing && usual.retryableDecider(attempt, status),
    delayFunction: (attempt, status) => {
      const delay = usual.delayFunction(attempt, status)
      nextTryInstant = Math.max(nextTryInstant, Date.now() + delay)
      return delay
    },
  })
  const connection = Connection.lazy({
    ...connectionOptions(settings),
    interceptors: [retries],
    channelArgs: { 'grpc.max_reconnect_backoff_ms': betweenTriesMilliseconds },
  })
  const client = new Client({ connection, namespace: settings.namespace, ...(dataConverter ? { dataConverter } : {}) })
  return {
    client,
    close: async () => {
      closing = true
      // A try that sleeps would wake on a closed connection and throw where nobody can catch it.
      await wait(Math.max(0, nextTryInstant + 50 - Date.now()))
      await connection.close()
    },
  }
}

/** What came of a call: an answer, a refusal in words, no such running workflow, or nothing that can be relied on. */
export type Told<Answer> =
  | { kind: 'answered'; answer: Answer }
  | { kind: 'refused'; type: string; reason: string }
  | { kind: 'notFound' | 'ended' | 'unanswered' }

/**
 * gRPC status codes that say Temporal could not be asked, or cannot take more just now. 9: an initiative whose tasks were lost with
 * their workers several times in a row takes nothing until one of them succeeds.
 */
const away = new Set([1, 2, 4, 8, 9, 10, 14])

const cameOf = (error: unknown): Told<never> => {
  if (error instanceof WorkflowUpdateFailedError && error.cause instanceof ApplicationFailure) {
    const { type, message } = error.cause
    // The run ended between taking the update and finishing it; the next run is asked again with the same id.
    if (type === 'AcceptedUpdateCompletedWorkflow') return { kind: 'notFound' }
    // A task came back without a word about the update it carried, as from a worker that was killed: nobody has refused it.
    if (type === 'UnprocessedUpdate') return { kind: 'unanswered' }
    return { kind: 'refused', type: type ?? 'Refused', reason: message }
  }
  if (error instanceof WorkflowNotFoundError) return { kind: 'notFound' }
  if (error instanceof WorkflowExecutionAlreadyStartedError) return { kind: 'ended' }
  if (error instanceof WorkflowUpdateRPCTimeoutOrCancelledError) return { kind: 'unanswered' }
  const cause = error instanceof Error && error.cause !== undefined ? error.cause : error
  if (isGrpcServiceError(cause) && away.has(cause.code)) return { kind: 'unanswered' }
  if (cause instanceof Error && /deadline|failed to connect|closed connection/i.test(cause.message))
    return { kind: 'unanswered' }
  throw error
}

/** Whether Temporal answers within this time. */
export const temporalAnswers = async (client: Client, withinMilliseconds: number): Promise<boolean> => {
  const told = await tell(client, Date.now() + withinMilliseconds, () => client.workflowService.getSystemInfo({}))
  return told.kind === 'answered'
}

/** Asks, and waits no longer than until `deadlineInstant`. What nobody can act on is thrown. */
export const tell = async <Answer>(
  client: Client,
  deadlineInstant: number,
  ask: () => Promise<Answer>,
): Promise<Told<Answer>> => {
  const asked = client
    .withDeadline(deadlineInstant, ask)
    .then((answer): Told<Answer> => ({ kind: 'answered', answer }), cameOf)
  // A call between two attempts to connect sleeps past its deadline.
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<Told<Answer>>((resolve) => {
    timer = setTimeout(() => resolve({ kind: 'unanswered' }), Math.max(0, deadlineInstant + 200 - Date.now()))
  })
  try {
    return await Promise.race([asked, late])
  } finally {
    clearTimeout(timer)
    asked.catch(() => undefined)
  }
}
