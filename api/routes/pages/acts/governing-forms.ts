import { dayInWords } from '../../../../activities/words/dates.ts'
import { basisInWords } from '../../../../activities/words/hard-dates.ts'
import { commands } from '../../../../machines/commands.ts'
import { stages } from '../../../../machines/stages/index.ts'
import { basis } from '../../../../machines/vocabulary/hard-date.ts'
import { marking } from '../../../../machines/vocabulary/submission.ts'
import { line as lineOfText } from '../../../../machines/vocabulary/text.ts'
import type { ApiParts } from '../../../parts.ts'
import { upperFirst } from '../../../present/listing.ts'
import { wrongFields } from '../../../problems.ts'
import { ragWord, rags } from '../../../present/ratings.ts'
import { preparing } from '../../json/preparing.ts'
import { dayTyped, line, optionalLine, type Field } from './field.ts'
import { actForm, type About, type ActForm } from './form.ts'
import { dateWritten } from './written.ts'

const reason: Field = { name: 'reason', path: 'reason', label: 'Reason', kind: 'text' }
const report: Field = {
  name: 'report',
  path: 'report',
  label: 'Closure report',
  kind: 'text',
  hint: 'What was promised, what came of it, what was learned. At most 4,000 characters.',
}

const conditionOf = ({ context, subject }: About) =>
  context.conditions.find(({ conditionId }) => conditionId === subject['conditionId'])

/** How a condition is met as the page asks it: the file of the paper comes beside it. */
const dischargeForm = commands.dischargeCondition.payload.omit({ paper: true }).extend({
  title: lineOfText.optional(),
  version: lineOfText.optional(),
  marking: marking.optional(),
})

