import { z } from 'zod'
import { startGuarded, type Log } from '../../worker/embedded/guarded-process.ts'
import { StartError } from '../../worker/embedded/start-error.ts'
import type { Running } from '../../worker/embedded/supervise.ts'

/** What a child process prints on standard output, as one line of JSON, once it does its work. */
const readyLine = z.object({ ready: z.string(), url: z.string().optional() })

export type ChildOptions = {
  /** What people call it, at the start of a sentence. */
  name: string
  /** The word of its ready line. */
  ready: string
  /** Its entry file. */
  file: string
  env: NodeJS.ProcessEnv
  /** How long it may take to finish what it is doing when told to stop. */
  stopWithinMs: number
  /** Receives every line of its output. */
  log: Log
  /** Default two minutes: the first start also makes the tables. */
  readyWithinMs?: number
}

/** A child process that has said it is ready, and where it is reached if it said that too. */
export type ReadyChild = Running & { url: string | undefined }

/** Starts an entry file of ours and waits for its ready line. Throws StartError when it ends or stays silent. */
export async function startChild(options: ChildOptions): Promise<ReadyChild> {
  const { name, ready, file, env, stopWithinMs, log, readyWithinMs = 120_000 } = options
  const { promise: isReady, resolve: seeReady } = Promise.withResolvers<{ url: string | undefined }>()
  const child = startGuarded({
    command: process.execPath,
    args: [file],
    env,
    stopWithinMs,
    log,
    onOutputLine: (line) => {
      const said = readyLine.safeParse(parseLine(line)).data
      if (said?.ready === ready) seeReady({ url: said.url })
    },
  })
  let timer: NodeJS.Timeout | undefined
  const silent = new Promise<undefined>((resolve) => {
    timer = setTimeout(() => {
      resolve(undefined)
    }, readyWithinMs)
  })
  const ended = child.exited.then(({ lastLines }): never => {
    throw new StartError(`${name} stopped while starting. Its last words:\n${lastLines.join('\n')}`)
  })
  ended.catch(() => undefined)
  try {
    const said = await Promise.race([isReady, ended, silent])
    if (said !== undefined) return { ...child, url: said.url }
  } finally {
    clearTimeout(timer)
  }
  await child.stop()
  throw new StartError(`${name} was not ready within ${Math.round(readyWithinMs / 1_000)} seconds and was stopped.`)
}

function parseLine(line: string): unknown {
  if (!line.startsWith('{')) return undefined
  try {
    return JSON.parse(line)
  } catch {
    return undefined
  }
}
