import * as z from 'zod'
import { commentOutcome } from '../../machines/vocabulary/circulation.ts'
import { stageId } from '../../machines/vocabulary/facts.ts'
import { marking } from '../../machines/vocabulary/submission.ts'
import { moment, named } from './named.ts'

const recordedComment = named(
  'RecordedComment',
  z.object({
    number: z.int().describe('Counted through the whole batch'),
    evidenceId: z.string().optional().describe('The paper it is on; absent where it is on all of them'),
    papers: z.array(z.object({ title: z.string(), version: z.string() })).describe('The versions it is on'),
    where: z.string().optional(),
    text: z.string().optional(),
    atInstant: moment,
    answered: z
      .object({ outcome: commentOutcome, answer: z.string().optional(), atInstant: moment })
      .optional()
      .describe('What changed, or why not'),
  }),
)

export const commentView = named(
  'CommentPage',
  z.object({
    standing: z.enum(['open', 'onHold', 'receipt']).describe('`receipt`: no more comments are taken'),
    initiative: z.object({ initiativeId: z.string(), title: z.string(), reference: z.string() }),
    marking,
    rehearsal: z.boolean(),
    stage: stageId,
    stakeholder: z.object({ title: z.string(), organisation: z.string() }),
    batch: z.object({ number: z.int(), priority: z.int(), title: z.string() }),
    asks: z.string().describe('What feedback is asked for, word for word'),
    commentByInstant: moment,
    answerByInstant: moment,
    papers: z.array(
      z.object({ evidenceId: z.string(), sha256: z.string(), title: z.string(), version: z.string(), marking }),
    ),
    comments: z.array(recordedComment).describe('What this stakeholder said, and nobody else’s words'),
    noCommentInstant: moment.optional().describe('When the stakeholder said that they had none'),
    form: z.string().optional().describe('Sealed; send it back as it is. A repeat of it counts once'),
    typedNumber: z.string().optional().describe('The number a person is shown and has to type'),
  }),
)

/** A comment as a program sends it. What it lacks is answered together with everything else that is wrong. */
export const commentSent = named(
  'CommentSent',
  z.strictObject({
    form: z.string().max(4000).optional().describe('The sealed form read before'),
    typedAnswer: z.string().max(100).default('').describe('The number the person typed'),
    says: z.string().max(100).default('').describe('`comment` or `noComment`; there is no default'),
    evidenceId: z.string().max(100).default('').describe('The paper it is on; empty where it is on all of them'),
    where: z.string().default('').describe('Page or paragraph'),
    text: z.string().default(''),
  }),
)

export const commentAnswer = named(
  'CommentAnswer',
  z.object({ outcome: z.enum(['recorded', 'alreadyRecorded']), says: z.enum(['comment', 'noComment']) }),
)
