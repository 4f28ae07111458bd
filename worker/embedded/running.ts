import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { tryLock } from './file-lock.ts'
import { StartError } from './start-error.ts'

const addresses = z.object({
  portfolio: z.string(),
  apiDocument: z.string(),
  mailbox: z.string().optional(),
  temporal: z.string().optional(),
})

const schema = z.object({
  pid: z.number(),
  startedAt: z.iso.datetime(),
  /** Process ids of the running parts, by their short name. */
  parts: z.record(z.string(), z.number()),
  /** What the worker and the API were given: another command on this machine reaches the same services with it. */
  environment: z.record(z.string(), z.string()),
  /** Absent until everything runs. */
  addresses: addresses.optional(),
})

/** Pages of a running Gatehouse; those of a configured service are not known here. */
export type Addresses = z.output<typeof addresses>

/** What a running `npm start` tells other commands on this machine. Holds the database's password. */
export type RunningGatehouse = z.output<typeof schema>

/** The one `npm start` of a data folder, as long as it lives. What is noted, other commands can find. */
export type Tenancy = {
  notePid: (part: string, pid: number | undefined) => void
  noteAddresses: (environment: Record<string, string>, addresses: Addresses) => void
  leave: () => void
}

/** Takes the data folder for this process. Throws StartError naming the process that has it already. */
export function takeDataFolder(dataFolder: string): Tenancy {
  const lock = tryLock(join(dataFolder, 'running.lock'))
  if (lock === undefined) {
    const other = readRunning(dataFolder)
    const who = other === undefined ? '' : ` (process ${other.pid}, since ${other.startedAt})`
    throw new StartError(
      `Gatehouse is already running on ${dataFolder}${who}. Stop it first, or start this one with another data ` +
        'folder (GATEHOUSE_DATA) and other ports.',
    )
  }
  const file = join(dataFolder, 'running.json')
  const note: RunningGatehouse = {
    pid: process.pid,
    startedAt: new Date().toISOString(),
    parts: {},
    environment: {},
  }
  const write = () => {
    writeFileSync(`${file}.new`, `${JSON.stringify(note, undefined, 2)}\n`, { mode: 0o600 })
    renameSync(`${file}.new`, file)
  }
  write()
  return {
    notePid(part, pid) {
      if (pid === undefined) return
      note.parts[part] = pid
      write()
    },
    noteAddresses(environment, addresses) {
      note.environment = environment
      note.addresses = addresses
      write()
    },
    leave() {
      rmSync(file, { force: true })
      lock.release()
    },
  }
}

/** What the `npm start` on this data folder tells, or undefined when none runs there. */
export function findRunning(dataFolder: string): RunningGatehouse | undefined {
  const lock = tryLock(join(dataFolder, 'running.lock'))
  lock?.release()
  return lock === undefined ? readRunning(dataFolder) : undefined
}

function readRunning(dataFolder: string): RunningGatehouse | undefined {
  try {
    return schema.parse(JSON.parse(readFileSync(join(dataFolder, 'running.json'), 'utf8')))
  } catch {
    return undefined
  }
}
