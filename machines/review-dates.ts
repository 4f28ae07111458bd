import { afterHold, type Deadline } from './deadlines.ts'
import { dueInstantOf, type MeetingMove, type ReviewContext } from './review.ts'
import type { BoardTerms } from './vocabulary/board.ts'
import type { Meeting } from './vocabulary/meeting.ts'

/** A step of the terms' escalations, by the name of its deadline. */
export const escalation = 'escalation-'

/** Decision deadlines stop while the initiative is on hold: nobody can decide then, so nobody is late. */
export const deadlinesOf = ({ decideByInstant, reminderInstants, escalations = [] }: BoardTerms): Deadline[] => [
  ...reminderInstants.map((atInstant, index) => ({
    name: `reminder-${index + 1}`,
    atInstant,
    duringHold: 'stops' as const,
  })),
  { name: 'decision', atInstant: decideByInstant, duringHold: 'stops' },
  ...escalations.map(({ atInstant }, index) => ({
    name: `${escalation}${index + 1}`,
    atInstant,
    duringHold: 'stops' as const,
  })),
]

/** The meeting a board is to decide at; undefined where it decides within a time. */
export const meetingOf = (review: ReviewContext): Meeting | undefined => {
  const meeting = review.meetingMoves?.at(-1)?.meeting ?? review.terms.meeting
  // A hold for which no later meeting was on file has moved the date away from the meeting.
  return meeting?.endsInstant === dueInstantOf(review) ? meeting : undefined
}

/** When a meeting begins, as nearly as is known: the end of its day where its hour is not on file. */
const beginningOf = ({ startsInstant, endsInstant }: Meeting): number => startsInstant ?? endsInstant

/** The first of the board's later meetings that begins after a moment. */
export const meetingAfter = (
  { nextMeetings = [] }: Pick<BoardTerms, 'nextMeetings'>,
  atInstant: number,
): Meeting | undefined => nextMeetings.find((meeting) => beginningOf(meeting) > atInstant)

/** A board's terms with every date later, or earlier, by a length. */
export const shifted = (terms: BoardTerms, milliseconds: number): BoardTerms => ({
  ...terms,
  decideByInstant: terms.decideByInstant + milliseconds,
  reminderInstants: terms.reminderInstants.map((reminder) => reminder + milliseconds),
  ...(terms.escalations
    ? { escalations: terms.escalations.map((step) => ({ ...step, atInstant: step.atInstant + milliseconds })) }
    : {}),
})

/** A board's terms at another of its meetings: reminders and escalations keep their distance from it. */
export const atMeeting = (terms: BoardTerms, meeting: Meeting): BoardTerms => {
  const nextMeetings = terms.nextMeetings?.filter(({ endsInstant }) => endsInstant > meeting.endsInstant)
  const { nextMeetings: _before, ...moved } = shifted(terms, meeting.endsInstant - terms.decideByInstant)
  return { ...moved, meeting, ...(nextMeetings && nextMeetings.length > 0 ? { nextMeetings } : {}) }
}

/**
 * The terms of a board whose turn has come. Where those before it were late or on hold, its dates are as much later; one that meets has
 * missed a meeting that has begun, and decides at the next.
 */
export const inItsTurn = (
  terms: BoardTerms,
  { dueBefore, atInstant }: { dueBefore: number; atInstant: number },
): BoardTerms => {
  const { meeting, ...unbound } = terms
  if (!meeting) return shifted(terms, Math.max(0, atInstant - dueBefore))
  if (beginningOf(meeting) > atInstant) return terms
  const missedMeeting = { day: meeting.day }
  const next = meetingAfter(terms, atInstant)
  return next
    ? { ...atMeeting(terms, next), missedMeeting }
    : { ...shifted(unbound, Math.max(0, atInstant - dueBefore)), missedMeeting }
}

/** A review moved to another meeting: its reminders and escalations keep their distance from it, and what has passed by then is dropped. */
export const movedTo = (
  { terms, meetingMoves = [] }: Pick<ReviewContext, 'terms' | 'meetingMoves'>,
  move: MeetingMove,
): Partial<ReviewContext> => ({
  deadlines: deadlinesOf(atMeeting(terms, move.meeting)).filter(({ atInstant }) => atInstant > move.atInstant),
  meetingMoves: [...meetingMoves, move],
  wasDueInstant: undefined,
})

/**
 * A review's dates once a hold is over: later by its length. A meeting does not wait: what was before one that is still to come stays
 * before it, and what missed it goes to the next that is on file.
 */
export const resumedAt = (review: ReviewContext, atInstant: number): Partial<ReviewContext> => {
  const { deadlines, heldSinceInstant = atInstant, terms } = review
  const meeting = deadlines.some(({ name }) => name === 'decision') ? meetingOf(review) : undefined
  if (meeting && beginningOf(meeting) > atInstant)
    return { deadlines: deadlines.filter((deadline) => deadline.atInstant > atInstant) }
  const next = meeting && meetingAfter(terms, atInstant)
  return next
    ? movedTo(review, { meeting: next, reason: 'The initiative was on hold when the board met.', atInstant })
    : { deadlines: afterHold(deadlines, atInstant - heldSinceInstant) }
}
