import type { Client } from '@temporalio/client'
import type { Logger } from 'pino'
import type { Initiatives } from '../activities/ports.ts'
import { initiativeWorkflowId } from '../workflows/ids.ts'
import { currentState, recordAgain } from '../workflows/messages.ts'

/** What a round found: live initiatives looked at, those whose record differed and was written again, those that did not answer. */
export type Reconciled = { lookedAt: number; repaired: string[]; silent: string[] }

/**
 * Compares, by query, the state of every live initiative with the record, and asks it to record again where they differ. The record's
 * path repairs itself; this finds what nobody foresaw, such as a database restored from an older copy.
 */
export const reconcile = async ({
  client,
  initiatives,
  log,
}: {
  client: Client
  initiatives: Pick<Initiatives, 'list'>
  log: Pick<Logger, 'warn'>
}): Promise<Reconciled> => {
  const live = (await initiatives.list()).filter(({ state }) => state.initiative.status === 'active')
  const round: Reconciled = { lookedAt: live.length, repaired: [], silent: [] }
  for (const { initiativeId, version, stateHash } of live) {
    const handle = client.workflow.getHandle(initiativeWorkflowId(initiativeId))
    try {
      const now = await handle.query(currentState)
      if (now.unrecordedCount > 0 || (now.version === version && now.stateHash === stateHash)) continue
      await handle.executeUpdate(recordAgain)
      round.repaired.push(initiativeId)
      log.warn({ initiativeId, recorded: version, current: now.version }, 'the record differed and was written again')
    } catch (error) {
      round.silent.push(initiativeId)
      log.warn(
        { initiativeId, reason: error instanceof Error ? error.message : 'unknown' },
        'an initiative did not answer',
      )
    }
  }
  return round
}
