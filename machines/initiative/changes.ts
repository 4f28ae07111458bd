import { isFavourable, type ReviewOutput } from '../review.ts'
import { perStage } from '../stages/index.ts'
import type { ReportedDecision } from '../vocabulary/facts.ts'
import { submissionOf } from './boards.ts'
import { chairsActionIn, chairsActionReported, deadlineToReport, reportOverdue, wayDecided } from './chairs-actions.ts'
import { chaseIn, conditionsAfter, conditionsChased, deadlinesOfCondition, deadlinesOfOpen } from './conditions.ts'
import type { DecisionRecord, InitiativeContext, InitiativeEvent, InitiativeInput, Submission } from './context.ts'
import { certaintyUnder, currentStage, progressFrom } from './progress.ts'
import { extensionEnded, extensionsAfter, isExtension } from './extensions.ts'
import { hardDateDropped, hardDateIn, hardDatesAfter, hardDateSet } from './hard-dates.ts'
import { deadlineOf, outliving } from './reminders.ts'
import { boardAdded, papersPut } from './submitting.ts'

type EventType = InitiativeEvent['type']
type EventOf<Type extends EventType> = {
  [Each in Type]: { type: Each } & Extract<InitiativeEvent, { type: Each }>
}[Type]
type Change<Type extends EventType> = (
  initiative: InitiativeContext,
  event: EventOf<Type>,
) => Partial<InitiativeContext>

/** The deadline of a hold that was to be looked at again on a day: it stays on hold, and is late from then on. */
const holdReview = 'holdReview'

/** A decision reported by a source, as the record shows it. */
const reported = ({ kind, ...decision }: ReportedDecision): DecisionRecord => ({ ...decision, outcome: kind })

/** How an initiative stands when its record begins: at the stage it really is at, the ones before it passed without a date. */
export const beginning = ({ decisions, cohorts, tranches, ...input }: InitiativeInput): InitiativeContext => {
  const { stage, provenance } = input.entry
  const certainty = certaintyUnder(input.plan, provenance.certainty)
  return {
    ...input,
    stages: perStage(progressFrom(stage, certainty, input.createdInstant)),
    sinceInstant: input.createdInstant,
    evidence: {},
    boardPosition: 0,
    submissionCount: 0,
    points: [],
    conditions: [],
    decisions: decisions.map(reported),
    disputes: [],
    cohortIds: [],
    openCohortIds: [],
    trancheIds: [],
    liveTrancheIds: [],
    deadlines: input.reminders.map(deadlineOf),
    failedEffects: [],
  }
}

const decisionOf = (ended: ReviewOutput, submission: Submission): DecisionRecord => {
  const { proposal, stage, round, certainty } = submission
  return {
    decisionId: ended.reviewId,
    reviewId: ended.reviewId,
    boardId: ended.boardId,
    boardName: ended.boardName,
    wording: ended.room?.wording ?? proposal.asks,
    outcome: ended.outcome,
    on: { precision: 'instant', atInstant: ended.endedInstant },
    stage,
    round,
    because: ended.because,
    ...(ended.deferredTo ? { deferredTo: ended.deferredTo } : {}),
    ...(ended.parties ? { parties: ended.parties } : {}),
    ...(ended.room ? { room: ended.room } : {}),
    ...wayDecided(submission, ended),
    ...(isFavourable(ended.outcome)
      ? { authorises: proposal.authorises, doesNotAuthorise: proposal.doesNotAuthorise }
      : {}),
    provenance: { certainty },
  }
}

