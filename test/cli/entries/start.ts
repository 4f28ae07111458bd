/** `npm start` with stand-ins for the worker and the API, for the tests of the start itself. */
import { fileURLToPath } from 'node:url'
import { start } from '../../../cli/start.ts'

const entry = (name: string) => fileURLToPath(new URL(`${name}.ts`, import.meta.url))

try {
  await start({
    json: true,
    sample: false,
    entries: { worker: process.env['STAND_IN_WORKER'] ?? entry('worker'), api: entry('api') },
  })
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`)
  process.exitCode = 1
} finally {
  setTimeout(() => process.exit(), 200).unref()
}
