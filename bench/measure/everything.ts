import { loadavg } from 'node:os'
import type { Contender } from '../lifecycle.ts'
import type { Reached } from '../gatehouse/contender.ts'
import type { Servers } from '../servers.ts'
import type { EventKinds, Histories } from './histories.ts'
import { measureMemory, type Memory } from './memory.ts'
import { residentMb } from './processes.ts'
import { playRound, type Round } from './round.ts'

/** How much is measured. */
export type Extent = {
  rounds: number
  /** Lifecycles of one contender in one round, with so many in flight. */
  lifecycles: { inFlight: number; count: number }[]
  warmUpCount: number
  openCounts: number[]
}

/** The worker's resident memory after so many lifecycles had been played to their end. */
export type Growth = { closedCount: number; workerMb: number }

export type Measured = {
  rounds: Round[]
  growth: Growth[]
  memory: Memory[]
  peaksMb: { worker: number; api: number }
  kinds: Record<string, EventKinds>
  /** The machine's load (one minute) before the first round and after the last. */
  load: { before: number; after: number }
  mailCount: number
  /** How often the same was sent again because "recorded" had not come within five seconds. */
  sentAgain: number
}

export type Needs = {
  servers: Servers
  reached: Reached
  contenders: readonly Contender[]
  histories: Histories
  extent: Extent
  say: (line: string) => void
}

const loadNow = () => loadavg()[0] ?? NaN

/** Plays the contenders in turn, round after round, then looks at memory. */
export const measureEverything = async (needs: Needs): Promise<Measured> => {
  const { servers, reached, contenders, histories, extent, say } = needs
  const play = (contender: Contender, number: number, inFlight: number, lifecycleCount: number) => {
    const tag = `${number}-${contenders.indexOf(contender) + 1}-${inFlight}`
    return playRound({ contender, number, tag, inFlight, lifecycleCount, pids: servers.pids(), histories })
  }

  say('Warming up.')
  for (const contender of contenders) await play(contender, 0, 4, extent.warmUpCount)

  const load = { before: loadNow(), after: NaN }
  const rounds: Round[] = []
  const growth: Growth[] = []
  let closedCount = 0
  const worker = () => servers.pids().worker ?? NaN
  for (let number = 1; number <= extent.rounds; number += 1) {
    for (const { inFlight, count } of extent.lifecycles) {
      for (const contender of contenders) {
        say(`Round ${number} of ${extent.rounds}: ${contender.name}, ${count} lifecycles, ${inFlight} in flight.`)
        rounds.push(await play(contender, number, inFlight, count))
        if (contender.isOurs) closedCount += count
      }
    }
    growth.push({ closedCount, workerMb: residentMb(worker()) })
  }
  load.after = loadNow()

  const kinds: Record<string, EventKinds> = {}
  for (const contender of contenders) {
    const [tag, last] = [`1-${contenders.indexOf(contender) + 1}-1`, 1]
    kinds[contender.name] = await histories.kindsIn(contender.workflowId(`bench-${tag}-${last}`))
  }

  say(`Opening ${extent.openCounts.at(-1) ?? 0} initiatives, for what they hold in memory.`)
  const peakOfTheFirst = residentMb(worker(), 'peak')
  const memory = await measureMemory(servers, reached, extent.openCounts)
  const peaksMb = {
    worker: Math.max(peakOfTheFirst, residentMb(worker(), 'peak')),
    api: residentMb(servers.pids().API ?? NaN, 'peak'),
  }
  const mailCount = reached.mails.count('invitation') + reached.mails.count('receipt')
  return { rounds, growth, memory, peaksMb, kinds, load, mailCount, sentAgain: reached.http.sentAgain() }
}
