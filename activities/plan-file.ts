import { isMap, isNode, isSeq, LineCounter, parseDocument, type Document } from 'yaml'
import { whyNotRunnable } from '../machines/rules/index.ts'
import { expectations, type Expectation } from '../machines/vocabulary/expectation.ts'
import { stageId } from '../machines/vocabulary/facts.ts'
import { governancePlan, type GovernancePlan } from '../machines/vocabulary/plan.ts'
import type { Board } from '../machines/terms-of-reference.ts'

/** What is wrong in a plan's file: the line, the key (`gates.goLive.boards.0.ask`) and what was expected there. */
export type PlanProblem = { line: number; key: string; expected: string }

type Path = Expectation['path']

/** A plan read from its file, and the line on which a key stands. */
export type PlanRead = { plan: GovernancePlan; lineOf: (path: Path) => number }

/** Reads a governance plan written as YAML (or JSON, which is YAML). Every problem is reported, not only the first. */
export const readPlan = (text: string): PlanRead | { problems: PlanProblem[] } => {
  const lines = new LineCounter()
  const document = parseDocument(text, { lineCounter: lines, uniqueKeys: true })
  if (document.errors.length > 0)
    return {
      problems: document.errors.map(({ message, linePos }) => ({
        line: linePos?.[0].line ?? 1,
        key: '',
        expected: `must be readable as YAML: ${message.split('\n')[0] ?? ''}`,
      })),
    }
  const lineOf = (path: Path) => lineIn(document, lines, path)
  const read = governancePlan.safeParse(document.toJS())
  const wrong = read.success ? planProblems(read.data) : expectations(read.error.issues)
  if (read.success && wrong.length === 0) return { plan: read.data, lineOf }
  return { problems: wrong.map(({ path, expected }) => ({ line: lineOf(path), key: path.join('.'), expected })) }
}

/** What a plan of the right form still gets wrong in itself. */
export const planProblems = (plan: GovernancePlan): Expectation[] =>
  stageId.options.flatMap((stage) => {
    const { boards, evidence, consultation } = plan.gates[stage]
    const at: Path = ['gates', stage]
    const found = [
      ...repeated(boards.map(({ board }) => board)).map((index) => ({
        path: [...at, 'boards', index, 'board'],
        expected: 'must not name a board of this gate a second time',
      })),
      ...repeated(evidence.map(({ id }) => id)).map((index) => ({
        path: [...at, 'evidence', index, 'id'],
        expected: 'must not repeat an id of this gate',
      })),
    ]
    if (boards.length > 0 && boards.at(-1)?.ask !== 'decide')
      found.push({
        path: [...at, 'boards', boards.length - 1, 'ask'],
        expected: 'must be decide, because the last board of a gate decides the case',
      })
    if (stage === 'consultation' && !consultation)
      found.push({ path: [...at, 'consultation'], expected: 'is required here: the minimum period and its basis' })
    if (stage !== 'consultation' && consultation)
      found.push({ path: [...at, 'consultation'], expected: 'belongs to the gate consultation only' })
    return found
  })

/** What a plan gets wrong about the boards on file: one that is unknown, has no seats, or cannot meet its own numbers. */
export const planBoardProblems = (plan: GovernancePlan, onFile: readonly Board[]): Expectation[] =>
  stageId.options.flatMap((stage) =>
    plan.gates[stage].boards.flatMap(({ board: boardId, rule }, index): Expectation[] => {
      const at: Path = ['gates', stage, 'boards', index]
      const board = onFile.find((each) => each.boardId === boardId)
      if (!board)
        return [{ path: [...at, 'board'], expected: `names ${boardId}, which is not on file; add the board first` }]
      if (board.seats.length === 0)
        return [
          { path: [...at, 'board'], expected: `names ${boardId}, which has no seats on file; nobody could decide` },
        ]
      const asked = rule ?? board.rule
      const why = asked.kind === 'asWritten' ? undefined : whyNotRunnable({ ...board, rule: asked })
      return why
        ? [{ path: [...at, rule ? 'rule' : 'board'], expected: `cannot be decided by ${boardId}: ${why}` }]
        : []
    }),
  )

/** The positions of what stands there a second time. */
const repeated = (names: readonly string[]): number[] =>
  names.flatMap((name, index) => (names.indexOf(name) < index ? [index] : []))

/** The line of a key, or of the nearest group around a key that is missing. */
const lineIn = (document: Document, lines: LineCounter, path: Path): number => {
  let node: unknown = document.contents
  let offset = 0
  for (const key of path) {
    if (isMap(node)) {
      const pair = node.items.find((item) => String(item.key) === String(key))
      if (!pair) break
      if (isNode(pair.key) && pair.key.range) offset = pair.key.range[0]
      node = pair.value
    } else if (isSeq(node)) {
      node = node.items[Number(key)]
      if (isNode(node) && node.range) offset = node.range[0]
    } else break
  }
  return lines.linePos(offset).line
}
