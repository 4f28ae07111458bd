import type { Meeting } from '../../machines/vocabulary/meeting.ts'

/** Whose meeting it is: one meeting of a board is one entry in a person's calendar, however many initiatives are before it. */
export type MeetingOfPerson = { personId: string; boardId: string; day: string; rehearsal: boolean }

/** An entry in a person's calendar, as the newest mail about it says. */
export type CalendarEntry = MeetingOfPerson & {
  number: number
  /** How calendars know the entry again, when it moves and when it is cancelled. */
  uid: string
  /** Rises with each change: a calendar keeps what the highest says. */
  sequence: number
  boardName: string
  meeting: Meeting
  /** Who invites; stays as it was first, since calendars take changes from nobody else. */
  organiser: { name: string; address: string }
  /** The initiative whose mail invited last. */
  initiativeId: string
}

/** The entries mails have put into people's calendars. */
export type CalendarEntries = {
  /**
   * A person's entry for a meeting, made when there is none. Where they have none for it, the one for `movedFromDay` moves to it and keeps
   * its UID. Saying the same again changes nothing.
   */
  invite(wanted: Omit<CalendarEntry, 'number' | 'uid' | 'sequence'>, movedFromDay?: string): Promise<CalendarEntry>
  /** The entries that stand on a day and later. */
  standing(fromDay: string): Promise<CalendarEntry[]>
  /** Takes an entry out, with the mail that says so, once. */
  cancel(number: number): Promise<void>
  find(number: number): Promise<CalendarEntry | undefined>
}
