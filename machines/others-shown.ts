import { currentBallot, type ReviewContext } from './review.ts'

/**
 * Whether the reader of a seat may be told how the others decided, while the board has not finished: at once, or, where its terms say
 * so, once that seat has a decision of its own. Until then not even who has decided is told: where one refusal ends a matter, whoever
 * has decided and left it open has agreed.
 */
export const maySeeOthers = (review: Pick<ReviewContext, 'terms' | 'ballots'>, seatId: string): boolean =>
  review.terms.othersShown !== 'afterOwn' || currentBallot(review, seatId) !== undefined
