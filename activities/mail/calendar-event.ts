import ical, {
  ICalAttendeeRole,
  ICalAttendeeStatus,
  ICalAttendeeType,
  ICalCalendarMethod,
  ICalEventStatus,
} from 'ical-generator'
import type { Marking } from '../../machines/vocabulary/submission.ts'
import type { CalendarEntry } from '../ports/meetings.ts'

/** A calendar entry on its way in a mail. */
export type CalendarEvent = { method: 'REQUEST' | 'CANCEL'; content: string }

type Going = {
  method: CalendarEvent['method']
  /** Who is invited: the mail's reader. */
  attendee: { name: string; address: string }
  /** The fixed sender. Where it invites in its own name, nobody reads an answer, and none is asked for. */
  from: string
  marking: Marking
  /** Where the agenda stands, without the token that opens it. */
  url: string
  nowInstant: number
}

const hour = 3_600_000
const day = 24 * hour

/**
 * An iCalendar file of one event: the board, the day and who is invited, and nothing of what is before the meeting, because calendars are
 * often shared. Instants are in UTC, which every calendar shows in its reader's own zone; a meeting without an hour is a whole day.
 */
export const calendarEvent = (
  entry: CalendarEntry,
  { method, attendee, from, marking, url, nowInstant }: Going,
): CalendarEvent => {
  const { uid, sequence, boardName, meeting, organiser, rehearsal } = entry
  const isCancelled = method === 'CANCEL'
  const calendar = ical({
    method: ICalCalendarMethod[method],
    prodId: { company: 'Gatehouse', product: 'Gatehouse', language: 'EN' },
  })
  calendar.createEvent({
    id: uid,
    sequence,
    stamp: new Date(nowInstant),
    ...whenOf(entry),
    summary: `${rehearsal ? '[Rehearsal] ' : ''}${boardName}`,
    description: [
      marking,
      isCancelled
        ? 'Nothing you are asked to decide is before this meeting any more.'
        : 'Papers you are asked to decide on are before this meeting. The links to them are in your emails and not here, because calendars are often shared.',
      ...(meeting.startsInstant === undefined
        ? ['When it begins is not on file.']
        : ['How long it lasts is not on file: one hour is shown.']),
    ].join('\n'),
    ...(isCancelled ? {} : { url }),
    organizer: {
      name: organiser.name,
      email: organiser.address,
      ...(organiser.address === from ? {} : { sentBy: from }),
    },
    attendees: [
      {
        name: attendee.name,
        email: attendee.address,
        type: ICalAttendeeType.INDIVIDUAL,
        role: ICalAttendeeRole.REQ,
        status: ICalAttendeeStatus.NEEDSACTION,
        rsvp: !isCancelled && organiser.address !== from,
      },
    ],
    status: isCancelled ? ICalEventStatus.CANCELLED : ICalEventStatus.CONFIRMED,
  })
  return { method, content: calendar.toString() }
}

const whenOf = ({ meeting, day: onDay }: CalendarEntry) => {
  if (meeting.startsInstant !== undefined)
    return { start: new Date(meeting.startsInstant), end: new Date(meeting.startsInstant + hour) }
  const start = Date.parse(`${onDay}T00:00:00Z`)
  return { start: new Date(start), end: new Date(start + day), allDay: true }
}
