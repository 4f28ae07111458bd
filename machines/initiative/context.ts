import type { FactOf } from '../commands.ts'
import type { Creation } from '../vocabulary/creation.ts'
import type { Deadline } from '../deadlines.ts'
import type { PartyStanding, ReviewOutput } from '../review.ts'
import type { DecidedInTheRoom } from '../room-outcome.ts'
import type { BoardTerms } from '../vocabulary/board.ts'
import type { Certainty, Provenance, ReportedDate, ReportedDecision, StageId } from '../vocabulary/facts.ts'
import type { Meeting } from '../vocabulary/meeting.ts'
import type { Basis } from '../vocabulary/hard-date.ts'
import type { GovernancePlan } from '../vocabulary/plan.ts'
import type { PaperRef, Proposal } from '../vocabulary/submission.ts'
import type { WayAsked } from '../vocabulary/way.ts'
import type { ToReport } from './chairs-actions.ts'

/** One pack put to the boards of a gate: frozen, numbered by round, bound to every decision made on it. */
export type Submission = {
  submissionId: string
  stage: StageId
  round: number
  proposal: Proposal
  papers: PaperRef[]
  boards: BoardTerms[]
  /** Of the decisions made on it: frozen here, so that a later plan never makes a rehearsed decision look real. */
  certainty: Certainty
  submittedInstant: number
}

/** A point a board raised when it sent the papers back. The next papers cannot go out before every one is answered. */
export type Point = { pointId: string; stage: StageId; round: number; text: string; raisedBy: string; answer?: string }

/** When a condition is chased: a few working days before it is due, and once it is overdue. */
export type Chase = 'dueSoon' | 'overdue'

/** A condition of an approval, followed until somebody accepts that it is met. */
export type Condition = {
  conditionId: string
  text: string
  ownerTitle?: string
  ownerId?: string
  dueOn?: string
  dueInstant?: number
  dueSoonInstant?: number
  /** When it was set, where its day was near already: nobody was waited for before that. */
  setInstant?: number
  blocksStage?: StageId
  /** Who may accept that it is met, by role. */
  mayDischarge?: string
  raisedBy: string
  stage: StageId
  /** How near its due day has come while it was open. Past it, it is overdue and stays open. */
  chased?: Chase
  discharged?: { evidence: string; acceptedBy: string; atInstant: number; paper?: PaperRef }
  /** The approval it belonged to came to nothing: another board of the same submission did not agree, or the papers were withdrawn. */
  superseded?: { because: string; atInstant: number }
}

/** A date nobody here can move. `warned` once its warning has come, `passed` once its day has. */
export type HardDate = {
  dateId: string
  /** Its place among all that were ever set here, which never changes. */
  number: number
  title: string
  basis: Basis
  onDay: string
  /** The end of that day. */
  atInstant: number
  warnBefore: string
  warnInstant: number
  /** When it was set, where its warning was due before that already. */
  setInstant?: number
  standing?: 'warned' | 'passed'
}

/** A board's decision as the record shows it, whether made here or reported by a source. */
export type DecisionRecord = {
  decisionId: string
  boardName: string
  boardId?: string
  /** The source's own verb; absent for a decision made here, whose outcome says it. */
  verb?: string
  wording: string
  outcome: ReviewOutput['outcome'] | ReportedDecision['kind']
  on: ReportedDate | { precision: 'instant'; atInstant: number }
  stage?: StageId
  round?: number
  authorises?: string
  doesNotAuthorise?: string
  because?: string
  /** The board's meeting it was deferred to. */
  deferredTo?: Meeting
  /** By correspondence or by chair's action, and why; absent where the board decided at a meeting or in the plan's time. */
  way?: WayAsked
  /** By chair's action: the meeting that is told. */
  toReport?: ToReport
  /** Where each organisation or pair decided for itself. */
  parties?: PartyStanding[]
  /** What was decided in the room, where the board met; `wording` above is then as it was amended there. */
  room?: DecidedInTheRoom
  reviewId?: string
  provenance: Provenance
}

/** How far a stage has come. `before` was passed before the record began; its date is unknown unless a source gives it. */
export type StageStanding = 'ahead' | 'current' | 'passed' | 'notRequired' | 'before'

