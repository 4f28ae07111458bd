import * as z from 'zod'
import { ask } from '../../machines/vocabulary/board.ts'
import { choice, marking, paperRef } from '../../machines/vocabulary/submission.ts'
import { moment, named } from './named.ts'

const agendaItem = named(
  'AgendaItem',
  z.object({
    initiativeId: z.string(),
    reference: z.string(),
    title: z.string(),
    marking,
    rehearsal: z.boolean(),
    reviewId: z.string(),
    ask,
    asks: z.string().describe('What the board is asked, word for word'),
    decideByInstant: moment,
    late: z.boolean().describe('Put to this meeting after its papers were due'),
    onHold: z.boolean(),
    papers: z.array(paperRef),
    seats: z
      .array(
        z.object({
          seatId: z.string(),
          title: z.string(),
          personId: z.string().optional().describe('Who sits there now; absent where the seat stands aside'),
          decided: choice.optional().describe('Absent until a decision is recorded for the seat'),
        }),
      )
      .describe('Each member’s position, for those who prepare the meeting'),
  }),
)

export const boardMeetings = named(
  'BoardMeetings',
  z.object({
    boardId: z.string(),
    name: z.string(),
    meetings: z.array(
      z.object({
        day: z.string(),
        startsInstant: moment.optional().describe('Absent where its hour is not on file'),
        papersDueInstant: moment,
        endsInstant: moment,
        isOnFile: z.boolean().describe('Whether the board’s present terms name it'),
        chairsActions: z
          .array(
            z.object({
              initiativeId: z.string(),
              reference: z.string(),
              title: z.string(),
              marking,
              reviewId: z.string(),
              asks: z.string().describe('What the chair decided on, word for word'),
              outcome: z.string(),
              reason: z.string().describe('Why it could not wait'),
              decidedInstant: moment,
              overdue: z.boolean().describe('An earlier meeting was not told of it'),
            }),
          )
          .describe('What the chair decided for the board since, to be reported to this meeting and minuted'),
        agenda: z.array(agendaItem).describe('In the order in which it was put to the board'),
      }),
    ),
  }),
)
