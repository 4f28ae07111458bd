import * as z from 'zod'
import { commands } from '../../../../machines/commands.ts'
import { currentStage } from '../../../../machines/initiative/progress.ts'
import { stages } from '../../../../machines/stages/index.ts'
import { marking } from '../../../../machines/vocabulary/submission.ts'
import { identifier, line as lineOfText } from '../../../../machines/vocabulary/text.ts'
import type { ApiParts } from '../../../parts.ts'
import { wrongFields } from '../../../problems.ts'
import { line, optionalLine } from './field.ts'
import { actForm, type About, type ActForm } from './form.ts'
import { submissionForm } from './submission-form.ts'

/** What the gate asks for, in the plan's words. */
const evidenceTitle = ({ context, subject }: About): string | undefined => {
  const stage = currentStage(context)
  return stage && context.plan.gates[stage].evidence.find(({ id }) => id === subject['evidenceId'])?.title
}

/** The forms of whoever prepares papers: saying the stage, papers, points, sending and withdrawing them. */
export const preparingForms = (parts: ApiParts): ActForm[] => {
  return [
    actForm({
      name: 'stateStage',
      fields: () => [
        {
          name: 'stage',
          path: 'stage',
          label: 'Stage',
          kind: 'choice',
          options: stages.map(({ id, title }) => ({ value: id, text: title })),
        },
        {
          name: 'certainty',
          path: 'provenance.certainty',
          label: 'How it is known',
          kind: 'choice',
          options: [
            { value: 'recorded', text: 'We know it ourselves' },
            { value: 'reported', text: 'A source says so' },
            { value: 'assumed', text: 'We assume it', hint: 'It is shown as assumed.' },
          ],
        },
        {
          name: 'source',
          path: 'provenance.sourceTitle',
          label: 'Source',
          kind: 'line',
          optional: true,
          hint: 'The document as people cite it.',
        },
      ],
      schema: commands.stateStage.payload,
      body: (typed) => ({
        stage: line(typed, 'stage'),
        provenance: { certainty: line(typed, 'certainty'), sourceTitle: optionalLine(typed, 'source') },
      }),
      prepare: async (payload) => payload,
    }),
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
      ],
      schema: z.strictObject({
        evidenceId: identifier,
        title: lineOfText,
        version: lineOfText,
        marking,
        pageCount: z.coerce.number('must be a number').int('must be a whole number').min(1).max(10_000).optional(),
      }),
      body: (typed, { subject }) => ({
        evidenceId: subject['evidenceId'] ?? '',
        title: line(typed, 'title'),
        version: line(typed, 'version'),
        marking: line(typed, 'marking'),
        pageCount: optionalLine(typed, 'pages'),
      }),
      prepare: async ({ evidenceId, title, version, marking: marked, pageCount }, _id, file) => {
        if (!file || file.bytes.length === 0)
          throw wrongFields([{ in: 'body', field: 'file', expected: 'is required: a file that is not empty' }])
        const words = { title, version, marking: marked, ...(pageCount ? { pageCount } : {}) }
        return { evidenceId, paper: await parts.papers.keep({ ...file, ...words }) }
      },
    }),
    actForm({
      name: 'answerPoint',
      quote: ({ context, subject }) => context.points.find(({ pointId }) => pointId === subject['pointId'])?.text,
      fields: () => [
        {
          name: 'answer',
          path: 'answer',
          label: 'Answer',
          kind: 'text',
          hint: 'The members read it beside their point.',
        },
      ],
      schema: commands.answerPoint.payload,
      body: (typed, { subject }) => ({ pointId: subject['pointId'] ?? '', answer: line(typed, 'answer') }),
      prepare: async (payload) => payload,
    }),
    submissionForm(parts),
    actForm({
      name: 'withdrawSubmission',
      fields: () => [
        { name: 'reason', path: 'reason', label: 'Reason', kind: 'text', hint: 'Members whose links end are told it.' },
      ],
      schema: commands.withdrawSubmission.payload,
      body: (typed) => ({ reason: line(typed, 'reason') }),
      prepare: async (payload) => payload,
    }),
  ]
}
