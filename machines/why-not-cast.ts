import type { FactOf } from './commands.ts'
import { refusal, type Refusal } from './refusal.ts'
import { askOf, currentBallot, laterMeeting } from './review.ts'
import { reviewOutput, type ReviewSnapshot } from './review-machine.ts'
import { askInWords, choicesFor } from './rules/choices.ts'
import { holderOf, sittingIn } from './seats.ts'
import type { Choice } from './vocabulary/submission.ts'

/** Whether a choice asks for time until a date. */
const isUntilADate = (choice: Choice) => choice === 'defer' || choice === 'moreTime'

/** Why a member's decision is refused, in words; undefined when it may happen. */
export const whyNotCast = (review: ReviewSnapshot, event: FactOf<'castVote'>): Refusal | undefined => {
  const { terms, ownCasePersonIds } = review.context
  if (review.status === 'done') {
    const ended = reviewOutput(review)
    return ended?.outcome === 'withdrawn'
      ? refusal('PapersWithdrawn', 'The papers were withdrawn, so there is nothing to decide.')
      : refusal('ReviewClosed', `The board has already decided. ${ended?.because ?? ''}`.trim())
  }
  if (review.matches('onHold'))
    return refusal('OnHold', 'This initiative is on hold. Your link works again when it resumes.')
  const seat = terms.seats.find(({ seatId }) => seatId === event.seatId)
  if (!seat) return refusal('NotAMember', 'Only a member of this board can decide.')
  if (sittingIn(review.context, seat)?.personId !== event.holderId)
    return ownCasePersonIds.includes(event.holderId) && holderOf(review.context, seat) === event.holderId
      ? refusal('OwnCase', 'The author, sponsor and senior responsible owner of a case do not decide it.')
      : refusal('NotTheHolder', `Only the holder of the seat ${seat.title} can decide for it.`)
  const ask = askOf(review.context)
  const offered = choicesFor(ask, terms.rule)
  if (!offered.includes(event.choice))
    return refusal(
      'NotOffered',
      `choice: this board is asked to ${askInWords[ask]}; choose one of ${offered.join(', ')}.`,
    )
  const stands = currentBallot(review.context, event.seatId)?.number ?? 0
  if (event.decisionNumber !== stands)
    return refusal(
      'OtherDecision',
      `decisionNumber: the form must be the one served with decision ${stands}, the one that stands.`,
    )
  if (event.choice !== 'approve' && event.choice !== 'approveWithConditions') {
    if (!event.reason && event.points.length === 0)
      return refusal('ReasonNeeded', 'reason: say why, so that the change team can act on it.')
  }
  if (event.choice === 'approveWithConditions' && event.conditions.length === 0)
    return refusal('ConditionsNeeded', 'conditions: write at least one condition, or agree without conditions.')
  if (isUntilADate(event.choice) && !(event.deferUntilInstant && event.deferUntilInstant > event.atInstant))
    return refusal('DateNeeded', 'deferUntil: give a date after today to come back to this.')
  if (event.toMeeting) {
    const meeting = event.choice === 'defer' ? laterMeeting(review.context, event.deferUntilDay) : undefined
    if (!meeting || meeting.endsInstant !== event.deferUntilInstant || meeting.papersDueInstant <= event.atInstant)
      return refusal(
        'NoSuchMeeting',
        'deferUntilDay: must be a later meeting of this board whose papers are still due.',
      )
  }
  return undefined
}
