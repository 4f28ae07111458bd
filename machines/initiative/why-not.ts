import { whyNotReadable, whyNotReaders } from '../paper-readers.ts'
import { refusal, type Refusal } from '../refusal.ts'
import { stageOf } from '../stages/index.ts'
import type { FactOf } from '../commands.ts'
import type { EvidenceItem } from '../vocabulary/plan.ts'
import { currentStage } from './progress.ts'
import { whyNotCloseBefore, whyNotReport } from './chairs-actions.ts'
import { isOpen, mayDischarge } from './conditions.ts'
import type { InitiativeContext, InitiativeEvent } from './context.ts'
import { whyNotDropHardDate, whyNotSetHardDate } from './hard-dates.ts'
import type { InitiativeSnapshot } from './machine.ts'
import { whyNotAddBoard, whyNotTheseBoards } from './why-not-boards.ts'

/** The evidence the current gate still needs. */
export const missingEvidence = (initiative: InitiativeContext): EvidenceItem[] => {
  const stage = currentStage(initiative)
  if (!stage) return []
  return initiative.plan.gates[stage].evidence.filter(({ id }) => !initiative.evidence[stage]?.[id])
}

/** The points raised in this stage that nobody has answered yet. */
export const unansweredPoints = (initiative: InitiativeContext) =>
  initiative.points.filter(({ stage, answer }) => answer === undefined && stage === currentStage(initiative))

/** The conditions whose discharge the papers of this stage wait for. */
export const blockingConditions = (initiative: InitiativeContext) =>
  initiative.conditions.filter((condition) => isOpen(condition) && condition.blocksStage === currentStage(initiative))

const whyNotSubmit = (initiative: InitiativeContext, event: FactOf<'submit'>): Refusal | undefined => {
  const strange = event.proposal.money?.shares?.find(
    (share) => !initiative.organisations.some(({ organisationId }) => organisationId === share.organisationId),
  )
  if (strange)
    return refusal(
      'UnknownOrganisation',
      `proposal.money.shares: ${strange.organisationId} takes no part in this initiative.`,
    )
  if (event.betweenGates)
    return currentStage(initiative) === undefined
      ? refusal('NotPossibleNow', 'Nothing can be decided between gates before its stage is known, or after the last.')
      : (whyNotBegin(initiative) ??
          whyNotTheseBoards(initiative, event) ??
          whyNotReadable(event.papers ?? [], event.boards))
  const missing = missingEvidence(initiative)
  if (missing.length > 0)
    return refusal('EvidenceMissing', `Still missing for this gate: ${missing.map(({ title }) => title).join('; ')}.`)
  const unanswered = unansweredPoints(initiative)
  if (unanswered.length > 0)
    return refusal(
      'PointsUnanswered',
      `Every point the board raised must be answered first: ${unanswered.map(({ text }) => text).join('; ')}`,
    )
  const blocking = blockingConditions(initiative)
  if (blocking.length > 0)
    return refusal(
      'ConditionsOpen',
      `These conditions must be met first: ${blocking.map(({ text }) => text).join('; ')}`,
    )
  const stage = currentStage(initiative)
  const stageSays = stage && event.proposal.ask === 'decide' ? stageOf(stage).whyNotSubmit?.(initiative) : undefined
  const papers = Object.values((stage && initiative.evidence[stage]) ?? {})
  return stageSays ?? whyNotTheseBoards(initiative, event) ?? whyNotReadable(papers, event.boards)
}

/** Nothing more is begun once only the closure report is left, on hold or not: after the last stage, or when a board stopped it. */
const whyNotBegin = ({ stages, closure }: InitiativeContext): Refusal | undefined => {
  const { standing } = stages.postImplementationReview
  return closure || standing === 'passed' || standing === 'notRequired'
    ? refusal('OnlyClosureLeft', 'Nothing more can be begun here: it waits for its closure report.')
    : undefined
}

/** A board approves go-live for the tranches it is shown: one that comes later has nobody's approval. */
const whyNotPlanTranche = (initiative: InitiativeContext): Refusal | undefined => {
  switch (initiative.stages.goLive.standing) {
    case 'passed':
      return refusal(
        'GoLiveOver',
        'Go-live is over: every tranche its board approved is live. Nothing more can be planned.',
      )
    case 'notRequired':
      return refusal('GoLiveNotRequired', 'Go-live is not required here, so no roll-out tranche can be planned.')
    default:
      return whyNotBegin(initiative)
  }
}

/** A condition is met once whoever may accept it has: nobody else's word discharges it. */
const whyNotDischarge = (
  { conditions }: InitiativeContext,
  { conditionId, acceptedBy }: FactOf<'dischargeCondition'>,
): Refusal | undefined => {
  const condition = conditions.find((each) => each.conditionId === conditionId)
  if (!condition || !isOpen(condition))
    return refusal('UnknownCondition', `conditionId: there is no open condition ${conditionId}.`)
  return mayDischarge(condition, acceptedBy)
    ? undefined
    : refusal(
        'NotTheirsToAccept',
        `acceptedBy: only ${condition.mayDischarge ?? condition.raisedBy} may accept that this condition is met, not ${acceptedBy}.`,
      )
}

