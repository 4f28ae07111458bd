import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, expect, test } from 'vitest'
import { temporaryFolder } from '../../support/temporary-folder.ts'
import { startGuarded } from '../../../worker/embedded/guarded-process.ts'
import { openLogFile } from '../../../worker/embedded/log-file.ts'
import { supervise, type Running } from '../../../worker/embedded/supervise.ts'

const waits = 'console.log("here"); setInterval(() => {}, 1000)'
const ends = 'console.error("out of paper"); process.exit(3)'

function run(script: string): Running {
  return startGuarded({ command: process.execPath, args: ['-e', script], log: () => {} })
}

const stops: (() => Promise<void>)[] = []
afterEach(async () => {
  await Promise.all(stops.splice(0).map((stop) => stop()))
})

function alive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}

async function superviseScripts(scripts: string[]) {
  const said: string[] = []
  const pids: number[] = []
  const givenUp: string[] = []
  const start = () => Promise.resolve(run(scripts.length > 1 ? (scripts.shift() ?? '') : (scripts[0] ?? '')))
  const part = await supervise({
    name: 'The printer',
    logFile: 'logs/printer.log',
    start,
    onRunning: ({ pid }) => void pid.then((number) => pids.push(number ?? 0)),
    say: (line) => said.push(line),
    giveUp: (reason) => givenUp.push(reason.message),
    firstWaitMs: 10,
  })
  stops.push(part.stop)
  return { part, said, pids, givenUp }
}

test('a part that is killed is started again', async () => {
  const { pids, said } = await superviseScripts([waits])
  await expect.poll(() => pids).toHaveLength(1)
  process.kill(pids[0]!, 'SIGKILL')
  await expect.poll(() => pids).toHaveLength(2)
  expect(alive(pids[1]!)).toBe(true)
  expect(said).toEqual(['The printer stopped by itself; starting it again.'])
})

test('a part that keeps ending is given up after five times, with its last words and where to read more', async () => {
  const { said, givenUp } = await superviseScripts([ends])
  await expect.poll(() => givenUp).toHaveLength(1)
  expect(givenUp[0]).toBe(
    'The printer stopped by itself 5 times within 60 seconds and is not started again. ' +
      'Its output is in logs/printer.log; its last words:\nout of paper',
  )
  expect(said).toHaveLength(4)
})

test('a part that is stopped stays stopped', async () => {
  const { part, pids, said } = await superviseScripts([waits])
  await expect.poll(() => pids).toHaveLength(1)
  await part.stop()
  expect(alive(pids[0]!)).toBe(false)
  expect(said).toEqual([])
})

test('the first start is not repeated: what is wrong is said at once', async () => {
  const start = () => Promise.reject(new Error('port 1025 is taken'))
  const options = { name: 'The printer', logFile: '', start, say: () => {}, giveUp: () => {} }
  await expect(supervise<Running>(options)).rejects.toThrow('port 1025 is taken')
})

test('a process that does not listen to the stop signal is killed', async () => {
  const deaf = 'process.on("SIGTERM", () => {}); console.log("here"); setInterval(() => {}, 1000)'
  let here = false
  const guarded = startGuarded({
    command: process.execPath,
    args: ['-e', deaf],
    stopWithinMs: 200,
    log: () => (here = true),
  })
  await expect.poll(() => here).toBe(true)
  await guarded.stop()
  expect((await guarded.exited).code).toBe(137)
})

test('a command that cannot be run is an end, not an error', async () => {
  const { code, lastLines } = await startGuarded({ command: '/nowhere/program', args: [], log: () => {} }).exited
  expect(code).toBe(127)
  expect(lastLines.join()).toContain('ENOENT')
})

test('when the process that started it is killed, a guarded process ends too', async () => {
  const guardedProcess = new URL('../../../worker/embedded/guarded-process.ts', import.meta.url).href
  const starter = `
    const { startGuarded } = await import(${JSON.stringify(guardedProcess)})
    const guarded = startGuarded({ command: process.execPath, args: ['-e', ${JSON.stringify(waits)}], log: () => {} })
    console.log(await guarded.pid)`
  const lines: number[] = []
  const parent = startGuarded({
    command: process.execPath,
    args: ['--input-type=module', '-e', starter],
    log: (line) => lines.push(Number(line)),
  })
  await expect.poll(() => lines).toHaveLength(1)
  process.kill((await parent.pid)!, 'SIGKILL')
  await expect.poll(() => alive(lines[0]!)).toBe(false)
  await parent.stop()
})

test('output is kept in a file of its own for its owner alone, and set aside once it has grown', async () => {
  const folder = await temporaryFolder()
  const { file, log } = openLogFile(folder, 'printer')
  log('x'.repeat(10_000_001))
  const again = openLogFile(folder, 'printer')
  again.log('fresh')
  expect(again.file).toBe(file)
  expect(statSync(file).mode & 0o777).toBe(0o600)
  expect(readdirSync(join(folder, 'logs')).sort()).toEqual(['printer.log', 'printer.log.1'])
  expect(readFileSync(file, 'utf8')).toBe('fresh\n')
})
