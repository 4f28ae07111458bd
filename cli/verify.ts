import type { Command } from 'commander'
import { withServices } from './services/reach.ts'
import { progressOn } from './services/progress.ts'
import type { Difference } from './verify/differences.ts'
import { verifyAll, type Verified } from './verify/verify-all.ts'

type Options = { json?: boolean }

export function register(program: Command): void {
  program
    .command('verify')
    .description(
      'Compare read model, workflows and audit chain of every initiative. Changes nothing; decisions may go on.',
    )
    .option('--json', 'print what was found as one line of JSON')
    .addHelpText(
      'after',
      '\nExit code: 0 nothing differs, 1 something does, 2 PostgreSQL or Temporal could not be reached.',
    )
    .action(async (options: Options) => {
      process.exitCode = await run(options)
    })
}

async function run({ json = false }: Options): Promise<number> {
  return withServices(async (services) => {
    const verified = await verifyAll({
      client: services.client,
      taskQueue: services.settings.taskQueue,
      records: services.store.wholeRecords,
      progress: (of) => progressOn(process.stderr, of, 'initiatives compared'),
    })
    process.stdout.write(json ? `${JSON.stringify(verified)}\n` : inWords(verified))
    return verified.differences.length === 0 ? 0 : 1
  })
}

const inWords = ({ initiatives, entries, differences }: Verified): string => {
  const compared = `${initiatives} initiatives with ${entries} entries`
  const [first, ...others] = differences
  if (!first) return `${compared}: read model, workflows and audit chain say the same.\n`
  const more = others.length === 0 ? '' : `\n${others.map(lineOf).join('\n')}`
  return `${compared}. The first difference:\n${lineOf(first)}${more}\n`
}

const lineOf = ({ initiativeId, what, expected, found }: Difference) =>
  `  ${initiativeId}  ${what}: expected ${expected}, found ${found}`
