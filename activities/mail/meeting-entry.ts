import { beforeMeetings, seatsOf } from '../../machines/meeting-agenda.ts'
import { meetingOf } from '../../machines/review-dates.ts'
import type { ReviewContext } from '../../machines/review.ts'
import type { Meeting } from '../../machines/vocabulary/meeting.ts'
import type { CalendarEntries, CalendarEntry } from '../ports/meetings.ts'
import type { OutboxMail, RecordedInitiative } from '../ports.ts'
import { dayOf } from '../words/dates.ts'
import { isRehearsal, type Secretary } from './about.ts'
import { cleanLine } from './clean.ts'
import type { Reads } from './shared-reads.ts'

type Inviting = {
  calendarEntries: Pick<CalendarEntries, 'invite'>
  initiatives: Pick<Reads['initiatives'], 'openAtBoard'>
  from: string
}

/**
 * The calendar entry a mail carries: with an invitation to decide at a meeting that is still to come, and with every move of it. Undefined
 * where the mail is not about such a meeting, or not to a member.
 */
export const invitedTo = async (
  { calendarEntries, initiatives, from }: Inviting,
  { kind, seatId, reviewId, personId, number }: OutboxMail,
  { initiativeId, state }: RecordedInitiative,
  secretary: Secretary | undefined,
  nowInstant: number,
): Promise<CalendarEntry | undefined> => {
  if (seatId === undefined || (kind !== 'invitation' && kind !== 'meetingMoved')) return undefined
  const review = reviewId === undefined ? undefined : state.reviews[reviewId]?.context
  const meeting = review && meetingOf(review)
  if (!meeting || hasBegun(meeting, nowInstant)) return undefined
  const { boardId, name } = review.terms
  const rehearsal = isRehearsal(state.initiative.context)
  const isStillAsked = async (day: string) =>
    (await initiatives.openAtBoard(boardId)).some(
      (other) =>
        isRehearsal(other.state.initiative.context) === rehearsal &&
        beforeMeetings(other.state).some(
          (each) =>
            each.review.terms.boardId === boardId &&
            each.meeting.day === day &&
            seatsOf(each.review, personId).length > 0,
        ),
    )
  const before = kind === 'meetingMoved' ? dayBefore(review, number) : undefined
  const movedFromDay = before !== undefined && !(await isStillAsked(before)) ? before : undefined
  return calendarEntries.invite(
    {
      personId,
      boardId,
      day: meeting.day,
      rehearsal,
      boardName: cleanLine(name),
      meeting,
      organiser: secretary?.email
        ? { name: cleanLine(secretary.title), address: secretary.email }
        : { name: 'Gatehouse', address: from },
      initiativeId,
    },
    movedFromDay,
  )
}

/** Whether a meeting is under way or over; on its day where its hour is not on file. */
export const hasBegun = ({ day, startsInstant }: Meeting, nowInstant: number): boolean =>
  startsInstant === undefined ? day <= dayOf(nowInstant) : startsInstant <= nowInstant

/** The day of the meeting a move was away from. */
const dayBefore = ({ meetingMoves = [], terms }: ReviewContext, number: number): string | undefined =>
  (meetingMoves[number - 2]?.meeting ?? terms.meeting)?.day
