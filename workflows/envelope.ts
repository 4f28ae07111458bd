import * as z from 'zod'
import type { StoredCase, StoredMachine } from '../machines/case-file.ts'
import type { ReviewContext } from '../machines/review.ts'
import type { Errand } from './errands.ts'
import type { KnownCommand } from './ledger.ts'

/** The shape's number. Every change of shape raises it and adds a step to `migrations`, with its test. */
export const envelopeSchema = 1

/** What an initiative carries through continue-as-new: plain JSON and nothing else. */
export type Envelope = {
  schema: typeof envelopeSchema
  state: StoredCase
  ledger: KnownCommand[]
  head: { sequence: number; hash: string }
  errands: Errand[]
}

const machine = z.looseObject({ status: z.string(), value: z.unknown(), context: z.looseObject({}) })

const storedCase = z.custom<StoredCase>(
  (value) =>
    z
      .object({
        initiative: machine,
        reviews: z.record(z.string(), machine),
        consultations: z.record(z.string(), machine),
        rollOuts: z.record(z.string(), machine),
      })
      .safeParse(value).success,
)

const effect = z.discriminatedUnion('type', [
  z.object({ type: z.literal('askBoard'), reviewId: z.string() }),
  z.object({ type: z.literal('escalate'), reviewId: z.string() }),
  z.object({ type: z.literal('remindBoard'), reviewId: z.string(), number: z.number() }),
  z.object({ type: z.literal('remindPerson'), reminderId: z.string() }),
])

const envelope = z.object({
  schema: z.literal(envelopeSchema),
  state: storedCase,
  ledger: z.array(
    z.object({ updateId: z.string(), sequence: z.number(), atInstant: z.number(), commandSha256: z.string() }),
  ),
  head: z.object({ sequence: z.number(), hash: z.string() }),
  errands: z.array(z.object({ effect, sequence: z.number(), attempts: z.number(), notBeforeInstant: z.number() })),
})

/** From the shape of one number to the next. Empty while there has been one shape only. */
export const migrations: Readonly<Record<number, (older: object) => object>> = {}

/**
 * Brings a carried state up to today's shape, step by step, and checks it.
 * @throws Error when a step is missing or the shape is wrong: the workflow task fails, nothing is lost, and a repaired build goes on.
 */
export const load = (carried: unknown, steps = migrations): Envelope => {
  let current = z.looseObject({ schema: z.int() }).parse(carried)
  while (current.schema < envelopeSchema) {
    const step = steps[current.schema]
    if (!step) throw new Error(`There is no step from state schema ${current.schema} to ${current.schema + 1}`)
    current = z.looseObject({ schema: z.int() }).parse(step(current))
  }
  return envelope.parse(current)
}

/** How many ended reviews keep every word; the older ones keep who decided what, and their words stay in the audit. */
const fullReviews = 12

type Ballots = ReviewContext['ballots']

/** Decisions without the words that came with them. Without `alsoTheLast`, each seat's last keeps its own, because it counts. */
const withoutWords = (ballots: Ballots, alsoTheLast: boolean): Ballots =>
  Object.fromEntries(
    Object.entries(ballots).map(([seatId, versions]) => [
      seatId,
      versions.map((version, index) => {
        if (!alsoTheLast && index === versions.length - 1) return version
        const { reason: _reason, ...ballot } = version
        return { ...ballot, points: [], conditions: [] }
      }),
    ]),
  )

const digest = (review: StoredMachine<ReviewContext>): StoredMachine<ReviewContext> => ({
  ...review,
  context: {
    ...review.context,
    answers: [],
    papers: [],
    ballots: withoutWords(review.context.ballots, true),
  },
})

const withoutOvertakenWords = (review: StoredMachine<ReviewContext>): StoredMachine<ReviewContext> => ({
  ...review,
  context: { ...review.context, ballots: withoutWords(review.context.ballots, false) },
})

/** The state without the words of its oldest ended reviews and of decisions that were changed since, so that what is carried stays far below Temporal's limits. */
export const shrunk = (state: StoredCase): StoredCase => {
  const ended = Object.entries(state.reviews)
    .filter(([, { status }]) => status === 'done')
    .sort(([, a], [, b]) => b.context.openedInstant - a.context.openedInstant)
    .slice(fullReviews)
    .map(([reviewId]) => reviewId)
  return {
    ...state,
    reviews: Object.fromEntries(
      Object.entries(state.reviews).map(([id, review]) => [
        id,
        ended.includes(id) ? digest(review) : withoutOvertakenWords(review),
      ]),
    ),
  }
}
