import * as z from 'zod'
import { assurance, roleHolder } from './people.ts'
import { meeting, missedMeeting } from './meeting.ts'
import { identifier, instant, line, passage } from './text.ts'
import { passedOver } from './working-days.ts'
import { correspondenceTime, way } from './way.ts'

/** What becomes of the parties that do not agree, where each decides for itself: the rest go on without them, or nothing is carried. */
const othersOf = z.enum(['proceedWithThoseWhoAgree', 'allMust'])

/**
 * How a board's votes become its decision. `refusal: 'ends'` lets one refusal settle the matter, `'counted'` weighs it with the rest.
 * `asWritten` keeps a rule that cannot be run yet in the words of its source: such a board can be imported but cannot open a review.
 */
export const decisionRule = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('unanimous') }),
  z.strictObject({
    kind: z.literal('majority'),
    quorum: z.int().min(1).max(99),
    chairHasCastingVote: z.boolean().default(false),
    /** So many of each organisation must take part, besides the quorum: "both forces must be present". */
    presentFromEach: z.int().min(1).max(9).optional(),
  }),
  z.strictObject({
    kind: z.literal('nOfM'),
    approvals: z.int().min(1).max(99),
    refusal: z.enum(['counted', 'ends']).default('counted'),
  }),
  /** A share of those voting, or of all members; an abstention is a vote of neither, and still of a member. */
  z.strictObject({
    kind: z.literal('percent'),
    percent: z.int().min(1).max(100),
    of: z.enum(['voting', 'all']),
    quorum: z.int().min(1).max(99).default(1),
  }),
  z.strictObject({ kind: z.literal('chairDecides') }),
  /** Two named members must both agree; the others advise. */
  z.strictObject({ kind: z.literal('bothOf'), seatIds: z.tuple([identifier, identifier]) }),
  /** More than half of each group of named members must agree, as of the forces and of the commissioners; the others advise. */
  z.strictObject({
    kind: z.literal('majorityOfEach'),
    /** `title` is what its members are called: "forces". */
    groups: z
      .array(z.strictObject({ title: line, seatIds: z.array(identifier).min(1).max(60) }))
      .min(2)
      .max(6),
  }),
  /** At least so many members of each organisation must agree. */
  z.strictObject({ kind: z.literal('fromEachOrganisation'), approvals: z.int().min(1).max(9) }),
  /** One decision for each organisation: all its members must agree on it. */
  z.strictObject({ kind: z.literal('perOrganisation'), others: othersOf }),
  /** One joint decision for each pair, as of a chief constable with the commissioner: both must agree on it. */
  z.strictObject({ kind: z.literal('perPair'), others: othersOf }),
  z.strictObject({ kind: z.literal('asWritten'), text: passage }),
])
export type DecisionRule = z.infer<typeof decisionRule>

/** How a board decides outside its meetings, by its members' letters and emails: often by more of them than at a meeting. */
export const correspondence = z.strictObject({ rule: decisionRule, ...correspondenceTime })
export type Correspondence = z.infer<typeof correspondence>

/**
 * What a board is asked: to decide the case, agree a next step without deciding it, endorse, support or recommend it, or note it; and
 * between gates, where the stage does not move, to re-baseline what was agreed or to agree an exception to it.
 */
export const ask = z.enum([
  'decide',
  'agreeNextStep',
  'endorse',
  'support',
  'recommend',
  'note',
  'rebaseline',
  'agreeException',
])
export type Ask = z.infer<typeof ask>

/** When a member sees how the others decided: at once, or only once their own decision is recorded. */
export const othersShown = z.enum(['always', 'afterOwn'])
export type OthersShown = z.infer<typeof othersShown>

/** Somebody who may sit for a seat's holder. `sits`: the holder is away when the papers go out, so the deputy is asked. */
export const deputy = z.strictObject({
  personId: identifier,
  /** "Deputy Chief Constable, Kent" */
  title: line,
  sits: z.literal(true).optional(),
})
export type Deputy = z.infer<typeof deputy>

/** A place on a board that is counted in its quorum; the holder may change, the seat stays. */
export const seat = z.strictObject({
  seatId: identifier,
  /** "Chief Constable, Kent" */
  title: line,
  /** More than one where one officer holds one seat for several. */
  organisationIds: z.array(identifier).min(1).max(10),
  holderId: identifier,
  chair: z.boolean().default(false),
  /** Takes the chair's part where the chair cannot decide. */
  viceChair: z.boolean().optional(),
  /** Seats of one pair decide jointly. */
  pairId: identifier.optional(),
  deputies: z.array(deputy).max(10).optional(),
})
export type Seat = z.infer<typeof seat>

/**
 * A seat held for several organisations is one member, or one for each of them, wherever a rule counts members: in its quorum, its shares
 * and the number who must agree. Where a rule asks something of each organisation, such a seat always speaks for each of its own.
 */
export const sharedSeats = z.enum(['countOnce', 'countForEach'])
export type SharedSeats = z.infer<typeof sharedSeats>

/** What becomes of the seat of somebody whose own case it is. */
export const ownCase = z.enum(['standsAside', 'deputySits'])
export type OwnCase = z.infer<typeof ownCase>

/** Who is told, step by step, that a decision is overdue. The secretary is told at once, before anybody else. */
export const escalationTo = z.enum(['deputy', 'chair', 'pmo'])
export type EscalationTo = z.infer<typeof escalationTo>

/** A board's terms as they stood when papers were submitted to it: frozen there, so that later changes never rewrite a past decision. */
export const boardTerms = z.strictObject({
  boardId: identifier,
  name: line,
  termsVersion: z.int().min(1),
  ask,
  /** Asked at the same time as the board before it, not after. */
  together: z.boolean().optional(),
  /** Only the seats of organisations that agreed at the boards before: the others have more time, or go no further. */
  only: z.literal('thoseWhoAgreed').optional(),
  rule: decisionRule,
  /** By correspondence or by chair's action: `rule`, and for chair's action `seats`, are then those of that way. */
  way: way.optional(),
  /** Says when the rule is not the board's own but the plan's, as in a rehearsal. */
  ruleNote: line.optional(),
  seats: z.array(seat).min(1).max(60),
  /** Members whose refusal alone ends a matter, whatever the rule counts. */
  vetoSeatIds: z.array(identifier).max(60).optional(),
  /** Once when absent. */
  sharedSeats: sharedSeats.optional(),
  /** It stands aside when absent. */
  ownCase: ownCase.optional(),
  /** `always` when absent. */
  othersShown: othersShown.optional(),
  secretary: roleHolder.optional(),
  /** What a member's decision by link must be known by; A when absent. */
  assurance: assurance.optional(),
  decideByInstant: instant,
  /** Weekdays its dates pass over, because one of its organisations is closed; absent where there are none. */
  passedOver: z.array(passedOver).max(20).optional(),
  /** The meeting it decides at; `decideByInstant` is the end of its day. */
  meeting: meeting.optional(),
  /** The meeting before it that these papers did not reach. */
  missedMeeting: missedMeeting.optional(),
  /** The board's meetings after that, in order. */
  nextMeetings: z.array(meeting).max(4).optional(),
  /** Ascending, all before `decideByInstant`. */
  reminderInstants: z.array(instant).max(10),
  /** Ascending, all after `decideByInstant`: who is told next while it stays open. */
  escalations: z
    .array(z.strictObject({ to: escalationTo, atInstant: instant }))
    .max(6)
    .optional(),
})
export type BoardTerms = z.infer<typeof boardTerms>
