import { readFileSync } from 'node:fs'
import { setTimeout as wait } from 'node:timers/promises'
import { supervise, type Running, type Supervised } from '../../../worker/embedded/supervise.ts'

/** The processes of a Gatehouse that can be killed; two of them are API processes that serve at once. */
export type Part = 'worker' | 'activities' | 'api' | 'otherApi' | 'temporal' | 'postgres'

/** Processes that are started again whenever they end, as `npm start` does it, and killed when told to. */
export type Parts = {
  /** Starts a part and keeps it running. @throws what its first start throws. */
  keep<Started extends Running>(part: Part, start: () => Promise<Started>): Promise<Started>
  /** Resolves with the process id as soon as the part runs and has said so. */
  running(part: Part): Promise<number>
  /** SIGKILL to the part and its own children, once it runs; resolves when it is gone. */
  kill(part: Part): Promise<void>
  /** Stops a part as an operator would, until `keep` starts it again. */
  stop(part: Part): Promise<void>
  /** How often a part has ended without being killed or stopped here. */
  endsByThemselves(): number
  stopAll(): Promise<void>
}

const tooManyEnds = 100_000

/** A server's own children, which a machine that fails would take along. Where /proc is not, they find out by themselves. */
const childrenOf = (pid: number): number[] => {
  try {
    return readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').split(' ').filter(Boolean).map(Number)
  } catch {
    return []
  }
}

const sigkill = (pid: number) => {
  try {
    process.kill(pid, 'SIGKILL')
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error
  }
}

export const createParts = (say: (line: string) => void): Parts => {
  const kept = new Map<Part, Supervised<Running>>()
  const now = new Map<Part, { running: Running; pid: number }>()
  const expected = new Set<Running>()
  let unexpectedEnds = 0

  const noted = async (part: Part, running: Running) => {
    const pid = await running.pid
    if (pid === undefined) return
    now.set(part, { running, pid })
    await running.exited
    if (now.get(part)?.running === running) now.delete(part)
    if (expected.delete(running)) return
    unexpectedEnds += 1
    say(`${part} ended by itself.`)
  }
  const found = async (part: Part) => {
    for (;;) {
      const there = now.get(part)
      if (there) return there
      await wait(10)
    }
  }
  const stop = async (part: Part) => {
    const there = now.get(part)
    if (there) expected.add(there.running)
    await kept.get(part)?.stop()
    kept.delete(part)
  }
  return {
    keep: async (part, start) => {
      const supervised = await supervise({
        name: part,
        logFile: `${part}.log`,
        start,
        onRunning: (running) => void noted(part, running),
        say: () => {},
        giveUp: (reason) => say(reason.message),
        // Killed far oftener than any machine fails, it is started again as after its first end.
        endsAllowed: tooManyEnds,
        withinMs: 2_000,
      })
      kept.set(part, supervised)
      return supervised.first
    },
    running: async (part) => (await found(part)).pid,
    kill: async (part) => {
      const { running, pid } = await found(part)
      expected.add(running)
      const children = childrenOf(pid)
      now.delete(part)
      for (const each of [pid, ...children]) sigkill(each)
      await running.exited
    },
    stop,
    endsByThemselves: () => unexpectedEnds,
    stopAll: async () => {
      for (const group of [
        ['api', 'otherApi'],
        ['worker', 'activities'],
        ['temporal', 'postgres'],
      ] as const)
        await Promise.all(group.map(stop))
    },
  }
}
