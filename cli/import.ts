import { readFile } from 'node:fs/promises'
import { dirname, resolve } from 'node:path'
import type { Command } from 'commander'
import { ApiUnreachable, jsonApi } from './api/json-api.ts'
import { importPortfolio, UnusableFile, type ImportReport, type RowOutcome } from './import/import-portfolio.ts'
import { exitCodeOf, inWords } from './import/report.ts'
import { progressOn } from './services/progress.ts'

type Options = { api: string; as: string; dryRun?: boolean; json?: boolean; quiet?: boolean }

export function register(program: Command): void {
  program
    .command('import')
    .description('Bring a portfolio file in through the API. Repeating it changes nothing.')
    .argument('<file>', 'a portfolio file such as examples/portfolio.yaml')
    .option('--api <url>', 'where Gatehouse runs', process.env['GATEHOUSE_API_URL'] ?? 'http://localhost:3000')
    .option('--as <role>', 'the role of whoever imports, kept beside every fact', 'PMO')
    .option('--dry-run', 'say for each row what would happen, and change nothing')
    .option('--json', 'print the report as one line of JSON')
    .option('--quiet', 'print only what needs attention, and the counts')
    .addHelpText(
      'after',
      '\nExit code: 0 every row is in the record as written, 1 some rows are not, 2 nothing could be done.',
    )
    .action(async (file: string, options: Options) => {
      process.exitCode = await run(file, options)
    })
}

async function run(
  file: string,
  { api, as: role, dryRun = false, json = false, quiet = false }: Options,
): Promise<number> {
  const path = resolve(file)
  const text = await readFile(path, 'utf8').catch(() => undefined)
  if (text === undefined) {
    process.stderr.write(`${file} cannot be read.\n`)
    return 2
  }
  let report: ImportReport
  try {
    const progress = (of: number) => {
      const step = progressOn(process.stderr, of, 'rows', 25)
      return ({ kind, id }: RowOutcome) => step(`${kind} ${id}`)
    }
    report = await importPortfolio({ text, folder: dirname(path), api: jsonApi(api), role, dryRun, progress })
  } catch (error) {
    if (!(error instanceof UnusableFile || error instanceof ApiUnreachable)) throw error
    const lines = error.message.split('\n').map((line) => (error instanceof UnusableFile ? `${file}: ${line}` : line))
    process.stderr.write(`${lines.join('\n')}\n`)
    return 2
  }
  process.stdout.write(json ? `${JSON.stringify({ ...report, dryRun })}\n` : inWords(report, { file, dryRun, quiet }))
  return exitCodeOf(report)
}
