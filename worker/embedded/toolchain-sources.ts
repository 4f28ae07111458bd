import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { startGuarded, type Log } from './guarded-process.ts'
import { findOnPath, programName } from './programs.ts'
import { StartError } from './start-error.ts'

/** What a person can do when no Temporal server can be had. */
export const whatToDo =
  'Put a recent Temporal command line ("temporal") or Go on the PATH, or set TEMPORAL_ADDRESS to a Temporal service.'

/** The newest release that `go install` can build: later ones carry replace directives. */
const goPackage = 'github.com/temporalio/cli/cmd/temporal@v1.5.1'
const connectWithinMs = 10_000
const downloadWithinMs = 300_000
const progressEveryMs = 10_000

/**
 * The SDK's own download of the Temporal command line into `folder`, or undefined where there is no way out of this
 * network. The SDK has no limit of its own to connect, so it runs in a process that is ended after ten seconds
 * unless its download has begun by then.
 */
export async function downloadTemporalCli(
  folder: string,
  log: Log,
  env: NodeJS.ProcessEnv,
): Promise<string | undefined> {
  log('Looking for a Temporal server to download.')
  const script = fileURLToPath(new URL('sdk-download.ts', import.meta.url))
  const download = startGuarded({ command: process.execPath, args: [script, folder], env, log: () => {} })
  const connectLimit = setTimeout(() => {
    void readdir(folder).then((begun) => (begun.length === 0 ? download.stop() : undefined))
  }, connectWithinMs)
  const downloadLimit = setTimeout(() => void download.stop(), downloadWithinMs)
  const { code } = await download.exited
  clearTimeout(connectLimit)
  clearTimeout(downloadLimit)

  const [file] = (await readdir(folder)).filter((name) => !name.endsWith('.downloading'))
  return code === 0 && file !== undefined ? join(folder, file) : undefined
}

/** Builds the Temporal command line with Go into `folder` and answers its path. Takes minutes the first time. */
export async function buildTemporalCli(folder: string, log: Log, env: NodeJS.ProcessEnv): Promise<string> {
  const go = findOnPath('go', env)
  if (go === undefined) {
    throw new StartError(`No Temporal server is on this machine and none could be downloaded. ${whatToDo}`)
  }
  log('No download from here: building the Temporal server with Go. This takes three to four minutes, once.')

  const startedAt = Date.now()
  let built = 0
  let fetched = 0
  const build = startGuarded({
    command: go,
    args: ['install', '-v', goPackage],
    env: { ...env, GOBIN: folder },
    log: (line) => {
      if (line.startsWith('go: downloading')) fetched += 1
      else built += 1
    },
  })
  const progress = setInterval(() => {
    const seconds = Math.round((Date.now() - startedAt) / 1_000)
    log(`Building the Temporal server: ${seconds} s, ${fetched} modules fetched, ${built} packages compiled.`)
  }, progressEveryMs)
  const { code, lastLines } = await build.exited
  clearInterval(progress)
  if (code !== 0) {
    throw new StartError(
      `Go could not build the Temporal server. ${whatToDo}\nGo's last words:\n${lastLines.join('\n')}`,
    )
  }
  log(`The Temporal server is built (${Math.round((Date.now() - startedAt) / 1_000)} s) and kept for the next start.`)
  return join(folder, programName('temporal'))
}
