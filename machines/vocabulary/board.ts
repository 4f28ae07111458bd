import * as z from 'zod'
import { roleHolder } from './people.ts'
import { identifier, instant, line, passage } from './text.ts'

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
  }),
  z.strictObject({
    kind: z.literal('nOfM'),
    approvals: z.int().min(1).max(99),
    refusal: z.enum(['counted', 'ends']).default('counted'),
  }),
  z.strictObject({ kind: z.literal('chairDecides') }),
  z.strictObject({ kind: z.literal('asWritten'), text: passage }),
])
export type DecisionRule = z.infer<typeof decisionRule>

/** What a board is asked: to decide the case, agree a next step without deciding it, endorse or support it, or note it. */
export const ask = z.enum(['decide', 'agreeNextStep', 'endorse', 'support', 'note'])
export type Ask = z.infer<typeof ask>

/** A place on a board that is counted in its quorum; the holder may change, the seat stays. */
export const seat = z.strictObject({
  seatId: identifier,
  /** "Chief Constable, Kent" */
  title: line,
  organisationIds: z.array(identifier).min(1).max(10),
  holderId: identifier,
  chair: z.boolean().default(false),
})
export type Seat = z.infer<typeof seat>

/** A board's terms as they stood when papers were submitted to it: frozen there, so that later changes never rewrite a past decision. */
export const boardTerms = z.strictObject({
  boardId: identifier,
  name: line,
  termsVersion: z.int().min(1),
  ask,
  rule: decisionRule,
  /** Says when the rule is not the board's own but the plan's, as in a rehearsal. */
  ruleNote: line.optional(),
  seats: z.array(seat).min(1).max(60),
  secretary: roleHolder.optional(),
  decideByInstant: instant,
  /** Ascending, all before `decideByInstant`. */
  reminderInstants: z.array(instant).max(10),
})
export type BoardTerms = z.infer<typeof boardTerms>
