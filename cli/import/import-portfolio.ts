import { readFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { readPlan } from '../../activities/plan-file.ts'
import { readPortfolio, type PortfolioRow } from '../../activities/portfolio/portfolio-file.ts'
import { dayInWords } from '../../activities/words/dates.ts'
import type { GovernancePlan } from '../../machines/vocabulary/plan.ts'
import type { JsonApi } from '../api/json-api.ts'
import { readOnFile } from './on-file.ts'
import { askingOf, comparedOnFile, type AskedRow, type Importer, type PlanRow } from './row-asked.ts'

/** What came of a row, or with a dry run would come of it. `refused` says why in `detail`. */
export type RowOutcome = {
  kind: string
  id: string
  line: number
  outcome: 'added' | 'unchanged' | 'differs' | 'refused' | 'wouldAdd'
  detail?: string
}

export type ImportReport = {
  portfolioId: string
  title: string
  rows: RowOutcome[]
  /** Rows of the file that are not as expected, by line. They keep nothing else out. */
  problems: { line: number; row: string; key: string; expected: string }[]
}

/** The file cannot be imported at all; the message says why, one line a reason. */
export class UnusableFile extends Error {
  override readonly name = 'UnusableFile'
}

export type ImportOptions = {
  text: string
  /** Where the files of the plans are looked for. */
  folder: string
  api: JsonApi
  /** The role of whoever imports, kept beside every fact. */
  role: string
  dryRun: boolean
  /** What time it is: a reminder can only be asked for a day to come. */
  clock?: () => number
  /** Called once the rows are counted, and then with each. */
  progress: (of: number) => (row: RowOutcome) => void
}

/**
 * Brings a portfolio file in through the public API, row by row: organisations, people, boards, plans, initiatives. What is on file
 * already is compared and never overwritten, so a second run changes nothing. It opens no review, and sends no mail but what a row
 * asks for with `remind`, on its day.
 * @throws UnusableFile when nothing of the file can be read; ApiUnreachable when Gatehouse does not answer.
 */
export async function importPortfolio(options: ImportOptions): Promise<ImportReport> {
  const { api, role, dryRun, progress, clock = Date.now } = options
  const { id, title, rows, problems } = readPortfolio(options.text)
  if (rows.length === 0 || id === undefined || title === undefined)
    throw new UnusableFile(
      problems.map(({ line, key, expected }) => [`line ${line}:`, key, expected].filter(Boolean).join(' ')).join('\n'),
    )

  const plans = await readPlans(rows, options.folder)
  const asked = inOrder(rows, plans.rows)
  const importer: Importer = { portfolioId: id, role, plans: new Map(plans.rows.map((row) => [row.id, row.value])) }
  const onFile = await readOnFile(api)
  const outcomes: RowOutcome[] = []
  const step = progress(asked.length + plans.refused.length)
  const note = (outcome: RowOutcome) => {
    outcomes.push(outcome)
    step(outcome)
  }
  for (const refused of plans.refused) note(refused)
  for (const row of asked) {
    const { kind, line } = row
    note({ kind, id: row.id, line, ...(await bringIn(row)) })
  }
  return { portfolioId: id, title, rows: outcomes, problems }

  async function bringIn(row: AskedRow): Promise<Pick<RowOutcome, 'outcome' | 'detail'>> {
    const compared = comparedOnFile(row, await onFile(row))
    if (compared === 'differs') return { outcome: 'differs', detail: 'differs from what is on file; not applied' }
    if (compared === 'unchanged') return { outcome: 'unchanged' }
    if (row.kind === 'initiative' && !importer.plans.has(row.value.planId))
      return { outcome: 'refused', detail: `its plan ${row.value.planId} could not be read` }
    const past = row.kind === 'initiative' ? daysGoneBy(row, clock()) : []
    if (past.length > 0) return { outcome: 'refused', detail: past.join('; ') }
    if (dryRun) return { outcome: 'wouldAdd' }
    const { method, path, sent } = askingOf(row, importer)
    const answer = await api.ask(method, path, sent)
    return answer.ok ? { outcome: 'added' } : { outcome: 'refused', detail: answer.detail }
  }
}

/** The days a new row wants somebody reminded on although they have passed. One that is on record already had its reminder. */
function daysGoneBy({ value, lineAt }: Extract<PortfolioRow, { kind: 'initiative' }>, nowInstant: number): string[] {
  return value.creation.reminders.flatMap(({ atInstant }, index) =>
    atInstant > nowInstant
      ? []
      : [
          `line ${lineAt(['remind', index, 'on'])}: remind.${index + 1}.on must be a day to come; 9am on ` +
            `${dayInWords(atInstant)} has passed`,
        ],
  )
}

const order = ['organisation', 'person', 'board', 'plan', 'initiative'] as const

/** Whatever a row refers to comes before it. */
function inOrder(rows: readonly PortfolioRow[], plans: readonly PlanRow[]): AskedRow[] {
  const asked = rows.filter((row) => row.kind !== 'source' && row.kind !== 'programme' && row.kind !== 'plan')
  const all: AskedRow[] = [...asked, ...plans]
  return order.flatMap((kind) => all.filter((row) => row.kind === kind))
}

/** The plans from their own files. One that cannot be read is refused with its lines, and keeps nothing else out. */
async function readPlans(rows: readonly PortfolioRow[], folder: string) {
  const read: PlanRow[] = []
  const refused: RowOutcome[] = []
  for (const { kind, value: named, ...row } of rows.filter((each) => each.kind === 'plan')) {
    const refuse = (detail: string) => refused.push({ kind, id: row.id, line: row.line, outcome: 'refused', detail })
    const yaml = await readFile(resolve(folder, named.file), 'utf8').catch(() => undefined)
    const plan = yaml === undefined ? undefined : readPlan(yaml)
    if (yaml === undefined || plan === undefined) refuse(`file ${named.file} cannot be read`)
    else if ('problems' in plan)
      refuse(plan.problems.map(({ line, key, expected }) => `${named.file}:${line} ${key} ${expected}`).join('; '))
    else if (plan.plan.id !== row.id) refuse(`file ${named.file} holds the plan ${plan.plan.id}`)
    else read.push({ ...row, kind, value: plan.plan satisfies GovernancePlan, yaml })
  }
  return { rows: read, refused }
}
