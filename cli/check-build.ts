import { DefaultLogger, makeTelemetryFilterString, Runtime } from '@temporalio/worker'
import type { Command } from 'commander'
import { bundleForReplay } from '../worker/replay/replay.ts'
import { checkBuild, type CheckedBuild } from './check-build/check-build.ts'
import { withServices } from './services/reach.ts'
import { progressOn } from './services/progress.ts'

type Options = { json?: boolean }

export function register(program: Command): void {
  program
    .command('check-build')
    .description('Say which live initiatives the workflow code of this tree would break. Changes nothing.')
    .option('--json', 'print what was found as one line of JSON')
    .addHelpText(
      'after',
      '\nRun it from the tree that is to be rolled out, or rolled back to, against the services as they run.' +
        '\nExit code: 0 it breaks none, 1 it would break some, 2 PostgreSQL or Temporal could not be reached.',
    )
    .action(async (options: Options) => {
      process.exitCode = await run(options)
    })
}

async function run({ json = false }: Options): Promise<number> {
  return withServices(async (services) => {
    // What the SDK says of each break while it replays is said again below, shorter and with the initiative's id.
    Runtime.install({
      shutdownSignals: [],
      logger: new DefaultLogger('ERROR', () => {}),
      telemetryOptions: { logging: { filter: makeTelemetryFilterString({ core: 'ERROR', other: 'ERROR' }) } },
    })
    process.stderr.write('Bundling the workflow code of this tree.\n')
    const checked = await checkBuild({
      client: services.client,
      taskQueue: services.settings.taskQueue,
      dataConverter: services.dataConverter,
      records: services.store.wholeRecords,
      workflowBundle: await bundleForReplay(),
      progress: (of) => progressOn(process.stderr, of, 'initiatives replayed'),
    })
    process.stdout.write(json ? `${JSON.stringify(checked)}\n` : inWords(checked))
    return checked.broken.length === 0 ? 0 : 1
  })
}

const inWords = ({ initiatives, entries, broken }: CheckedBuild): string => {
  const replayed = `${initiatives} live initiatives replayed, ${entries} hand-overs to the record compared`
  if (broken.length === 0) return `${replayed}: this build breaks none.\n`
  const lines = broken.map(({ initiativeId, why }) => `  ${initiativeId}  ${why}`)
  return `${replayed}. This build would break ${broken.length}:\n${lines.join('\n')}\n`
}
