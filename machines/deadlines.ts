import type { Actor } from './vocabulary/people.ts'

/**
 * A moment a machine waits for, kept as data in its context. The loop sends `passes` once the instant has come; machines never
 * look at a clock. `duringHold` says whether it runs on or stops while the initiative is on hold; a stopped one moves by the hold's length.
 */
export type Deadline = {
  name: string
  atInstant: number
  duringHold: 'runs' | 'stops'
}

/** Somebody or something an initiative waits for: the one answer behind pages, reminders, reports and the PMO's list. */
export type WaitingFor = {
  /** Who holds it: a member, a stakeholder, the change team, the PMO, an outside body, a condition's owner, a board's secretary, or the clock. */
  whom: {
    kind: 'member' | 'stakeholder' | 'changeTeam' | 'pmo' | 'outside' | 'clock' | 'sponsor' | 'owner' | 'secretary'
    title: string
    personId?: string
    seatId?: string
  }
  what: string
  sinceInstant?: number
  /** The source's own date where no instant is known. */
  sinceSaid?: string
  dueInstant?: number
  overdue: boolean
  reviewId?: string
  circulationId?: string
  /** The hard date this keeps. */
  hardDateId?: string
  /** The party whose more time is over. */
  partyId?: string
  /** The condition this meets. */
  conditionId?: string
  /** Why it cannot arrive by itself: an email that could not be delivered, an effect that failed. */
  problem?: string
}

export type By = { by: Actor }

/** Moves the deadlines that stop during a hold by its length. */
export const afterHold = <D extends Deadline>(deadlines: D[], heldForMilliseconds: number): D[] =>
  deadlines.map((deadline) =>
    deadline.duringHold === 'stops' ? { ...deadline, atInstant: deadline.atInstant + heldForMilliseconds } : deadline,
  )
