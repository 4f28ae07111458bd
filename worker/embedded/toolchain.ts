import { execFile } from 'node:child_process'
import { mkdir, mkdtemp, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { cacheFolder } from './cache-folder.ts'
import { lockWhenFree } from './file-lock.ts'
import type { Log } from './guarded-process.ts'
import { findOnPath, isExecutable, programName } from './programs.ts'
import { buildTemporalCli, downloadTemporalCli, whatToDo } from './toolchain-sources.ts'
import { StartError } from './start-error.ts'

const run = promisify(execFile)

/** Older command lines lack the SQLite settings that make the embedded server durable and quick. */
async function canServe(command: string): Promise<boolean> {
  try {
    const { stdout } = await run(command, ['server', 'start-dev', '--help'], { timeout: 20_000 })
    return stdout.includes('--sqlite-pragma')
  } catch {
    return false
  }
}

/**
 * The path of a Temporal command line that can run the embedded server: the one on PATH if it is recent enough, else
 * the one in the cache folder, else the SDK's own download, else one built with Go into the cache folder. The last two
 * happen once, one process at a time, and say what they are doing through `log`.
 * Throws StartError with what to install when none of these can be had.
 */
export async function findTemporalCli(log: Log, env: NodeJS.ProcessEnv = process.env): Promise<string> {
  const onPath = findOnPath('temporal', env)
  if (onPath !== undefined && (await canServe(onPath))) return onPath

  const folder = cacheFolder(env)
  const cached = join(folder, 'temporal-cli-1.5.1', programName('temporal'))
  if (isExecutable(cached)) return cached

  const lock = await lockWhenFree(join(folder, 'temporal-cli.lock'), () => {
    log('Another process is preparing the Temporal server on this machine; waiting for it.')
  })
  try {
    if (!isExecutable(cached)) await prepare(cached, folder, log, env)
  } finally {
    lock.release()
  }
  return cached
}

async function prepare(cached: string, folder: string, log: Log, env: NodeJS.ProcessEnv): Promise<void> {
  const making = await mkdtemp(join(folder, 'making-temporal-'))
  try {
    const made = (await downloadTemporalCli(making, log, env)) ?? (await buildTemporalCli(making, log, env))
    if (!(await canServe(made))) {
      throw new StartError(`The Temporal command line at ${made} does not run here. ${whatToDo}`)
    }
    await mkdir(join(cached, '..'), { recursive: true })
    await rename(made, cached)
  } finally {
    await rm(making, { recursive: true, force: true })
  }
}
