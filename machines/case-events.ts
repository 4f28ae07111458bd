import type { CommandFact } from './commands.ts'
import type { Deadline } from './deadlines.ts'
import type { Chase } from './initiative/context.ts'

/** Something to be done outside. Asking a board goes with the record; the rest is handed to an activity the loop never waits for. */
export type Effect =
  | { type: 'askBoard'; reviewId: string }
  | { type: 'askSeat'; reviewId: string; seatId: string }
  | { type: 'escalate'; reviewId: string; step?: number }
  | { type: 'remindBoard'; reviewId: string; number: number }
  | { type: 'remindStakeholders'; circulationId: string; number: number }
  /** What a row asked for when the record began: about the initiative, about no review. */
  | { type: 'remindPerson'; reminderId: string }
  | { type: 'warnOfHardDate'; dateId: string }
  /** A condition that is due soon, or overdue: about the initiative too, wherever its review is by then. */
  | { type: 'chaseCondition'; conditionId: string; when: Chase }
  /** A chair's action that its board has met without being told of. */
  | { type: 'chaseChairsAction'; reviewId: string }

/** Everything that can happen to a case: people's acts, votes with their update id, deadlines, effects that gave up or came right. */
export type CaseEvent =
  | CommandFact
  | { type: 'deadlinePassed'; of: DeadlineOwner; name: string; atInstant: number }
  | { type: 'olderReviewsDigested'; atInstant: number }
  /** A later release brought the state to its own shape, or read it differently than it was left. */
  | { type: 'stateMigrated'; fromShape: number; toShape: number; atInstant: number }
  | ({ type: 'effectExhausted'; reason: string; atInstant: number } & EffectNamed)
  | ({ type: 'effectCarriedOut'; atInstant: number } & EffectNamed)

/** An effect as its events name it: its type, and what it was about. */
export type EffectNamed = { effect: string; reviewId?: string; circulationId?: string }

export type DeadlineOwner = { machine: 'initiative' | 'review' | 'circulation' | 'consultation'; id: string }
export type DueDeadline = Deadline & { of: DeadlineOwner }