/** Where the initiative is, in the middle of a sentence. */
const whereItIs = (snapshot: InitiativeSnapshot): string => {
  if (snapshot.matches('onHold')) return 'the initiative is on hold'
  if (snapshot.matches({ active: 'stageNotReported' })) return 'its stage is not reported yet'
  if (snapshot.matches({ active: 'closing' })) return 'it waits for its closure report'
  const stage = currentStage(snapshot.context)
  const title = stage ? stageOf(stage).title.toLowerCase() : 'its stage'
  if (snapshot.context.deferredUntilInstant !== undefined) return `the board deferred the ${title} to a later date`
  return withBoard(snapshot) ? `the papers of the ${title} are with the board` : `it is preparing the ${title}`
}

/** Whether papers are with a board now. */
export const withBoard = (snapshot: { value: unknown }): boolean =>
  JSON.stringify(snapshot.value).includes('"withBoard"')

/** Why an event is refused, in words for the person who sent it; undefined when it may happen. */
export const whyNotInitiative = (snapshot: InitiativeSnapshot, event: InitiativeEvent): Refusal | undefined => {
  const { context } = snapshot
  if (snapshot.status === 'done' && event.type !== 'decisionDisputed')
    return refusal('Closed', `This initiative is closed (${context.closure?.outcome ?? 'closed'}).`)
  switch (event.type) {
    case 'submitted': {
      if (!snapshot.can(event))
        return refusal('NotPossibleNow', `The papers cannot go out because ${whereItIs(snapshot)}.`)
      return whyNotSubmit(context, event)
    }
    case 'submissionWithdrawn':
      if (event.submissionId !== undefined && event.submissionId !== context.submission?.submissionId) {
        if (!context.betweenGates?.some(({ submissionId }) => submissionId === event.submissionId))
          return refusal('UnknownSubmission', `submissionId: no papers ${event.submissionId} are with a board.`)
        return snapshot.matches('onHold')
          ? refusal('OnHold', 'This initiative is on hold; resume it first.')
          : undefined
      }
      return withBoard(snapshot)
        ? undefined
        : refusal('NotPossibleNow', `There are no papers to withdraw because ${whereItIs(snapshot)}.`)
    case 'boardAdded':
      return snapshot.can(event)
        ? whyNotAddBoard(context, event)
        : refusal('NotPossibleNow', `No board can be added because ${whereItIs(snapshot)}.`)
    case 'evidenceProvided': {
      const stage = currentStage(context)
      if (!stage) return refusal('NotPossibleNow', `No paper can be added because ${whereItIs(snapshot)}.`)
      const asked = context.plan.gates[stage].evidence
      if (!asked.some(({ id }) => id === event.evidenceId))
        return refusal(
          'UnknownEvidence',
          `evidenceId: this gate asks for ${asked.map(({ id }) => id).join(', ') || 'no evidence'}, not ${event.evidenceId}.`,
        )
      if (withBoard(snapshot))
        return refusal('PapersFrozen', 'The papers are with the board and frozen; withdraw them to change them.')
      return whyNotBegin(context) ?? whyNotReaders(event.paper, context.organisations)
    }
    case 'pointAnswered':
      return context.points.some(({ pointId }) => pointId === event.pointId)
        ? undefined
        : refusal('UnknownPoint', `pointId: there is no point ${event.pointId}.`)
    case 'conditionDischarged':
      return whyNotDischarge(context, event)
    case 'chairsActionReported':
      return whyNotReport(context, event)
    case 'closureReported':
      return snapshot.can(event)
        ? whyNotCloseBefore(context)
        : refusal('NotPossibleNow', `This is not possible because ${whereItIs(snapshot)}.`)
    case 'hardDateSet':
      return whyNotSetHardDate(context, event)
    case 'hardDateDropped':
      return whyNotDropHardDate(context, event)
    case 'consultationOpened':
      if (context.cohortIds.includes(event.cohortId))
        return refusal('KnownCohort', `cohortId: ${event.cohortId} has been consulted already.`)
      return currentStage(context) === 'consultation' && !withBoard(snapshot)
        ? whyNotBegin(context)
        : refusal('NotPossibleNow', `No consultation can be opened because ${whereItIs(snapshot)}.`)
    case 'tranchePlanned':
      return context.trancheIds.includes(event.trancheId)
        ? refusal('KnownTranche', `trancheId: ${event.trancheId} is planned already.`)
        : whyNotPlanTranche(context)
    case 'stageNotRequired':
      if (!snapshot.can(event)) {
        const stage = currentStage(context)
        return refusal(
          'NotPossibleNow',
          stage
            ? `stage: only the stage it is at, ${stage}, can be marked not required.`
            : `This is not possible because ${whereItIs(snapshot)}.`,
        )
      }
      if (context.openCohortIds.length > 0)
        return refusal(
          'ConsultationOpen',
          `${context.openCohortIds.length} consultation(s) must be closed before this stage can be marked not required.`,
        )
      if (snapshot.matches({ active: { [event.stage]: 'approved' } }))
        return refusal(
          'AlreadyApproved',
          `stage: ${stageOf(event.stage).title.toLowerCase()} has been approved, so it cannot be marked not required.`,
        )
      return withBoard(snapshot)
        ? refusal('PapersFrozen', 'The papers are with the board; withdraw them first.')
        : undefined
    default:
      return snapshot.can(event)
        ? undefined
        : refusal('NotPossibleNow', `This is not possible because ${whereItIs(snapshot)}.`)
  }
}
