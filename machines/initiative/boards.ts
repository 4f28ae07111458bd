import { isFavourable, type ReviewOutput } from '../review.ts'
import type { BoardTerms, Seat } from '../vocabulary/board.ts'
import type { InitiativeContext, Submission } from './context.ts'

/** "s3b1": the third submission, before its first board. */
export const reviewIdOf = (submissionId: string, boardPosition: number) => `${submissionId}b${boardPosition + 1}`

/** The submission a review belongs to, by the review's id. */
export const submissionIdOf = (reviewId: string): string => reviewId.replace(/b\d+$/, '')

/** The id of papers between gates, by their number: they have no round of a stage. */
export const betweenGatesId = (number: number) => `u${number}`

/** Whether an id is that of papers between gates, or of a review of them. */
export const isBetweenGates = (id: string): boolean => /^u\d/.test(id)

/** The boards of a submission now being asked, with their places: one, or several asked at the same time. */
export const boardsAsked = ({
  submission,
  boardPosition,
}: InitiativeContext): { terms: BoardTerms; position: number }[] =>
  submission ? boardsFrom(submission.boards, boardPosition) : []

/** The boards of a submission that are asked after those now being asked. */
export const boardsToCome = (initiative: InitiativeContext): BoardTerms[] =>
  initiative.submission?.boards.slice(initiative.boardPosition + boardsAsked(initiative).length) ?? []

const boardsFrom = (boards: readonly BoardTerms[], from: number) => {
  const next = boards.findIndex(({ together }, position) => position > from && !together)
  return boards.map((terms, position) => ({ terms, position })).slice(from, next === -1 ? undefined : next)
}

/** The papers a review belongs to: those of the stage, or those of a decision between gates. */
export const submissionOf = (
  { submission, betweenGates = [] }: InitiativeContext,
  submissionId: string,
): Submission | undefined =>
  submission?.submissionId === submissionId
    ? submission
    : betweenGates.find((papers) => papers.submissionId === submissionId)

/** What the boards made of a submission so far, by review, the one that has just ended among them. */
const outcomesOf = (
  { decisions }: InitiativeContext,
  ended: Pick<ReviewOutput, 'submissionId' | 'reviewId' | 'outcome'>,
): Map<string, string> =>
  new Map([
    ...decisions.flatMap(({ reviewId, outcome }): [string, string][] =>
      reviewId !== undefined && submissionIdOf(reviewId) === ended.submissionId ? [[reviewId, outcome]] : [],
    ),
    [ended.reviewId, ended.outcome],
  ])

/** Whether a board that agreed was the last of those asked at the same time. */
export const isLastOfThose = (initiative: InitiativeContext, ended: ReviewOutput): boolean => {
  const outcomes = outcomesOf(initiative, ended)
  return boardsAsked(initiative).every(({ position }) => outcomes.has(reviewIdOf(ended.submissionId, position)))
}

const approvals = ['approved', 'approvedWithConditions']

/** Whether one of the submission's boards approved the case; those that endorse or note it cannot. */
export const isApproved = (initiative: InitiativeContext, ended: ReviewOutput): boolean =>
  isFavourable(ended.outcome) &&
  [...outcomesOf(initiative, ended).values()].some((outcome) => approvals.includes(outcome))

/** The seats of some organisations, each with the other of its pair: a commissioner's with the force's. */
export const seatsOf = (seats: readonly Seat[], organisationIds: ReadonlySet<string>): Seat[] => {
  const own = seats.filter((seat) => seat.organisationIds.some((id) => organisationIds.has(id)))
  return seats.filter(
    (seat) => own.includes(seat) || own.some(({ pairId }) => pairId !== undefined && pairId === seat.pairId),
  )
}
