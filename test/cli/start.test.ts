import { spawn, type ChildProcess } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { temporaryFolder } from '../support/temporary-folder.ts'
import { z } from 'zod'
import { findRunning, type Addresses, type RunningGatehouse } from '../../worker/embedded/running.ts'

const startFile = fileURLToPath(new URL('entries/start.ts', import.meta.url))
const anyFreePorts = {
  TEMPORAL_EMBEDDED_PORT: '0',
  TEMPORAL_EMBEDDED_UI_PORT: '0',
  POSTGRES_PORT: '0',
  MAILBOX_PORT: '0',
  MAILBOX_SMTP_PORT: '0',
  API_PORT: '0',
}
/** Services that are configured are not started: for facts that need the worker and the API alone. */
const configured = {
  TEMPORAL_ADDRESS: 'temporal.example:7233',
  DATABASE_URL: 'postgresql://gatehouse:hush@database.example/gatehouse',
  SMTP_URL: 'smtp://mail.example:25',
}

// Whole systems are started here, on machines that may be busy with other tests.
vi.setConfig({ testTimeout: 120_000, expect: { poll: { timeout: 60_000, interval: 50 } } })

let dataFolder: string
const started: ChildProcess[] = []

beforeEach(async () => {
  dataFolder = await temporaryFolder()
})
afterEach(async () => {
  await Promise.all(started.splice(0).map((child) => ended(child, 'SIGTERM')))
})

type Start = {
  child: ChildProcess
  said: () => string
  addresses: () => Addresses
  running: () => RunningGatehouse
  exitCode: Promise<number | null>
}

function launch(env: NodeJS.ProcessEnv = {}): Start {
  const child = spawn(process.execPath, [startFile], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, NODE_ENV: 'test', GATEHOUSE_DATA: dataFolder, ...anyFreePorts, ...env },
  })
  started.push(child)
  let output = ''
  let said = ''
  child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()))
  child.stderr.on('data', (chunk: Buffer) => (said += chunk.toString()))
  const pages = z.object({ portfolio: z.string(), apiDocument: z.string(), mailbox: z.string().optional() })
  return {
    child,
    said: () => said,
    addresses: () => pages.extend({ temporal: z.string().optional() }).parse(JSON.parse(output)),
    running: () => findRunning(dataFolder)!,
    exitCode: new Promise((resolve) => child.once('close', resolve)),
  }
}

async function launchWhole(env: NodeJS.ProcessEnv = {}): Promise<Start> {
  const start = launch(env)
  let failed = false
  void start.exitCode.then(() => (failed = true))
  await expect
    .poll(() => failed || existsAddresses(start), { message: 'the start neither ended nor was whole' })
    .toBe(true)
  if (failed) throw new Error(`The start ended: ${start.said()}`)
  return start
}

function existsAddresses(start: Start): boolean {
  try {
    return start.addresses() !== undefined
  } catch {
    return false
  }
}

async function ended(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const end = new Promise((resolve) => child.once('close', resolve))
  child.kill(signal)
  await end
}

function alive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}

describe('npm start', () => {
  test('starts everything, stops everything at Ctrl-C, and finds it as it was the next time', async () => {
    const first = await launchWhole()
    const { portfolio, mailbox, temporal } = first.addresses()
    for (const page of [portfolio, mailbox, temporal]) expect((await fetch(page!)).status).toBe(200)
    const { parts, environment } = first.running()
    expect(Object.keys(parts).sort()).toEqual(['api', 'mailbox', 'postgres', 'temporal', 'worker'])

    first.child.kill('SIGINT')
    expect(await first.exitCode).toBe(0)
    expect(Object.values(parts).filter(alive)).toEqual([])
    expect(readFileSync(join(dataFolder, 'logs', 'worker.log'), 'utf8')).toContain('told to stop')

    const second = await launchWhole()
    const password = (env: Record<string, string>) => new URL(env['DATABASE_URL'] ?? '').password
    expect(password(second.running().environment)).toBe(password(environment))
  })

  test('starts a part again that was killed, and leaves nothing running when it is killed itself', async () => {
    const start = await launchWhole()
    const before = start.running()
    for (const part of ['postgres', 'api']) process.kill(before.parts[part]!, 'SIGKILL')
    await expect
      .poll(() => {
        const { parts } = start.running()
        return ['postgres', 'api'].every((part) => parts[part] !== before.parts[part] && alive(parts[part]!))
      })
      .toBe(true)
    const portfolioAnswers = () =>
      fetch(start.addresses().portfolio).then(
        (response) => response.ok,
        () => false,
      )
    await expect.poll(portfolioAnswers).toBe(true)
    expect(start.running().environment).toEqual(before.environment)
    expect(start.said()).toContain('The embedded PostgreSQL stopped by itself; starting it again.')

    const pids = Object.values(start.running().parts)
    start.child.kill('SIGKILL')
    await expect.poll(() => pids.filter(alive)).toEqual([])
    expect(findRunning(dataFolder)).toBeUndefined()
  })
})

