import { z } from 'zod'
import { startGuarded, type Log } from '../../worker/embedded/guarded-process.ts'
import { StartError } from '../../worker/embedded/start-error.ts'
import type { Running } from '../../worker/embedded/supervise.ts'

/**
 * Node holds on to memory it once used unless it is told what is enough. Neither process keeps much: states are in Temporal and
 * PostgreSQL. Give the same flags to processes that are started in another way.
 */
const memoryFlags = ['--max-semi-space-size=4', '--max-old-space-size=192']

/** What a child process prints on standard output, as one line of JSON, once it does its work. */
const readyLine = z.object({ ready: z.string(), url: z.string().optional() })

/** A line of a child's log that is meant for people, with the reason beside it where there is one. */
const logLine = z.object({ msg: z.string(), reason: z.string().optional() })

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
  /** Receives what it waits for, in a sentence, while it is not ready. */
  say: Log
  /** How often that is looked at; default five seconds. */
  sayEveryMs?: number
}

/** A child process that has said it is ready, and where it is reached if it said that too. */
export type ReadyChild = Running & { url: string | undefined }

/**
 * Starts an entry file of ours and waits for its ready line, however long that takes: a child that cannot reach a
 * service keeps trying, and what it says about it is passed on. Throws StartError when it ends before it is ready.
 */
export async function startChild(options: ChildOptions): Promise<ReadyChild> {
  const { name, ready, file, env, stopWithinMs, say, sayEveryMs = 5_000 } = options
  const { promise: isReady, resolve: seeReady } = Promise.withResolvers<{ url: string | undefined }>()
  let words = ''
  const child = startGuarded({
    command: process.execPath,
    args: [...memoryFlags, file],
    env,
    stopWithinMs,
    log: (line) => {
      options.log(line)
      words = wordsOf(line)
    },
    onOutputLine: (line) => {
      const said = readyLine.safeParse(parseLine(line)).data
      if (said?.ready === ready) seeReady({ url: said.url })
    },
  })
  let lastSaid = ''
  const waiting = setInterval(() => {
    if (words !== lastSaid) say(`${name} is not ready yet: ${words}`)
    lastSaid = words
  }, sayEveryMs)
  const ended = child.exited.then(({ lastLines }): never => {
    throw new StartError(`${name} stopped while starting. Its last words:\n${lastLines.map(wordsOf).join('\n')}`)
  })
  try {
    const { url } = await Promise.race([isReady, ended])
    return { ...child, url }
  } finally {
    clearInterval(waiting)
  }
}

function wordsOf(line: string): string {
  const said = logLine.safeParse(parseLine(line)).data
  if (said === undefined) return line
  return said.reason === undefined ? said.msg : `${said.msg} (${said.reason})`
}

function parseLine(line: string): unknown {
  if (!line.startsWith('{')) return undefined
  try {
    return JSON.parse(line)
  } catch {
    return undefined
  }
}
