/**
 * Runs one server or child process on behalf of the supervisor, in a process group of its own: Ctrl-C in the terminal
 * reaches the supervisor alone, which then stops its parts in order; and when the supervisor dies without a word, the
 * closed channel stops what it had started, so nothing is left holding a port or a database file.
 *
 * Started by guarded-process.ts, which passes a GuardOrder as JSON. Imports nothing, to start fast and stay small.
 */
import { spawn } from 'node:child_process'
import { constants } from 'node:os'

/** What the guard is to run, and how it is asked to stop. */
export type GuardOrder = {
  command: string
  args: string[]
  /** Run as this user and group, for servers that refuse to run as root. */
  uid?: number
  gid?: number
  stopSignal: 'SIGTERM' | 'SIGINT'
  /** How long after the signal before it is killed. */
  stopWithinMs: number
}

const order = JSON.parse(process.argv[2] ?? '{}') as GuardOrder
const identity = order.uid === undefined ? {} : { uid: order.uid, gid: order.gid }
const child = spawn(order.command, order.args, { stdio: ['ignore', 'inherit', 'inherit'], ...identity })

child.on('error', (error) => {
  process.stderr.write(`${error.message}\n`)
  process.exit(127)
})
child.on('spawn', () => {
  if (process.connected) process.send?.({ pid: child.pid })
})
child.on('exit', (code, signal) => {
  process.exit(code ?? 128 + (signal === null ? 0 : constants.signals[signal]))
})

let stopping = false
function stop(): void {
  if (stopping) return
  stopping = true
  child.kill(order.stopSignal)
  setTimeout(() => child.kill('SIGKILL'), order.stopWithinMs)
}

process.on('disconnect', stop)
process.on('SIGTERM', stop)
process.on('SIGINT', stop)
process.on('SIGHUP', stop)
