import { initialTransition, transition } from 'xstate'
import type { CirculationContext, CirculationEvent } from './circulation/context.ts'
import { circulationMachine, type CirculationEffects, type CirculationSnapshot } from './circulation/machine.ts'
import { consultationMachine, type ConsultationContext, type ConsultationSnapshot } from './consultation.ts'
import type { CaseEvent, DeadlineOwner, DueDeadline, Effect } from './case-events.ts'
import type { Deadline } from './deadlines.ts'
import type { InitiativeContext, InitiativeEvent, InitiativeInput } from './initiative/context.ts'
import { initiativeMachine, type InitiativeRequests, type InitiativeSnapshot } from './initiative/machine.ts'
import type { ReviewContext, ReviewEffects, ReviewEvent } from './review.ts'
import { reviewMachine, reviewOutput, type ReviewSnapshot } from './review-machine.ts'
import { rollOutMachine, type RollOutContext, type RollOutSnapshot } from './roll-out.ts'

/**
 * One initiative with everything it opened: its machine, its reviews, its circulations, its consultations and its roll-out tranches.
 * They live in one file so that a vote, a withdrawal and a deadline can never race each other. Everything here is pure: (case, event) in, (case, effects) out.
 */
export type CaseFile = {
  initiative: InitiativeSnapshot
  reviews: Record<string, ReviewSnapshot>
  consultations: Record<string, ConsultationSnapshot>
  rollOuts: Record<string, RollOutSnapshot>
  circulations: Record<string, CirculationSnapshot>
}

/** A machine as it is stored and read: its state, its record, whether it has ended. */
export type StoredMachine<Context> = { status: string; value: unknown; context: Context }

/** A case as pages, reports and the record read it. A live case has this shape too. */
export type StoredCase = {
  initiative: StoredMachine<InitiativeContext>
  reviews: Record<string, StoredMachine<ReviewContext>>
  consultations: Record<string, StoredMachine<ConsultationContext>>
  rollOuts: Record<string, StoredMachine<RollOutContext>>
  /** Absent until papers are first circulated. */
  circulations?: Record<string, StoredMachine<CirculationContext>>
}

type Taken = { caseFile: CaseFile; effects: Effect[] }

const untouched = (caseFile: CaseFile): Taken => ({ caseFile, effects: [] })

/** One step after another, each on the case the one before left, with the effects of all. */
const inTurn = <Step>(
  caseFile: CaseFile,
  steps: readonly Step[],
  step: (caseFile: CaseFile, step: Step) => Taken,
): Taken =>
  steps.reduce<Taken>((taken, each) => {
    const next = step(taken.caseFile, each)
    return { caseFile: next.caseFile, effects: [...taken.effects, ...next.effects] }
  }, untouched(caseFile))

/** The case of an initiative whose record begins now, with the roll-out tranches its source already names. */
export const openCase = (input: InitiativeInput): Taken => {
  const [initiative] = initialTransition(initiativeMachine, input)
  return inTurn(
    { initiative, reviews: {}, consultations: {}, rollOuts: {}, circulations: {} },
    input.tranches,
    (caseFile, tranche) => take(caseFile, { type: 'tranchePlanned', atInstant: input.createdInstant, ...tranche }),
  )
}

const tellInitiative = (caseFile: CaseFile, event: InitiativeEvent): Taken => {
  const [initiative, actions] = transition(initiativeMachine, caseFile.initiative, event)
  return inTurn({ ...caseFile, initiative }, actions, (next, action) => open(next, action, event.atInstant))
}

/** XState types the params of an action as those of any action; each machine's own list says which belong to which. */
const asks =
  <Requests>() =>
  <Type extends keyof Requests & string>(
    action: { type: string; params: unknown },
    type: Type,
  ): action is { type: Type; params: Requests[Type] } =>
    action.type === type

const initiativeAsks = asks<InitiativeRequests>()
const reviewAsks = asks<ReviewEffects>()
const circulationAsks = asks<CirculationEffects>()

type Action = { type: string; params: unknown }

