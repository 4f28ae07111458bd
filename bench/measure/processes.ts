import { readFileSync } from 'node:fs'

/** The processes of a run, as people call them. The benchmark itself is whoever sends the commands. */
export const processNames = [
  'Temporal server',
  'PostgreSQL',
  'worker',
  'API',
  'mail server',
  'hand-written worker',
  'the benchmark itself',
] as const
export type ProcessName = (typeof processNames)[number]

export type Pids = Partial<Record<ProcessName, number>>

/** Milliseconds of CPU each process has used since it began, its own children included. */
export type CpuMs = Partial<Record<ProcessName, number>>

const millisecondsATick = 10

/** utime, stime and those of its ended children: fields 14 to 17 of /proc/<pid>/stat, in ticks of 1/100 s (proc(5)). */
const ticksOf = (pid: number): number => {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  return fields.slice(11, 15).reduce((total, field) => total + Number(field), 0)
}

const childrenOf = (pid: number): number[] =>
  readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').split(' ').filter(Boolean).map(Number)

/** A process and everything beneath it; a child that ends meanwhile is counted with its parent from then on. */
const ticksBeneath = (pid: number): number => {
  try {
    return ticksOf(pid) + childrenOf(pid).reduce((total, child) => total + ticksBeneath(child), 0)
  } catch {
    return 0
  }
}

export const cpuMs = (pids: Pids): CpuMs => {
  const used: CpuMs = { 'the benchmark itself': process.cpuUsage().user / 1000 + process.cpuUsage().system / 1000 }
  for (const name of processNames) {
    const pid = pids[name]
    if (pid !== undefined) used[name] = ticksBeneath(pid) * millisecondsATick
  }
  return used
}

export const cpuSince = (before: CpuMs, after: CpuMs): CpuMs => {
  const used: CpuMs = {}
  for (const name of processNames) {
    const now = after[name]
    if (now !== undefined) used[name] = now - (before[name] ?? 0)
  }
  return used
}

/** Resident memory in MB (VmRSS; `peak`: VmHWM, the most there ever was). */
export const residentMb = (pid: number, which: 'now' | 'peak' = 'now'): number => {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8')
  const [, kilobytes = 'NaN'] = (which === 'now' ? /VmRSS:\s+(\d+)/ : /VmHWM:\s+(\d+)/).exec(status) ?? []
  return Number(kilobytes) / 1024
}
