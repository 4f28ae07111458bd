import { proxyActivities } from '@temporalio/workflow'
import type {
  Asking,
  Chasing,
  ChasingReport,
  Escalating,
  InitiativeActivities,
  Reminding,
  Warning,
} from '../activities/ports.ts'
import type { BoardAsked } from '../machines/audit-entry.ts'
import type { StoredCase } from '../machines/case-file.ts'
import type { Effect } from '../machines/case-events.ts'
import { toBeReported } from '../machines/initiative/chairs-actions.ts'
import { isOpen, setBy } from '../machines/initiative/conditions.ts'
import type { RemindingStakeholders } from '../activities/ports/circulation.ts'
import { silentStakeholders } from '../machines/circulation/context.ts'
import { roomToConfirm, withoutPosition } from '../machines/room.ts'
import { sittingIn } from '../machines/seats.ts'
import type { Seat } from '../machines/vocabulary/board.ts'
import { silentSeats } from '../machines/waiting-for.ts'

/** An effect with an activity of its own: everything but asking a board, which goes with the record. */
export type OutsideEffect = Exclude<Effect, { type: 'askBoard' | 'askSeat' }>

/** An effect that has not been carried out yet. It is carried through continue-as-new and started again there. */
export type Errand = { effect: OutsideEffect; sequence: number; attempts: number; notBeforeInstant: number }

/** No effect may outlive thirty seconds at a time; when it gives up, that is an event, and it is tried again later. */
const activities = proxyActivities<Omit<InitiativeActivities, 'record'>>({
  startToCloseTimeout: '10 seconds',
  scheduleToCloseTimeout: '30 seconds',
  retry: { initialInterval: '500 milliseconds', backoffCoefficient: 2 },
})

const firstRetryMilliseconds = 60_000
const longestRetryMilliseconds = 6 * 3_600_000

/**
 * Which seats of a board, or which one of them, are to be written to, and who sits in each; undefined when its review is no longer open
 * or nobody is left to ask.
 */
export const boardToAsk = (
  { reviewId, seatId: only }: { reviewId: string; seatId?: string },
  { reviews }: StoredCase,
): BoardAsked | undefined => {
  const review = reviews[reviewId]
  if (review?.status !== 'active') return undefined
  const seats = silentSeats(review.context).flatMap((seat) => {
    const sits = sittingIn(review.context, seat)
    return sits && (only === undefined || only === seat.seatId)
      ? [{ seatId: seat.seatId, holderId: sits.personId }]
      : []
  })
  return seats.length === 0 ? undefined : { reviewId, submissionId: review.context.submissionId, seats }
}

const askingFor = (reviewId: string, sequence: number, state: StoredCase): Asking | undefined => {
  const board = boardToAsk({ reviewId }, state)
  const secretaryId = state.reviews[reviewId]?.context.terms.secretary?.personId
  return (
    board && {
      initiativeId: state.initiative.context.initiativeId,
      ...board,
      sequence,
      ...(secretaryId ? { secretaryId } : {}),
    }
  )
}

/** Without those whose position was recorded in the room and waits for the chair: they are not asked again meanwhile. */
const stillToSpeak = (asking: Asking, { reviews }: StoredCase): Asking => {
  const review = reviews[asking.reviewId]?.context
  const room = review && roomToConfirm(review)
  if (!room) return asking
  const left = new Set(withoutPosition(review, room).map(({ seatId }) => seatId))
  return { ...asking, seats: asking.seats.filter(({ seatId }) => left.has(seatId)) }
}

