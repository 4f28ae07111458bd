import { dayInWords } from '../../../../activities/words/dates.ts'
import { toBeReported } from '../../../../machines/initiative/chairs-actions.ts'
import type { ApiParts } from '../../../parts.ts'
import { prepareReport, reportBody } from '../../json/preparing-report.ts'
import { dayTyped, line } from './field.ts'
import { actForm, type About, type ActForm } from './form.ts'

const decisionOf = ({ context, subject }: About) =>
  toBeReported(context).find(({ reviewId }) => reviewId === subject['reviewId'])

/** The form of a board's secretary, who has reported a chair's action to a meeting. */
export const chairsActionForm = (parts: ApiParts): ActForm =>
  actForm({
    name: 'reportChairsAction',
    quote: (about) => decisionOf(about)?.wording,
    notes: async (about) => {
      const decision = decisionOf(about)
      const meeting = decision?.toReport.meeting
      if (!decision) return []
      return [
        meeting
          ? `It is to be reported to the ${decision.boardName} meeting of ${dayInWords(meeting.day)}.`
          : `No next meeting of ${decision.boardName} was on file when it was taken.`,
      ]
    },
    fields: (about) => [
      { name: 'meeting-day', path: 'meetingDay', label: 'Day of the meeting it was reported to', kind: 'day' },
      { name: 'note', path: 'note', label: 'As minuted', kind: 'text', hint: 'The minute’s number and its words.' },
      {
        name: 'recorded-by',
        path: 'recordedBy',
        label: 'Recorded by',
        kind: 'line',
        hint: 'The role of whoever minutes it.',
        initial: decisionOf(about)?.toReport.secretary?.title ?? '',
      },
    ],
    schema: reportBody,
    body: (typed, { subject }) => ({
      reviewId: subject['reviewId'] ?? '',
      meetingDay: dayTyped(typed, 'meeting-day'),
      note: line(typed, 'note'),
      recordedBy: line(typed, 'recorded-by'),
    }),
    prepare: prepareReport(parts),
  })
