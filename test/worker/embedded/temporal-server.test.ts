import { writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { Client, Connection } from '@temporalio/client'
import { defineSearchAttributeKey, type SearchAttributePair } from '@temporalio/common'
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest'
import { temporaryFolder } from '../../support/temporary-folder.ts'
import { connectionOptions, loadTemporalSettings } from '../../../activities/settings/temporal.ts'
import { startTemporalServer, type TemporalServer } from '../../../worker/embedded/temporal-server.ts'

// Servers are started and stopped here, on machines that may be busy with other tests.
vi.setConfig({ testTimeout: 120_000 })

const settings = loadTemporalSettings({ env: {} })
const dataFolder = await temporaryFolder()
const running: TemporalServer[] = []

async function start(changes: Partial<Parameters<typeof startTemporalServer>[0]> = {}): Promise<TemporalServer> {
  const server = await startTemporalServer({ dataFolder, port: 0, uiPort: 0, settings, log: () => {}, ...changes })
  running.push(server)
  return server
}

async function withClient<Answer>(server: TemporalServer, ask: (client: Client) => Promise<Answer>): Promise<Answer> {
  const connection = await Connection.connect(connectionOptions({ ...settings, address: server.address }))
  try {
    return await ask(new Client({ connection, namespace: settings.namespace }))
  } finally {
    await connection.close()
  }
}

afterEach(async () => {
  await Promise.all(running.splice(0).map((server) => server.stop()))
})

const stage = defineSearchAttributeKey('GatehouseStage', 'KEYWORD')
const status = defineSearchAttributeKey('GatehouseStatus', 'KEYWORD')
const addedLater = defineSearchAttributeKey('GatehouseCost', 'DOUBLE')

async function startWorkflow(client: Client, workflowId: string, typedSearchAttributes: SearchAttributePair[]) {
  await client.workflow.start('initiative', { workflowId, taskQueue: 'nobody', typedSearchAttributes })
}

describe('the embedded Temporal server', () => {
  test('keeps workflows with their search attributes when it is killed, and its namespace keeps ended ones for 90 days', async () => {
    const first = await start()
    await withClient(first, (client) =>
      startWorkflow(client, 'initiative/kept', [
        { key: stage, value: 'outline-business-case' },
        { key: status, value: 'open' },
      ]),
    )
    process.kill((await first.pid)!, 'SIGKILL')
    await first.exited

    const second = await start()
    await withClient(second, async (client) => {
      const kept = await client.workflow.getHandle('initiative/kept').describe()
      expect(kept.typedSearchAttributes.get(stage)).toBe('outline-business-case')
      expect(kept.typedSearchAttributes.get(status)).toBe('open')
      const { config } = await client.workflowService.describeNamespace({ namespace: settings.namespace })
      expect(Number(config?.workflowExecutionRetentionTtl?.seconds)).toBe(90 * 86_400)
    })
    const page = await fetch(`${second.uiUrl}/namespaces/${settings.namespace}/workflows`)
    expect(page.status).toBe(200)
  })

  test('registers a search attribute that was added to temporal.yaml since its database file was made', async () => {
    await (await start()).stop()
    const searchAttributes = [...settings.searchAttributes, { name: 'GatehouseCost', type: 'Double' as const }]
    const server = await start({ settings: { ...settings, searchAttributes } })
    await withClient(server, (client) =>
      startWorkflow(client, 'initiative/costed', [{ key: addedLater, value: 1_200_000 }]),
    )
  })

  test('says when a search attribute is registered with another type', async () => {
    await (await start()).stop()
    const changed = { ...settings, searchAttributes: [{ name: 'GatehouseStage', type: 'Int' as const }] }
    await expect(start({ settings: changed })).rejects.toThrow(
      /Search attribute GatehouseStage is registered .* with another type than the Int/,
    )
  })

  test('says when its database file is not one', async () => {
    const folder = await temporaryFolder()
    writeFileSync(
      join(folder, 'temporal.db'),
      'not a database at all, but long enough to be looked at as one'.repeat(20),
    )
    await expect(start({ dataFolder: folder })).rejects.toThrow(`Its database file is ${join(folder, 'temporal.db')}.`)
  })
})

describe('a port in use', () => {
  const occupier = createServer()
  let port: number
  beforeAll(async () => {
    port = await new Promise((resolve) => {
      occupier.listen(0, '127.0.0.1', () => {
        const address = occupier.address()
        resolve(typeof address === 'object' && address !== null ? address.port : 0)
      })
    })
  })
  afterAll(() => {
    occupier.close()
  })

  test('is named with the part and the setting to change', async () => {
    await expect(start({ port })).rejects.toThrow(
      `Port ${port} is already in use, and the embedded Temporal server needs it. Stop what is using it, ` +
        'or choose another port with embedded.port in temporal.yaml (TEMPORAL_EMBEDDED_PORT).',
    )
    await expect(start({ uiPort: port })).rejects.toThrow(
      `Port ${port} is already in use, and Temporal's own web page needs it.`,
    )
  })
})
