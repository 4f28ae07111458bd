import { meetingOf } from '../../machines/review-dates.ts'
import type { ReviewContext } from '../../machines/review.ts'
import type { BoardTerms } from '../../machines/vocabulary/board.ts'
import type { Meeting } from '../../machines/vocabulary/meeting.ts'
import { dateInWords, dayInWords, timeInWords } from './dates.ts'
import { wayInWords } from './ways.ts'

/** "12 October 2028", "12 October 2028 at 10am" */
export const meetingInWords = ({ day, startsInstant }: Meeting): string =>
  startsInstant === undefined ? dayInWords(day) : `${dayInWords(day)} at ${timeInWords(startsInstant)}`

/** "missed the Alliance Summit meeting of 12 October 2028, whose papers were due by 5 October 2028 at 5pm; the next is 18 January 2029" */
export const missedInWords = ({ name, missedMeeting }: BoardTerms, next: Meeting | undefined): string | undefined =>
  missedMeeting &&
  `missed the ${name} meeting of ${dayInWords(missedMeeting.day)}, ${
    missedMeeting.papersDueInstant === undefined
      ? 'because the boards before it had not decided by then'
      : `whose papers were due by ${dateInWords(missedMeeting.papersDueInstant)}`
  }; ${next ? `the next is ${dayInWords(next.day)}` : 'no later one is on file'}`

/** Where papers stand that are to go out: in which way the board is asked, the meeting they are for, and the one they missed. */
export const boundInWords = (terms: BoardTerms): string[] => {
  const missed = missedInWords(terms, terms.meeting)
  return [
    ...wayInWords(terms),
    ...(terms.meeting ? [`For the ${terms.name} meeting of ${meetingInWords(terms.meeting)}.`] : []),
    ...(missed ? [`These papers ${missed}.`] : []),
  ]
}

/** The meeting a decision is for, the one it missed, and why it was moved where it was. */
export const meetingsInWords = (review: ReviewContext): string[] => {
  const meeting = meetingOf(review)
  const moved = review.meetingMoves?.at(-1)
  if (moved)
    return meeting
      ? [`For the ${review.terms.name} meeting of ${meetingInWords(meeting)}, to which it was moved. ${moved.reason}`]
      : []
  const { meeting: _of, ...unbound } = review.terms
  return boundInWords({ ...unbound, ...(meeting ? { meeting } : {}) })
}

/**
 * A move by its number (1, 2, …): what the decision was for, what it is for since, and why.
 * @throws Error when the review was not moved so often.
 */
export const movedInWords = (
  { terms, meetingMoves = [] }: Pick<ReviewContext, 'terms' | 'meetingMoves'>,
  number: number,
): { was: string; is: string; reason: string; papersDueInstant: number } => {
  const move = meetingMoves[number - 1]
  if (!move) throw new Error(`The board decision at ${terms.name} has no move ${number}`)
  const before = meetingMoves[number - 2]?.meeting ?? terms.meeting
  return {
    was: before ? meetingInWords(before) : `${dateInWords(terms.decideByInstant)}, not at a meeting`,
    is: meetingInWords(move.meeting),
    reason: move.reason,
    papersDueInstant: move.meeting.papersDueInstant,
  }
}

/** Said of papers that came to a meeting after its cut-off. */
export const lateInWords = ({ papersDueInstant }: Meeting): string =>
  `Late: it was put to this meeting after its papers were due, ${dateInWords(papersDueInstant)}.`

/** Where a board that deferred a matter to a later meeting comes back to it, and until when it takes the papers. */
export const deferredToInWords = (boardName: string, meeting: Meeting): string =>
  `It comes back at the ${boardName} meeting of ${meetingInWords(meeting)}; its papers are due by ${dateInWords(meeting.papersDueInstant)}.`