/** Carries out what the initiative's machine asked of its own case: opening and ending the machines beside it. */
const open = (caseFile: CaseFile, action: Action, atInstant: number): Taken => {
  if (initiativeAsks(action, 'openReviews'))
    return inTurn(caseFile, action.params.reviews, (next, input) => {
      const [review, actions] = initialTransition(reviewMachine, input)
      const reviews = { ...next.reviews, [input.reviewId]: review }
      return { caseFile: { ...next, reviews }, effects: actions.flatMap(effectOf) }
    })
  if (initiativeAsks(action, 'openConsultation')) {
    const [consultation] = initialTransition(consultationMachine, action.params)
    const consultations = { ...caseFile.consultations, [action.params.cohortId]: consultation }
    return untouched({ ...caseFile, consultations })
  }
  if (initiativeAsks(action, 'openCirculation')) {
    const { circulationId } = action.params
    const number = Object.keys(caseFile.circulations).length + 1
    const [circulation] = initialTransition(circulationMachine, { ...action.params, number })
    return untouched({ ...caseFile, circulations: { ...caseFile.circulations, [circulationId]: circulation } })
  }
  if (initiativeAsks(action, 'openRollOut')) {
    const [rollOut] = initialTransition(rollOutMachine, action.params)
    return untouched({ ...caseFile, rollOuts: { ...caseFile.rollOuts, [action.params.trancheId]: rollOut } })
  }
  if (initiativeAsks(action, 'endOpenReviews')) {
    const { reason, submissionId, becauseOf } = action.params
    return tellReviews(
      caseFile,
      becauseOf === undefined
        ? { type: 'submissionWithdrawn', atInstant, reason }
        : { type: 'overtaken', atInstant, because: `${becauseOf} did not let the papers go on. ${reason}` },
      submissionId,
    )
  }
  if (initiativeAsks(action, 'warnOfHardDate'))
    return { caseFile, effects: [{ type: 'warnOfHardDate', ...action.params }] }
  if (initiativeAsks(action, 'chaseCondition'))
    return { caseFile, effects: [{ type: 'chaseCondition', ...action.params }] }
  if (initiativeAsks(action, 'chaseChairsAction'))
    return { caseFile, effects: [{ type: 'chaseChairsAction', ...action.params }] }
  if (initiativeAsks(action, 'remindPerson')) return { caseFile, effects: [{ type: 'remindPerson', ...action.params }] }
  return untouched(caseFile)
}

/** A review's or a circulation's action, where it is to be done outside. */
const effectOf = (action: Action): Effect[] => {
  if (reviewAsks(action, 'askBoard')) return [{ type: 'askBoard', ...action.params }]
  if (reviewAsks(action, 'askSeat')) return [{ type: 'askSeat', ...action.params }]
  if (reviewAsks(action, 'remindBoard')) return [{ type: 'remindBoard', ...action.params }]
  if (reviewAsks(action, 'escalate')) return [{ type: 'escalate', ...action.params }]
  if (circulationAsks(action, 'remindStakeholders')) return [{ type: 'remindStakeholders', ...action.params }]
  return []
}

const tellReview = (caseFile: CaseFile, reviewId: string, event: ReviewEvent): Taken => {
  const before = caseFile.reviews[reviewId]
  if (!before || before.status === 'done') return untouched(caseFile)
  const [review, actions] = transition(reviewMachine, before, event)
  const next = { ...caseFile, reviews: { ...caseFile.reviews, [reviewId]: review } }
  const effects = actions.flatMap(effectOf)
  const ended = reviewOutput(review)
  if (!ended) return { caseFile: next, effects }
  const told = tellInitiative(next, {
    type: 'reviewEnded',
    atInstant: event.atInstant,
    ...ended,
    endedInstant: event.atInstant,
  })
  return { caseFile: told.caseFile, effects: [...effects, ...told.effects] }
}

/** Tells the reviews of one submission, or all. */
const tellReviews = (caseFile: CaseFile, event: ReviewEvent, submissionId?: string): Taken =>
  inTurn(caseFile, Object.entries(caseFile.reviews), (next, [reviewId, { context }]) =>
    submissionId === undefined || context.submissionId === submissionId
      ? tellReview(next, reviewId, event)
      : untouched(next),
  )

const tellCirculation = (caseFile: CaseFile, circulationId: string, event: CirculationEvent): Taken => {
  const before = caseFile.circulations[circulationId]
  if (!before || before.status === 'done') return untouched(caseFile)
  const [circulation, actions] = transition(circulationMachine, before, event)
  return {
    caseFile: { ...caseFile, circulations: { ...caseFile.circulations, [circulationId]: circulation } },
    effects: actions.flatMap(effectOf),
  }
}

const tellCirculations = (caseFile: CaseFile, event: CirculationEvent): Taken =>
  inTurn(caseFile, Object.keys(caseFile.circulations), (next, circulationId) =>
    tellCirculation(next, circulationId, event),
  )

/** What happened to the initiative, and what of it concerns the papers it has before stakeholders. */
const tellBoth = (caseFile: CaseFile, event: InitiativeEvent, also: CirculationEvent): Taken => {
  const told = tellInitiative(caseFile, event)
  const next = tellCirculations(told.caseFile, also)
  return { caseFile: next.caseFile, effects: [...told.effects, ...next.effects] }
}

