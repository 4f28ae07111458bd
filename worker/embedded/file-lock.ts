import { mkdirSync } from 'node:fs'
import { dirname } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { setTimeout as pause } from 'node:timers/promises'
import { z } from 'zod'

/** A lock this process holds until it releases it or dies. */
export type FileLock = { release: () => void }

const sqliteBusy = 5
const sqliteFailure = z.object({ errcode: z.number() })

/**
 * Takes the lock on `file`, or answers undefined when another process holds it. The operating system lets go when the
 * holder dies, however it dies, so there is no stale lock to clear and no process number to mistake for another's:
 * SQLite is used only because Node offers no file lock of its own.
 */
export function tryLock(file: string): FileLock | undefined {
  mkdirSync(dirname(file), { recursive: true })
  const database = new DatabaseSync(file)
  try {
    database.exec('PRAGMA busy_timeout = 0; BEGIN EXCLUSIVE')
  } catch (error) {
    database.close()
    if (sqliteFailure.safeParse(error).data?.errcode === sqliteBusy) return undefined
    throw error
  }
  return {
    release() {
      if (database.isOpen) database.close()
    },
  }
}

/** Waits for the lock on `file`; calls `onWait` once if another process holds it at first. */
export async function lockWhenFree(file: string, onWait: () => void): Promise<FileLock> {
  for (let attempt = 0; ; attempt += 1) {
    const lock = tryLock(file)
    if (lock !== undefined) return lock
    if (attempt === 0) onWait()
    await pause(500)
  }
}
