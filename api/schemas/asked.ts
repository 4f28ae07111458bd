import * as z from 'zod'
import { identifier, line } from '../../machines/vocabulary/text.ts'
import { moment, named } from './named.ts'

/** One try at one command. Sent again with the same content it is recorded once, however often it is sent. */
const idempotencyKey = z
  .string()
  .regex(/^[A-Za-z0-9._~-]{1,100}$/, 'must be 1 to 100 letters, digits, ".", "_", "~" or "-"')
  .describe(
    'Your name for this one act. The same act sent again under it is recorded once; another act under it is refused.',
  )

const actingAs = line.describe(
  'The role you act in, in words: "change team". For development only: it is believed as it stands until sign-in exists.',
)

/** Headers of every command. Others are let through. */
export const commandHeaders = z.looseObject({ 'idempotency-key': idempotencyKey, 'x-acting-as': actingAs })

export const initiativeParams = z.object({ initiativeId: identifier })

/** The answer to a command: its place in the record, where it can be read from this moment on. */
export const recordedAnswer = named(
  'Recorded',
  z.object({
    initiativeId: identifier,
    outcome: z
      .enum(['recorded', 'alreadyRecorded'])
      .describe('`alreadyRecorded`: this act had been recorded before, and was not recorded again'),
    sequence: z.int().describe('The number of its entry in the record of the initiative'),
    atInstant: moment,
    meetings: z
      .array(z.string())
      .optional()
      .describe(
        'Papers sent to a board that decides at its meetings: the meeting they are for, and the one they missed',
      ),
  }),
)
