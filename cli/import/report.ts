import type { ImportReport, RowOutcome } from './import-portfolio.ts'

const outcomes: Record<RowOutcome['outcome'], string> = {
  added: 'added',
  unchanged: 'unchanged',
  differs: 'differs, not applied',
  refused: 'refused',
  wouldAdd: 'would be added',
}

/** 0 when every row stands in the record as it is written, 1 when some do not. */
export const exitCodeOf = ({ rows, problems }: ImportReport): 0 | 1 =>
  problems.length > 0 || rows.some(({ outcome }) => outcome === 'refused' || outcome === 'differs') ? 1 : 0

/** The report for a person: each row, then what is wrong in the file with its lines, then the counts. */
export const inWords = (report: ImportReport, as: { file: string; dryRun: boolean; quiet: boolean }): string => {
  const { rows, problems, title } = report
  const shown = rows.filter(({ outcome }) => !as.quiet || outcome === 'refused' || outcome === 'differs')
  const lines = shown.map(({ kind, id, line, outcome, detail }) => {
    const why = detail && outcome === 'refused' ? `: ${detail}` : ''
    return `${outcomes[outcome].padEnd(20)}  ${kind} ${id} (line ${line})${why}`
  })
  const wrong = problems.map(({ line, row, key, expected }) =>
    [`${as.file}:${line}  ${row}:`, key, expected].filter(Boolean).join(' '),
  )
  return [...lines, ...wrong, `${title}: ${countsOf(report)}.${as.dryRun ? ' Nothing was changed.' : ''}`, ''].join(
    '\n',
  )
}

const countsOf = ({ rows, problems }: ImportReport): string => {
  const counted = Map.groupBy(rows, ({ outcome }) => outcome)
  const parts = [...counted].map(([outcome, group]) => `${group.length} ${outcomes[outcome]}`)
  const bad = new Set(problems.map(({ row }) => row)).size
  return [...parts, ...(bad > 0 ? [`${bad} not as expected`] : [])].join(', ') || 'nothing to import'
}
