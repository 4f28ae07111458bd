import * as z from 'zod'
import { currentStage } from '../../../../machines/initiative/progress.ts'
import type { InitiativeContext } from '../../../../machines/initiative/context.ts'
import { marking, type PaperReaders } from '../../../../machines/vocabulary/submission.ts'
import { identifier, line as lineOfText } from '../../../../machines/vocabulary/text.ts'
import type { ApiParts } from '../../../parts.ts'
import { wrongFields } from '../../../problems.ts'
import { line, lines, optionalLine } from './field.ts'
import { actForm, type About, type ActForm } from './form.ts'

/** What the gate asks for, in the plan's words. */
const evidenceTitle = ({ context, subject }: About): string | undefined => {
  const stage = currentStage(context)
  return stage && context.plan.gates[stage].evidence.find(({ id }) => id === subject['evidenceId'])?.title
}

/** The form that adds a paper the gate needs, or another version of it. */
export const evidenceForm = (parts: ApiParts): ActForm =>
  actForm({
    name: 'provideEvidence',
    quote: evidenceTitle,
    fields: (about) => [
      { name: 'file', path: 'file', label: 'The paper', kind: 'file', hint: 'A file of at most 25 MB.' },
      { name: 'title', path: 'title', label: 'Title', kind: 'line', initial: evidenceTitle(about) ?? '' },
      { name: 'version', path: 'version', label: 'Version', kind: 'line', initial: '1.0' },
      {
        name: 'marking',
        path: 'marking',
        label: 'Marking',
        kind: 'choice',
        options: marking.options.map((value) => ({ value, text: value })),
      },
      { name: 'pages', path: 'pageCount', label: 'Number of pages', kind: 'line', optional: true },
      {
        name: 'readers',
        path: 'readers',
        label: 'Only for these members of the board',
        kind: 'text',
        optional: true,
        hint: `One member or organisation a line, such as ${about.context.organisations[0]?.name ?? 'Kent Police'}. The others see that the paper exists. Left empty, every member may open it.`,
      },
    ],
    schema: z.strictObject({
      evidenceId: identifier,
      title: lineOfText,
      version: lineOfText,
      marking,
      pageCount: z.coerce.number('must be a number').int('must be a whole number').min(1).max(10_000).optional(),
      readers: z.array(lineOfText).max(60),
    }),
    body: (typed, { subject }) => ({
      evidenceId: subject['evidenceId'] ?? '',
      title: line(typed, 'title'),
      version: line(typed, 'version'),
      marking: line(typed, 'marking'),
      pageCount: optionalLine(typed, 'pages'),
      readers: lines(typed, 'readers'),
    }),
    prepare: async ({ evidenceId, readers: named, title, version, marking: marked, pageCount }, initiativeId, file) => {
      if (!file || file.bytes.length === 0)
        throw wrongFields([{ in: 'body', field: 'file', expected: 'is required: a file that is not empty' }])
      const readers = await readersNamed(parts, initiativeId, named)
      const words = { title, version, marking: marked, ...(pageCount ? { pageCount } : {}) }
      const paper = await parts.papers.keep({ ...file, ...words })
      return { evidenceId, paper: { ...paper, ...(readers ? { readers } : {}) } }
    },
  })

/** The readers people name by the words they know: an organisation, or a member's title on one of the boards of the gate. */
const readersNamed = async (
  { initiatives, directory }: ApiParts,
  initiativeId: string,
  named: readonly string[],
): Promise<PaperReaders | undefined> => {
  const context = named.length > 0 ? (await initiatives.find(initiativeId))?.state.initiative.context : undefined
  if (!context) return undefined
  const seats = await seatsOfTheGate(directory, context)
  const found = named.map((name) => {
    const isIt = (...words: string[]) => words.some((each) => each.toLowerCase() === name.toLowerCase())
    return {
      name,
      organisation: context.organisations.find((each) => isIt(each.name, each.organisationId)),
      seat: seats.find((each) => isIt(each.title, each.seatId)),
    }
  })
  const strangers = found.filter(({ organisation, seat }) => !organisation && !seat).map(({ name }) => name)
  if (strangers.length > 0) {
    const expected = `must each be an organisation of this initiative or a member of a board of this gate; ${strangers.join(', ')} is not`
    throw wrongFields([{ in: 'body', field: 'readers', expected }], 422)
  }
  return {
    organisationIds: found.flatMap(({ organisation }) => organisation?.organisationId ?? []),
    seatIds: found.flatMap(({ organisation, seat }) => (organisation ? [] : (seat?.seatId ?? []))),
  }
}

const seatsOfTheGate = async (directory: ApiParts['directory'], context: InitiativeContext) => {
  const stage = currentStage(context)
  const asked = stage ? context.plan.gates[stage].boards : []
  const boards = await Promise.all(asked.map(({ board }) => directory.board(board)))
  return boards.flatMap((board) => board?.seats ?? [])
}
