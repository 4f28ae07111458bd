import { setTimeout as pause } from 'node:timers/promises'
import type { Log, ProcessExit } from './guarded-process.ts'
import { StartError } from './start-error.ts'

/** A part that runs in a process of its own. */
export type Running = {
  pid: Promise<number | undefined>
  exited: Promise<ProcessExit>
  stop: () => Promise<void>
}

export type SupervisedPart<Part extends Running> = {
  /** What people call it, in the middle of a sentence. */
  name: string
  /** Where its output is kept. */
  logFile: string
  start: () => Promise<Part>
  /** Receives each running part: the first, and the one after each restart. */
  onRunning?: (part: Part) => void
  say: Log
  /** Called once when the part keeps ending; it is not started again. */
  giveUp: (reason: StartError) => void
  /** From here on an end is expected, whoever brought it about. */
  stopping?: AbortSignal
  /** Default 5. */
  endsAllowed?: number
  /** Default one minute. */
  withinMs?: number
  /** The wait before the first restart, doubled for each further one within the period; default 250. */
  firstWaitMs?: number
}

/** A part that is started again whenever it ends by itself, until it is stopped. */
export type Supervised<Part extends Running> = { first: Part; stop: () => Promise<void> }

const longestWaitMs = 5_000

/**
 * Starts a part and starts it again whenever it ends without being stopped. A failure of the first start is thrown:
 * it is a wrong setting far more often than bad luck. A part that ends five times within a minute is given up.
 */
export async function supervise<Part extends Running>(options: SupervisedPart<Part>): Promise<Supervised<Part>> {
  const { name, start, onRunning, say, giveUp, logFile } = options
  const { endsAllowed = 5, withinMs = 60_000, firstWaitMs = 250 } = options
  const stopped = new AbortController()
  const stopping = AbortSignal.any([stopped.signal, ...(options.stopping ? [options.stopping] : [])])
  const ends: number[] = []

  const first = await start()
  let running = first
  onRunning?.(running)

  /** Answers true once it runs again, false when it was stopped meanwhile or given up. */
  const startAgain = async (lastWords: string[]): Promise<boolean> => {
    for (;;) {
      const now = Date.now()
      ends.push(now)
      const recent = ends.filter((at) => at > now - withinMs).length
      if (recent >= endsAllowed) {
        giveUp(keepsEnding(name, recent, withinMs, logFile, lastWords))
        return false
      }
      say(`${name} stopped by itself; starting it again.`)
      await pause(Math.min(firstWaitMs * 2 ** (recent - 1), longestWaitMs), undefined, { signal: stopping })
      try {
        running = await start()
        return true
      } catch (error) {
        lastWords = [error instanceof Error ? error.message : String(error)]
      }
    }
  }

  const watch = async (): Promise<void> => {
    for (;;) {
      const { lastLines } = await running.exited
      if (stopping.aborted) return
      if (!(await startAgain(lastLines))) return
      if (stopping.aborted) return await running.stop()
      onRunning?.(running)
    }
  }
  const watched = watch().catch((error: unknown) => {
    if (!stopping.aborted) throw error
  })

  return {
    first,
    async stop() {
      stopped.abort()
      await running.stop()
      await watched
    },
  }
}

function keepsEnding(name: string, ends: number, withinMs: number, logFile: string, lastWords: string[]): StartError {
  return new StartError(
    `${name} stopped by itself ${ends} times within ${Math.round(withinMs / 1_000)} seconds and is not started again. ` +
      `Its output is in ${logFile}; its last words:\n${lastWords.join('\n')}`,
  )
}