export type StageProgress = {
  standing: StageStanding
  certainty: Certainty
  sinceInstant?: number
  endedInstant?: number
  reason?: string
  round: number
}

/** More time for one party of a board's decision; `ended` once its date has come and it has still not decided. */
export type Extension = {
  reviewId: string
  boardName: string
  partyId: string
  title: string
  untilInstant?: number
  /** A few working days before that: the party and the change team are reminded then. */
  soonInstant?: number
  untilDay?: string
  ended?: true
}

export type InitiativeContext = Omit<Creation, 'plan' | 'decisions' | 'cohorts' | 'tranches'> & {
  plan: GovernancePlan
  stages: Record<StageId, StageProgress>
  createdInstant: number
  /** When the present wait began. */
  sinceInstant: number
  evidence: Partial<Record<StageId, Record<string, PaperRef>>>
  submission?: Submission
  /** The first of the submission's boards now being asked, counted from 0; those asked together with it follow. */
  boardPosition: number
  submissionCount: number
  /** What boards are asked between gates now, beside the stage's own papers; absent while nothing ever was. */
  betweenGates?: Submission[]
  betweenGatesCount?: number
  points: Point[]
  conditions: Condition[]
  decisions: DecisionRecord[]
  /** How many have left the state because it grew large: they are in the audit. */
  inAuditOnly?: { decisions: number; points: number; conditions: number }
  deferredUntilInstant?: number
  /** Organisations and pairs that a board gave more time, each for itself alone: no stage, tranche or date waits for them. */
  extensions?: Extension[]
  /** `reviewPassedInstant`: the day it was to be looked at again has come, and it is still on hold. */
  hold?: { reason: string; sinceInstant: number; reviewOnInstant?: number; reviewPassedInstant?: number }
  disputes: { reviewId: string; seatId: string; decisionNumber: number; statement: string; atInstant: number }[]
  closure?: { outcome: 'completed' | 'closedEarly' | 'withdrawn'; reason?: string; report?: string; atInstant?: number }
  /** The cohorts consulted and the tranches rolled out, by id; their machines hold the detail. */
  cohortIds: string[]
  openCohortIds: string[]
  trancheIds: string[]
  liveTrancheIds: string[]
  /** Those that stand; absent while none ever was set. */
  hardDates?: HardDate[]
  hardDateCount?: number
  deadlines: Deadline[]
  failedEffects: { effect: string; reviewId?: string; circulationId?: string; reason: string; atInstant: number }[]
}

/** What the initiative hears: people's acts once they happened, and what its reviews, consultations and tranches came to. */
export type InitiativeEvent =
  | FactOf<'stateStage'>
  | FactOf<'provideEvidence'>
  | FactOf<'answerPoint'>
  | FactOf<'submit'>
  | FactOf<'withdrawSubmission'>
  | FactOf<'addBoard'>
  | FactOf<'reportChairsAction'>
  | FactOf<'disputeDecision'>
  | FactOf<'circulate'>
  | FactOf<'openConsultation'>
  | FactOf<'planTranche'>
  | FactOf<'skipStage'>
  | FactOf<'hold'>
  | FactOf<'resume'>
  | FactOf<'dischargeCondition'>
  | FactOf<'setHardDate'>
  | FactOf<'dropHardDate'>
  | FactOf<'rate'>
  | FactOf<'changePlan'>
  | FactOf<'close'>
  | FactOf<'closeEarly'>
  | FactOf<'withdraw'>
  | ({ type: 'reviewEnded'; atInstant: number } & ReviewOutput)
  | { type: 'consultationEnded'; atInstant: number; cohortId: string }
  | { type: 'trancheFullyLive'; atInstant: number; trancheId: string }
  | { type: 'deadlinePassed'; atInstant: number; name: string }
  | {
      type: 'effectExhausted'
      atInstant: number
      effect: string
      reviewId?: string
      circulationId?: string
      reason: string
    }
  | { type: 'effectCarriedOut'; atInstant: number; effect: string; reviewId?: string; circulationId?: string }

export type InitiativeInput = Creation & { createdInstant: number }
