import { inItsTurn } from '../review-dates.ts'
import { isFavourable, type ReviewInput, type ReviewOutput } from '../review.ts'
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
      reviewId?.startsWith(`${ended.submissionId}b`) ? [[reviewId, outcome]] : [],
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

/**
 * A board that asks only those who agreed before it: a force recommends at one board, and confirms at home with its commissioner at the
 * next. Those given more time, and those who did not agree, are not asked, and hold up nobody.
 */
const ofThoseWhoAgreed = ({ decisions }: InitiativeContext, submissionId: string, terms: BoardTerms): BoardTerms => {
  if (terms.only !== 'thoseWhoAgreed') return terms
  const stood = decisions
    .filter(({ reviewId }) => reviewId?.startsWith(`${submissionId}b`))
    .flatMap(({ parties = [] }) => parties)
  if (stood.length === 0) return terms
  const agreed = new Set(
    stood.filter(({ stand }) => stand === 'agreed').flatMap(({ organisationIds }) => organisationIds),
  )
  return { ...terms, seats: seatsOf(terms.seats, agreed) }
}

/** The seats of some organisations, each with the other of its pair: a commissioner's with the force's. */
export const seatsOf = (seats: readonly Seat[], organisationIds: ReadonlySet<string>): Seat[] => {
  const own = seats.filter((seat) => seat.organisationIds.some((id) => organisationIds.has(id)))
  return seats.filter(
    (seat) => own.includes(seat) || own.some(({ pairId }) => pairId !== undefined && pairId === seat.pairId),
  )
}

/** What a review is opened with: one submission before one of its boards. */
export const reviewOf = (
  initiative: InitiativeContext,
  submission: Submission,
  position: number,
  atInstant: number,
): ReviewInput => {
  const { submissionId, stage, round, proposal, papers, boards } = submission
  const planned = boards[position]
  const terms = planned && ofThoseWhoAgreed(initiative, submissionId, planned)
  if (!terms) throw new RangeError('A review can only be opened for a submission before a board')
  const dueBefore = boards
    .slice(0, terms.together ? 0 : position)
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
