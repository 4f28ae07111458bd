import type { StoredCase } from './case-file.ts'
import type { CaseEvent } from './case-events.ts'
import type { FactOf } from './commands.ts'
import { refusal, type Refusal } from './refusal.ts'
import { meetingOf } from './review-dates.ts'
import { decidingSeats } from './review.ts'
import { reviewOutput, type ReviewSnapshot } from './review-machine.ts'
import { whyNotRunnable } from './rules/index.ts'
import { holderOf, sittingIn } from './seats.ts'
import type { Actor } from './vocabulary/people.ts'

/** Why a seat may not pass to somebody else in this review, in words; undefined when it may. */
export const whyNotMoveSeat = (review: ReviewSnapshot, event: FactOf<'moveSeat'>): Refusal | undefined => {
  const { context } = review
  if (review.status === 'done')
    return refusal('ReviewClosed', `The board has already decided. ${reviewOutput(review)?.because ?? ''}`.trim())
  const seat = context.terms.seats.find(({ seatId }) => seatId === event.seatId)
  if (!seat) return refusal('UnknownSeat', `seatId: ${context.terms.name} has no seat ${event.seatId}.`)
  if (context.ownCasePersonIds.includes(event.personId))
    return refusal('OwnCase', 'personId: the author, sponsor and senior responsible owner of a case do not decide it.')
  const sits = sittingIn(context, seat)
  if (sits?.personId === event.personId && sits.as === event.as)
    return refusal('SitsAlready', `personId: they decide for ${seat.title} already.`)
  if (event.as === 'deputy' && holderOf(context, seat) === event.personId)
    return refusal('OwnSeat', `personId: they hold the seat ${seat.title} and cannot be their own deputy.`)
  const other = context.terms.seats.find(
    (each) => each.seatId !== event.seatId && sittingIn(context, each)?.personId === event.personId,
  )
  // One person would decide twice.
  return other && refusal('SitsElsewhere', `personId: they decide for ${other.title} on this board already.`)
}

/** Why a member may not pass a decision on, in words: only their own, and only to a deputy. Undefined for everybody else's acts. */
export const whyNotTheirSeat = (
  { reviews }: Pick<StoredCase, 'reviews'>,
  event: CaseEvent,
  { kind, personId }: Pick<Actor, 'kind' | 'personId'>,
): Refusal | undefined => {
  if (event.type !== 'seatMoved' || kind !== 'member') return undefined
  const review = reviews[event.reviewId]?.context
  const seat = review?.terms.seats.find(({ seatId }) => seatId === event.seatId)
  const sits = review && seat && sittingIn(review, seat)
  return sits?.personId === personId && event.as === 'deputy'
    ? undefined
    : refusal('NotTheHolder', 'A member can pass on their own decision, to a deputy, and nobody else\u2019s.')
}

/** Why a review may not go on at the board its own was merged into, in words; undefined when it may. */
export const whyNotMergeBoard = (review: ReviewSnapshot, { terms }: FactOf<'mergeBoard'>): Refusal | undefined => {
  const { context } = review
  if (review.status === 'done')
    return refusal('ReviewClosed', `The board has already decided. ${reviewOutput(review)?.because ?? ''}`.trim())
  if (review.matches('onHold')) return refusal('OnHold', 'This initiative is on hold; resume it first.')
  if (terms.boardId === context.terms.boardId)
    return refusal('SameBoard', `terms: these papers are before ${terms.name} already.`)
  const why = whyNotRunnable(terms) ?? whyNotRunnable(terms, decidingSeats({ ...context, terms }))
  return why ? refusal('BoardCannotDecide', `${terms.name} cannot open a review yet: ${why}.`) : undefined
}

/** Why a review may not go to another meeting of its board, in words; undefined when it may. */
export const whyNotMoveMeeting = (
  review: ReviewSnapshot,
  { meeting, atInstant }: FactOf<'moveMeeting'>,
): Refusal | undefined => {
  const { context } = review
  if (review.status === 'done')
    return refusal('ReviewClosed', `The board has already decided. ${reviewOutput(review)?.because ?? ''}`.trim())
  if (review.matches('onHold')) return refusal('OnHold', 'This initiative is on hold; resume it first.')
  const { name, meeting: first, missedMeeting } = context.terms
  if (!first && !missedMeeting)
    return refusal('NotAtAMeeting', `reviewId: ${name} decides this within a time, not at one of its meetings.`)
  if (meeting.day === meetingOf(context)?.day)
    return refusal('SameMeeting', `meeting: it is for the ${name} meeting of that day already.`)
  return meeting.endsInstant <= atInstant
    ? refusal('MeetingOver', 'meeting: must be a meeting that is still to come.')
    : undefined
}
