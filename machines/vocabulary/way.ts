import * as z from 'zod'
import { identifier, line, passage, pence } from './text.ts'

/** How a board is asked where it does not decide at its meeting or in the time of the plan. */
export const otherWay = z.enum(['correspondence', 'chairsAction'])
export type OtherWay = z.infer<typeof otherWay>

/** What whoever sends the papers says: which way, and why. By chair's action the reason is what makes it urgent. */
export const wayAsked = z.strictObject({ by: otherWay, reason: passage })
export type WayAsked = z.infer<typeof wayAsked>

const withinWorkingDays = z.int().min(1).max(90)

/** When a board's chair may act for it between its meetings. */
export const chairsAction = z.strictObject({
  /** Up to this cost; any when absent. */
  upToPence: pence.optional(),
  /** How long the chair has; as long as the plan gives the board when absent. */
  decideWithinWorkingDays: withinWorkingDays.optional(),
})
export type ChairsAction = z.infer<typeof chairsAction>

/** How long members have by correspondence; as long as the plan gives the board when absent. */
export const correspondenceTime = { decideWithinWorkingDays: withinWorkingDays.optional() }

/** Who is told of a chair's action, and not asked. */
export const informed = z.strictObject({ seatId: identifier, title: line, personId: identifier })
export type Informed = z.infer<typeof informed>

/** The way one submission goes to a board, frozen with its terms. */
export const way = z.discriminatedUnion('by', [
  z.strictObject({ by: z.literal('correspondence'), reason: passage }),
  z.strictObject({
    by: z.literal('chairsAction'),
    reason: passage,
    upToPence: pence.optional(),
    /** The board's other members. */
    informed: z.array(informed).max(60),
  }),
])
export type Way = z.infer<typeof way>
