import * as z from 'zod'
import { boardTerms } from '../../machines/vocabulary/board.ts'
import { stageId } from '../../machines/vocabulary/facts.ts'
import { meeting } from '../../machines/vocabulary/meeting.ts'
import { attendance, roomPosition } from '../../machines/vocabulary/room.ts'
import { choice, conditionWritten, paperRef, proposal } from '../../machines/vocabulary/submission.ts'
import { moment } from './named.ts'

export const deadline = z.object({
  name: z.string(),
  atInstant: moment,
  duringHold: z.enum(['runs', 'stops']).describe('Whether it runs on while the initiative is on hold'),
})

/** One version of a member's decision. */
const ballot = z.object({
  number: z.int(),
  holderId: z.string(),
  forHolderId: z.string().optional().describe('The absent holder whose deputy decided'),
  choice,
  reason: z.string().optional(),
  points: z.array(z.string()),
  conditions: z.array(conditionWritten),
  deferUntilInstant: moment.optional(),
  deferSoonInstant: moment.optional(),
  deferUntilDay: z.string().optional(),
  toMeeting: z.literal(true).optional().describe('That day is a later meeting of the board'),
  inTheRoom: z
    .object({
      version: z.int(),
      recordedBy: z.string(),
      confirmedBy: z.string(),
      tabledSha256s: z.array(z.string()).optional(),
    })
    .optional()
    .describe('Said in the room, recorded by the secretary and confirmed by the chair; absent where it was by link'),
  atInstant: moment,
})

/** One version of what was recorded of a meeting. */
const roomRecord = z.object({
  version: z.int(),
  boardId: z.string(),
  day: z.string(),
  dayEndsInstant: moment,
  seats: z.array(
    z.object({
      seatId: z.string(),
      attendance,
      personId: z.string().optional().describe('Who was there for the seat'),
      forHolderId: z.string().optional(),
      position: roomPosition.optional(),
    }),
  ),
  wording: z.string().optional().describe('As amended there and read back'),
  tabledPapers: z.array(paperRef),
  recordedBy: z.string(),
  chairSeatId: z.string(),
  atInstant: moment,
  confirmed: z.object({ holderId: z.string(), by: z.string(), atInstant: moment }).optional(),
  refused: z.object({ holderId: z.string(), by: z.string(), reason: z.string(), atInstant: moment }).optional(),
})

/** One board's consideration of one submission. */
export const review = z.object({
  reviewId: z.string(),
  submissionId: z.string(),
  stage: stageId,
  round: z.int(),
  terms: boardTerms,
  proposal,
  papers: z.array(paperRef),
  answers: z.array(z.object({ pointId: z.string(), raisedBy: z.string(), text: z.string(), answer: z.string() })),
  openedInstant: moment,
  endedInstant: moment.optional(),
  ballots: z
    .record(z.string(), z.array(ballot))
    .describe('Every version of every seat’s decision; the last one counts'),
  deadlines: z.array(deadline),
  remindersSent: z.int(),
  heldSinceInstant: moment.optional(),
  meetingMoves: z
    .array(z.object({ meeting, reason: z.string(), atInstant: moment }))
    .optional()
    .describe('The meetings it was moved to; the last one counts'),
  seatMoves: z
    .array(
      z.object({
        seatId: z.string(),
        personId: z.string(),
        title: z.string().optional(),
        as: z.enum(['holder', 'deputy']),
        reason: z.string(),
        atInstant: moment,
      }),
    )
    .optional()
    .describe('Who sits where since the papers went out; the last of a seat counts'),
  deadlock: z
    .object({ sinceInstant: moment, because: z.string() })
    .optional()
    .describe('Since when nothing its members could still say would settle it'),
  formerTerms: z.array(boardTerms).optional().describe('Of boards that were merged into this one while it was open'),
  rooms: z.array(roomRecord).optional().describe('What was recorded of its meetings; it counts once it is confirmed'),
  endedBecause: z.string().optional(),
})
