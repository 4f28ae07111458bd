import * as z from 'zod'
import type { StoredCase } from '../machines/case-file.ts'
import { withoutPast, type Keep } from '../machines/past.ts'
import { byteCountOf } from './chain.ts'
import type { Errand } from './errands.ts'
import type { KnownCommand } from './ledger.ts'

/**
 * The number of the shape of what is carried. Every change of it raises the number and adds a step to `migrations`, with its test. What
 * the state looks like has a number of its own, because the record holds the state's hash: see `newestStateShape`.
 */
export const envelopeSchema = 1

/**
 * The number of the state's shape. Every change of it raises the number and adds a step to `stateMigrations`, with its test: a field
 * more, a state renamed, whatever a stored case would not have from itself. Machines rule an older shape as its release did.
 */
export const newestStateShape = 1

/** What an initiative carries through continue-as-new: plain JSON and nothing else. */
export type Envelope = {
  schema: typeof envelopeSchema
  state: StoredCase
  /** The shape the state has; the first where it is absent. */
  stateShape?: number | undefined
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
        circulations: z.record(z.string(), machine).optional(),
      })
      .safeParse(value).success,
)

const effect = z.discriminatedUnion('type', [
  z.object({ type: z.literal('escalate'), reviewId: z.string(), step: z.int().optional() }),
  z.object({ type: z.literal('remindBoard'), reviewId: z.string(), number: z.number() }),
  z.object({ type: z.literal('remindStakeholders'), circulationId: z.string(), number: z.number() }),
  z.object({ type: z.literal('remindPerson'), reminderId: z.string() }),
  z.object({ type: z.literal('warnOfHardDate'), dateId: z.string() }),
  z.object({ type: z.literal('chaseCondition'), conditionId: z.string(), when: z.enum(['dueSoon', 'overdue']) }),
  z.object({ type: z.literal('chaseChairsAction'), reviewId: z.string() }),
])

const envelope = z.object({
  schema: z.literal(envelopeSchema),
  state: storedCase,
  stateShape: z.int().min(1).optional(),
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

/** From the state's shape of one number to the next. Empty while there has been one shape only. */
export const stateMigrations: Readonly<Record<number, (older: StoredCase) => StoredCase>> = {}

/** The patch by which a run notes that it has a state of this shape. */
export const statePatch = (shape: number) => `state-shape-${shape}`

/**
 * The state in the newest shape this run may have. `takes` says whether a run takes a patch: one that began before the patch was known
 * keeps the older shape until it hands itself on, because what it recorded since is bound to it by hashes.
 * @throws Error when a step is missing, or the state is of a later release's shape.
 */
export const inItsShape = (
  { state, stateShape = 1 }: Pick<Envelope, 'state' | 'stateShape'>,
  takes: (patch: string) => boolean,
  { steps = stateMigrations, newest = newestStateShape } = {},
): { state: StoredCase; stateShape: number } => {
  if (stateShape > newest)
    throw new Error(`The state has shape ${stateShape}; this release knows shapes up to ${newest}`)
  const next = stateShape + 1
  if (next > newest || !takes(statePatch(next))) return { state, stateShape }
  const step = steps[stateShape]
  if (!step) throw new Error(`There is no step from state shape ${stateShape} to ${next}`)
  return inItsShape({ state: step(state), stateShape: next }, takes, { steps, newest })
}

/** What is carried in the state is cut down to this, where the past it holds allows it: with ledger and errands it stays below 256 KB. */
const stateAimBytes = 64 * 1024

const plenty: Keep = {
  fullReviews: 12,
  reviews: 200,
  decisions: 200,
  rounds: 200,
  closedConditions: 200,
  earlierDates: 200,
  fullCirculations: 12,
  circulations: 200,
}
/** How much of the past stays, from plenty to the least that people still look for; the first that fits is taken. */
const keeps: readonly Keep[] = [
  plenty,
  {
    fullReviews: 8,
    reviews: 32,
    decisions: 48,
    rounds: 12,
    closedConditions: 40,
    earlierDates: 24,
    fullCirculations: 8,
    circulations: 32,
  },
  {
    fullReviews: 4,
    reviews: 16,
    decisions: 24,
    rounds: 6,
    closedConditions: 20,
    earlierDates: 12,
    fullCirculations: 4,
    circulations: 16,
  },
  {
    fullReviews: 2,
    reviews: 8,
    decisions: 12,
    rounds: 3,
    closedConditions: 10,
    earlierDates: 6,
    fullCirculations: 2,
    circulations: 8,
  },
  {
    fullReviews: 1,
    reviews: 4,
    decisions: 6,
    rounds: 1,
    closedConditions: 5,
    earlierDates: 3,
    fullCirculations: 1,
    circulations: 4,
  },
]

/**
 * The state without as much of its past as must leave for it to stay far below Temporal's limits: first the words of old reviews and of
 * decisions changed since and the texts of closed circulations, then old reviews, decisions, rounds of points, closed conditions. All of it stays in the audit.
 */
export const shrunk = (state: StoredCase): StoredCase => {
  let small = withoutPast(state, plenty)
  for (const keep of keeps.slice(1)) {
    if (byteCountOf(small) <= stateAimBytes) break
    small = withoutPast(state, keep)
  }
  return small
}
