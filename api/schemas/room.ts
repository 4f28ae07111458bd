import * as z from 'zod'
import { attendance } from '../../machines/vocabulary/room.ts'
import { choice, conditionWritten, paperRef } from '../../machines/vocabulary/submission.ts'
import { moment, named } from './named.ts'

/** A decision of the room, as it stands with the decision. */
export const decidedInTheRoom = z.object({
  version: z.int(),
  day: z.string(),
  recordedBy: z.string(),
  confirmedBy: z.string(),
  wording: z.string().optional(),
  tabled: z.array(z.object({ sha256: z.string(), title: z.string(), version: z.string() })).optional(),
})

const answeredBy = z.object({ by: z.string(), atInstant: moment })

/** What was recorded of a board's meeting, for whoever was in the chair. */
export const roomView = named(
  'Room',
  z.object({
    version: z.int().describe('An answer is to this version; a newer one makes it refused'),
    day: z.string(),
    recordedBy: z.string(),
    atInstant: moment,
    wording: z.string().describe('What was decided, word for word'),
    amended: z.boolean().describe('Whether these are not the words of the papers but those read back in the room'),
    seats: z.array(
      z.object({
        seatId: z.string(),
        attendance,
        personId: z.string().optional(),
        choice: choice.optional(),
        reason: z.string().optional(),
        points: z.array(z.string()).optional(),
        conditions: z.array(conditionWritten).optional(),
      }),
    ),
    tabledPapers: z.array(paperRef),
    follows: z.array(z.string()).describe('What follows by the board’s rule if it is confirmed, in words'),
    confirmed: answeredBy.optional(),
    refused: answeredBy.extend({ reason: z.string() }).optional(),
    form: z.string().optional().describe('Sealed; send it back as it is. Absent once it was answered'),
    typedNumber: z.string().optional().describe('The number a person is shown and has to type'),
  }),
)

export const roomAnswerSent = named(
  'RoomAnswerSent',
  z.strictObject({
    form: z.string().max(4000).optional().describe('The sealed form read before'),
    typedAnswer: z.string().max(100).default('').describe('The number the person typed'),
    answer: z.string().max(100).default('').describe('`confirm` or `refuse`; there is no default'),
    reason: z.string().default('').describe('What is not as the board decided it, to refuse'),
  }),
)
