import * as z from 'zod'
import { expectations } from '../../machines/vocabulary/expectation.ts'
import type { Organisation, Person } from '../ports.ts'
import type { Board } from '../../machines/terms-of-reference.ts'
import { referencesOf, type Conflict, type Known } from './references.ts'
import { resolvedBoard } from './resolved-board.ts'
import { resolvedInitiative, type ImportedInitiative } from './resolved-initiative.ts'
import { readSections, type PortfolioProblem, type RawRow, type RowKind } from './sections.ts'
import {
  writtenBoard,
  writtenInitiative,
  writtenOrganisation,
  writtenPerson,
  writtenPlan,
  writtenProgramme,
  writtenSource,
} from './written-rows.ts'

type Row<Kind extends RowKind, Value> = {
  kind: Kind
  id: string
  /** Where the row begins in the file, counted from 1. */
  line: number
  /** The line of a key within the row, by the names it is written with. */
  lineAt: RawRow['lineAt']
  /** SHA-256 of what the row says; comments and layout do not count. */
  sha256: string
  value: Value
}

/** A row that is whole and whose references all lead somewhere, ready to be asked for. */
export type PortfolioRow =
  | Row<'source', z.output<typeof writtenSource>>
  | Row<'organisation', Organisation>
  | Row<'person', Person>
  | Row<'programme', z.output<typeof writtenProgramme>>
  | Row<'board', Omit<Board, 'version'>>
  /** A governance plan by its own file, relative to the portfolio's. */
  | Row<'plan', z.output<typeof writtenPlan>>
  | Row<'initiative', ImportedInitiative>

export type Portfolio = {
  /** Names this portfolio: what was imported under it is recognised when it is imported again. Absent when the head is wrong. */
  id?: string
  title?: string
  rows: PortfolioRow[]
  /** In the order of the file. A row with a problem is in no other list; it keeps no other row out. */
  problems: PortfolioProblem[]
}

/**
 * Reads a portfolio file. Every bad row is reported with its line, key and what was expected, and stops nothing else: rows that
 * refer to it by name still can. Two rows with one id are both left out, because nobody can say which is meant.
 */
export function readPortfolio(text: string): Portfolio {
  const { head, rows: raws, problems } = readSections(text)
  const twice = usedTwice(raws)
  const known = knownBy(raws)
  const rows: PortfolioRow[] = []
  for (const raw of raws) {
    const read = raw.problem ? { problems: [raw.problem] } : readRow(raw, known)
    const found = [...read.problems, ...(twice.get(raw) ?? [])]
    problems.push(...found)
    if (found.length === 0 && 'row' in read && read.row) rows.push(read.row)
  }
  return { ...head, rows, problems: problems.sort((one, other) => one.line - other.line) }
}

type Read = { row?: PortfolioRow; problems: PortfolioProblem[] }

function readRow(raw: RawRow, known: Known): Read {
  const common = { line: raw.line, lineAt: raw.lineAt, sha256: raw.sha256 }
  switch (raw.kind) {
    case 'source':
      return checked(raw, writtenSource, (value) => ({ ...common, kind: 'source', id: value.id, value }))
    case 'organisation':
      return checked(raw, writtenOrganisation, ({ id, commissioner, division, closedDays, ...organisation }) => {
        const beside = {
          ...(commissioner ? { commissionerId: commissioner } : {}),
          ...(division ? { division } : {}),
          ...(closedDays ? { closedDays } : {}),
        }
        return {
          ...common,
          kind: 'organisation',
          id,
          value: { organisationId: id, ...organisation, ...beside },
        }
      })
    case 'person':
      return checked(raw, writtenPerson, ({ id, for: _for, ...person }) => {
        return { ...common, kind: 'person', id, value: { personId: id, ...person } }
      })
    case 'programme':
      return checked(raw, writtenProgramme, (value) => ({ ...common, kind: 'programme', id: value.id, value }))
    case 'plan':
      return checked(raw, writtenPlan, (value) => ({ ...common, kind: 'plan', id: value.id, value }))
    case 'board':
      return referring(raw, writtenBoard, known, (board, references) => {
        return { ...common, kind: 'board', id: board.id, value: resolvedBoard(board, references) }
      })
    case 'initiative':
      return referring(raw, writtenInitiative, known, (initiative, references) => {
        return { ...common, kind: 'initiative', id: initiative.id, value: resolvedInitiative(initiative, references) }
      })
  }
}

function checked<Schema extends z.ZodType>(
  raw: RawRow,
  schema: Schema,
  row: (value: z.output<Schema>) => PortfolioRow,
): Read {
  const parsed = schema.safeParse(raw.content)
  if (parsed.success) return { row: row(parsed.data), problems: [] }
  return { problems: problemsAt(raw, expectations(parsed.error.issues)) }
}

function referring<Schema extends z.ZodType>(
  raw: RawRow,
  schema: Schema,
  known: Known,
  row: (value: z.output<Schema>, references: ReturnType<typeof referencesOf>) => PortfolioRow,
): Read {
  const references = referencesOf(known)
  const read = checked(raw, schema, (value) => row(value, references))
  return { ...read, problems: [...read.problems, ...problemsAt(raw, references.conflicts)] }
}

const problemsAt = (raw: RawRow, conflicts: readonly Conflict[]): PortfolioProblem[] =>
  conflicts.map(({ path, expected }) => ({
    line: raw.lineAt(path),
    row: raw.label,
    key: path.map((key) => (typeof key === 'number' ? `${key + 1}` : key)).join('.'),
    expected,
  }))

/** Rows of one kind that share an id, each with the lines of all of them. */
function usedTwice(raws: readonly RawRow[]): Map<RawRow, PortfolioProblem[]> {
  const sharing = Map.groupBy(raws, ({ kind, id }) => (id === undefined ? '' : `${kind} ${id}`))
  const twice = new Map<RawRow, PortfolioProblem[]>()
  for (const [name, group] of sharing) {
    if (name === '' || group.length < 2) continue
    const lines = group.map((raw) => raw.lineAt(['id'])).join(' and ')
    const expected = `must be used once; it stands in lines ${lines}, and none of these rows is imported`
    for (const raw of group) twice.set(raw, problemsAt(raw, [{ path: ['id'], expected }]))
  }
  return twice
}

/** What can be referred to: an id with a name is enough, so that one bad row does not take others with it. */
function knownBy(raws: readonly RawRow[]): Known {
  const section = <Value>(name: RawRow['section'], value: (raw: RawRow, name: string) => Value) =>
    new Map(
      raws
        .filter((raw) => raw.section === name)
        .flatMap((raw): [string, Value][] => (raw.id ? [[raw.id, value(raw, raw.name ?? raw.id)]] : [])),
    )
  return {
    sources: section('sources', ({ content, id = '' }) => ({
      title: writtenSource.pick({ title: true }).loose().safeParse(content).data?.title ?? id,
    })),
    organisations: section('organisations', (_, name) => ({ name })),
    people: section('people', ({ content }, name) => ({
      name,
      ...z.object({ email: writtenPerson.shape.email }).safeParse(content).data,
      for: writtenPerson.pick({ for: true }).loose().safeParse(content).data?.for ?? [],
    })),
    programmes: section('programmes', ({ content }, name) => ({
      name,
      organisations:
        writtenProgramme.pick({ organisations: true }).loose().safeParse(content).data?.organisations ?? [],
    })),
    boards: section('boards', (_, name) => ({ name })),
    plans: section('plans', () => ({})),
  }
}