describe('every embedded part gives way to a configured one', () => {
  test('whose address the worker and the API are given', async () => {
    const start = await launchWhole(configured)
    expect(Object.keys(start.running().parts).sort()).toEqual(['api', 'worker'])
    expect(start.addresses()).not.toHaveProperty('temporal')
    expect(start.addresses()).not.toHaveProperty('mailbox')
    expect(readFileSync(join(dataFolder, 'logs', 'worker.log'), 'utf8')).toContain(configured.DATABASE_URL)
  })
})

describe('what goes wrong is answered with a sentence that says what to do', () => {
  async function refusal(env: NodeJS.ProcessEnv): Promise<string> {
    const start = launch(env)
    expect(await start.exitCode).toBe(1)
    return start.said()
  }

  test('a second start on the same data folder', async () => {
    const first = await launchWhole(configured)
    const words = await refusal(configured)
    expect(words).toContain(`Gatehouse is already running on ${dataFolder} (process ${first.child.pid}, since 20`)
    expect(words).toContain('Stop it first, or start this one with another data folder (GATEHOUSE_DATA)')
    expect((await fetch(first.addresses().portfolio)).status).toBe(200)
  })

  test.each([
    ['API_PORT', 'the API'],
    ['POSTGRES_PORT', 'the embedded PostgreSQL'],
    ['MAILBOX_SMTP_PORT', 'the development mailbox'],
    ['TEMPORAL_EMBEDDED_PORT', 'the embedded Temporal server'],
  ])('a port in use: %s', async (variable, part) => {
    const occupier = createServer()
    const port = await new Promise<number>((resolve) => {
      occupier.listen(0, '127.0.0.1', () => {
        const address = occupier.address()
        resolve(typeof address === 'object' && address !== null ? address.port : 0)
      })
    })
    const words = await refusal({ [variable]: String(port) })
    occupier.close()
    expect(words).toContain(`Port ${port} is already in use, and ${part} needs it.`)
    expect(words).toContain(variable)
    expect(existsSync(join(dataFolder, 'postgres'))).toBe(false)
  })

  test('a half-made database folder', async () => {
    mkdirSync(join(dataFolder, 'postgres'))
    const words = await refusal({})
    expect(words).toContain(`The database folder ${join(dataFolder, 'postgres')} is incomplete`)
  })

  test('a worker that cannot start', async () => {
    const worker = join(dataFolder, 'worker.ts')
    writeFileSync(worker, "console.error('The tables are from a newer version.'); process.exit(1)")
    const words = await refusal({ ...configured, STAND_IN_WORKER: worker })
    expect(words).toContain('The worker stopped while starting. Its last words:\nThe tables are from a newer version.')
  })

  test('a worker that waits for a service says so, and the start goes on once it is there', async () => {
    const worker = join(dataFolder, 'worker.ts')
    const door = join(dataFolder, 'open')
    writeFileSync(
      worker,
      `import { existsSync } from 'node:fs'
       console.error(JSON.stringify({ level: 40, reason: 'ECONNREFUSED', msg: 'PostgreSQL cannot be reached' }))
       setInterval(() => existsSync(${JSON.stringify(door)}) && console.log(JSON.stringify({ ready: 'worker' })), 50)`,
    )
    const start = launch({ ...configured, STAND_IN_WORKER: worker })
    await expect.poll(start.said).toContain('The worker is not ready yet: PostgreSQL cannot be reached (ECONNREFUSED)')
    writeFileSync(door, '')
    await expect.poll(() => existsAddresses(start)).toBe(true)
  })

  test('a data folder that cannot be made', async () => {
    writeFileSync(join(dataFolder, 'file'), '')
    const words = await refusal({ GATEHOUSE_DATA: join(dataFolder, 'file', 'data') })
    expect(words).toContain('cannot be made')
    expect(words).toContain('Choose another with GATEHOUSE_DATA.')
  })

  test('a worker that keeps dying ends the start', async () => {
    const worker = join(dataFolder, 'worker.ts')
    writeFileSync(
      worker,
      `console.log(JSON.stringify({ ready: 'worker' })); console.error('out of memory'); setTimeout(() => process.exit(9), 20)`,
    )
    const words = await refusal({ ...configured, STAND_IN_WORKER: worker })
    expect(words).toContain('The worker stopped by itself 5 times within 60 seconds and is not started again.')
    expect(words).toContain(join(dataFolder, 'logs', 'worker.log'))
    expect(words).toContain('out of memory')
  })

  test('a wrong setting, before anything is started', async () => {
    expect(await refusal({ TEMPORAL_RETENTION_DAYS: '30' })).toBe(
      'TEMPORAL_RETENTION_DAYS in the environment: expected a whole number of days from 90 to 36500, found 30.\n',
    )
  })

  test('NODE_ENV=production', async () => {
    expect(await refusal({ NODE_ENV: 'production' })).toContain('Gatehouse has no sign-in yet')
  })
})