/** The case after an event, and what is to be done outside. The caller has asked `whyNot` first. */
export const take = (caseFile: CaseFile, event: CaseEvent): Taken => {
  switch (event.type) {
    case 'voteCast':
    case 'roomRecorded':
    case 'roomConfirmed':
    case 'roomRefused':
    case 'seatMoved':
    case 'meetingMoved':
    case 'boardMerged':
      return tellReview(caseFile, event.reviewId, event)
    case 'consultationClosed': {
      const before = caseFile.consultations[event.cohortId]
      if (!before) return untouched(caseFile)
      const [consultation] = transition(consultationMachine, before, event)
      return tellInitiative(
        { ...caseFile, consultations: { ...caseFile.consultations, [event.cohortId]: consultation } },
        { type: 'consultationEnded', atInstant: event.atInstant, cohortId: event.cohortId },
      )
    }
    case 'tranchePostponed':
    case 'readinessConfirmed':
    case 'trancheWentLive': {
      const before = caseFile.rollOuts[event.trancheId]
      if (!before) return untouched(caseFile)
      const [rollOut] = transition(rollOutMachine, before, event)
      const next = { ...caseFile, rollOuts: { ...caseFile.rollOuts, [event.trancheId]: rollOut } }
      return rollOut.status === 'done'
        ? tellInitiative(next, { type: 'trancheFullyLive', atInstant: event.atInstant, trancheId: event.trancheId })
        : { caseFile: next, effects: [] }
    }
    case 'deadlinePassed': {
      const { of, name, atInstant } = event
      if (of.machine === 'initiative') return tellInitiative(caseFile, { type: 'deadlinePassed', name, atInstant })
      if (of.machine === 'circulation')
        return tellCirculation(caseFile, of.id, { type: 'deadlinePassed', name, atInstant })
      if (of.machine === 'review') return tellReview(caseFile, of.id, { type: 'deadlinePassed', name, atInstant })
      const before = caseFile.consultations[of.id]
      if (!before) return untouched(caseFile)
      const [consultation] = transition(consultationMachine, before, { type: 'deadlinePassed', name, atInstant })
      return {
        caseFile: { ...caseFile, consultations: { ...caseFile.consultations, [of.id]: consultation } },
        effects: [],
      }
    }
    case 'held':
    case 'resumed': {
      const { type, atInstant } = event
      const told = tellBoth(caseFile, event, { type, atInstant })
      const reviews = tellReviews(told.caseFile, { type, atInstant })
      return { caseFile: reviews.caseFile, effects: [...told.effects, ...reviews.effects] }
    }
    case 'commentMade':
    case 'noCommentMade':
    case 'commentAnswered':
    case 'circulationClosed':
      return tellCirculation(caseFile, event.circulationId, event)
    case 'evidenceProvided': {
      const { evidenceId, paper, atInstant } = event
      return tellBoth(caseFile, event, { type: 'paperReplaced', evidenceId, paper, atInstant })
    }
    case 'closureReported':
    case 'closedEarly':
    case 'withdrawn':
      return tellBoth(caseFile, event, { type: 'initiativeEnded', atInstant: event.atInstant })
    case 'olderReviewsDigested':
    case 'stateMigrated':
      return untouched(caseFile)
    default:
      return tellInitiative(caseFile, event)
  }
}

/** Every deadline that runs now, earliest first. One that stops during a hold is left out while the hold lasts. */
export const deadlinesOf = ({ initiative, reviews, consultations, circulations = {} }: StoredCase): DueDeadline[] => {
  if (initiative.status !== 'active') return []
  const onHold = initiative.context.hold !== undefined
  const owned = (of: DeadlineOwner, { status, context }: StoredMachine<{ deadlines: Deadline[] }>): DueDeadline[] =>
    status === 'active' ? context.deadlines.map((deadline) => ({ ...deadline, of })) : []
  return [
    ...owned({ machine: 'initiative', id: initiative.context.initiativeId }, initiative),
    ...Object.entries(reviews).flatMap(([id, review]) => owned({ machine: 'review', id }, review)),
    ...Object.entries(consultations).flatMap(([id, consultation]) =>
      owned({ machine: 'consultation', id }, consultation),
    ),
    ...Object.entries(circulations).flatMap(([id, circulation]) => owned({ machine: 'circulation', id }, circulation)),
  ]
    .filter(({ duringHold }) => !onHold || duringHold === 'runs')
    .sort((a, b) => a.atInstant - b.atInstant || (a.name < b.name ? -1 : 1))
}
