import type { FastifyInstance } from 'fastify'
import { meetingsOfBoard } from '../../agendas/board-meetings.ts'
import type { ApiParts } from '../../parts.ts'
import { isAllRehearsed, markingOfAgenda } from '../../present/agenda.ts'
import { presentMeeting } from '../../present/meeting.ts'
import { Problem } from '../../problems.ts'
import type { Page } from '../../views/views.ts'
import { footerLinksOf } from './moment-of.ts'

type Params = { boardId: string; day: string }

/** `GET /boards/:boardId/meetings/:day`: the agenda of one meeting, for who prepares it; made to be printed. */
export const meetingRoute = (app: FastifyInstance, parts: ApiParts): void => {
  app.get<{ Params: Params }>('/boards/:boardId/meetings/:day', async ({ params: { boardId, day } }, reply) => {
    const board = await meetingsOfBoard(parts, boardId)
    const held = board.meetings.find(({ meeting }) => meeting.day === day)
    if (!held)
      throw new Problem(404, 'unknown-meeting', `${board.name} has no meeting on ${day} that is not over.`, [
        { in: 'path', field: 'day', expected: 'must be the day of a meeting on file, such as 2027-06-14' },
      ])
    const meeting = presentMeeting(board, held, parts.clock())
    const page: Page = {
      title: `${meeting.board}, ${meeting.on}`,
      marking: markingOfAgenda([...held.items, ...held.told]),
      rehearsal: isAllRehearsed(held.items),
      back: { href: '/', text: 'All initiatives' },
      footerLinks: footerLinksOf(parts),
    }
    return reply.view('meeting.njk', { page, meeting })
  })
}
