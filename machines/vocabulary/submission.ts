import * as z from 'zod'
import { ask, boardTerms } from './board.ts'
import { stageId } from './facts.ts'
import { day, identifier, instant, line, passage, pence, text } from './text.ts'

/** OFFICIAL and its handling caveat, as the papers carry it. */
export const marking = z.enum(['OFFICIAL', 'OFFICIAL-SENSITIVE'])
export type Marking = z.infer<typeof marking>

/** Who alone may open a paper: members by their seat, or all those of an organisation. Everybody else sees that it exists. */
export const paperReaders = z
  .strictObject({
    seatIds: z.array(identifier).max(60).default([]),
    organisationIds: z.array(identifier).max(60).default([]),
  })
  .refine(
    ({ seatIds, organisationIds }) => seatIds.length + organisationIds.length > 0,
    'must name at least one seat or organisation',
  )
export type PaperReaders = z.infer<typeof paperReaders>

/** A paper by its content: the hash decides which paper it is; its bytes are never carried by a workflow. */
export const paperRef = z.strictObject({
  sha256: z.string().regex(/^[0-9a-f]{64}$/, 'must be a SHA-256 in lower-case hexadecimal'),
  title: line,
  version: line,
  marking,
  mediaType: line,
  sizeBytes: z.int().min(0),
  pageCount: z.int().min(1).optional(),
  /** Every member asked about it when absent. */
  readers: paperReaders.optional(),
})
export type PaperRef = z.infer<typeof paperRef>

/** The money a board is asked about, where the case has it. */
export const money = z.strictObject({
  costFromPence: pence.optional(),
  costToPence: pence.optional(),
  budgetPence: pence.optional(),
  savings: z
    .array(z.strictObject({ year: line, savingPence: pence }))
    .max(12)
    .default([]),
  /** What each organisation bears of the cost, where the papers say it. */
  shares: z
    .array(z.strictObject({ organisationId: identifier, sharePence: pence }))
    .max(60)
    .optional(),
})
export type Money = z.infer<typeof money>

/** What the papers ask for, in the exact words a member sees. */
export const proposal = z.strictObject({
  ask,
  /** "agree to go to tender for a single IT solution" */
  asks: passage,
  authorises: passage,
  doesNotAuthorise: passage.optional(),
  because: line.optional(),
  recommendation: passage.optional(),
  /** The options considered, each in a line. */
  options: z.array(text(500)).max(10).optional(),
  risks: z.array(line).max(3).default([]),
  money: money.optional(),
})
export type Proposal = z.infer<typeof proposal>

/** One pack put to the boards of a gate: frozen, numbered, bound to every decision made on it. */
export const submission = z.strictObject({
  submissionId: identifier,
  stage: z.string(),
  round: z.int().min(1),
  proposal,
  papers: z.array(paperRef).max(40),
  boards: z.array(boardTerms).min(1).max(8),
})

/**
 * What a member may decide. Silence is never one of them. `moreTime` is an extension for the member's own organisation or pair alone;
 * who declares an interest takes no part, and is not counted as a member in this matter.
 */
export const choice = z.enum([
  'approve',
  'approveWithConditions',
  'sendBack',
  'defer',
  'moreTime',
  'stop',
  'abstain',
  'declareInterest',
])
export type Choice = z.infer<typeof choice>

/** A condition as its author wrote it; the initiative gives it a number and follows it until it is discharged. */
export const conditionWritten = z.strictObject({
  text: passage,
  ownerTitle: line.optional(),
  /** Who is written to about it, where a person is on file by the owner's role; the change team otherwise. */
  ownerId: identifier.optional(),
  dueOn: z.iso.date().optional(),
  /** The end of that day, worked out by the caller's calendar, and the moment a few working days before it. */
  dueInstant: instant.optional(),
  dueSoonInstant: instant.optional(),
  /** The stage whose papers cannot go out while this is open. */
  blocksStage: stageId.optional(),
  /** Who may accept that it is met, by role; anybody the record names where it is absent. */
  mayDischarge: line.optional(),
})
export type ConditionWritten = z.infer<typeof conditionWritten>

/** What goes with a choice. */
export const positionShape = {
  choice,
  reason: passage.optional(),
  /** Numbered points the next round must answer. */
  points: z.array(passage).max(20).default([]),
  conditions: z.array(conditionWritten).max(20).default([]),
  deferUntilInstant: instant.optional(),
  /** A few working days before that, worked out by the caller's calendar: when whoever has more time is reminded. */
  deferSoonInstant: instant.optional(),
  /** The day the member chose, as shown to people. */
  deferUntilDay: day.optional(),
  /** The day is that of a later meeting of the board: the papers come back in time for it. */
  toMeeting: z.literal(true).optional(),
}
