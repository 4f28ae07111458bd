import type { Command } from 'commander'
import { rebuildAll, type Left, type Rebuilt } from './rebuild/rebuild-all.ts'
import { withServices } from './services/reach.ts'
import { progressOn } from './services/progress.ts'

type Options = { dryRun?: boolean; json?: boolean }

export function register(program: Command): void {
  program
    .command('rebuild')
    .description('Make the read model anew from live workflows and the audit, while decisions go on.')
    .option('--dry-run', 'say what would be done, and change nothing')
    .option('--json', 'print what was done as one line of JSON')
    .addHelpText(
      'after',
      '\nPages show less until it is done. The audit is never touched. Run again, it does the same again.' +
        '\nExit code: 0 everything is written again, 1 something is not, 2 PostgreSQL or Temporal could not be reached.',
    )
    .action(async (options: Options) => {
      process.exitCode = await run(options)
    })
}

async function run({ dryRun = false, json = false }: Options): Promise<number> {
  return withServices(async (services) => {
    const rebuilt = await rebuildAll({
      client: services.client,
      taskQueue: services.settings.taskQueue,
      store: services.store,
      isDryRun: dryRun,
      progress: (of, what) => progressOn(process.stderr, of, what),
    })
    process.stdout.write(json ? `${JSON.stringify({ ...rebuilt, dryRun })}\n` : inWords(rebuilt, dryRun))
    return rebuilt.leftAsTheyAre.length + rebuilt.stillEmpty.length === 0 ? 0 : 1
  })
}

const inWords = (
  { fromWorkflows, fromAudit, notBegun, leftAsTheyAre, stillEmpty, milliseconds }: Rebuilt,
  isDryRun: boolean,
): string => {
  const did = isDryRun ? 'would be written again' : 'written again'
  const lines = [
    `${fromWorkflows.length} live initiatives ${did} by their workflows, ${fromAudit.length} closed ones from the audit.`,
    ...(notBegun.length > 0 ? [`${notBegun.length} ids are claimed, and their records have not begun.`] : []),
    ...named('Left as they are, because nothing could make them again', leftAsTheyAre),
    ...named('Emptied and not written again; run this again', stillEmpty),
    isDryRun ? 'Nothing was changed.' : `It took ${(milliseconds / 1_000).toFixed(1)} seconds.`,
  ]
  return `${lines.join('\n')}\n`
}

const named = (heading: string, left: readonly Left[]) =>
  left.length === 0 ? [] : [`${heading}:`, ...left.map(({ initiativeId, why }) => `  ${initiativeId}  ${why}`)]
