import { randomUUID } from 'node:crypto'
import { readdir, readFile, rename, rm } from 'node:fs/promises'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { Client, Connection } from '@temporalio/client'
import { Client as Database } from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { rotatePayloadKey } from '../../activities/settings/key-rotation.ts'
import { loadKeys } from '../../activities/settings/keys.ts'
import { metadataOf, startEncryptedGatehouse } from './encrypted-gatehouse.ts'

const guide = new URL('../../docs/security.md', import.meta.url)
const initiativeId = `case-${randomUUID().slice(0, 8)}`
let gatehouse: Awaited<ReturnType<typeof startEncryptedGatehouse>>
let keyFile = ''

beforeAll(async () => {
  gatehouse = await startEncryptedGatehouse(initiativeId)
  keyFile = join(gatehouse.dataFolder, 'keys.json')
}, 120_000)
afterAll(() => gatehouse?.stop())

const keyIds = async () =>
  new Set((await gatehouse.kept()).payloads.map((payload) => metadataOf(payload, 'encryption-key-id')))

/** The words in which both processes refuse to start. */
const refusal = async (): Promise<string> => {
  try {
    await gatehouse.startProcesses()
  } catch (error) {
    await gatehouse.stopProcesses()
    return error instanceof Error ? error.message : String(error)
  }
  throw new Error('It started, and should not have.')
}

describe('what Temporal keeps of an initiative', { timeout: 120_000 }, () => {
  it('is encrypted, every payload of it, and shows no word of the case, the papers or the people', async () => {
    await gatehouse.decide('kent')
    const { bytes, payloads } = await gatehouse.kept()
    expect(payloads.length).toBeGreaterThan(10)
    expect(new Set(payloads.map((payload) => metadataOf(payload, 'encoding')))).toEqual(new Set(['binary/encrypted']))
    expect(await keyIds()).toEqual(new Set([loadKeys(gatehouse.dataFolder).payload.current]))
    for (const word of ['vetting', 'Chief Constable', 'kent.example', 'Option 3', 'approve'])
      expect(bytes).not.toContain(word)
  })

  it('shows no word of what went wrong either', async () => {
    const connection = await Connection.connect({ address: gatehouse.temporal.address })
    const { namespace, taskQueue } = gatehouse.temporal
    const workflowId = `initiative/broken-${randomUUID()}`
    const handle = await new Client({ connection, namespace }).workflow.start('initiative', {
      workflowId,
      taskQueue,
      args: [{ initiativeId: 'broken', carried: { schema: 'vetting in Kent' } }],
    })
    const failed = async () => (await gatehouse.kept(workflowId)).failures
    await expect.poll(failed, { timeout: 60_000 }).not.toEqual([])
    expect(new Set(await failed())).toEqual(new Set(['Encoded failure']))
    await handle.terminate()
    await connection.close()
  })

  it('has the words of failures made in workflows turned into payloads, by the bundle alone', async () => {
    const folder = join(gatehouse.dataFolder, 'workflow-bundles')
    const [bundle = ''] = await readdir(folder)
    expect(await readFile(join(folder, bundle), 'utf8')).toContain('encodeCommonAttributes: true')
  })
})

describe('a rotation while an initiative is open', { timeout: 120_000 }, () => {
  it('is followed by a process that was not started again: it reads the new key once it meets it', async () => {
    const { previous, current } = rotatePayloadKey(gatehouse.dataFolder)
    await gatehouse.restartApi()
    await gatehouse.decide('essex')
    expect(await gatehouse.choicesRecorded()).toBe(2)
    expect(await keyIds()).toEqual(new Set([previous, current]))
  })

  it('lets what was written before be read, and writes with the new key from the next start on', async () => {
    const { current } = loadKeys(gatehouse.dataFolder).payload
    const before = (await gatehouse.kept()).payloads.length
    await gatehouse.stopProcesses()
    await gatehouse.startProcesses()
    await gatehouse.http.json(
      'POST',
      `/api/initiatives/${initiativeId}/commands/hold`,
      { reason: 'Counsel is asked.' },
      { 'idempotency-key': 'hold', 'x-acting-as': 'change team' },
    )
    const { payloads } = await gatehouse.kept()
    expect(payloads.length).toBeGreaterThan(before)
    expect(new Set(payloads.slice(before).map((payload) => metadataOf(payload, 'encryption-key-id')))).toEqual(
      new Set([current]),
    )
  })
})

describe('a lost key', { timeout: 120_000 }, () => {
  it('keeps Gatehouse from starting, in words that say which key and what to do, and no new one is made', async () => {
    const [first, second] = Object.keys(loadKeys(gatehouse.dataFolder).payload.keys)
    await gatehouse.stopProcesses()
    await rename(keyFile, `${keyFile}.elsewhere`)
    const words = await refusal()
    for (const keyId of [first, second])
      expect(words).toMatch(
        new RegExp(
          `What Temporal holds was encrypted since \\d{4}-\\d\\d-\\d\\d with the key ${keyId}, and there is no key file`,
        ),
      )
    expect(words).toContain('put keys.json back from the backup of the data folder')
    expect(words).toContain('docs/security.md, "A lost key"')
    expect(existsSync(keyFile)).toBe(false)
  })

  it('does no harm once the file is put back: every link and every decision is as it was', async () => {
    await rename(`${keyFile}.elsewhere`, keyFile)
    await gatehouse.startProcesses()
    expect(await gatehouse.choicesRecorded()).toBe(2)
    expect((await gatehouse.http.send('GET', `/d/${await gatehouse.linkOf('kent')}`)).status).toBe(303)
  })

  it('lost for good leaves the whole record readable, the open initiative at rest, and new ones possible', async () => {
    await gatehouse.stopProcesses()
    await rm(keyFile)
    const owner = new Database({ connectionString: gatehouse.databaseUrl })
    await owner.connect()
    const [, accepting = ''] = /```sql\n(delete from payload_key[^`]*)```/.exec(await readFile(guide, 'utf8')) ?? []
    expect(accepting).not.toBe('')
    await owner.query(accepting.replace("where key_id = 'the key named'", ''))
    await owner.end()
    await gatehouse.startProcesses()

    expect(await gatehouse.choicesRecorded()).toBe(2)
    expect((await fetch(`${gatehouse.apiUrl}/initiatives/${initiativeId}`)).status).toBe(200)
    const resume = await fetch(`${gatehouse.apiUrl}/api/initiatives/${initiativeId}/commands/resume`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'idempotency-key': 'after', 'x-acting-as': 'PMO' },
      body: JSON.stringify({ note: 'The key is lost.' }),
    })
    expect(resume.status).toBe(503)
    expect(await resume.text()).toContain('Not confirmed yet')
    await gatehouse.begin(`${initiativeId}-again`)
  })
})
