import { WorkflowNotFoundError, type Client } from '@temporalio/client'
import type { Logger } from 'pino'
import type { Alarms, Initiatives, RecordedInitiative } from '../activities/ports.ts'
import { initiativeWorkflowId } from '../workflows/ids.ts'
import { regularly } from './regularly.ts'
import { currentState, recordAgain, type CurrentState } from '../workflows/messages.ts'
import { openInitiativeIds } from './open-initiatives.ts'

/**
 * What a round found: live initiatives looked at, those whose record was behind and was written again, those that did not answer, and
 * those whose record says something else than they do.
 */
export type Reconciled = { lookedAt: number; repaired: string[]; silent: string[]; contradicted: string[] }

export type Reconciling = {
  client: Client
  /** This installation's own: other initiatives of the same Temporal service are none of its business. */
  taskQueue: string
  initiatives: Pick<Initiatives, 'list' | 'find' | 'entries'>
  alarms: Pick<Alarms, 'raise' | 'settle'>
  log: Pick<Logger, 'info' | 'warn' | 'error'>
  /** How long one initiative may take to answer. */
  answerWithinMilliseconds?: number
}

type Difference = { kind: 'none' | 'behind' | 'busy' } | { kind: 'contradicted'; reason: string }
type Compared = Pick<RecordedInitiative, 'version' | 'stateHash' | 'headHash'>

const isSame = (record: Compared | undefined, now: Compared) =>
  record?.version === now.version && record.stateHash === now.stateHash && record.headHash === now.headHash

/**
 * How an initiative's record differs from what it says itself. `before` was read before it was asked: an initiative is never behind its
 * own record, except when Temporal was restored from an older copy.
 */
const differenceOf = async (
  initiatives: Reconciling['initiatives'],
  initiativeId: string,
  before: RecordedInitiative | undefined,
  now: CurrentState,
): Promise<Difference> => {
  if (before && before.version > now.version) {
    const reason = `The record holds ${before.version} entries, the running initiative only ${now.version}. Temporal seems to have been restored from an older copy.`
    return { kind: 'contradicted', reason }
  }
  // What is not recorded yet is its own recorder's to store, which raises the alarm itself where it cannot be.
  if (now.unrecordedCount > 0) return { kind: 'busy' }
  if (isSame(before, now)) return { kind: 'none' }
  const entries = await initiatives.entries(initiativeId)
  const entry = entries.find(({ sequence }) => sequence === now.version)
  if (!entry) {
    const reason = `The running initiative has ${now.version} entries, the record only ${entries.length}. The database seems to have been restored from an older copy.`
    return { kind: 'contradicted', reason }
  }
  if (entry.hash !== now.headHash)
    return { kind: 'contradicted', reason: `Entry ${now.version} of the record is not the running initiative's.` }
  const since = await initiatives.find(initiativeId)
  const movedOn = since !== undefined && since.version > now.version
  return { kind: movedOn || isSame(since, now) ? 'none' : 'behind' }
}

/**
 * Compares, by query, the state of every live initiative with the record. A read model that fell behind is written again; where either
 * side holds what the other does not, nothing is written: an alarm is raised, logged and shown to the PMO until both agree. What the
 * record does not know at all is found by asking Temporal what is running.
 */
export const reconcile = async (reconciling: Reconciling): Promise<Reconciled> => {
  const { client, taskQueue, initiatives, alarms, log, answerWithinMilliseconds = 10_000 } = reconciling
  const round: Reconciled = { lookedAt: 0, repaired: [], silent: [], contradicted: [] }
  const within = <Value>(ask: () => Promise<Value>) => client.withDeadline(Date.now() + answerWithinMilliseconds, ask)

  const contradict = async (initiativeId: string, reason: string) => {
    round.contradicted.push(initiativeId)
    await alarms.raise(initiativeId, reason)
    log.error({ initiativeId, reason }, 'an initiative and its record contradict each other; nothing was overwritten')
  }
  const look = async (initiativeId: string, before: RecordedInitiative | undefined) => {
    round.lookedAt += 1
    const handle = client.workflow.getHandle(initiativeWorkflowId(initiativeId))
    try {
      const now = await within(() => handle.query(currentState))
      const difference = await differenceOf(initiatives, initiativeId, before, now)
      if (difference.kind === 'contradicted') return await contradict(initiativeId, difference.reason)
      if (difference.kind === 'busy') return
      if (difference.kind === 'behind') {
        await within(() => handle.executeUpdate(recordAgain))
        round.repaired.push(initiativeId)
        log.warn(
          { initiativeId, recorded: before?.version ?? 0, current: now.version },
          'the record was behind and was written again',
        )
      }
      if (await alarms.settle(initiativeId)) log.info({ initiativeId }, 'an initiative and its record agree again')
    } catch (error) {
      if (before && error instanceof WorkflowNotFoundError)
        return await contradict(initiativeId, 'The record shows it as running, and Temporal does not know it.')
      round.silent.push(initiativeId)
      log.warn({ initiativeId, reason: reasonOf(error) }, 'an initiative did not answer')
    }
  }

  const recorded = await initiatives.list()
  for (const each of recorded) if (each.state.initiative.status === 'active') await look(each.initiativeId, each)
  const known = new Set(recorded.map(({ initiativeId }) => initiativeId))
  for (const initiativeId of await openInitiativeIds(client, taskQueue))
    if (!known.has(initiativeId)) await look(initiativeId, await initiatives.find(initiativeId))
  return round
}

const reasonOf = (error: unknown) => (error instanceof Error ? error.message : 'unknown')

/** Compares a minute after the start and then ten minutes after each round has ended. @returns what stops it. */
export const reconcileRegularly = (
  reconciling: Reconciling,
  { firstAfterMilliseconds = 60_000, everyMilliseconds = 600_000 } = {},
): (() => void) =>
  regularly(() => reconcile(reconciling), {
    firstAfterMilliseconds,
    everyMilliseconds,
    failed: (reason) => reconciling.log.warn({ reason }, 'the record could not be compared'),
  })