/** Whom a step of an escalation tells: the secretary first, then who the board's terms name. */
const escalating = (
  asking: Asking,
  { reviewId, step }: Extract<OutsideEffect, { type: 'escalate' }>,
  { reviews }: StoredCase,
): Escalating => {
  const review = reviews[reviewId]?.context
  const to = step === undefined ? undefined : review?.terms.escalations?.[step - 1]?.to
  if (!review || step === undefined || to === undefined) return asking
  const seatsOf = (chosen: (seat: Seat) => boolean) =>
    review.terms.seats.filter((seat) => chosen(seat) && sittingIn(review, seat) !== undefined)
  const silentIds = new Set(asking.seats.map(({ seatId }) => seatId))
  const deputies = seatsOf(({ seatId }) => silentIds.has(seatId)).flatMap((seat) => {
    const sits = sittingIn(review, seat)
    return (seat.deputies ?? []).flatMap(({ personId }) => (personId === sits?.personId ? [] : [personId])).slice(0, 1)
  })
  const chairs = seatsOf(({ chair }) => chair).flatMap((seat) => sittingIn(review, seat)?.personId ?? [])
  const told = { deputy: deputies, chair: chairs, pmo: [] }[to]
  return { ...asking, step, to, personIds: [...new Set(told)] }
}

/** Whom a reminder is for; undefined once the initiative is closed. */
const remindingFor = (reminderId: string, sequence: number, { initiative }: StoredCase): Reminding | undefined => {
  const { initiativeId, reminders } = initiative.context
  const index = reminders.findIndex((each) => each.reminderId === reminderId)
  const reminder = reminders[index]
  if (!reminder || initiative.status !== 'active') return undefined
  return { initiativeId, sequence, reminderId, personId: reminder.personId, number: index + 1 }
}

/** Whom a condition is chased with: its owner or the change team, and, once it is overdue, both and the board's secretary. */
const chasing = (
  { conditionId, when }: Extract<OutsideEffect, { type: 'chaseCondition' }>,
  sequence: number,
  { initiative, reviews }: StoredCase,
): Chasing | undefined => {
  const { initiativeId, conditions, changeTeam } = initiative.context
  const condition = conditions.find((each) => each.conditionId === conditionId)
  if (!condition || !isOpen(condition) || initiative.status !== 'active') return undefined
  const { reviewId, number } = setBy(conditionId)
  const owner = condition.ownerId ?? changeTeam?.personId
  const told =
    when === 'overdue' ? [owner, changeTeam?.personId, reviews[reviewId]?.context.terms.secretary?.personId] : [owner]
  const personIds = [...new Set(told.flatMap((personId) => personId ?? []))]
  return { initiativeId, sequence, reviewId, number, when, personIds }
}

/** Whom the report of a chair's action is chased with; undefined once it is reported or the initiative is closed. */
const chasingReport = (reviewId: string, sequence: number, { initiative }: StoredCase): ChasingReport | undefined => {
  const { context, status } = initiative
  const decision = toBeReported(context).find((each) => each.reviewId === reviewId)
  if (!decision || status !== 'active') return undefined
  const personId = decision.toReport.secretary?.personId
  return { initiativeId: context.initiativeId, sequence, reviewId, ...(personId ? { personId } : {}) }
}

/** Whom a reminder of circulated papers is for; undefined once everybody has answered or it is closed to comments. */
const remindingOf = (
  { circulationId, number }: { circulationId: string; number: number },
  sequence: number,
  { initiative, circulations = {} }: StoredCase,
): RemindingStakeholders | undefined => {
  const circulation = circulations[circulationId]?.context
  if (!circulation || circulation.closed || initiative.status !== 'active') return undefined
  const personIds = silentStakeholders(circulation).map(({ personId }) => personId)
  const { initiativeId } = initiative.context
  return personIds.length === 0 ? undefined : { initiativeId, sequence, circulationId, number, personIds }
}

/** Which hard date is warned of; undefined once it was taken away or the initiative is closed. */
const warningOf = (dateId: string, sequence: number, { initiative }: StoredCase): Warning | undefined => {
  const { initiativeId, hardDates = [], changeTeam } = initiative.context
  const date = hardDates.find((each) => each.dateId === dateId)
  if (!date || initiative.status !== 'active') return undefined
  const changeTeamId = changeTeam?.personId
  return { initiativeId, sequence, number: date.number, ...(changeTeamId ? { changeTeamId } : {}) }
}