/** What each event changes in the initiative's record: one entry an event, nothing about what may happen when. */
export const changes: { [Type in EventType]: Change<Type> } = {
  stageStated: (initiative, { stage, provenance, atInstant }) => ({
    entry: { ...initiative.entry, stage, provenance },
    stages: perStage(progressFrom(stage, certaintyUnder(initiative.plan, provenance.certainty), atInstant)),
    sinceInstant: atInstant,
  }),
  evidenceProvided: (initiative, { evidenceId, paper }) => {
    const stage = currentStage(initiative)
    if (!stage) return {}
    return { evidence: { ...initiative.evidence, [stage]: { ...initiative.evidence[stage], [evidenceId]: paper } } }
  },
  pointAnswered: ({ points }, { pointId, answer }) => ({
    points: points.map((point) => (point.pointId === pointId ? { ...point, answer } : point)),
  }),
  submitted: papersPut,
  boardAdded,
  submissionWithdrawn: () => ({}),
  reviewEnded: (initiative, ended) => {
    const submission = submissionOf(initiative, ended.submissionId)
    if (!submission) return {}
    const failedEffects = initiative.failedEffects.filter(({ reviewId }) => reviewId !== ended.reviewId)
    const decision = decisionOf(ended, submission)
    const decisions = [...initiative.decisions, decision]
    const withMoreTime = extensionsAfter(initiative, ended)
    const conditions = conditionsAfter(initiative, submission, ended)
    const deadlines = [
      ...deadlinesOfOpen(withMoreTime.deadlines, conditions),
      ...deadlineToReport(decision),
      ...conditions.slice(initiative.conditions.length).flatMap(deadlinesOfCondition),
    ]
    if (submission !== initiative.submission)
      // Between gates nothing else is changed: no stage, no point to answer before the next papers, no date of the stage.
      return {
        decisions,
        failedEffects,
        ...withMoreTime,
        conditions,
        deadlines,
        betweenGates: (initiative.betweenGates ?? []).filter((papers) => papers !== submission),
      }
    const { stage, round } = submission
    const deferredUntilInstant = ended.deferUntilInstant
    return {
      decisions,
      points: [
        ...initiative.points,
        ...(['sentBack', 'deferred'].includes(ended.outcome) ? ended.points : []).map((point, index) => ({
          ...point,
          pointId: `${ended.reviewId}p${index + 1}`,
          stage,
          round,
        })),
      ],
      conditions,
      ...withMoreTime,
      deadlines,
      failedEffects,
      sinceInstant: ended.atInstant,
      ...(ended.outcome === 'deferred' && deferredUntilInstant
        ? {
            deferredUntilInstant,
            deadlines: [
              ...outliving(deadlines),
              { name: 'deferral', atInstant: deferredUntilInstant, duringHold: 'runs' as const },
            ],
          }
        : {}),
      ...(ended.outcome === 'stopped' ? { closure: { outcome: 'closedEarly' as const, reason: ended.because } } : {}),
    }
  },
  decisionDisputed: ({ disputes }, { type: _type, ...dispute }) => ({
    // The newest statement on a decision stands for all of them: the audit keeps every one, what is carried must not grow for ever.
    disputes: [
      ...disputes.filter(
        ({ reviewId, seatId, decisionNumber }) =>
          reviewId !== dispute.reviewId || seatId !== dispute.seatId || decisionNumber !== dispute.decisionNumber,
      ),
      dispute,
    ],
  }),
  papersCirculated: () => ({}),
  consultationOpened: ({ cohortIds, openCohortIds }, { cohortId }) => ({
    cohortIds: [...cohortIds, cohortId],
    openCohortIds: [...openCohortIds, cohortId],
  }),
  consultationEnded: ({ openCohortIds }, { cohortId }) => ({
    openCohortIds: openCohortIds.filter((id) => id !== cohortId),
  }),
  tranchePlanned: ({ trancheIds }, { trancheId }) => ({ trancheIds: [...trancheIds, trancheId] }),
  trancheFullyLive: (initiative, { trancheId, atInstant }) => {
    const liveTrancheIds = [...initiative.liveTrancheIds, trancheId]
    const isTheLast = initiative.trancheIds.every((id) => liveTrancheIds.includes(id))
    // Go-live ends with its last tranche, not with the approval that went before.
    const endsGoLive = isTheLast && currentStage(initiative) === 'goLive'
    return { liveTrancheIds, ...(endsGoLive ? { sinceInstant: atInstant } : {}) }
  },
  stageNotRequired: () => ({}),
  held: ({ deadlines }, { reason, reviewOnInstant, atInstant }) => ({
    hold: { reason, sinceInstant: atInstant, ...(reviewOnInstant ? { reviewOnInstant } : {}) },
    ...(reviewOnInstant
      ? { deadlines: [...deadlines, { name: holdReview, atInstant: reviewOnInstant, duringHold: 'runs' as const }] }
      : {}),
  }),
  resumed: ({ deadlines }) => ({ hold: undefined, deadlines: deadlines.filter(({ name }) => name !== holdReview) }),
  conditionDischarged: (initiative, { conditionId, evidence, paper, acceptedBy, atInstant }) => {
    const discharged = { evidence, acceptedBy, atInstant, ...(paper ? { paper } : {}) }
    const conditions = initiative.conditions.map((condition) =>
      condition.conditionId === conditionId ? { ...condition, discharged } : condition,
    )
    return { conditions, deadlines: deadlinesOfOpen(initiative.deadlines, conditions) }
  },
  chairsActionReported,
  hardDateSet,
  hardDateDropped,
  ratingRecorded: ({ ratings }, { type: _type, atInstant: _at, ...rating }) => ({
    ratings: [...ratings.filter(({ kind }) => kind !== rating.kind), rating],
  }),
  planChanged: (_, { plan }) => ({ plan }),
  closureReported: ({ closure }, { report, atInstant }) => ({
    closure: { outcome: 'completed' as const, ...closure, report, atInstant },
    sinceInstant: atInstant,
  }),
  closedEarly: (_, { reason, report, atInstant }) => ({
    closure: { outcome: 'closedEarly', reason, report, atInstant },
    sinceInstant: atInstant,
  }),
  withdrawn: (_, { reason, atInstant }) => ({
    closure: { outcome: 'withdrawn', reason, atInstant },
    sinceInstant: atInstant,
  }),
  deadlinePassed: ({ deadlines, hold, extensions, conditions, hardDates, decisions }, { name, atInstant }) => ({
    deadlines: deadlines.filter((deadline) => deadline.name !== name),
    ...(hardDates && hardDateIn(name) ? { hardDates: hardDatesAfter(hardDates, name) } : {}),
    ...(chairsActionIn(name) ? { decisions: reportOverdue(decisions, name) } : {}),
    ...(chaseIn(name) ? { conditions: conditionsChased(conditions, name) } : {}),
    ...(extensions && isExtension({ name }) ? { extensions: extensionEnded(extensions, name) } : {}),
    ...(name === holdReview && hold ? { hold: { ...hold, reviewPassedInstant: atInstant } } : {}),
    ...(name === 'deferral' ? { deferredUntilInstant: undefined, sinceInstant: atInstant } : {}),
  }),
  effectExhausted: ({ failedEffects }, { type: _type, ...failed }) => ({
    failedEffects: [...failedEffects, failed].slice(-20),
  }),
  effectCarriedOut: ({ failedEffects }, { effect, reviewId, circulationId }) => ({
    failedEffects: failedEffects.filter(
      (failed) => failed.effect !== effect || failed.reviewId !== reviewId || failed.circulationId !== circulationId,
    ),
  }),
}

/** The record after an event. */
export const changed = <Type extends EventType>(
  initiative: InitiativeContext,
  event: EventOf<Type>,
): Partial<InitiativeContext> => changes[event.type](initiative, event)
