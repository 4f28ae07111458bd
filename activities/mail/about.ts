import type { StoredMachine } from '../../machines/case-file.ts'
import type { InitiativeContext } from '../../machines/initiative/context.ts'
import { dueInstantOf, type Ballot, type ReviewContext } from '../../machines/review.ts'
import type { Ask, Seat } from '../../machines/vocabulary/board.ts'
import type { Marking } from '../../machines/vocabulary/submission.ts'
import type { OutboxMail, Person, Question, RecordedInitiative } from '../ports.ts'
import type { AgendaItem } from '../../machines/meeting-agenda.ts'
import type { AgendaEdition, CalendarEntry } from '../ports/meetings.ts'
import { askOf, outcomeMeans } from '../words/decisions.ts'

/** The links minted for one attempt of one mail. The tokens in them are nowhere else. */
export type MailLinks = {
  decideUrl?: string
  /** Where the secretary can be asked something, by the same link. */
  questionUrl?: string
  /** Where whoever was in the chair says whether what was recorded in the room is right. */
  roomUrl?: string
  notMeUrl?: string
  notMeUntilInstant?: number
  /** No link, but minted like one: what a member types to show that the address on file is theirs. */
  code?: { code: string; expiresInstant: number }
  /** Where a stakeholder reads and comments. */
  commentUrl?: string
  /** Where a member reads the agenda of a meeting, and decides each matter on it. */
  agendaUrl?: string
  /** The initiative's own page, which no token opens. */
  pageUrl?: string
}

/** Whom questions go to. `email` only where one is on file and may be written to. */
export type Secretary = { title: string; phone?: string; email?: string }

/** Everything one mail is made from. Nothing else is read while its words are written. */
export type MailParts = {
  row: OutboxMail
  recorded: RecordedInitiative
  secretary?: Secretary
  links: MailLinks
  /** People named in the mail besides its reader, by their id. */
  people: ReadonlyMap<string, Person>
  /** The initiative's other mails: what is said about delivery. */
  mails: readonly OutboxMail[]
  /** For a dispute raised after the initiative closed, when its record takes no more. */
  saidAfterTheEnd?: { statement: string; atInstant: number }
  /** For a question to the secretary: its words, and where its asker can be reached. */
  asked?: Pick<Question, 'question' | 'atInstant'> & { email?: string; phone?: string }
  /** The entry this mail puts into its reader's calendar, moves there, or takes out. */
  calendarEntry?: CalendarEntry
  /** For an agenda: what its reader is to decide at the meeting, as things stand now. */
  agenda?: { edition: AgendaEdition; items: [AgendaItem, ...AgendaItem[]] }
  /** No mail is marked lower than this. */
  leastMarking?: Marking
  nowInstant: number
}

export type EndedAs = keyof typeof outcomeMeans

/** One board decision, as a mail about it needs it. */
export type ReviewAbout = {
  initiative: InitiativeContext
  review: ReviewContext
  ask: Ask
  /** Moves with a hold until it has passed. */
  dueInstant: number
  reminderInstants: number[]
  /** What it came to; undefined while it is open. */
  endedAs: EndedAs | undefined
}

const isEnding = (value: unknown): value is EndedAs => typeof value === 'string' && Object.hasOwn(outcomeMeans, value)

/** What a stored review came to; undefined while it is open. */
export const endingOf = ({ status, value }: StoredMachine<ReviewContext>): EndedAs | undefined =>
  status === 'done' && isEnding(value) ? value : undefined

/** @throws Error when the record has no such review, which a mail about it contradicts. */
export const aboutReview = ({ state }: RecordedInitiative, reviewId: string | undefined): ReviewAbout => {
  const stored = reviewId === undefined ? undefined : state.reviews[reviewId]
  if (!stored) throw new Error(`The record has no board decision ${reviewId ?? 'for this mail'}`)
  const review = stored.context
  return {
    initiative: state.initiative.context,
    review,
    ask: askOf(review),
    dueInstant: dueInstantOf(review),
    reminderInstants: review.deadlines
      .filter(({ name }) => name.startsWith('reminder-'))
      .map(({ atInstant }) => atInstant),
    endedAs: endingOf(stored),
  }
}

/** @throws Error when the board has no such seat. */
export const seatOf = ({ terms }: ReviewContext, seatId: string | undefined): Seat => {
  const seat = terms.seats.find((each) => each.seatId === seatId)
  if (!seat) throw new Error(`The board ${terms.boardId} has no seat ${seatId ?? 'for this mail'}`)
  return seat
}

/** A seat's decision of that number. @throws Error when there is none. */
export const ballotOf = ({ ballots }: ReviewContext, seatId: string, number: number): Ballot => {
  const ballot = ballots[seatId]?.find((each) => each.number === number)
  if (!ballot) throw new Error(`The seat ${seatId} has no decision ${number}`)
  return ballot
}

/** The higher of the initiative's marking and the least one set for all mail. */
export const markingOf = ({ marking }: Pick<InitiativeContext, 'marking'>, least: Marking | undefined): Marking =>
  marking === 'OFFICIAL-SENSITIVE' || least === 'OFFICIAL-SENSITIVE' ? 'OFFICIAL-SENSITIVE' : 'OFFICIAL'

export const isRehearsal = ({ plan }: Pick<InitiativeContext, 'plan'>): boolean => plan.kind === 'rehearsal'
