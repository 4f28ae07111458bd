import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readdir, rename, rm } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import * as z from 'zod'
import { loadKeys } from '../../activities/settings/keys.ts'
import { createEmptyDatabase } from '../support/postgres.ts'
import { sharedTemporal } from '../support/temporal.ts'

const file = fileURLToPath(new URL('../../api/main.ts', import.meta.url))
let dataFolder = ''
let services: Record<string, string> = {}

beforeAll(async () => {
  const [database, temporal] = await Promise.all([createEmptyDatabase(), sharedTemporal()])
  dataFolder = await mkdtemp(join(tmpdir(), 'gatehouse-api-'))
  services = {
    DATABASE_URL: database.url,
    SMTP_URL: 'smtp://127.0.0.1:1025',
    GATEHOUSE_DATA: dataFolder,
    TEMPORAL_ADDRESS: temporal.address,
    TEMPORAL_NAMESPACE: temporal.namespace,
    API_PORT: '0',
    PUBLIC_URL: '',
    TEMPORAL_PAYLOAD_ENCRYPTION: 'on',
  }
})
afterAll(() => rm(dataFolder, { recursive: true }))

const start = (environment: Record<string, string>) => {
  const child = spawn(process.execPath, [file], {
    env: { PATH: process.env['PATH'], ...services, ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const said: string[] = []
  child.stderr.on('data', (words: Buffer) => said.push(words.toString()))
  const lines = createInterface(child.stdout)
  const exited = once(child, 'exit').then(([code]: unknown[]) => code)
  return {
    child,
    exited,
    said: () => said.join(''),
    firstLine: () => once(lines, 'line').then(([line]: unknown[]) => line),
  }
}

const readyLine = z.object({ ready: z.literal('api'), url: z.url() })

describe('the API process', () => {
  it('does not start with NODE_ENV=production, and says why', async () => {
    const { exited, said } = start({ NODE_ENV: 'production' })
    expect(await exited).toBe(1)
    expect(said()).toContain('NODE_ENV is production, and Gatehouse does not start there. Gatehouse has no sign-in yet')
  })

  it('does not listen where others could reach it', async () => {
    const { exited, said } = start({ API_HOST: '0.0.0.0' })
    expect(await exited).toBe(1)
    expect(said()).toContain('expected a loopback address')
  })

  it('says which port is taken', async () => {
    const taken = createServer().listen(0, '127.0.0.1')
    await once(taken, 'listening')
    const address = taken.address()
    const port = address !== null && typeof address === 'object' ? address.port : 0
    const { exited, said } = start({ API_PORT: String(port) })
    expect(await exited).toBe(1)
    expect(said()).toContain(`Port ${port} is in use by another program`)
    taken.close()
  })

  it('makes the tables, says where it is reached, and ends cleanly when told to', async () => {
    const { child, exited, firstLine } = start({ MAIL_DOMAINS: 'kent.police.example' })
    const { url } = readyLine.parse(JSON.parse(String(await firstLine())))
    const health = await fetch(`${url}/api/health`)
    expect(health.status).toBe(200)
    expect((await fetch(`${url}/api/portfolio`)).status).toBe(200)
    const elsewhere = await fetch(`${url}/api/people/chief`, {
      method: 'PUT',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ name: 'Chief Constable, Kent', email: 'chief@kent-police.example' }),
    })
    expect(elsewhere.status).toBe(422)
    expect(await elsewhere.text()).toContain('must be at one of: kent.police.example')
    child.kill('SIGTERM')
    expect(await exited).toBe(0)
  })

  it('does not start without the key that payloads were encrypted with, and makes no other', async () => {
    await rename(`${dataFolder}/keys.json`, `${dataFolder}/keys.json.elsewhere`)
    const { exited, said } = start({})
    expect(await exited).toBe(1)
    expect(said()).toMatch(
      /What Temporal holds was encrypted since .* there is no key file .*keys\.json\.\nNothing was/,
    )
    expect(await readdir(dataFolder)).not.toContain('keys.json')
    await rename(`${dataFolder}/keys.json.elsewhere`, `${dataFolder}/keys.json`)
  })

  it(
    'answers 503 in words while PostgreSQL is away, keeps trying, and ends when told to',
    { timeout: 60_000 },
    async () => {
      const probe = createServer().listen(0, '127.0.0.1')
      await once(probe, 'listening')
      const address = probe.address()
      const port = address !== null && typeof address === 'object' ? address.port : 0
      probe.close()
      loadKeys(dataFolder)
      const { child, exited, said } = start({
        API_PORT: String(port),
        DATABASE_URL: 'postgresql://nobody@127.0.0.1:1/gatehouse',
      })
      await expect.poll(said, { timeout: 30_000 }).toContain('PostgreSQL cannot be reached; trying again in 3 seconds')
      const page = await fetch(`http://127.0.0.1:${port}/`)
      expect(page.status).toBe(503)
      expect(await page.text()).toContain('Nothing is lost')
      expect(said()).not.toContain('nobody@')
      child.kill('SIGTERM')
      expect(await exited).toBe(0)
    },
  )
})
