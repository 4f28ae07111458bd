/**
 * Runs one server or child process on behalf of the supervisor, in a process group of its own: Ctrl-C in the terminal
 * reaches the supervisor alone, which then stops its parts in order; and when the supervisor dies without a word, the
 * closed channel stops what it had started, so nothing is left holding a port or a database file.
 *
 * Started by guarded-process.ts. Imports only what Node brings, to start fast and stay small. Its arguments: the stop
 * signal, the milliseconds from that signal to a kill, the user and group to run as (empty for the present ones),
 * the command and its arguments.
 */
import { spawn } from 'node:child_process'
import { constants } from 'node:os'

const [, , stopSignal, stopWithinMs, uid, gid, command = '', ...args] = process.argv
// What a part writes, mails and payloads among it, is for the user it runs as alone.
process.umask(0o077)

const identity = uid ? { uid: Number(uid), gid: Number(gid) } : {}
const child = spawn(command, args, { stdio: ['ignore', 'inherit', 'inherit'], ...identity })

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
  child.kill(stopSignal === 'SIGINT' ? 'SIGINT' : 'SIGTERM')
  setTimeout(() => child.kill('SIGKILL'), Number(stopWithinMs))
}

process.on('disconnect', stop)
process.on('SIGTERM', stop)
process.on('SIGINT', stop)
process.on('SIGHUP', stop)
