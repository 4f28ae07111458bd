import { spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { access, chown, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Log } from './guarded-process.ts'
import type { Identity } from './postgres-programs.ts'
import { StartError } from './start-error.ts'

export const superuser = 'gatehouse'
export const databaseName = 'gatehouse'
/** In the database folder, readable by its owner alone; PostgreSQL leaves files it does not know in peace. */
export const passwordFile = 'gatehouse.password'

const majorVersion = '18'

type ClusterOptions = {
  dataFolder: string
  identity: Identity
  initdb: string
  postgres: string
  fsync: boolean
  log: Log
}

/**
 * The folder of the database, made first where there is none: made beside its place and moved there when whole, so
 * that an interrupted first start leaves nothing that looks like a database.
 * Throws StartError when the folder holds something else than a whole database of this version.
 */
export async function makeCluster(options: ClusterOptions): Promise<string> {
  const { dataFolder, log } = options
  const cluster = join(dataFolder, 'postgres')
  if (await exists(cluster)) {
    await checkWhole(cluster)
    return cluster
  }
  const making = join(dataFolder, 'postgres.making')
  if (await exists(making)) {
    log(`A first start was interrupted while making the database; it is made anew.`)
    await rm(making, { recursive: true })
  }
  log(`Making the database in ${cluster}.`)
  await makeIn(making, options)
  await rename(join(making, passwordFile), join(making, 'cluster', passwordFile))
  await rename(join(making, 'cluster'), cluster)
  await rm(making, { recursive: true })
  return cluster
}

async function exists(path: string): Promise<boolean> {
  return await access(path).then(
    () => true,
    () => false,
  )
}

async function checkWhole(cluster: string): Promise<void> {
  for (const file of ['PG_VERSION', join('global', 'pg_control'), passwordFile]) {
    if (await exists(join(cluster, file))) continue
    throw new StartError(
      `The database folder ${cluster} is incomplete: it has no ${file}. Restore it from a backup; ` +
        'or, if nothing in it is needed, delete it and start again.',
    )
  }
  const version = (await readFile(join(cluster, 'PG_VERSION'), 'utf8')).trim()
  if (version !== majorVersion) {
    throw new StartError(
      `The database in ${cluster} was made by PostgreSQL ${version}, and this is PostgreSQL ${majorVersion}. ` +
        'Move its content over with pg_dump of the old version, or delete it if nothing in it is needed.',
    )
  }
}

async function makeIn(making: string, options: ClusterOptions): Promise<void> {
  const { identity, initdb, postgres, fsync } = options
  await mkdir(making, { mode: 0o700 })
  const password = join(making, passwordFile)
  await writeFile(password, `${randomBytes(24).toString('base64url')}\n`, { mode: 0o600 })
  if (identity !== undefined) {
    await chown(password, identity.uid, identity.gid)
    await chown(making, identity.uid, identity.gid)
  }
  const cluster = join(making, 'cluster')
  await runAs(identity, initdb, [
    `--pgdata=${cluster}`,
    `--username=${superuser}`,
    `--pwfile=${password}`,
    '--auth=scram-sha-256',
    '--encoding=UTF8',
    // PostgreSQL's own locale: the same order and case rules on every machine, whatever is installed there.
    '--no-locale',
    '--locale-provider=builtin',
    '--builtin-locale=C.UTF-8',
    ...(fsync ? [] : ['--no-sync']),
  ])
  await runAs(identity, postgres, ['--single', '-D', cluster, 'postgres'], `CREATE DATABASE ${databaseName}\n`)
}

async function runAs(identity: Identity, command: string, args: string[], input = ''): Promise<void> {
  const child = spawn(command, args, { stdio: ['pipe', 'pipe', 'pipe'], cwd: '/', ...identity })
  let output = ''
  child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()))
  child.stderr.on('data', (chunk: Buffer) => (output += chunk.toString()))
  child.stdin.end(input)
  const code = await new Promise<number | null>((resolve) => {
    child.once('error', (error) => {
      output += error.message
      resolve(127)
    })
    child.once('close', resolve)
  })
  if (code !== 0 || /ERROR:|FATAL:/.test(output)) {
    throw new StartError(`The embedded PostgreSQL could not make its database. ${command} said:\n${output.trim()}`)
  }
}
