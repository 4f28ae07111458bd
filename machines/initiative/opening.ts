import { inItsTurn } from '../review-dates.ts'
import type { ReviewInput } from '../review.ts'
import type { BoardTerms } from '../vocabulary/board.ts'
import { boardsAsked, reviewIdOf, seatsOf, submissionIdOf } from './boards.ts'
import type { InitiativeContext, Submission } from './context.ts'

/**
 * A board that asks only those who agreed before it: a force recommends at one board, and confirms at home with its commissioner at the
 * next. Those given more time, and those who did not agree, are not asked, and hold up nobody.
 */
const ofThoseWhoAgreed = ({ decisions }: InitiativeContext, submissionId: string, terms: BoardTerms): BoardTerms => {
  if (terms.only !== 'thoseWhoAgreed') return terms
  const stood = decisions
    .filter(({ reviewId }) => reviewId !== undefined && submissionIdOf(reviewId) === submissionId)
    .flatMap(({ parties = [] }) => parties)
  if (stood.length === 0) return terms
  // Where several boards asked an organisation, its last word counts.
  const lastStand = new Map(stood.flatMap(({ organisationIds, stand }) => organisationIds.map((id) => [id, stand])))
  const agreed = new Set([...lastStand].flatMap(([id, stand]) => (stand === 'agreed' ? [id] : [])))
  return { ...terms, seats: seatsOf(terms.seats, agreed) }
}

/**
 * What a review is opened with: one submission before one of its boards. `askedBefore` is how many of its boards were asked before this
 * one's turn came; none for a board whose time is counted from now.
 */
export const reviewOf = (
  initiative: InitiativeContext,
  submission: Submission,
  { position, askedBefore, atInstant }: { position: number; askedBefore: number; atInstant: number },
): ReviewInput => {
  const { submissionId, stage, round, proposal, papers, boards } = submission
  const planned = boards[position]
  const terms = planned && ofThoseWhoAgreed(initiative, submissionId, planned)
  if (!terms) throw new RangeError('A review can only be opened for a submission before a board')
  const dueBefore = boards
    .slice(0, askedBefore)
    .reduce((latest, { decideByInstant }) => Math.max(latest, decideByInstant), 0)
  const points = initiative.points.filter((point) => point.stage === stage)
  const lastRound = Math.max(...points.map((point) => point.round))
  return {
    reviewId: reviewIdOf(submissionId, position),
    submissionId,
    stage,
    round,
    terms: dueBefore > 0 ? inItsTurn(terms, { dueBefore, atInstant }) : terms,
    proposal,
    papers,
    answers: points
      .filter((point) => point.round === lastRound && point.answer !== undefined)
      .map(({ pointId, raisedBy, text, answer }) => ({ pointId, raisedBy, text, answer: answer ?? '' })),
    ownCasePersonIds: ownCasePersonIds(initiative),
    openedInstant: atInstant,
  }
}

/** People who may not decide this case: its author, sponsor and SRO. */
export const ownCasePersonIds = ({ sro, executiveLead, changeTeam }: InitiativeContext): string[] =>
  [sro?.personId, executiveLead?.personId, changeTeam?.personId].filter((personId) => personId !== undefined)

type Opening = { context: InitiativeContext; event: { atInstant: number } }
type Opened = { reviews: ReviewInput[] }

/** The reviews of the boards whose turn it is. */
export const boardsInTurn = ({ context, event: { atInstant } }: Opening): Opened => ({
  reviews: boardsAsked(context).flatMap(({ position }) =>
    context.submission
      ? [reviewOf(context, context.submission, { position, askedBefore: context.boardPosition, atInstant })]
      : [],
  ),
})

/** The review of a board that is asked besides those already asked. */
export const boardAddedLast = ({ context, event: { atInstant } }: Opening): Opened => {
  const added = boardsAsked(context).at(-1)
  return {
    reviews:
      context.submission && added
        ? [reviewOf(context, context.submission, { position: added.position, askedBefore: 0, atInstant })]
        : [],
  }
}

/** The reviews of a decision between gates: all its boards at once. */
export const boardsBetweenGates = ({ context, event: { atInstant } }: Opening): Opened => {
  const submission = context.betweenGates?.at(-1)
  return {
    reviews:
      submission?.boards.map((_, position) => reviewOf(context, submission, { position, askedBefore: 0, atInstant })) ??
      [],
  }
}
