import { initialTransition, transition } from 'xstate'
import {
  consultationMachine,
  whyNotCloseConsultation,
  type ConsultationContext,
  type ConsultationInput,
  type ConsultationSnapshot,
} from './consultation.ts'
import type { CommandFact } from './commands.ts'
import type { Deadline } from './deadlines.ts'
import type { InitiativeContext, InitiativeEvent, InitiativeInput } from './initiative/context.ts'
import { initiativeMachine, type InitiativeSnapshot } from './initiative/machine.ts'
import { whyNotInitiative } from './initiative/why-not.ts'
import { refusal, type Refusal } from './refusal.ts'
import {
  reviewMachine,
  reviewOutput,
  whyNotCast,
  type ReviewContext,
  type ReviewInput,
  type ReviewSnapshot,
} from './review.ts'
import {
  rollOutMachine,
  whyNotRollOut,
  type RollOutContext,
  type RollOutInput,
  type RollOutSnapshot,
} from './roll-out.ts'

/**
 * One initiative with everything it opened: its machine, its reviews, its consultations and its roll-out tranches. They live in one
 * file so that a vote, a withdrawal and a deadline can never race each other. Everything here is pure: (case, event) in, (case, effects) out.
 */
export type CaseFile = {
  initiative: InitiativeSnapshot
  reviews: Record<string, ReviewSnapshot>
  consultations: Record<string, ConsultationSnapshot>
  rollOuts: Record<string, RollOutSnapshot>
}

/** Something to be done outside: the loop hands it to an activity and never waits for it. */
export type Effect =
  { type: 'askBoard' | 'escalate'; reviewId: string } | { type: 'remindBoard'; reviewId: string; number: number }

/** Everything that can happen to a case: people's acts, votes with their update id, deadlines, effects that gave up. */
export type CaseEvent =
  | CommandFact
  | { type: 'deadlinePassed'; of: DeadlineOwner; name: string; atInstant: number }
  | { type: 'olderReviewsDigested'; atInstant: number }
  | { type: 'effectExhausted'; effect: string; reviewId?: string; reason: string; atInstant: number }

export type DeadlineOwner = { machine: 'initiative' | 'review' | 'consultation'; id: string }
export type DueDeadline = Deadline & { of: DeadlineOwner }

/** A machine as it is stored and read: its state, its record, whether it has ended. */
export type StoredMachine<Context> = { status: string; value: unknown; context: Context }

/** A case as pages, reports and the record read it. A live case has this shape too. */
export type StoredCase = {
  initiative: StoredMachine<InitiativeContext>
  reviews: Record<string, StoredMachine<ReviewContext>>
  consultations: Record<string, StoredMachine<ConsultationContext>>
  rollOuts: Record<string, StoredMachine<RollOutContext>>
}

type Taken = { caseFile: CaseFile; effects: Effect[] }

/** The case of an initiative whose record begins now. */
export const openCase = (input: InitiativeInput): Taken => {
  const [initiative] = initialTransition(initiativeMachine, input)
  const empty: CaseFile = { initiative, reviews: {}, consultations: {}, rollOuts: {} }
  return [
    ...input.tranches.map((tranche): CaseEvent => ({
      type: 'tranchePlanned',
      atInstant: input.createdInstant,
      ...tranche,
    })),
  ].reduce<Taken>(
    (taken, event) => {
      const next = take(taken.caseFile, event)
      return { caseFile: next.caseFile, effects: [...taken.effects, ...next.effects] }
    },
    { caseFile: empty, effects: [] },
  )
}

const tellInitiative = (caseFile: CaseFile, event: InitiativeEvent): Taken => {
  const [initiative, actions] = transition(initiativeMachine, caseFile.initiative, event)
  let next: CaseFile = { ...caseFile, initiative }
  const effects: Effect[] = []
  for (const action of actions) {
    const opened = open(next, action, event.atInstant)
    next = opened.caseFile
    effects.push(...opened.effects)
  }
  return { caseFile: next, effects }
}

type Action = { type: string; params: unknown }

const isFor = <Params>(action: Action, type: string): action is { type: string; params: Params } => action.type === type

/** Carries out what the initiative's machine asked of its own case: opening and ending the machines beside it. */
const open = (caseFile: CaseFile, action: Action, atInstant: number): Taken => {
  if (isFor<ReviewInput>(action, 'openReview')) {
    const [review, actions] = initialTransition(reviewMachine, action.params)
    return {
      caseFile: { ...caseFile, reviews: { ...caseFile.reviews, [action.params.reviewId]: review } },
      effects: effectsOf(actions),
    }
  }
  if (isFor<ConsultationInput>(action, 'openConsultation')) {
    const [consultation] = initialTransition(consultationMachine, action.params)
    return {
      caseFile: { ...caseFile, consultations: { ...caseFile.consultations, [action.params.cohortId]: consultation } },
      effects: [],
    }
  }
  if (isFor<RollOutInput>(action, 'openRollOut')) {
    const [rollOut] = initialTransition(rollOutMachine, action.params)
    return {
      caseFile: { ...caseFile, rollOuts: { ...caseFile.rollOuts, [action.params.trancheId]: rollOut } },
      effects: [],
    }
  }
  if (isFor<{ reason: string }>(action, 'endOpenReviews'))
    return tellReviews(caseFile, { type: 'submissionWithdrawn', atInstant, reason: action.params.reason })
  return { caseFile, effects: [] }
}

