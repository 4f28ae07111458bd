import { dateInWords } from '../../../../activities/words/dates.ts'
import { meetingInWords } from '../../../../activities/words/meetings.ts'
import { meetingOf } from '../../../../machines/review-dates.ts'
import { calendarOfSeats } from '../../../board-calendar.ts'
import { meetingsOf } from '../../../meetings.ts'
import type { ApiParts } from '../../../parts.ts'
import { preparing } from '../../json/preparing.ts'
import { line, type Field } from './field.ts'
import { actForm, type About, type ActForm } from './form.ts'

/** The form that puts an open decision to another of its board's meetings on file. */
export const meetingForm = (parts: ApiParts): ActForm => {
  const { directory, calendar, clock } = parts
  const { movedMeeting } = preparing(parts)
  const reviewOf = ({ reviews, subject }: About) => reviews[subject['reviewId'] ?? '']?.context

  const otherMeetings = async (about: About): Promise<NonNullable<Field['options']>> => {
    const review = reviewOf(about)
    const board = review && (await directory.board(review.terms.boardId, calendar.dayOf(clock())))
    if (!review || !board) return []
    const present = meetingOf(review)?.day
    return meetingsOf(board, await calendarOfSeats(board.seats, parts))
      .filter(({ day, endsInstant }) => endsInstant > clock() && day !== present)
      .map((meeting) => ({
        value: meeting.day,
        text: meetingInWords(meeting),
        hint:
          meeting.papersDueInstant > clock()
            ? `Papers are due by ${dateInWords(meeting.papersDueInstant)}.`
            : `Its papers were due by ${dateInWords(meeting.papersDueInstant)}: there it is a late paper.`,
      }))
  }

  return actForm({
    name: 'moveMeeting',
    quote: (about) => reviewOf(about)?.terms.name,
    notes: async (about) => [
      ...((await otherMeetings(about)).length > 0
        ? []
        : ['No other meeting of this board is on file. Put its terms first, with the meetings it will hold.']),
      'Every member who is asked and the secretary are told by email, with the reason. What was decided stands; reminders keep their distance from the meeting.',
    ],
    fields: async (about) => [
      {
        name: 'day',
        path: 'day',
        label: 'The meeting it is for from now on',
        kind: 'choice',
        options: await otherMeetings(about),
      },
      { name: 'reason', path: 'reason', label: 'Reason', kind: 'text' },
    ],
    schema: movedMeeting.body,
    body: (typed, { subject }) => ({
      reviewId: subject['reviewId'] ?? '',
      day: line(typed, 'day') || undefined,
      reason: line(typed, 'reason'),
    }),
    prepare: movedMeeting.prepare,
  })
}
