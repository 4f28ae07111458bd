import type { FactOf } from './commands.ts'
import { refusal, type Refusal } from './refusal.ts'
import { askOf, currentBallot, laterMeeting, type ReviewContext } from './review.ts'
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
  const notOffered = whyNotOffered(review.context, event.choice)
  if (notOffered) return notOffered
  const stands = currentBallot(review.context, event.seatId)?.number ?? 0
  if (event.decisionNumber !== stands)
    return refusal(
      'OtherDecision',
      `decisionNumber: the form must be the one served with decision ${stands}, the one that stands.`,
    )
  return whyNotSaid(review.context, event, event.atInstant)
}

/** Why a choice is not one that a board offers, in words; undefined when it is. */
export const whyNotOffered = (review: ReviewContext, choice: Choice): Refusal | undefined => {
  const ask = askOf(review)
  const offered = choicesFor(ask, review.terms.rule)
  return offered.includes(choice)
    ? undefined
    : refusal('NotOffered', `choice: this board is asked to ${askInWords[ask]}; choose one of ${offered.join(', ')}.`)
}

/** A choice with what goes with it. */
export type Said = Pick<
  FactOf<'castVote'>,
  'choice' | 'reason' | 'points' | 'conditions' | 'deferUntilInstant' | 'deferUntilDay' | 'toMeeting'
>

/** Why a choice is refused for what does not go with it, in words; undefined when all does. */
export const whyNotSaid = (review: ReviewContext, said: Said, atInstant: number): Refusal | undefined => {
  if (said.choice !== 'approve' && said.choice !== 'approveWithConditions') {
    if (!said.reason && said.points.length === 0)
      return refusal('ReasonNeeded', 'reason: say why, so that the change team can act on it.')
  }
  if (said.choice === 'approveWithConditions' && said.conditions.length === 0)
    return refusal('ConditionsNeeded', 'conditions: write at least one condition, or agree without conditions.')
  if (isUntilADate(said.choice) && !(said.deferUntilInstant && said.deferUntilInstant > atInstant))
    return refusal('DateNeeded', 'deferUntil: give a date after today to come back to this.')
  if (said.toMeeting) {
    const meeting = said.choice === 'defer' ? laterMeeting(review, said.deferUntilDay) : undefined
    if (!meeting || meeting.endsInstant !== said.deferUntilInstant || meeting.papersDueInstant <= atInstant)
      return refusal(
        'NoSuchMeeting',
        'deferUntilDay: must be a later meeting of this board whose papers are still due.',
      )
  }
  return undefined
}
