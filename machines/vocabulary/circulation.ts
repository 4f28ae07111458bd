import * as z from 'zod'
import { stakeholder } from './people.ts'
import { identifier, instant, line, passage } from './text.ts'

/** One batch of papers put before named stakeholders, for comment before any board sees them. */
export const circulation = z.strictObject({
  circulationId: identifier,
  /** 1 is read first. */
  priority: z.int().min(1).max(99),
  title: line,
  /** Which papers of the present gate, as they stand now. */
  evidenceIds: z.array(identifier).min(1).max(30),
  stakeholders: z
    .array(stakeholder)
    .min(1)
    .max(60)
    .refine(
      (named) => new Set(named.map(({ personId }) => personId)).size === named.length,
      'must name each person once',
    ),
  /** What feedback is asked for, word for word. */
  asks: passage,
  commentByInstant: instant,
  answerByInstant: instant,
  reminderInstants: z.array(instant).max(10).default([]),
})

export const comment = z.strictObject({
  circulationId: identifier,
  stakeholderId: identifier,
  /** The edition of the papers it is on: the one the form was served with. */
  edition: z.int().min(1).max(9999),
  /** How many comments the stakeholder had made when the form was served. */
  madeBefore: z.int().min(0).max(9999),
  /** The paper it is on; absent where it is on all of them. */
  evidenceId: identifier.optional(),
  /** Page or paragraph. */
  where: line.optional(),
  text: passage,
})

export const noComment = z.strictObject({ circulationId: identifier, stakeholderId: identifier })

/** Whether a comment changed the papers. */
export const commentOutcome = z.enum(['changed', 'notChanged'])
export type CommentOutcome = z.infer<typeof commentOutcome>

export const answerToComment = z.strictObject({
  circulationId: identifier,
  commentNumber: z.int().min(1).max(9999),
  outcome: commentOutcome,
  /** What changed, or why not. */
  answer: passage,
})

export const endOfCirculation = z.strictObject({
  circulationId: identifier,
  /** Why it is closed before the date stakeholders were given, while some of them have not answered. */
  reason: passage.optional(),
})
