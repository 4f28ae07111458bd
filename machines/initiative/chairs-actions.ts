import type { FactOf } from '../commands.ts'
import type { Deadline } from '../deadlines.ts'
import { refusal, type Refusal } from '../refusal.ts'
import { meetingAfter } from '../review-dates.ts'
import type { ReviewOutput } from '../review.ts'
import type { Meeting } from '../vocabulary/meeting.ts'
import type { RoleHolder } from '../vocabulary/people.ts'
import type { WayAsked } from '../vocabulary/way.ts'
import { reviewIdOf } from './boards.ts'
import type { DecisionRecord, InitiativeContext, Submission } from './context.ts'

/**
 * A chair's action is told to the board's next meeting and minuted there. `meeting` is absent where none was on file when it was taken;
 * `overdue` once that meeting is over and nobody has recorded that it was told.
 */
export type ToReport = {
  meeting?: Meeting
  secretary?: RoleHolder
  overdue?: true
  reported?: { meetingDay: string; note: string; recordedBy: string; atInstant: number }
}

/** A decision taken by chair's action. */
export type ChairsActionRecord = DecisionRecord & { reviewId: string; toReport: ToReport }

const isChairsAction = (decision: DecisionRecord): decision is ChairsActionRecord =>
  decision.toReport !== undefined && decision.reviewId !== undefined

/** The chair's actions still to be told to their boards, oldest first. */
export const toBeReported = ({ decisions }: Pick<InitiativeContext, 'decisions'>): ChairsActionRecord[] =>
  decisions.filter(isChairsAction).filter(({ toReport }) => !toReport.reported)

/** In which way a board decided, where it was neither at a meeting nor in the plan's time; and to which meeting it is told. */
export const wayDecided = (
  { submissionId, boards }: Submission,
  ended: ReviewOutput,
): Pick<DecisionRecord, 'way' | 'toReport'> => {
  const terms = boards.find((_, position) => reviewIdOf(submissionId, position) === ended.reviewId)
  // A board that was merged into another decides as that one does.
  if (!terms?.way || terms.boardId !== ended.boardId || ended.outcome === 'withdrawn') return {}
  const { by, reason } = terms.way
  const way: WayAsked = { by, reason }
  if (by === 'correspondence') return { way }
  const meeting = meetingAfter(terms, ended.endedInstant)
  return {
    way,
    toReport: { ...(meeting ? { meeting } : {}), ...(terms.secretary ? { secretary: terms.secretary } : {}) },
  }
}

const prefix = 'chairsAction:'

/** The board decision a deadline chases the report of; undefined for a deadline that is no chair's action's. */
export const chairsActionIn = (deadlineName: string): string | undefined =>
  deadlineName.startsWith(prefix) ? deadlineName.slice(prefix.length) : undefined

/** The day of the meeting a chair's action is told to. It runs on during a hold: the board meets all the same. */
export const deadlineToReport = ({ reviewId, toReport }: DecisionRecord): Deadline[] =>
  reviewId !== undefined && toReport?.meeting
    ? [{ name: `${prefix}${reviewId}`, atInstant: toReport.meeting.endsInstant, duringHold: 'runs' }]
    : []

const reporting = (decisions: DecisionRecord[], ofReviewId: string, change: Partial<ToReport>): DecisionRecord[] =>
  decisions.map((decision) =>
    decision.reviewId === ofReviewId && decision.toReport
      ? { ...decision, toReport: { ...decision.toReport, ...change } }
      : decision,
  )

/** The decisions once the meeting one of them was to be told to is over. */
export const reportOverdue = (decisions: DecisionRecord[], deadlineName: string): DecisionRecord[] =>
  reporting(decisions, chairsActionIn(deadlineName) ?? '', { overdue: true })

/** A chair's action was told to a meeting of its board. */
export const chairsActionReported = (
  { decisions, deadlines }: InitiativeContext,
  { reviewId, meetingDay, note, recordedBy, atInstant }: FactOf<'reportChairsAction'>,
): Partial<InitiativeContext> => ({
  decisions: reporting(decisions, reviewId, { reported: { meetingDay, note, recordedBy, atInstant } }),
  deadlines: deadlines.filter(({ name }) => chairsActionIn(name) !== reviewId),
})

/** Why it cannot be recorded that a chair's action was told to a meeting, in words; undefined when it can. */
export const whyNotReport = (
  { decisions }: InitiativeContext,
  { reviewId, meetingEndsInstant, atInstant }: FactOf<'reportChairsAction'>,
): Refusal | undefined => {
  const decision = decisions.filter(isChairsAction).find((each) => each.reviewId === reviewId)
  if (!decision) return refusal('UnknownChairsAction', `reviewId: no chair\u2019s action was taken as ${reviewId}.`)
  if (decision.toReport.reported)
    return refusal(
      'ReportedAlready',
      `reviewId: it was reported to the meeting of ${decision.toReport.reported.meetingDay}.`,
    )
  if (decision.on.precision === 'instant' && meetingEndsInstant < decision.on.atInstant)
    return refusal('BeforeTheDecision', 'meetingDay: must not be before the day the chair decided.')
  return meetingEndsInstant - 24 * 3_600_000 > atInstant
    ? refusal('MeetingToCome', 'meetingDay: must be the day of a meeting that has been held.')
    : undefined
}

/** Why an initiative is not closed yet: a chair's action its board has not been told of. */
export const whyNotCloseBefore = (initiative: InitiativeContext): Refusal | undefined => {
  const [first] = toBeReported(initiative)
  return (
    first &&
    refusal(
      'ChairsActionToReport',
      `A chair\u2019s action is still to be reported to ${first.boardName}; record that first.`,
    )
  )
}
