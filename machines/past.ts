import type { AuditEntry } from './audit-entry.ts'
import { countsOf, type CirculationContext } from './circulation/context.ts'
import { openCase, take, type CaseFile, type StoredCase, type StoredMachine } from './case-file.ts'
import { currentStage } from './initiative/progress.ts'
import { isBetweenGates, submissionIdOf } from './initiative/boards.ts'
import { isOpen } from './initiative/conditions.ts'
import type { DecisionRecord, InitiativeContext, Point } from './initiative/context.ts'
import type { ReviewContext, ReviewOutput } from './review.ts'
import { reviewOutput } from './review-machine.ts'
import { roomsKept } from './room.ts'
import type { RollOutContext } from './roll-out.ts'

/** How much of its past a case keeps in its state. The rest stays in the audit, which keeps every word for good. */
export type Keep = {
  /** Ended reviews with every word, and ended reviews at all: the newest. */
  fullReviews: number
  reviews: number
  /** Decisions made here, besides those of each stage's last papers. */
  decisions: number
  /** Rounds whose points and answers are kept, besides the last round of the present stage. */
  rounds: number
  /** Conditions that are met or superseded; open ones always stay. */
  closedConditions: number
  /** Earlier dates of each tranche. */
  earlierDates: number
  /** Closed circulations with every word, and with more than their counts: the newest. */
  fullCirculations: number
  circulations: number
}

type Ballots = ReviewContext['ballots']
type StoredReview = StoredMachine<ReviewContext>
type StoredCirculation = StoredMachine<CirculationContext>

/** Decisions without the words that came with them. Without `alsoTheLast`, each seat's last keeps its own, because it counts. */
const withoutWords = (ballots: Ballots, alsoTheLast: boolean): Ballots =>
  Object.fromEntries(
    Object.entries(ballots).map(([seatId, versions]) => [
      seatId,
      versions.map((version, index) => {
        if (!alsoTheLast && index === versions.length - 1) return version
        const { reason: _reason, ...ballot } = version
        return { ...ballot, points: [], conditions: [] }
      }),
    ]),
  )

const digest = (review: StoredReview): StoredReview => ({
  ...review,
  context: {
    ...review.context,
    answers: [],
    papers: [],
    ballots: withoutWords(review.context.ballots, true),
    ...roomsKept(review.context, true),
  },
})

const withoutOvertakenWords = (review: StoredReview): StoredReview => ({
  ...review,
  context: {
    ...review.context,
    ballots: withoutWords(review.context.ballots, false),
    ...roomsKept(review.context, false),
  },
})

const reviewsKept = (reviews: StoredCase['reviews'], { fullReviews, reviews: kept }: Keep): StoredCase['reviews'] => {
  const endedNewestFirst = Object.entries(reviews)
    .filter(([, { status }]) => status === 'done')
    .sort(([, a], [, b]) => b.context.openedInstant - a.context.openedInstant)
    .map(([reviewId]) => reviewId)
  const digested = endedNewestFirst.slice(fullReviews)
  const gone = endedNewestFirst.slice(kept)
  return Object.fromEntries(
    Object.entries(reviews).flatMap(([id, review]) =>
      gone.includes(id) ? [] : [[id, digested.includes(id) ? digest(review) : withoutOvertakenWords(review)]],
    ),
  )
}

/** A closed circulation without what was written in it: who was asked, who commented on what and how it was answered stays. */
const withoutTexts = ({ context, ...circulation }: StoredCirculation): StoredCirculation => ({
  ...circulation,
  context: {
    ...context,
    comments: context.comments.map(({ text: _text, where: _where, answered, ...comment }) => ({
      ...comment,
      ...(answered ? { answered: { outcome: answered.outcome, atInstant: answered.atInstant } } : {}),
    })),
  },
})

/** A closed circulation as its counts alone. */
const countedOnly = ({ context, ...circulation }: StoredCirculation): StoredCirculation => ({
  ...circulation,
  context: {
    ...context,
    asks: '',
    stakeholders: [],
    papers: [],
    comments: [],
    noComments: {},
    inAuditOnly: countsOf(context),
  },
})

/** When the last was heard of a circulation: the mail about its last answer is then still to be written. */
const lastSaidInstant = ({ context: { closed, comments, openedInstant } }: StoredCirculation): number =>
  Math.max(closed?.atInstant ?? openedInstant, ...comments.map(({ answered }) => answered?.atInstant ?? 0))

/** Nothing leaves a circulation that is open, or that still owes answers. */
const circulationsKept = (
  circulations: Record<string, StoredCirculation>,
  { fullCirculations, circulations: kept }: Keep,
): Record<string, StoredCirculation> => {
  const closedNewestFirst = Object.entries(circulations)
    .filter(([, { status }]) => status === 'done')
    .sort(([, a], [, b]) => lastSaidInstant(b) - lastSaidInstant(a) || b.context.number - a.context.number)
    .map(([circulationId]) => circulationId)
  const wordless = closedNewestFirst.slice(fullCirculations)
  const counted = closedNewestFirst.slice(kept)
  return Object.fromEntries(
    Object.entries(circulations).map(([id, circulation]) => [
      id,
      counted.includes(id) ? countedOnly(circulation) : wordless.includes(id) ? withoutTexts(circulation) : circulation,
    ]),
  )
}

