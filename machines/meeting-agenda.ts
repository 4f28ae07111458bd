import type { StoredCase } from './case-file.ts'
import { meetingOf } from './review-dates.ts'
import type { ReviewContext } from './review.ts'
import { sittingIn } from './seats.ts'
import type { Seat } from './vocabulary/board.ts'
import type { Meeting } from './vocabulary/meeting.ts'

/** A board decision that is open, and the meeting it is for. */
export type BeforeMeeting = { review: ReviewContext; meeting: Meeting; onHold: boolean }

/** What of one initiative is before its boards' meetings, on hold or not, in the order it was put to them. */
export const beforeMeetings = ({ reviews }: Pick<StoredCase, 'reviews'>): BeforeMeeting[] =>
  Object.values(reviews)
    .flatMap(({ status, value, context }) => {
      const meeting = status === 'active' ? meetingOf(context) : undefined
      return meeting ? [{ review: context, meeting, onHold: value === 'onHold' }] : []
    })
    .sort((a, b) => a.review.openedInstant - b.review.openedInstant)

/** The seats of a board in which somebody sits now. */
export const seatsOf = (review: ReviewContext, personId: string): Seat[] =>
  review.terms.seats.filter((seat) => sittingIn(review, seat)?.personId === personId)
