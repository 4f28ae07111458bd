import type { AgendaChanges, AgendaSent } from '../../machines/meeting-agenda.ts'
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

/** An agenda that was mailed to a member, or is about to be. */
export type AgendaEdition = AgendaSent & {
  number: number
  boardId: string
  day: string
  personId: string
  /** 1 the first time, one more each time the agenda has changed since. */
  edition: number
  /** What is new since the edition before it. */
  changes?: AgendaChanges
}

/** The agendas of boards' meetings, as members were sent them. */
export type Agendas = {
  /** The newest edition of each member. */
  newest(meeting: { boardId: string; day: string }): Promise<AgendaEdition[]>
  /** Keeps an edition with the mail that brings it, once: the same edition again changes nothing. `initiativeId`: one that is on it. */
  issue(agenda: Omit<AgendaEdition, 'number'> & { initiativeId: string }): Promise<void>
  find(number: number): Promise<AgendaEdition | undefined>
}

/** What the link to an agenda stands for: what one person is to decide at one meeting. */
export type AgendaLink = { tokenId: string; personId: string; boardId: string; day: string; mintedInstant: number }

/**
 * Links to agendas, kept apart from those that decide. From an agenda each matter on it is opened with the agenda's own token and the
 * matter's place: `links.find` reads such a token as a link of that person to that seat.
 */
export type AgendaLinks = {
  /** Mints a token of 256 random bits and keeps its hash; the token is returned once and never stored. */
  mintAgenda(link: Omit<AgendaLink, 'tokenId' | 'mintedInstant'>): Promise<{ token: string; tokenId: string }>
  findAgenda(token: string): Promise<AgendaLink | undefined>
}
