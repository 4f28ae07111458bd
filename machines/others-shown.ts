import { currentBallot, type ReviewContext } from './review.ts'
import { sittingIn } from './seats.ts'

/**
 * Whether the reader of a seat may be told how the others decided, while the board has not finished: at once, or, where its terms say
 * so, once that seat has a decision of its own. Until then not even who has decided is told: where one refusal ends a matter, whoever
 * has decided and left it open has agreed.
 */
export const maySeeOthers = (review: Pick<ReviewContext, 'terms' | 'ballots'>, seatId: string): boolean =>
  review.terms.othersShown !== 'afterOwn' || currentBallot(review, seatId) !== undefined

/**
 * The same for somebody who is told of a decision by their part in it, as a chair or a deputy is of an overdue one: whoever sits in a
 * seat, or may sit in it for its holder, is told no more than that seat. Whoever has no seat is told everything.
 */
export const personMaySeeOthers = (
  review: Pick<ReviewContext, 'terms' | 'ballots' | 'ownCasePersonIds' | 'seatMoves'>,
  personId: string,
): boolean =>
  review.terms.seats
    .filter(
      (seat) =>
        sittingIn(review, seat)?.personId === personId ||
        seat.holderId === personId ||
        seat.deputies?.some((deputy) => deputy.personId === personId),
    )
    .every(({ seatId }) => maySeeOthers(review, seatId))