/** The effects among a review's actions. */
const effectsOf = (actions: readonly Action[]): Effect[] =>
  actions.flatMap((action): Effect[] => {
    if (isFor<{ reviewId: string }>(action, 'askBoard')) return [{ type: 'askBoard', reviewId: action.params.reviewId }]
    if (isFor<{ reviewId: string }>(action, 'escalate')) return [{ type: 'escalate', reviewId: action.params.reviewId }]
    if (isFor<{ reviewId: string; number: number }>(action, 'remindBoard'))
      return [{ type: 'remindBoard', ...action.params }]
    return []
  })

type ReviewEventNow = Parameters<typeof transition<typeof reviewMachine>>[2]

const tellReview = (caseFile: CaseFile, reviewId: string, event: ReviewEventNow): Taken => {
  const before = caseFile.reviews[reviewId]
  if (!before || before.status === 'done') return { caseFile, effects: [] }
  const [review, actions] = transition(reviewMachine, before, event)
  const next = { ...caseFile, reviews: { ...caseFile.reviews, [reviewId]: review } }
  const effects = effectsOf(actions)
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

const tellReviews = (caseFile: CaseFile, event: ReviewEventNow): Taken =>
  Object.keys(caseFile.reviews).reduce<Taken>(
    (taken, reviewId) => {
      const next = tellReview(taken.caseFile, reviewId, event)
      return { caseFile: next.caseFile, effects: [...taken.effects, ...next.effects] }
    },
    { caseFile, effects: [] },
  )

/** The case after an event, and what is to be done outside. The caller has asked `whyNot` first. */
export const take = (caseFile: CaseFile, event: CaseEvent): Taken => {
  switch (event.type) {
    case 'voteCast':
      return tellReview(caseFile, event.reviewId, event)
    case 'consultationClosed': {
      const before = caseFile.consultations[event.cohortId]
      if (!before) return { caseFile, effects: [] }
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
      if (!before) return { caseFile, effects: [] }
      const [rollOut] = transition(rollOutMachine, before, event)
      const next = { ...caseFile, rollOuts: { ...caseFile.rollOuts, [event.trancheId]: rollOut } }
      return rollOut.status === 'done'
        ? tellInitiative(next, { type: 'trancheFullyLive', atInstant: event.atInstant, trancheId: event.trancheId })
        : { caseFile: next, effects: [] }
    }
    case 'deadlinePassed': {
      const { of, name, atInstant } = event
      if (of.machine === 'initiative') return tellInitiative(caseFile, { type: 'deadlinePassed', name, atInstant })
      if (of.machine === 'review') return tellReview(caseFile, of.id, { type: 'deadlinePassed', name, atInstant })
      const before = caseFile.consultations[of.id]
      if (!before) return { caseFile, effects: [] }
      const [consultation] = transition(consultationMachine, before, { type: 'deadlinePassed', name, atInstant })
      return {
        caseFile: { ...caseFile, consultations: { ...caseFile.consultations, [of.id]: consultation } },
        effects: [],
      }
    }
    case 'held':
    case 'resumed': {
      const told = tellInitiative(caseFile, event)
      const reviews = tellReviews(told.caseFile, { type: event.type, atInstant: event.atInstant })
      return { caseFile: reviews.caseFile, effects: [...told.effects, ...reviews.effects] }
    }
    case 'olderReviewsDigested':
      return { caseFile, effects: [] }
    default:
      return tellInitiative(caseFile, event)
  }
}

/** Why an event is refused, in words for the person who sent it; undefined when it may happen. */
export const whyNot = (caseFile: CaseFile, event: CaseEvent): Refusal | undefined => {
  switch (event.type) {
    case 'voteCast': {
      const review = caseFile.reviews[event.reviewId]
      return review
        ? whyNotCast(review, event)
        : refusal('UnknownReview', `reviewId: there is no board decision ${event.reviewId}.`)
    }
    case 'consultationClosed': {
      const consultation = caseFile.consultations[event.cohortId]
      return consultation
        ? whyNotCloseConsultation(consultation)
        : refusal('UnknownCohort', `cohortId: there is no consultation ${event.cohortId}.`)
    }
    case 'tranchePostponed':
    case 'readinessConfirmed':
    case 'trancheWentLive': {
      const rollOut = caseFile.rollOuts[event.trancheId]
      if (!rollOut) return refusal('UnknownTranche', `trancheId: there is no roll-out tranche ${event.trancheId}.`)
      if (caseFile.initiative.status === 'done') return refusal('Closed', 'This initiative is closed.')
      if (event.type === 'trancheWentLive' && !caseFile.initiative.matches({ active: { goLive: 'approved' } }))
        return refusal('NotApproved', `${rollOut.context.title} cannot go live before the board has approved go-live.`)
      return whyNotRollOut(rollOut, event)
    }
    case 'decisionDisputed': {
      const review = caseFile.reviews[event.reviewId]
      return review?.context.ballots[event.seatId]?.some(({ number }) => number === event.decisionNumber)
        ? undefined
        : refusal('NoSuchDecision', 'There is no such decision to dispute.')
    }
    case 'deadlinePassed':
    case 'olderReviewsDigested':
      return undefined
    default:
      return whyNotInitiative(caseFile.initiative, event)
  }
}

/** Every deadline that runs now, earliest first. One that stops during a hold is left out while the hold lasts. */
export const deadlinesOf = ({ initiative, reviews, consultations }: StoredCase): DueDeadline[] => {
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
  ]
    .filter(({ duringHold }) => !onHold || duringHold === 'runs')
    .sort((a, b) => a.atInstant - b.atInstant || (a.name < b.name ? -1 : 1))
}
