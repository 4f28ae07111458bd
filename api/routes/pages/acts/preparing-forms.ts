import { commands } from '../../../../machines/commands.ts'
import { stages } from '../../../../machines/stages/index.ts'
import type { ApiParts } from '../../../parts.ts'
import { line, optionalLine } from './field.ts'
import { evidenceForm } from './evidence-form.ts'
import { actForm, type ActForm } from './form.ts'
import { submissionForm } from './submission-form.ts'

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
    evidenceForm(parts),
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
