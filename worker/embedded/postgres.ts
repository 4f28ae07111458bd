import { chmod, mkdir, readFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { startGuarded, type GuardedProcess, type Log, type ProcessExit } from './guarded-process.ts'
import { claimPort, loopback } from './ports.ts'
import { databaseName, makeCluster, passwordFile, superuser } from './postgres-cluster.ts'
import { closedFolder, isRoot, postgresIdentity, postgresPrograms, type Identity } from './postgres-programs.ts'
import { StartError } from './start-error.ts'

export type PostgresOptions = {
  /** The database lives in `postgres` inside this folder and is kept between runs. */
  dataFolder: string
  /** 0 for any free port. */
  port: number
  /** False gives up safety against a machine failing for speed, for tests only. Default true. */
  fsync?: boolean
  /** Receives PostgreSQL's own output. */
  log: Log
  /** Receives what is being prepared, in sentences for a person; default `log`. */
  say?: Log
}

/** A running embedded PostgreSQL. */
export type PostgresServer = {
  /** A DATABASE_URL for database `gatehouse`, with its password; never log it. */
  url: string
  pid: Promise<number | undefined>
  exited: Promise<ProcessExit>
  stop: () => Promise<void>
}

const part = 'the embedded PostgreSQL'
const lockedByPredecessor = /postmaster\.pid|pre-existing shared memory/
const predecessorGoneWithinMs = 10_000

/** The port the embedded PostgreSQL will listen on. Throws StartError when it is taken. */
export async function claimPostgresPort(port: number): Promise<number> {
  return await claimPort({ port, part, setting: 'POSTGRES_PORT in the environment' })
}

/**
 * Starts the embedded PostgreSQL on its data folder, making the database first where there is none, and waits until
 * it accepts connections. Listens on 127.0.0.1 only.
 * Throws StartError when the port is taken, the folder cannot be reached by the postgres user, or what is in the
 * folder is not a whole database of this version.
 */
export async function startPostgres(options: PostgresOptions): Promise<PostgresServer> {
  const { log, say = log, fsync = true } = options
  const dataFolder = resolve(options.dataFolder)
  const port = await claimPostgresPort(options.port)
  const identity = await postgresIdentity()
  await mkdir(dataFolder, { recursive: true })
  if (isRoot()) await openToPostgres(dataFolder)
  const { initdb, postgres } = await postgresPrograms(identity, say)

  const cluster = await makeCluster({ dataFolder, identity, initdb, postgres, fsync, log: say })
  const password = (await readFile(join(cluster, passwordFile), 'utf8')).trim()
  const args = [
    '-D',
    cluster,
    '-p',
    String(port),
    ...settings(fsync).flatMap(([name, value]) => ['-c', `${name}=${value}`]),
  ]
  const server = await untilAccepting(() => startServer({ command: postgres, args, identity, log }), cluster)
  return {
    url: `postgresql://${superuser}:${password}@${loopback}:${port}/${databaseName}`,
    pid: server.pid,
    exited: server.exited,
    stop: server.stop,
  }
}

function settings(fsync: boolean): [string, string][] {
  const careless: [string, string][] = [
    ['fsync', 'off'],
    ['synchronous_commit', 'off'],
    ['full_page_writes', 'off'],
  ]
  return [
    ['listen_addresses', loopback],
    ['unix_socket_directories', ''],
    ['timezone', 'UTC'],
    ['log_timezone', 'UTC'],
    ['log_checkpoints', 'off'],
    ...(fsync ? [] : careless),
  ]
}

/** The data folder itself may be opened, being ours; a closed folder above it is a person's choice and is respected. */
async function openToPostgres(dataFolder: string): Promise<void> {
  await chmod(dataFolder, 0o711)
  const closed = await closedFolder(dataFolder)
  if (closed !== undefined) {
    throw new StartError(
      `The data folder ${dataFolder} cannot be used: PostgreSQL does not run as root, and the user "postgres" it runs ` +
        `as may not enter ${closed}. Choose another data folder with GATEHOUSE_DATA, or let others enter that one ` +
        `(chmod o+x ${closed}).`,
    )
  }
}

type Started = GuardedProcess & { accepting: Promise<boolean> }

function startServer(order: { command: string; args: string[]; identity: Identity; log: Log }): Started {
  const { promise: seen, resolve: see } = Promise.withResolvers<boolean>()
  const server = startGuarded({
    command: order.command,
    args: order.args,
    ...order.identity,
    // The project's folder may be closed to the postgres user.
    cwd: '/',
    // A fast shutdown: sessions are rolled back and the database is closed properly.
    stopSignal: 'SIGINT',
    log: (line) => {
      order.log(line)
      if (line.includes('database system is ready to accept connections')) see(true)
    },
  })
  const ended = server.exited.then(() => false)
  return { ...server, accepting: Promise.race([seen, ended]) }
}

/** A predecessor that was killed may still be letting go of the folder: it is given a few seconds. */
async function untilAccepting(start: () => Started, cluster: string): Promise<GuardedProcess> {
  const giveUpAt = Date.now() + predecessorGoneWithinMs
  for (;;) {
    const server = start()
    if (await server.accepting) return server
    const { lastLines } = await server.exited
    const words = lastLines.join('\n')
    if (!lockedByPredecessor.test(words)) {
      throw new StartError(`The embedded PostgreSQL stopped while starting on ${cluster}. Its last words:\n${words}`)
    }
    if (Date.now() > giveUpAt) {
      throw new StartError(
        `Another PostgreSQL seems to be running on ${cluster}. Stop it; if there is none, delete ` +
          `${join(cluster, 'postmaster.pid')} and start again. Its last words:\n${words}`,
      )
    }
    await pause(500)
  }
}