/** The forms of whoever steers an initiative: hold, ratings, conditions, and the ways it ends. */
export const governingForms = (parts: ApiParts): ActForm[] => {
  const { hold, hardDate } = preparing(parts)
  return [
    actForm({
      name: 'hold',
      fields: () => [
        { ...reason, hint: 'Members cannot decide while it is on hold, and their time stops.' },
        { name: 'review-on', path: 'reviewOn', label: 'Look at it again on', kind: 'day', optional: true },
      ],
      schema: hold.body,
      body: (typed) => ({ reason: line(typed, 'reason'), reviewOn: dayTyped(typed, 'review-on') }),
      prepare: hold.prepare,
    }),
    actForm({
      name: 'resume',
      fields: () => [{ name: 'note', path: 'note', label: 'Note', kind: 'text', optional: true }],
      schema: commands.resume.payload,
      body: (typed) => ({ note: optionalLine(typed, 'note') }),
      prepare: async (payload) => payload,
    }),
    actForm({
      name: 'skipStage',
      quote: ({ subject }) => stages.find(({ id }) => id === subject['stage'])?.title,
      fields: () => [reason],
      schema: commands.skipStage.payload,
      body: (typed, { subject }) => ({ stage: subject['stage'] ?? '', reason: line(typed, 'reason') }),
      prepare: async (payload) => payload,
    }),
    actForm({
      name: 'rate',
      fields: ({ today }) => [
        {
          name: 'kind',
          path: 'kind',
          label: 'Whose rating',
          kind: 'choice',
          options: [
            { value: 'team', text: 'The change team’s' },
            { value: 'board', text: 'The board’s' },
            { value: 'overall', text: 'Overall' },
          ],
        },
        {
          name: 'rag',
          path: 'rag',
          label: 'Rating',
          kind: 'choice',
          options: rags.map((value) => ({ value, text: ragWord(value) })),
        },
        { name: 'on', path: 'date', label: 'As at', kind: 'line', initial: dayInWords(today) },
      ],
      schema: commands.rate.payload,
      body: (typed) => ({
        kind: line(typed, 'kind'),
        rag: line(typed, 'rag'),
        date: dateWritten(line(typed, 'on')),
        provenance: { certainty: 'recorded' },
      }),
      prepare: async (payload) => payload,
    }),
    actForm({
      name: 'dischargeCondition',
      quote: (about) => conditionOf(about)?.text,
      fields: (about) => [
        { name: 'evidence', path: 'evidence', label: 'How it is met', kind: 'text' },
        {
          name: 'file',
          path: 'file',
          label: 'The paper that shows it',
          kind: 'file',
          optional: true,
          hint: 'A file of at most 25 MB.',
        },
        {
          name: 'title',
          path: 'title',
          label: 'Title of the paper',
          kind: 'line',
          optional: true,
          hint: 'Where there is a paper.',
        },
        {
          name: 'version',
          path: 'version',
          label: 'Version of the paper',
          kind: 'line',
          optional: true,
          hint: 'Where there is a paper.',
        },
        {
          name: 'marking',
          path: 'marking',
          label: 'Marking of the paper',
          kind: 'select',
          optional: true,
          options: [{ value: '', text: 'No paper' }, ...marking.options.map((value) => ({ value, text: value }))],
        },
        {
          name: 'accepted-by',
          path: 'acceptedBy',
          label: 'Accepted by',
          kind: 'line',
          initial: conditionOf(about)?.mayDischarge ?? '',
          hint: conditionOf(about)?.mayDischarge
            ? `Only ${conditionOf(about)?.mayDischarge ?? ''} may accept it.`
            : 'The role, such as “Chief Constable, Kent”.',
        },
      ],
      schema: dischargeForm,
      body: (typed, { subject }) => ({
        conditionId: subject['conditionId'] ?? '',
        evidence: line(typed, 'evidence'),
        title: optionalLine(typed, 'title'),
        version: optionalLine(typed, 'version'),
        marking: optionalLine(typed, 'marking'),
        acceptedBy: line(typed, 'accepted-by'),
      }),
      prepare: async ({ title, version, marking: marked, ...discharged }, _id, file) => {
        const isGiven = file !== undefined && file.bytes.length > 0
        if (!isGiven) {
          if (title ?? version ?? marked)
            throw wrongFields([{ in: 'body', field: 'file', expected: 'is required: a file that is not empty' }])
          return discharged
        }
        const missing = Object.entries({ title, version, marking: marked }).filter(([, words]) => words === undefined)
        if (title === undefined || version === undefined || marked === undefined)
          throw wrongFields(
            missing.map(([field]) => ({ in: 'body', field, expected: 'is required: there is a paper' })),
          )
        return { ...discharged, paper: await parts.papers.keep({ ...file, title, version, marking: marked }) }
      },
    }),
    actForm({
      name: 'setHardDate',
      fields: () => [
        { name: 'title', path: 'title', label: 'What comes', kind: 'line', hint: 'Such as “The IT contract ends”.' },
        {
          name: 'basis',
          path: 'basis',
          label: 'Why it is hard',
          kind: 'choice',
          options: basis.options.map((value) => ({ value, text: upperFirst(basisInWords[value]) })),
        },
        { name: 'on', path: 'onDay', label: 'The day', kind: 'day', hint: 'No hold and no extension moves it.' },
        {
          name: 'warn-before',
          path: 'warnBefore',
          label: 'Warn the change team and the PMO',
          kind: 'choice',
          options: [
            { value: 'P14D', text: 'Two weeks before' },
            { value: 'P30D', text: '30 days before' },
            { value: 'P90D', text: '90 days before' },
            { value: 'P180D', text: '180 days before' },
          ],
        },
      ],
      schema: hardDate.body,
      body: (typed, { subject }) => ({
        dateId: subject['dateId'] ?? '',
        title: line(typed, 'title'),
        basis: line(typed, 'basis'),
        onDay: dayTyped(typed, 'on') ?? '',
        warnBefore: line(typed, 'warn-before'),
      }),
      prepare: hardDate.prepare,
    }),
    actForm({
      name: 'dropHardDate',
      quote: ({ context, subject }) => context.hardDates?.find(({ dateId }) => dateId === subject['dateId'])?.title,
      fields: () => [{ ...reason, hint: 'It was kept, it holds no longer, or it is now another day.' }],
      schema: commands.dropHardDate.payload,
      body: (typed, { subject }) => ({ dateId: subject['dateId'] ?? '', reason: line(typed, 'reason') }),
      prepare: async (payload) => payload,
    }),
    actForm({
      name: 'close',
      fields: () => [report],
      schema: commands.close.payload,
      body: (typed) => ({ report: line(typed, 'report') }),
      prepare: async (payload) => payload,
    }),
    actForm({
      name: 'closeEarly',
      fields: () => [reason, report],
      schema: commands.closeEarly.payload,
      body: (typed) => ({ reason: line(typed, 'reason'), report: line(typed, 'report') }),
      prepare: async (payload) => payload,
    }),
    actForm({
      name: 'withdraw',
      fields: () => [reason],
      schema: commands.withdraw.payload,
      body: (typed) => ({ reason: line(typed, 'reason') }),
      prepare: async (payload) => payload,
    }),
  ]
}
