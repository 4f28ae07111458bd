import { randomBytes, randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { createServer } from 'node:net'
import { Client, Connection } from '@temporalio/client'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { dataConverterFor } from '../../activities/codec/data-converter.ts'
import { inOneCodec } from '../../activities/codec/in-one-codec.ts'
import { loadTemporalSettings } from '../../activities/settings/temporal.ts'
import { createApp } from '../../api/app.ts'
import { startTemporalServer, type TemporalServer } from '../../worker/embedded/temporal-server.ts'
import { startApi, type StartedApi } from '../api/started-api.ts'
import { startBrowser, type TestBrowser } from '../support/browser.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

const settings = loadTemporalSettings({ env: {} })
const dataConverter = dataConverterFor({
  payloadEncryption: 'on',
  keys: { current: 'k1', keys: { k1: randomBytes(32) } },
})
let api: StartedApi
let browser: TestBrowser
let server: TemporalServer
let stopApp: () => Promise<void>

const freePort = async () => {
  const probe = createServer().listen(0, '127.0.0.1')
  await once(probe, 'listening')
  const address = probe.address()
  probe.close()
  await once(probe, 'close')
  return address !== null && typeof address === 'object' ? address.port : 0
}

beforeAll(async () => {
  const port = await freePort()
  ;[api, browser, server] = await Promise.all([
    startApi(),
    startBrowser(),
    temporaryFolder().then((dataFolder) =>
      startTemporalServer({
        dataFolder,
        port: 0,
        uiPort: 0,
        settings,
        codecEndpoint: `http://127.0.0.1:${port}/api/payloads`,
        log: () => {},
      }),
    ),
  ])
  const app = await createApp({
    ...api.parts,
    payloads: { codec: inOneCodec(dataConverter), askedFrom: server.uiUrl },
  })
  await app.listen({ port, host: '127.0.0.1' })
  stopApp = () => app.close()
}, 120_000)
afterAll(async () => {
  await browser?.stop()
  await stopApp?.()
  await Promise.all([api?.stop(), server?.stop()])
})

describe('Temporal’s own pages', () => {
  it('show in words what Temporal itself cannot read', { timeout: 60_000 }, async () => {
    const connection = await Connection.connect({ address: server.address })
    const workflowId = `initiative/${randomUUID()}`
    await new Client({ connection, namespace: settings.namespace, dataConverter }).workflow.start('initiative', {
      workflowId,
      taskQueue: 'nobody',
      args: [{ title: 'A single vetting unit' }],
    })
    const withoutKeys = new Client({ connection, namespace: settings.namespace })
    expect(JSON.stringify(await withoutKeys.workflow.getHandle(workflowId).fetchHistory())).not.toContain('vetting')
    await connection.close()

    const { page, context } = await browser.openPage()
    const asked: string[] = []
    page.on('response', (response) => {
      if (response.url().endsWith('/api/payloads/decode')) asked.push(`${response.status()}`)
    })
    await page.goto(`${server.uiUrl}/namespaces/${settings.namespace}/workflows/${encodeURIComponent(workflowId)}`)
    await expect.poll(() => page.locator('body').textContent(), { timeout: 40_000 }).toContain('A single vetting unit')
    expect(new Set(asked)).toEqual(new Set(['200']))
    await context.close()
  })
})
