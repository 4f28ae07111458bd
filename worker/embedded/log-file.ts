import { appendFileSync, mkdirSync, renameSync, statSync } from 'node:fs'
import { join } from 'node:path'
import type { Log } from './guarded-process.ts'

const rotateAboveBytes = 10_000_000

/** Where a part's output is kept, and how a line is added to it. */
export type LogFile = { file: string; log: Log }

/** `logs/<part>.log` in the data folder, for its owner alone. One that has grown is set aside, once, when opened. */
export function openLogFile(dataFolder: string, part: string): LogFile {
  const folder = join(dataFolder, 'logs')
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const file = join(folder, `${part}.log`)
  const bytes = statSync(file, { throwIfNoEntry: false })?.size ?? 0
  if (bytes > rotateAboveBytes) renameSync(file, `${file}.1`)
  return {
    file,
    log(line) {
      appendFileSync(file, `${line}\n`, { mode: 0o600 })
    },
  }
}
