import { commands } from '../../../../machines/commands.ts'
import type { ApiParts } from '../../../parts.ts'
import { preparing } from '../../json/preparing.ts'
import { line, optionalLine, type Field } from './field.ts'
import { actForm, type About, type ActForm } from './form.ts'
import { dateWritten } from './written.ts'

const whenHint = 'As precisely as it is known: 14 October 2027, October 2027, by 14 October 2027, or in words.'

const tranche = ({ subject }: About) => subject['trancheTitle']

const aText = (name: string, label: string, hint?: string): Field => ({
  name,
  path: name,
  label,
  kind: 'text',
  ...(hint ? { hint } : {}),
})

/** The forms of whoever carries out what was approved: consultations and roll-out tranches. */
export const carryingOutForms = (parts: ApiParts): ActForm[] => {
  const { consultation } = preparing(parts)
  return [
    actForm({
      name: 'openConsultation',
      fields: () => [
        {
          name: 'title',
          path: 'title',
          label: 'Who is consulted',
          kind: 'line',
          hint: 'The cohort, such as “Police staff in procurement”. The minimum period begins today.',
        },
      ],
      schema: consultation.body,
      body: (typed, { subject }) => ({ cohortId: subject['cohortId'] ?? '', title: line(typed, 'title') }),
      prepare: consultation.prepare,
    }),
    actForm({
      name: 'closeConsultation',
      quote: ({ subject }) => subject['cohortTitle'],
      fields: () => [aText('summary', 'What came of it')],
      schema: commands.closeConsultation.payload,
      body: (typed, { subject }) => ({ cohortId: subject['cohortId'] ?? '', summary: line(typed, 'summary') }),
      prepare: async (payload) => payload,
    }),
    actForm({
      name: 'planTranche',
      fields: () => [
        { name: 'title', path: 'title', label: 'What goes live, and where', kind: 'line' },
        { name: 'planned', path: 'plannedFor', label: 'Planned for', kind: 'line', optional: true, hint: whenHint },
      ],
      schema: commands.planTranche.payload,
      body: (typed, { subject }) => ({
        trancheId: subject['trancheId'] ?? '',
        title: line(typed, 'title'),
        plannedFor: dateWritten(line(typed, 'planned')),
      }),
      prepare: async (payload) => payload,
    }),
    actForm({
      name: 'postponeTranche',
      quote: tranche,
      fields: () => [
        { name: 'planned', path: 'plannedFor', label: 'Now planned for', kind: 'line', hint: whenHint },
        aText('reason', 'Reason', 'The earlier date stays in the record beside it.'),
      ],
      schema: commands.postponeTranche.payload,
      body: (typed, { subject }) => ({
        trancheId: subject['trancheId'] ?? '',
        plannedFor: dateWritten(line(typed, 'planned')),
        reason: line(typed, 'reason'),
      }),
      prepare: async (payload) => payload,
    }),
    actForm({
      name: 'confirmReadiness',
      quote: tranche,
      fields: () => [aText('statement', 'Statement', 'Who says go, and on what grounds.')],
      schema: commands.confirmReadiness.payload,
      body: (typed, { subject }) => ({ trancheId: subject['trancheId'] ?? '', statement: line(typed, 'statement') }),
      prepare: async (payload) => payload,
    }),
    actForm({
      name: 'goLive',
      quote: tranche,
      fields: () => [
        {
          name: 'kind',
          path: 'kind',
          label: 'How far',
          kind: 'choice',
          options: [
            { value: 'interim', text: 'In the interim' },
            { value: 'full', text: 'Fully' },
          ],
        },
        { ...aText('note', 'Note'), optional: true },
      ],
      schema: commands.goLive.payload,
      body: (typed, { subject }) => ({
        trancheId: subject['trancheId'] ?? '',
        kind: line(typed, 'kind'),
        note: optionalLine(typed, 'note'),
      }),
      prepare: async (payload) => payload,
    }),
  ]
}
