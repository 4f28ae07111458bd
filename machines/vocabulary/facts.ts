import * as z from 'zod'
import { day, identifier, line, passage, text } from './text.ts'

/** The five stages, in the order of the field. */
export const stageId = z.enum([
  'outlineBusinessCase',
  'fullBusinessCase',
  'consultation',
  'goLive',
  'postImplementationReview',
])
export type StageId = z.infer<typeof stageId>

/**
 * When something happened or is planned, with no more precision than its source gives: a month is a month, "by" is "by".
 * `said` is the source's own phrase where no calendar date can be given ("from April 2019", "the first part of 2020").
 */
export const reportedDate = z.discriminatedUnion('precision', [
  z.strictObject({ precision: z.literal('day'), on: day }),
  z.strictObject({
    precision: z.literal('month'),
    month: z.string().regex(/^\d{4}-(0[1-9]|1[0-2])$/, 'must be a month such as 2019-10'),
  }),
  z.strictObject({ precision: z.literal('range'), from: day, to: day }),
  z.strictObject({ precision: z.literal('by'), by: day }),
  z.strictObject({ precision: z.literal('said'), said: line }),
  z.strictObject({ precision: z.literal('notReported') }),
])
export type ReportedDate = z.infer<typeof reportedDate>

/**
 * How far a fact may be trusted. `recorded`: decided here, by an act in this record. `reported`: the named source says so.
 * `assumed`: the importer's reading, shown as such. `rehearsal`: played, never a real decision.
 */
export const certainty = z.enum(['recorded', 'reported', 'assumed', 'rehearsal'])
export type Certainty = z.infer<typeof certainty>

/** Where a fact comes from. `sourceTitle` is the document as people cite it; `importedBy` the role of whoever brought it in. */
export const provenance = z.strictObject({
  certainty,
  sourceId: identifier.optional(),
  sourceTitle: text(500).optional(),
  importedBy: line.optional(),
})
export type Provenance = z.infer<typeof provenance>

/** Something a source reports that is neither a board's decision nor a rating: an event, a plan, a change, evidence. */
export const reportedFact = z.strictObject({
  factId: identifier,
  kind: z.enum(['event', 'milestone', 'evidence', 'change', 'note']),
  stage: stageId.optional(),
  text: passage,
  date: reportedDate.optional(),
  /** A date that lay in the past when it was imported: shown as "was due", never fired. */
  wasDue: reportedDate.optional(),
  provenance,
})
export type ReportedFact = z.infer<typeof reportedFact>

/** Red, amber or green as its source gave it. `team` and `board` ratings are kept apart; neither replaces the other. */
export const rating = z.strictObject({
  kind: z.enum(['team', 'board', 'overall']),
  rag: z.enum(['red', 'amber', 'green']),
  date: reportedDate,
  provenance,
})
export type Rating = z.infer<typeof rating>

/** A decision a board made before its record began here, in the source's own verb and exact wording. */
export const reportedDecision = z.strictObject({
  decisionId: identifier,
  boardId: identifier.optional(),
  boardName: line,
  /** agreed, supported, endorsed, presented, approved, said: the source's own. */
  verb: line,
  wording: passage,
  kind: z.enum([
    'approval',
    'nextStep',
    'steer',
    'recommendation',
    'support',
    'endorsement',
    'extension',
    'note',
    'notReported',
  ]),
  on: reportedDate,
  stage: stageId.optional(),
  authorises: passage.optional(),
  doesNotAuthorise: passage.optional(),
  provenance,
})
export type ReportedDecision = z.infer<typeof reportedDecision>
