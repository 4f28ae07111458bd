/**
 * `npm run test:faults`: kills real processes while whole lives are played, and checks afterwards that nothing that was confirmed is
 * lost, doubled or rewritten. The table goes to standard output, progress to standard error.
 */
import { join } from 'node:path'
import { Command, InvalidArgumentError } from 'commander'
import { untilToldToStop } from '../../cli/start/signals.ts'
import { stopEveryGuarded } from '../../worker/embedded/guarded-process.ts'
import { makeRunFolder } from '../support/shared-servers/run-folder.ts'
import { sampleExtent, wholeExtent } from './harness/extent.ts'
import { runLongTests } from './harness/long-tests.ts'
import { breachesOf, reportOf, summaryOf, type Outcome } from './harness/report.ts'
import { killAtEveryStep } from './harness/steps.ts'
import { fire } from './harness/suite.ts'
import { startSystem, type StartSystem } from './harness/system.ts'

const parts = ['kills', 'steps', 'long'] as const
type PartOfIt = (typeof parts)[number]
/** What is played where nobody says: within half an hour on two cores. The long tests alone take more. */
const usualParts: readonly PartOfIt[] = ['kills', 'steps']

const wholeNumber = (least: number) => (text: string) => {
  const read = /^\d{1,9}$/.test(text) ? Number(text) : NaN
  if (!(read >= least)) throw new InvalidArgumentError(`expected a whole number from ${least}`)
  return read
}
const partsOf = (text: string): PartOfIt[] => {
  const wanted = parts.filter((part) => text.split(',').includes(part))
  if (wanted.length === 0) throw new InvalidArgumentError(`expected some of ${parts.join(', ')}, separated by commas`)
  return wanted
}

const options = new Command('test:faults')
  .description('Kill worker, API, Temporal server and PostgreSQL during whole lives; check that nothing is lost.')
  .option('--full', 'the whole counts of the reliability tests, and the long tests too: about two hours on two cores')
  .option('--kills <n>', 'how many random points', wholeNumber(1), 124)
  .option('--seed <n>', 'repeat the choices of an earlier run', wholeNumber(0), Date.now() % 1_000_000)
  .option(
    '--only <parts>',
    `some of ${parts.join(', ')}, separated by commas; ${usualParts.join(' and ')} where neither this nor --full is given`,
    partsOf,
  )
  .option('--json', 'end with one line of JSON')
  .parse()
  .opts<{ full?: boolean; kills: number; seed: number; only?: PartOfIt[]; json?: boolean }>()

const startedInstant = Date.now()
const say = (line: string): void => {
  process.stderr.write(`${String(Math.round((Date.now() - startedInstant) / 1000)).padStart(5)} s  ${line}\n`)
}

const stopped = untilToldToStop().then((): never => {
  throw new Error('Stopped before it was done.')
})

/** A folder of its own for each system, gone at the end, also when it is stopped. */
const on = async <Came>(
  start: StartSystem,
  work: (system: Awaited<ReturnType<StartSystem>>, folder: string) => Promise<Came>,
) => {
  const folder = await makeRunFolder()
  try {
    const system = await Promise.race([start(folder.path, say), stopped])
    try {
      return await Promise.race([work(system, folder.path), stopped])
    } finally {
      await system.stop()
    }
  } finally {
    await stopEveryGuarded()
    // What a failed run leaves behind must not hide why it failed; the next run clears it away.
    await folder.remove().catch((error: unknown) => say(String(error)))
  }
}

const run = async (): Promise<Outcome> => {
  const { seed, kills, full, only = full ? parts : usualParts } = options
  const outcome: Outcome = { seed, seconds: 0 }
  if (only.includes('kills')) {
    const extent = full ? wholeExtent : sampleExtent(seed, kills)
    outcome.fire = await on(startSystem, (system, folder) =>
      fire(system, seed, extent, { say, ledgerFile: join(folder, 'ledger.jsonl') }),
    )
  }
  if (only.includes('steps')) outcome.steps = await killAtEveryStep(seed, say, on)
  if (only.includes('long')) outcome.longTests = await runLongTests(say)
  outcome.seconds = (Date.now() - startedInstant) / 1000
  return outcome
}

try {
  say(`Seed ${options.seed}.`)
  const outcome = await run()
  process.stdout.write(`\n${reportOf(outcome)}\n`)
  if (options.json) process.stdout.write(`${JSON.stringify(summaryOf(outcome))}\n`)
  if (breachesOf(outcome).length > 0) process.exitCode = 1
} catch (error) {
  say(error instanceof Error ? (error.stack ?? error.message) : String(error))
  process.exitCode = 1
}
// What was still under way when it was stopped must not keep this process.
process.exit()
