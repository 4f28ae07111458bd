import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import * as z from 'zod'
import type { LongTests } from './report.ts'

const project = fileURLToPath(new URL('../../..', import.meta.url))
const counts = z.object({ numPassedTests: z.int(), numFailedTests: z.int(), numFailedTestSuites: z.int() })

/** Runs the long vitest files of the fault suite, their own words to standard error, and counts what they came to. */
export const runLongTests = async (say: (line: string) => void): Promise<LongTests> => {
  say('The long tests.')
  const folder = await mkdtemp(join(tmpdir(), 'gatehouse-long-'))
  const countsFile = join(folder, 'counts.json')
  const vitest = join(project, 'node_modules', 'vitest', 'vitest.mjs')
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${countsFile}`]
  const child = spawn(process.execPath, [vitest, 'run', '--config', 'vitest.faults.config.ts', ...reporters], {
    cwd: project,
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  child.stdout.pipe(process.stderr, { end: false })
  const [code]: unknown[] = await once(child, 'exit')
  try {
    const { numPassedTests, numFailedTests, numFailedTestSuites } = counts.parse(
      JSON.parse(await readFile(countsFile, 'utf8')),
    )
    // A file that cannot even be loaded fails without a test of its own.
    const failed = numFailedTests || (code === 0 ? 0 : Math.max(1, numFailedTestSuites))
    return { passed: numPassedTests, failed }
  } catch (error) {
    if (code === 0) return { passed: 0, failed: 0 }
    throw new Error('The long tests ended without saying what they came to.', { cause: error })
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}
