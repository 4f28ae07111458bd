import { agendaOf, beforeMeetings, type AgendaItem } from '../../machines/meeting-agenda.ts'
import { toldAtMeeting, type ToldAtMeeting } from '../../machines/reports-at-meetings.ts'
import type { Meeting } from '../../machines/vocabulary/meeting.ts'
import { calendarOfSeats } from '../board-calendar.ts'
import { meetingsOf } from '../meetings.ts'
import type { ApiParts } from '../parts.ts'
import { Problem } from '../problems.ts'

/** A meeting of a board with what is before it, and the chair's actions it is to be told of; `isOnFile` where the board's present terms name it. */
export type MeetingHeld = { meeting: Meeting; isOnFile: boolean; items: AgendaItem[]; told: ToldAtMeeting[] }
export type BoardMeetings = { boardId: string; name: string; meetings: MeetingHeld[] }

/**
 * The meetings of a board that are not over, and every earlier one with something still open before it, in order.
 * @throws Problem 404 where the board is not on file.
 */
export const meetingsOfBoard = async (
  { directory, initiatives, calendar, clock }: ApiParts,
  boardId: string,
): Promise<BoardMeetings> => {
  const [board, open, acted] = await Promise.all([
    directory.board(boardId, calendar.dayOf(clock())),
    initiatives.openAtBoard(boardId),
    initiatives.toReportAt(boardId),
  ])
  if (!board)
    throw new Problem(404, 'unknown-board', `There is no board ${boardId}.`, [
      { in: 'path', field: 'boardId', expected: 'must be the id of a board on file' },
    ])
  const bound = open.flatMap(({ state }) =>
    beforeMeetings(state).flatMap(({ review, meeting }) => (review.terms.boardId === boardId ? [meeting] : [])),
  )
  const onFile = meetingsOf(board, await calendarOfSeats(board.seats, { directory, calendar }))
  const toCome = onFile.filter(({ endsInstant }) => endsInstant > clock())
  const byDay = new Map([...bound, ...toCome].map((meeting) => [meeting.day, meeting]))
  return {
    boardId,
    name: board.name,
    meetings: [...byDay.values()]
      .sort((a, b) => a.endsInstant - b.endsInstant)
      .map((meeting) => ({
        meeting,
        isOnFile: onFile.some(({ day }) => day === meeting.day),
        items: agendaOf(open, { boardId, day: meeting.day }),
        told: toldAtMeeting(acted, { boardId, day: meeting.day }, meeting.day === toCome[0]?.day),
      })),
  }
}