/** What sources report stays, and what the last papers of each stage came to: by it the rules know how far they have come. */
const decisionsKept = (decisions: DecisionRecord[], kept: number): DecisionRecord[] => {
  const lastOf = new Map(
    decisions.flatMap(({ reviewId, stage }) =>
      reviewId === undefined || isBetweenGates(reviewId) ? [] : [[stage, submissionIdOf(reviewId)] as const],
    ),
  )
  const stays = ({ reviewId, stage, toReport }: DecisionRecord) =>
    reviewId === undefined ||
    lastOf.get(stage) === submissionIdOf(reviewId) ||
    (toReport !== undefined && !toReport.reported)
  const past = decisions.filter((decision) => !stays(decision))
  const gone = past.slice(0, Math.max(0, past.length - kept))
  return decisions.filter((decision) => !gone.includes(decision))
}

/** The points of the present stage's last round are shown with their answers to the next board; unanswered ones hold up its papers. */
const pointsKept = (context: InitiativeContext, kept: number): Point[] => {
  const { points } = context
  const present = currentStage(context)
  const lastRound = Math.max(...points.filter(({ stage }) => stage === present).map(({ round }) => round))
  const roundOf = ({ stage, round }: Point) => `${stage} ${round}`
  const newest = [...new Set(points.map(roundOf))].slice(-kept)
  return points.filter(
    (point) =>
      (point.stage === present && (point.round === lastRound || point.answer === undefined)) ||
      (kept > 0 && newest.includes(roundOf(point))),
  )
}

const initiativeKept = (context: InitiativeContext, keep: Keep): InitiativeContext => {
  const closed = context.conditions.filter((condition) => !isOpen(condition))
  const goneConditions = closed.slice(0, Math.max(0, closed.length - keep.closedConditions))
  const decisions = decisionsKept(context.decisions, keep.decisions)
  const points = pointsKept(context, keep.rounds)
  const conditions = context.conditions.filter((condition) => !goneConditions.includes(condition))
  const before = context.inAuditOnly ?? { decisions: 0, points: 0, conditions: 0 }
  const inAuditOnly = {
    decisions: before.decisions + context.decisions.length - decisions.length,
    points: before.points + context.points.length - points.length,
    conditions: before.conditions + context.conditions.length - conditions.length,
  }
  const hasLeft = Object.values(inAuditOnly).some((count) => count > 0)
  return { ...context, decisions, points, conditions, ...(hasLeft ? { inAuditOnly } : {}) }
}

const rollOutKept = (
  rollOut: StoredMachine<RollOutContext>,
  { earlierDates }: Keep,
): StoredMachine<RollOutContext> => ({
  ...rollOut,
  context: { ...rollOut.context, earlierDates: rollOut.context.earlierDates.slice(-earlierDates) },
})

/**
 * The case without the older part of its past: it goes on in exactly the same way, refuses and waits for the same, and what left stays
 * in the audit. What is open, what the rules count and what a source reports never leaves.
 */
export const withoutPast = (state: StoredCase, keep: Keep): StoredCase => ({
  ...state,
  initiative: { ...state.initiative, context: initiativeKept(state.initiative.context, keep) },
  reviews: reviewsKept(state.reviews, keep),
  rollOuts: Object.fromEntries(Object.entries(state.rollOuts).map(([id, rollOut]) => [id, rollOutKept(rollOut, keep)])),
  ...(state.circulations ? { circulations: circulationsKept(state.circulations, keep) } : {}),
})

/** The case as it was after each entry: the audit's events, in its order, taken by the machines once more. */
function* retraced(entries: readonly AuditEntry[]): Generator<CaseFile> {
  let caseFile: CaseFile | undefined
  for (const { event } of entries) {
    if (event.type === 'created') {
      const { type: _type, atInstant: createdInstant, ...creation } = event
      caseFile = openCase({ ...creation, createdInstant }).caseFile
    } else if (caseFile) caseFile = take(caseFile, event).caseFile
    if (caseFile) yield caseFile
  }
}

/**
 * A review that has left the state, as it ended: its entries, in the audit's order, are taken by the machines once more. Undefined
 * when they know of none by that id, or of none that has ended.
 */
export const endedReviewIn = (entries: readonly AuditEntry[], reviewId: string): StoredReview | undefined =>
  firstIn(entries, ({ reviews }) => ended(reviews[reviewId]))

/** A circulation whose words have left the state, as it was when it was done with; undefined when there is none such. */
export const closedCirculationIn = (
  entries: readonly AuditEntry[],
  circulationId: string,
): StoredCirculation | undefined => firstIn(entries, ({ circulations }) => ended(circulations[circulationId]))

const ended = <Machine extends { status: string }>(machine: Machine | undefined): Machine | undefined =>
  machine?.status === 'done' ? machine : undefined

/** What is found in the case as it was after each entry, the first time it is there. */
const firstIn = <Found>(
  entries: readonly AuditEntry[],
  find: (caseFile: CaseFile) => Found | undefined,
): Found | undefined => {
  for (const caseFile of retraced(entries)) {
    const found = find(caseFile)
    if (found !== undefined) return found
  }
  return undefined
}

/**
 * What each board that has ended decides, worked out anew from the audit: with the terms of the day its papers went out, whoever sat
 * where then, and every vote as it was cast. By review.
 */
export const decidedAnew = (entries: readonly AuditEntry[]): Map<string, ReviewOutput['outcome']> => {
  const decided = new Map<string, ReviewOutput['outcome']>()
  for (const { reviews } of retraced(entries))
    for (const [reviewId, review] of Object.entries(reviews)) {
      const ended = decided.has(reviewId) ? undefined : reviewOutput(review)
      if (ended) decided.set(reviewId, ended.outcome)
    }
  return decided
}
