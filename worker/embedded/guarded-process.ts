import { spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import type { Readable } from 'node:stream'
import { fileURLToPath } from 'node:url'
import { z } from 'zod'

/** Takes one line of a part's output, without its line end. */
export type Log = (line: string) => void

/** How a guarded process ended: its exit code (128 + signal number for a signal) and its last lines of output. */
export type ProcessExit = { code: number; lastLines: string[] }

/** A process that stops when told to, and when the process that started it dies. */
export type GuardedProcess = {
  /** The process itself, not its guard; undefined if it could not be started. */
  pid: Promise<number | undefined>
  /** Settles once the process has ended, whatever the reason; never rejects. */
  exited: Promise<ProcessExit>
  /** Sends the stop signal, kills after `stopWithinMs`, and waits for the end. Harmless when repeated. */
  stop: () => Promise<void>
}

export type GuardedOptions = {
  command: string
  args: string[]
  /** Run as this user and group, for servers that refuse to run as root. */
  uid?: number
  gid?: number
  env?: NodeJS.ProcessEnv
  cwd?: string
  /** Default SIGTERM. */
  stopSignal?: 'SIGTERM' | 'SIGINT'
  /** How long after the stop signal before it is killed; default 5,000. */
  stopWithinMs?: number
  /** Receives every line of output and error output. */
  log: Log
  /** Receives the lines of standard output only, for parts that announce themselves there. */
  onOutputLine?: Log
}

const guardFile = fileURLToPath(new URL('guard.ts', import.meta.url))
const pidMessage = z.object({ pid: z.number() })
const lastLinesKept = 20

const live = new Set<GuardedProcess>()

/** Stops every guarded process this process has started, also one whose start is still under way. */
export async function stopEveryGuarded(): Promise<void> {
  await Promise.all([...live].map((guarded) => guarded.stop()))
}

/** Starts a command under a guard of its own (see guard.ts). */
export function startGuarded(options: GuardedOptions): GuardedProcess {
  const { command, args, uid, gid, env, cwd, log, onOutputLine } = options
  const { stopSignal = 'SIGTERM', stopWithinMs = 5_000 } = options
  const order = [stopSignal, String(stopWithinMs), String(uid ?? ''), String(gid ?? ''), command, ...args]
  const guard = spawn(process.execPath, [guardFile, ...order], {
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    env: env ?? process.env,
    cwd,
  })

  const lastLines: string[] = []
  const follow = (stream: Readable | null, also?: Log): void => {
    if (stream === null) return
    createInterface({ input: stream, crlfDelay: Infinity }).on('line', (line) => {
      lastLines.push(line)
      if (lastLines.length > lastLinesKept) lastLines.shift()
      log(line)
      also?.(line)
    })
  }
  follow(guard.stdout, onOutputLine)
  follow(guard.stderr)

  const exited = new Promise<ProcessExit>((resolve) => {
    guard.once('error', (error) => {
      resolve({ code: 127, lastLines: [error.message] })
    })
    guard.once('close', (code) => {
      resolve({ code: code ?? 137, lastLines })
    })
  })
  const pid = new Promise<number | undefined>((resolve) => {
    guard.once('message', (message) => {
      const parsed = pidMessage.safeParse(message)
      resolve(parsed.success ? parsed.data.pid : undefined)
    })
    void exited.then(() => {
      resolve(undefined)
    })
  })

  const guarded: GuardedProcess = {
    pid,
    exited,
    async stop() {
      guard.kill('SIGTERM')
      await exited
    },
  }
  live.add(guarded)
  void exited.then(() => live.delete(guarded))
  return guarded
}
