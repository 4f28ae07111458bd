import { setTimeout as pause } from 'node:timers/promises'
import { Connection } from '@temporalio/client'
import { msToTs } from '@temporalio/common/lib/time.js'
import type { TemporalSettings } from '../../activities/settings/temporal.ts'
import { StartError } from './start-error.ts'

const millisecondsADay = 86_400_000
const serveWithinMs = 60_000

type NamespaceSettings = Pick<TemporalSettings, 'namespace' | 'retentionDays' | 'searchAttributes'>
type AttributeType = TemporalSettings['searchAttributes'][number]['type']

/** IndexedValueType of the Temporal API (temporal/api/enums/v1/common.proto). */
export const indexedValueTypes = {
  Text: 1,
  Keyword: 2,
  Int: 3,
  Double: 4,
  Bool: 5,
  Datetime: 6,
  KeywordList: 7,
} as const

/** Waits until the server answers its clients; throws StartError after a minute. */
export async function untilServing(address: string): Promise<void> {
  const giveUpAt = Date.now() + serveWithinMs
  for (;;) {
    try {
      const connection = await Connection.connect({ address, connectTimeout: 1_000 })
      await connection.close()
      return
    } catch (error) {
      if (Date.now() > giveUpAt) {
        throw new StartError(
          `The embedded Temporal server at ${address} did not answer within a minute: ${String(error)}`,
        )
      }
      await pause(50)
    }
  }
}

/**
 * Gives the namespace its retention and registers the search attributes that are not there yet.
 * Throws StartError when one is registered with another type, which cannot be changed.
 */
export async function prepareNamespace(address: string, settings: NamespaceSettings): Promise<void> {
  const connection = await Connection.connect({ address })
  try {
    await connection.withDeadline(Date.now() + serveWithinMs, async () => {
      await connection.workflowService.updateNamespace({
        namespace: settings.namespace,
        config: { workflowExecutionRetentionTtl: msToTs(settings.retentionDays * millisecondsADay) },
      })
      await registerSearchAttributes(connection, settings)
    })
  } finally {
    await connection.close()
  }
}

async function registerSearchAttributes(connection: Connection, settings: NamespaceSettings): Promise<void> {
  const { namespace, searchAttributes } = settings
  const { customAttributes } = await connection.operatorService.listSearchAttributes({ namespace })
  const registered = new Map<string, number>(Object.entries(customAttributes ?? {}))
  const missing: Record<string, (typeof indexedValueTypes)[AttributeType]> = {}
  for (const { name, type } of searchAttributes) {
    if (!registered.has(name)) missing[name] = indexedValueTypes[type]
    else if (registered.get(name) !== indexedValueTypes[type]) {
      throw new StartError(
        `Search attribute ${name} is registered in namespace ${namespace} with another type than the ${type} ` +
          `that temporal.yaml asks for, and a type cannot be changed. Give the attribute a new name in temporal.yaml.`,
      )
    }
  }
  if (Object.keys(missing).length > 0) {
    await connection.operatorService.addSearchAttributes({ namespace, searchAttributes: missing })
  }
  await untilKnown(connection, settings)
}

/** The server reads a namespace anew only every few seconds, and until then refuses attributes it does not know. */
async function untilKnown(connection: Connection, settings: NamespaceSettings): Promise<void> {
  const { namespace, searchAttributes } = settings
  const query = searchAttributes.map(({ name }) => `${name} IS NOT NULL`).join(' AND ')
  for (const giveUpAt = Date.now() + serveWithinMs; ; await pause(100)) {
    try {
      await connection.workflowService.countWorkflowExecutions({ namespace, query })
      return
    } catch (error) {
      if (Date.now() > giveUpAt) throw error
    }
  }
}
