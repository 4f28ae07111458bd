import * as z from 'zod'
import { commands } from '../../../../machines/commands.ts'
import { currentStage } from '../../../../machines/initiative/progress.ts'
import type { CommentOutcome } from '../../../../machines/vocabulary/circulation.ts'
import { line as lineOfText } from '../../../../machines/vocabulary/text.ts'
import type { ApiParts } from '../../../parts.ts'
import { wrongFields } from '../../../problems.ts'
import { circulationBody, prepareCirculation } from '../../json/preparing-circulation.ts'
import { dayTyped, line, lines, optionalLine } from './field.ts'
import { actForm, type About, type ActForm } from './form.ts'

/** A stakeholder as a person names them: by the address on file, or by the id. */
const named = z.strictObject({ who: lineOfText, title: lineOfText, organisation: lineOfText })
const typedBody = circulationBody.omit({ stakeholders: true, remindBefore: true }).extend({
  stakeholders: z.array(named).min(1).max(60),
  priority: z.coerce.number().pipe(circulationBody.shape.priority),
})

/** The papers of the gate that are there to be circulated. */
const papersOf = ({ context }: About) => {
  const stage = currentStage(context)
  const given = stage ? (context.evidence[stage] ?? {}) : {}
  return stage
    ? context.plan.gates[stage].evidence.flatMap(({ id }) => {
        const paper = given[id]
        return paper ? [{ value: id, text: `${paper.title}, version ${paper.version}` }] : []
      })
    : []
}

/** "cfo@kent.example; Chief Finance Officer; Kent Police" */
const stakeholderTyped = (text: string) => {
  const [who = '', title = '', organisation = '', ...more] = text.split(';').map((part) => part.trim())
  return who && title && organisation && more.length === 0 ? { who, title, organisation } : undefined
}

/** The forms of whoever puts papers before stakeholders and answers what they say. */
export const circulationForms = (parts: ApiParts): ActForm[] => {
  const prepare = prepareCirculation(parts)
  const onFile = async (stakeholders: z.infer<typeof named>[]) => {
    const people = await parts.directory.people()
    const found = stakeholders.map(({ who, ...rest }) => ({
      ...rest,
      who,
      personId: people.find(({ personId, email }) => personId === who || email.toLowerCase() === who.toLowerCase())
        ?.personId,
    }))
    const unknown = found.filter(({ personId }) => personId === undefined).map(({ who }) => who)
    if (unknown.length > 0)
      throw wrongFields(
        [{ in: 'body', field: 'stakeholders', expected: `must be on file; no address is for: ${unknown.join(', ')}` }],
        422,
      )
    return found.flatMap(({ personId, title, organisation }) => (personId ? [{ personId, title, organisation }] : []))
  }
  return [
    actForm({
      name: 'circulate',
      fields: (about) => [
        { name: 'title', path: 'title', label: 'Title of this batch', kind: 'line' },
        {
          name: 'priority',
          path: 'priority',
          label: 'Priority',
          kind: 'line',
          initial: '1',
          hint: 'A number. 1 is read first.',
        },
        { name: 'papers', path: 'evidenceIds', label: 'Papers', kind: 'checkboxes', options: papersOf(about) },
        {
          name: 'stakeholders',
          path: 'stakeholders',
          label: 'Stakeholders',
          kind: 'text',
          hint: 'One a line: address on file; title; organisation. For example: cfo@kent.example; Chief Finance Officer; Kent Police. Each gets an email with a link of their own.',
        },
        {
          name: 'asks',
          path: 'asks',
          label: 'What feedback is asked for',
          kind: 'text',
          hint: 'Stakeholders read these words above the papers.',
        },
        { name: 'comment-by', path: 'commentBy', label: 'Comments are due at the end of', kind: 'day' },
        {
          name: 'answer-by',
          path: 'answerBy',
          label: 'Answers are due at the end of',
          kind: 'day',
          optional: true,
          hint: 'Without it, five working days after comments are due.',
        },
      ],
      schema: typedBody,
      body: (typed, about, wrong) => ({
        circulationId: about.subject['circulationId'] ?? '',
        title: line(typed, 'title'),
        priority: line(typed, 'priority'),
        evidenceIds: papersOf(about).flatMap(({ value }) => (line(typed, `papers-${value}`) === 'yes' ? [value] : [])),
        stakeholders: lines(typed, 'stakeholders').flatMap(
          (text) =>
            stakeholderTyped(text) ??
            wrong(
              'stakeholders',
              'must be an address on file, a title and an organisation with ; between, one a line',
            ) ??
            [],
        ),
        asks: line(typed, 'asks'),
        commentBy: dayTyped(typed, 'comment-by') ?? '',
        answerBy: dayTyped(typed, 'answer-by'),
      }),
      prepare: async ({ stakeholders, ...sent }) =>
        prepare({ ...sent, stakeholders: await onFile(stakeholders), remindBefore: ['P2D'] }),
    }),
    actForm({
      name: 'answerComment',
      quote: ({ subject }) => subject['commentTitle'],
      fields: () => [
        {
          name: 'outcome',
          path: 'outcome',
          label: 'What came of it',
          kind: 'choice',
          options: [
            { value: 'changed', text: 'The papers are changed', hint: 'Add the new version as a paper as well.' },
            { value: 'notChanged', text: 'The papers stay as they are' },
          ] satisfies { value: CommentOutcome; text: string; hint?: string }[],
        },
        {
          name: 'answer',
          path: 'answer',
          label: 'What changed, or why not',
          kind: 'text',
          hint: 'It is emailed to the stakeholder and stands on their page. It cannot be changed afterwards.',
        },
      ],
      schema: commands.answerComment.payload,
      body: (typed, { subject }) => ({
        circulationId: subject['circulationId'] ?? '',
        commentNumber: Number(subject['commentNumber'] ?? 0),
        outcome: line(typed, 'outcome'),
        answer: line(typed, 'answer'),
      }),
      prepare: async (payload) => payload,
    }),
    actForm({
      name: 'closeCirculation',
      quote: ({ subject }) => subject['circulationTitle'],
      fields: () => [
        {
          name: 'reason',
          path: 'reason',
          label: 'Why before its date',
          kind: 'text',
          optional: true,
          hint: 'Needed while comments are not due yet and somebody has not answered.',
        },
      ],
      schema: commands.closeCirculation.payload,
      body: (typed, { subject }) => ({
        circulationId: subject['circulationId'] ?? '',
        reason: optionalLine(typed, 'reason'),
      }),
      prepare: async (payload) => payload,
    }),
  ]
}
