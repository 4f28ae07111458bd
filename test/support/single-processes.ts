import { Client, Connection } from '@temporalio/client'
import { openStore } from '../../activities/store/store.ts'
import type { CommandName, CommandPayload } from '../../machines/commands.ts'
import type { BoardTerms } from '../../machines/vocabulary/board.ts'
import { initiativeWorkflowId } from '../../workflows/ids.ts'
import { commandUpdate } from '../../workflows/messages.ts'
import { anInitiative, aProposal, changeTeam, memberHolding } from './case.ts'
import { startTestGatehouse } from './gatehouse-processes.ts'
import { aBoardWithSecretary, everybody } from './mail.ts'

/**
 * Worker and API as they are shipped, and beside them a Temporal client and a store of the test's own, which no fault between the
 * processes and their servers touches. Payloads are plain, so that the client needs no key.
 */
export const startWatchedGatehouse = async (chosen: Record<string, string> = {}) => {
  const gatehouse = await startTestGatehouse({ TEMPORAL_PAYLOAD_ENCRYPTION: 'off', ...chosen })
  const { temporal, dataFolder } = gatehouse
  const connection = await Connection.connect({ address: temporal.address })
  const client = new Client({ connection, namespace: temporal.namespace })
  const store = openStore(chosen['DATABASE_DIRECT_URL'] ?? gatehouse.databaseUrl, { dataFolder })
  for (const person of everybody) await store.directory.putPerson(person)

  const ask = <Name extends CommandName>(
    initiativeId: string,
    name: Name,
    payload: CommandPayload<Name>,
    updateId: string,
  ) =>
    client.workflow.getHandle(initiativeWorkflowId(initiativeId)).executeUpdate(commandUpdate(name), {
      updateId,
      args: [{ payload, by: 'holderId' in payload ? memberHolding(payload.holderId) : changeTeam, updateId }],
    })
  const begin = async (initiativeId: string) => {
    await client.workflow.start('initiative', {
      workflowId: initiativeWorkflowId(initiativeId),
      taskQueue: temporal.taskQueue,
      args: [{ initiativeId }],
    })
    await ask(initiativeId, 'create', anInitiative({ initiativeId }), 'create')
  }
  return {
    ...gatehouse,
    client,
    store,
    ask,
    begin,
    submit: async (initiativeId: string, board: Partial<BoardTerms> = {}) => {
      await begin(initiativeId)
      const terms = aBoardWithSecretary({
        decideByInstant: Date.now() + 10 * 86_400_000,
        reminderInstants: [],
        ...board,
      })
      await ask(initiativeId, 'submit', { proposal: aProposal(), boards: [terms] }, 'submit')
    },
    stop: async () => {
      await gatehouse.stop()
      await store.close()
      await connection.close()
    },
  }
}
