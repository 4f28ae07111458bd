import { together } from '../../cli/services/together.ts'
import type { Contender, Step } from '../lifecycle.ts'
import { cpuMs, cpuSince, type CpuMs, type Pids } from './processes.ts'
import type { Histories, History } from './histories.ts'

/** What one contender showed in one round. */
export type Round = {
  contender: string
  /** Which of the interleaved rounds it was, counted from 1. */
  number: number
  inFlight: number
  lifecycleCount: number
  /** Until the last answer and until nothing was left to be done, mails included. */
  seconds: number
  lifecyclesPerSecond: number
  /** How long each command took, in milliseconds. */
  commandMs: Partial<Record<Step['command'], number[]>>
  /** Milliseconds of CPU for one lifecycle, by process. */
  cpuMsEach: CpuMs
  histories: History[]
}

export type RoundOptions = {
  contender: Contender
  number: number
  /** Names the round's initiatives, as nobody else's. */
  tag: string
  lifecycleCount: number
  inFlight: number
  pids: Pids
  histories: Histories
}

/** Plays so many lifecycles with so many in flight, and measures. Histories are looked at afterwards. */
export const playRound = async (options: RoundOptions): Promise<Round> => {
  const { contender, number, tag, lifecycleCount, inFlight, pids, histories } = options
  const commandMs: Round['commandMs'] = {}
  const ids = Array.from({ length: lifecycleCount }, (_, index) => `bench-${tag}-${index + 1}`)
  const before = cpuMs(pids)
  const from = performance.now()
  await together(ids, inFlight, (id) =>
    contender.play(id, (command, milliseconds) => (commandMs[command] ??= []).push(milliseconds)),
  )
  await contender.settled()
  const seconds = (performance.now() - from) / 1000
  const used = cpuSince(before, cpuMs(pids))
  const cpuMsEach = Object.fromEntries(Object.entries(used).map(([name, ms]) => [name, ms / lifecycleCount]))
  return {
    contender: contender.name,
    number,
    inFlight,
    lifecycleCount,
    seconds,
    lifecyclesPerSecond: lifecycleCount / seconds,
    commandMs,
    cpuMsEach,
    histories: await histories.of(ids.map((id) => contender.workflowId(id))),
  }
}
