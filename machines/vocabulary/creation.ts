import * as z from 'zod'
import { provenance, rating, reportedDate, reportedDecision, reportedFact, stageId } from './facts.ts'
import { organisationRef, roleHolder } from './people.ts'
import { governancePlan } from './plan.ts'
import { marking } from './submission.ts'
import { identifier, instant, line, passage, text } from './text.ts'

/** What is known of an initiative when its record begins: by hand, or from a portfolio file. */
export const creation = z.strictObject({
  initiativeId: identifier,
  title: line,
  reference: line,
  marking: marking.default('OFFICIAL'),
  programme: z.strictObject({ programmeId: identifier, name: line }).optional(),
  organisations: z.array(organisationRef).min(1).max(60),
  sro: roleHolder.optional(),
  executiveLead: roleHolder.optional(),
  changeTeam: roleHolder.optional(),
  plan: governancePlan,
  /** Where it really is. `stage` absent: the source names none of the five, and the PMO is asked. */
  entry: z.strictObject({ stage: stageId.optional(), provenance, note: passage.optional() }),
  /** Outside body or fact it waits for, as the source says. */
  waitsFor: z.strictObject({ whom: line, what: passage, since: reportedDate.optional(), provenance }).optional(),
  decisions: z.array(reportedDecision).max(40).default([]),
  facts: z.array(reportedFact).max(60).default([]),
  ratings: z.array(rating).max(12).default([]),
  cohorts: z
    .array(z.strictObject({ cohortId: identifier, title: line }))
    .max(20)
    .default([]),
  tranches: z
    .array(z.strictObject({ trancheId: identifier, title: line, plannedFor: reportedDate.optional() }))
    .max(40)
    .default([]),
  /** What a row asks to have somebody reminded of by mail, at a moment to come. Nothing else about a beginning sends a mail. */
  reminders: z
    .array(z.strictObject({ reminderId: identifier, atInstant: instant, personId: identifier, about: passage }))
    .max(10)
    .refine(
      (reminders) => new Set(reminders.map(({ reminderId }) => reminderId)).size === reminders.length,
      'must each have a reminderId of its own',
    )
    .default([]),
  /** SHA-256 of the portfolio row it came from: a repeated import is recognised by it. */
  importedRowSha256: text(64).optional(),
})
export type Creation = z.infer<typeof creation>
