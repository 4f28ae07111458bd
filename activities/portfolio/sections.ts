import { createHash } from 'node:crypto'
import canonicalize from 'canonicalize'
import { isMap, isPair, isScalar, isSeq, LineCounter, parseDocument, type Document, type YAMLError } from 'yaml'
import * as z from 'zod'
import { identifier, line as shortText } from '../../machines/vocabulary/text.ts'

/** What is wrong in a portfolio file: the line, the row it belongs to, the key within the row, and what was expected there. */
export type PortfolioProblem = { line: number; row: string; key: string; expected: string }

export const sectionNames = [
  'sources',
  'organisations',
  'people',
  'programmes',
  'boards',
  'plans',
  'initiatives',
] as const
export type SectionName = (typeof sectionNames)[number]

/** "organisations" holds rows each called "organisation". */
const rowKinds = {
  sources: 'source',
  organisations: 'organisation',
  people: 'person',
  programmes: 'programme',
  boards: 'board',
  plans: 'plan',
  initiatives: 'initiative',
} as const satisfies Record<SectionName, string>
export type RowKind = (typeof rowKinds)[SectionName]

/** A row as written, before it is checked. `name` and `id` are what other rows may refer to, also when the rest is wrong. */
export type RawRow = {
  section: SectionName
  kind: RowKind
  id?: string
  name?: string
  label: string
  line: number
  lineAt: (path: readonly PropertyKey[]) => number
  content: unknown
  /** SHA-256 of what the row says (canonical JSON): comments, order of keys and layout do not count. */
  sha256: string
  /** Set when YAML itself found the row wrong. */
  problem?: PortfolioProblem
}

export type PortfolioHead = { id: string; title: string }

const head = z.strictObject({ id: identifier, title: shortText, note: z.string().optional() })
const named = z.object({ id: identifier.optional().catch(undefined), name: shortText.optional().catch(undefined) })

const mostCharacters = 5_000_000

/** The rows of each section with their lines. A file that is not YAML at all has no rows and one problem an error. */
export function readSections(text: string): {
  head?: z.output<typeof head>
  rows: RawRow[]
  problems: PortfolioProblem[]
} {
  const whole = (line: number, key: string, expected: string) => ({ line, row: 'the file', key, expected })
  if (text.length > mostCharacters)
    return {
      rows: [],
      problems: [whole(1, '', `must be at most ${mostCharacters.toLocaleString('en-GB')} characters`)],
    }
  const lines = new LineCounter()
  const document = parseDocument(text, { lineCounter: lines })
  const broken = document.errors.filter(({ code }) => code !== 'DUPLICATE_KEY')
  if (broken.length > 0)
    return { rows: [], problems: broken.map((error) => whole(lineOf(error), '', firstLine(error))) }
  const { contents } = document
  if (!isMap(contents)) {
    const expected = `must be a group of sections: portfolio, ${sectionNames.join(', ')}`
    return { rows: [], problems: [whole(1, '', expected)] }
  }

  const lineAt = lineFinder(lines)
  const problems: PortfolioProblem[] = []
  const rows: RawRow[] = []
  let portfolio: z.output<typeof head> | undefined
  for (const { key, value } of contents.items) {
    const name = isScalar(key) ? String(key.value) : ''
    const section = sectionNames.find((known) => known === name)
    const line = lineAt(contents, [name])
    if (name === 'portfolio') portfolio = head.safeParse(contentOf(document, value)).data
    else if (!section) problems.push(whole(line, name, `must be one of portfolio, ${sectionNames.join(', ')}`))
    else if (isSeq(value)) rows.push(...value.items.map((item) => rowOf(section, item, document, lineAt)))
    else if (!isScalar(value) || value.value !== null) problems.push(whole(line, name, 'must be a list of rows'))
  }
  if (!portfolio)
    problems.push(
      whole(lineAt(contents, ['portfolio']), 'portfolio', 'must have an id (letters, digits, hyphens) and a title'),
    )
  return { ...(portfolio ? { head: portfolio } : {}), rows, problems }
}

function rowOf(section: SectionName, node: unknown, document: Document, lineAt: LineAt): RawRow {
  const kind = rowKinds[section]
  const line = lineAt(node, [])
  const content = contentOf(document, node)
  const { id, name } = named.safeParse(content).data ?? {}
  const label = id ? `${kind} ${id}` : `${kind} in line ${line}`
  const row = {
    section,
    kind,
    id,
    name,
    label,
    line,
    content,
    lineAt: (path: readonly PropertyKey[]) => lineAt(node, path),
  }
  const error = document.errors.find(({ pos }) => within(node, pos[0]))
  return {
    ...row,
    sha256: createHash('sha256')
      .update(canonicalize(content) ?? '')
      .digest('hex'),
    ...(error ? { problem: { line: lineOf(error), row: label, key: '', expected: firstLine(error) } } : {}),
  }
}

/** The plain content of a node; undefined when it refers to something that is not there, or to far too much. */
function contentOf(document: Document, node: unknown): unknown {
  try {
    const content: unknown = isMap(node) || isSeq(node) || isScalar(node) ? node.toJS(document) : undefined
    return content
  } catch {
    return undefined
  }
}

type LineAt = (node: unknown, path: readonly PropertyKey[]) => number

/** The line of a key within a node, or of the nearest thing around it that is there. */
function lineFinder(lines: LineCounter): LineAt {
  return (node, path) => {
    let line = startOf(node)
    let inside = node
    for (const key of path) {
      if (isMap(inside)) {
        const pair = inside.items.find((item) => isScalar(item.key) && String(item.key.value) === String(key))
        if (!pair) break
        line = startOf(pair.key) ?? line
        inside = pair.value
      } else if (isSeq(inside) && typeof key === 'number') {
        inside = inside.items[key]
        line = startOf(inside) ?? line
      } else break
    }
    return line === undefined ? 1 : lines.linePos(line).line
  }
}

const rangeOf = (node: unknown): readonly [number, number, number] | undefined =>
  isMap(node) || isSeq(node) || isScalar(node)
    ? (node.range ?? undefined)
    : isPair(node)
      ? rangeOf(node.key)
      : undefined
const startOf = (node: unknown) => rangeOf(node)?.[0]
const within = (node: unknown, offset: number) => {
  const range = rangeOf(node)
  return range !== undefined && range[0] <= offset && offset < range[2]
}

const lineOf = ({ linePos }: YAMLError) => linePos?.[0].line ?? 1
const firstLine = ({ message }: YAMLError) => `must be YAML: ${message.split(/ at line |\n/)[0] ?? message}`