/** What carries an effect out; undefined when there is nothing left to do for it. */
const carryingOut = (effect: OutsideEffect, sequence: number, state: StoredCase): (() => Promise<void>) | undefined => {
  if (effect.type === 'remindPerson') {
    const reminding = remindingFor(effect.reminderId, sequence, state)
    return reminding && (() => activities.remindPerson(reminding))
  }
  if (effect.type === 'warnOfHardDate') {
    const warned = warningOf(effect.dateId, sequence, state)
    return warned && (() => activities.warnOfHardDate(warned))
  }
  if (effect.type === 'chaseCondition') {
    const chased = chasing(effect, sequence, state)
    return chased && (() => activities.chaseCondition(chased))
  }
  if (effect.type === 'chaseChairsAction') {
    const chased = chasingReport(effect.reviewId, sequence, state)
    return chased && (() => activities.chaseChairsAction(chased))
  }
  if (effect.type === 'remindStakeholders') {
    const reminding = remindingOf(effect, sequence, state)
    return reminding && (() => activities.remindStakeholders(reminding))
  }
  const asking = askingFor(effect.reviewId, sequence, state)
  if (!asking) return undefined
  switch (effect.type) {
    case 'remindBoard':
      return () => activities.remindBoard({ ...stillToSpeak(asking, state), number: effect.number })
    case 'escalate':
      return () => activities.escalate(escalating(asking, effect, state))
  }
}

/** What first went wrong, in words short enough for the record. */
const reasonOf = (error: unknown): string => {
  if (error instanceof Error && error.cause !== undefined) return reasonOf(error.cause)
  // Cut in the middle of a character, or with a NUL in it, the text could be kept by no record.
  return error instanceof Error ? error.message.slice(0, 200).toWellFormed().replaceAll('\0', '') : 'it failed'
}

/** Who is told when an effect gives up for the first time, and when it is carried out after all. */
type Told = { exhausted(effect: OutsideEffect, reason: string): void; carriedOut(effect: OutsideEffect): void }

/** The effects of an initiative: started by the loop, never awaited by it, kept until their activity has committed its rows. */
export class Errands {
  private waiting: Errand[]
  private running: Errand[] = []
  private retries = 0
  private readonly on: Told

  constructor(carried: readonly Errand[], on: Told) {
    this.waiting = [...carried]
    this.on = on
  }

  /** How often an effect had to be put off: the loop sets its alarm again whenever this grows. */
  get retryCount(): number {
    return this.retries
  }

  add(effect: OutsideEffect, sequence: number) {
    this.waiting.push({ effect, sequence, attempts: 0, notBeforeInstant: 0 })
  }

  /** Starts every effect whose time has come. */
  startDue(state: () => StoredCase, nowInstant: number) {
    const due = this.waiting.filter(({ notBeforeInstant }) => notBeforeInstant <= nowInstant)
    this.waiting = this.waiting.filter((errand) => !due.includes(errand))
    for (const errand of due) void this.run(errand, state)
  }

  /** When the next effect is to be tried again; undefined when none waits. */
  nextInstant(): number | undefined {
    return this.waiting.length === 0
      ? undefined
      : Math.min(...this.waiting.map(({ notBeforeInstant }) => notBeforeInstant))
  }

  /** Everything not yet done, running or waiting. */
  carried(): Errand[] {
    return [...this.running, ...this.waiting]
  }

  private async run(errand: Errand, state: () => StoredCase) {
    const carryOut = carryingOut(errand.effect, errand.sequence, state())
    if (!carryOut) return
    this.running.push(errand)
    try {
      await carryOut()
      if (errand.attempts > 0) this.on.carriedOut(errand.effect)
    } catch (error) {
      const attempts = errand.attempts + 1
      this.retries += 1
      const delay = Math.min(firstRetryMilliseconds * 2 ** errand.attempts, longestRetryMilliseconds)
      this.waiting.push({ ...errand, attempts, notBeforeInstant: Date.now() + delay })
      if (attempts === 1) this.on.exhausted(errand.effect, reasonOf(error))
    } finally {
      this.running = this.running.filter((each) => each !== errand)
    }
  }
}
