/**
 * `npm run bench`: what a lifecycle costs on our product, beside the leanest hand-written Temporal workflow on the same server, in one
 * run. Results go to standard output, progress to standard error. Reads /proc, so it runs on Linux.
 */
import { existsSync } from 'node:fs'
import { mkdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { Client, Connection } from '@temporalio/client'
import { Command } from 'commander'
import { untilToldToStop } from '../cli/start/signals.ts'
import { chooseDataFolder } from '../worker/embedded/data-folder.ts'
import { stopEveryGuarded } from '../worker/embedded/guarded-process.ts'
import { gatehouseContender } from './gatehouse/contender.ts'
import { decideByApi, decideByPage } from './gatehouse/decide.ts'
import { httpTo } from './gatehouse/http.ts'
import { putOnFile } from './gatehouse/on-file.ts'
import { handWrittenContender } from './hand-written/contender.ts'
import { measureEverything, type Extent, type Measured } from './measure/everything.ts'
import { historiesOn } from './measure/histories.ts'
import { names } from './report/figures.ts'
import { summaryOf } from './report/marks.ts'
import { reportOf } from './report/report.ts'
import { startServers, type Servers } from './servers.ts'

const projectFolder = fileURLToPath(new URL('..', import.meta.url)).replace(/\/$/, '')

const whole: Extent = {
  rounds: 3,
  lifecycles: [
    { inFlight: 1, count: 10 },
    { inFlight: 20, count: 60 },
  ],
  warmUpCount: 8,
  openCounts: [100, 1000],
}

/** Enough to see that everything works; too little to judge by. */
const quick: Extent = {
  rounds: 1,
  lifecycles: [
    { inFlight: 1, count: 4 },
    { inFlight: 20, count: 20 },
  ],
  warmUpCount: 4,
  openCounts: [20, 100],
}

const say = (line: string): void => {
  process.stderr.write(`${line}\n`)
}

const measureOn = async (servers: Servers, extent: Extent): Promise<Measured> => {
  const { temporal, handWrittenQueue, apiUrl, mails } = servers
  const connection = await Connection.connect({ address: temporal.address })
  const client = new Client({ connection, namespace: temporal.namespace })
  const http = httpTo(apiUrl)
  try {
    await putOnFile(http)
    const reached = { http, mails, decisions: { made: 0 } }
    const contenders = [
      gatehouseContender(names.ours, reached, decideByApi),
      handWrittenContender(client, handWrittenQueue),
      gatehouseContender(names.byPage, reached, decideByPage(apiUrl)),
    ]
    return await measureEverything({ servers, reached, contenders, histories: historiesOn(client), extent, say })
  } finally {
    await http.close()
    await connection.close()
  }
}

const stopped = untilToldToStop().then((): never => {
  throw new Error('Stopped before it was done.')
})

/** Measures in a data folder beside the product's own, on the same disk, which goes at the end. */
const run = async (extent: Extent): Promise<Measured> => {
  if (!existsSync('/proc/self/stat')) throw new Error('The benchmark reads /proc and runs on Linux only.')
  const dataFolder = join(await chooseDataFolder({ projectFolder, log: () => {} }), `bench-${process.pid}`)
  await mkdir(dataFolder, { recursive: true, mode: 0o711 })
  try {
    say('Starting Temporal, PostgreSQL, a mail server, the worker, the API and the hand-written workflow’s worker.')
    const servers = await Promise.race([startServers(dataFolder, say), stopped])
    try {
      return await Promise.race([measureOn(servers, extent), stopped])
    } finally {
      await servers.stop()
    }
  } finally {
    await stopEveryGuarded()
    await rm(dataFolder, { recursive: true, force: true })
  }
}

const { quick: isQuick, json } = new Command('bench')
  .description('Measure what a lifecycle costs beside the leanest hand-written Temporal workflow.')
  .option('--quick', 'one short round, too little to judge by')
  .option('--json', 'end with one line of JSON')
  .parse()
  .opts<{ quick?: boolean; json?: boolean }>()

try {
  const measured = await run(isQuick ? quick : whole)
  process.stdout.write(`\n${reportOf(measured)}\n`)
  if (json) process.stdout.write(`${JSON.stringify(summaryOf(measured))}\n`)
} catch (error) {
  say(error instanceof Error ? error.message : String(error))
  process.exitCode = 1
}
// What was still under way when it was stopped must not keep this process.
process.exit()
