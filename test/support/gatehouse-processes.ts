import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { z } from 'zod'
import { claimPort } from '../../worker/embedded/ports.ts'
import { ownNamespace } from './own-namespace.ts'
import { createTestDatabase } from './postgres.ts'
import { startSmtpSink, type SmtpSink } from './smtp.ts'
import type { TestTemporal } from './temporal.ts'

/** Worker and API as they are shipped, each a process of its own, on a database and a mail server of their own. */
export type TestGatehouse = {
  apiUrl: string
  smtp: SmtpSink
  /** What the processes complained of so far: a failed test shows it. */
  complaints: string[]
  databaseUrl: string
  temporal: TestTemporal
  dataFolder: string
  /** Ends both processes as an operator would; everything beneath them stays. */
  stopProcesses(): Promise<void>
  /** Starts both again. @throws Error with what a process said when it ends before it is ready. */
  startProcesses(): Promise<void>
  /** Ends the API alone and starts it again. */
  restartApi(): Promise<void>
  stop(): Promise<void>
}

const ready = z.object({ ready: z.string(), url: z.string().optional() })

/**
 * Starts them and waits until both say that they are ready. Members may press at once: there is no dwell. `chosen` is added to what
 * the processes are given.
 */
export async function startTestGatehouse(chosen: Record<string, string> = {}): Promise<TestGatehouse> {
  const [database, temporal, smtp] = await Promise.all([createTestDatabase(), ownNamespace(), startSmtpSink()])
  const dataFolder = await mkdtemp(join(tmpdir(), 'gatehouse-test-'))
  // The worker writes the address of the API into its mails, so both must know it beforehand.
  const port = await claimPort({ port: 0, part: 'the API of a test', setting: 'nothing' })
  const env = {
    ...process.env,
    DATABASE_URL: database.url,
    TEMPORAL_ADDRESS: temporal.address,
    TEMPORAL_NAMESPACE: temporal.namespace,
    TEMPORAL_TASK_QUEUE: temporal.taskQueue,
    SMTP_URL: smtp.url,
    GATEHOUSE_DATA: dataFolder,
    API_PORT: String(port),
    PUBLIC_URL: `http://localhost:${port}`,
    DWELL_MS: '0',
    LOG_LEVEL: 'warn',
    ...chosen,
  }
  const children: ChildProcess[] = []
  const complaints: string[] = []
  const stopProcesses = async () => {
    await Promise.all(children.splice(0).map(ended))
  }
  const stop = async () => {
    await stopProcesses()
    await smtp.stop()
    await rm(dataFolder, { recursive: true, force: true })
  }
  const start = (file: string) => {
    const child = spawn(process.execPath, [fileURLToPath(new URL(`../../${file}`, import.meta.url))], {
      env,
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    children.push(child)
    return announced(child, file, complaints)
  }
  const startProcesses = async () => {
    await start('worker/main.ts')
    await start('api/main.ts')
  }
  const restartApi = async () => {
    await Promise.all(children.splice(1).map(ended))
    await start('api/main.ts')
  }
  try {
    await startProcesses()
    return {
      apiUrl: `http://localhost:${port}`,
      smtp,
      complaints,
      databaseUrl: database.url,
      temporal,
      dataFolder,
      stopProcesses,
      startProcesses,
      restartApi,
      stop,
    }
  } catch (error) {
    await stop()
    throw error
  }
}

/** The line in which a process says it is ready. */
async function announced(child: ChildProcess, file: string, said: string[]): Promise<z.output<typeof ready>> {
  const { stdout, stderr } = child
  if (!stdout || !stderr) throw new Error(`${file} has no output to read.`)
  stderr.on('data', (words: Buffer) => said.push(words.toString()))
  const gone = once(child, 'exit').then(([code]): never => {
    throw new Error(`${file} ended with ${String(code)} before it was ready:\n${said.join('')}`)
  })
  gone.catch(() => undefined)
  const heard = new Promise<z.output<typeof ready>>((found) => {
    createInterface(stdout).on('line', (line) => {
      if (line.startsWith('{"ready"')) found(ready.parse(JSON.parse(line)))
    })
  })
  return Promise.race([heard, gone])
}

async function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const exit = once(child, 'exit')
  child.kill('SIGTERM')
  const tooLong = setTimeout(() => child.kill('SIGKILL'), 10_000)
  await exit
  clearTimeout(tooLong)
}
