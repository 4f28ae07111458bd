import type { FastifyInstance } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import * as z from 'zod'
import { askOf } from '../../../activities/words/decisions.ts'
import type { AgendaItem } from '../../../machines/meeting-agenda.ts'
import type { ToldAtMeeting } from '../../../machines/reports-at-meetings.ts'
import { currentBallot, dueInstantOf } from '../../../machines/review.ts'
import { asWhom, sittingIn } from '../../../machines/seats.ts'
import { identifier } from '../../../machines/vocabulary/text.ts'
import { meetingsOfBoard } from '../../agendas/board-meetings.ts'
import type { ApiParts } from '../../parts.ts'
import { boardMeetings } from '../../schemas/meetings.ts'
import { problems } from '../../schemas/named.ts'

/** The meetings of a board, each with its agenda across initiatives. */
export const meetingRoutes = async (app: FastifyInstance, parts: ApiParts): Promise<void> => {
  app.withTypeProvider<ZodTypeProvider>().route({
    method: 'GET',
    url: '/api/boards/:boardId/meetings',
    schema: {
      operationId: 'readBoardMeetings',
      summary: 'The meetings of a board that are not over, each with its agenda across initiatives',
      description: 'With every member’s position: for the PMO and the board’s secretary.',
      tags: ['Reading'],
      params: z.object({ boardId: identifier }),
      response: { 200: boardMeetings, ...problems },
    },
    handler: async ({ params: { boardId } }) => {
      const { name, meetings } = await meetingsOfBoard(parts, boardId)
      return {
        boardId,
        name,
        meetings: meetings.map(({ meeting, isOnFile, items, told }) => ({
          ...meeting,
          isOnFile,
          chairsActions: told.map(toldOf),
          agenda: items.map(itemOf),
        })),
      }
    },
  })
}

const toldOf = ({ initiative, decision }: ToldAtMeeting) => {
  const { initiativeId, reference, title, marking } = initiative
  const { reviewId, wording, outcome, way, on, toReport } = decision
  return {
    initiativeId,
    reference,
    title,
    marking,
    reviewId,
    asks: wording,
    outcome,
    reason: way?.reason ?? '',
    decidedInstant: on.precision === 'instant' ? on.atInstant : 0,
    overdue: toReport.overdue === true,
  }
}

const itemOf = ({ initiative, review, isLate, onHold }: AgendaItem) => {
  const { initiativeId, reference, title, marking, plan } = initiative
  return {
    initiativeId,
    reference,
    title,
    marking,
    rehearsal: plan.kind === 'rehearsal',
    reviewId: review.reviewId,
    ask: askOf(review),
    asks: review.proposal.asks,
    decideByInstant: dueInstantOf(review),
    late: isLate,
    onHold,
    papers: review.papers,
    seats: review.terms.seats.map((seat) => {
      const ballot = currentBallot(review, seat.seatId)
      const personId = sittingIn(review, seat)?.personId
      return {
        seatId: seat.seatId,
        title: personId === undefined ? seat.title : asWhom(review, seat, personId),
        ...(personId === undefined ? {} : { personId }),
        ...(ballot ? { decided: ballot.choice } : {}),
      }
    }),
  }
}
