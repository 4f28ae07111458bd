import { randomUUID } from 'node:crypto'
import { pino } from 'pino'
import type { Board } from '../../../machines/terms-of-reference.ts'
import type { Meeting } from '../../../machines/vocabulary/meeting.ts'
import { stageId } from '../../../machines/vocabulary/facts.ts'
import { keepAgendas } from '../../../worker/agenda-keeper.ts'
import { aPlan, seatIds } from '../../support/case.ts'
import type { Case, Journeys } from './journey.ts'

export const hour = 3_600_000

/** A meeting in three days, at ten; papers are due in an hour. */
export const aMeeting = ({ parts: { calendar } }: Journeys, changed: Partial<Meeting> = {}): Meeting => {
  const day = calendar.dayOf(Date.now() + 72 * hour)
  const startsInstant = calendar.at(day, '10:00')
  return { day, startsInstant, papersDueInstant: Date.now() + hour, endsInstant: calendar.endOfDay(day), ...changed }
}

/** An initiative whose papers are before a meeting of a board. */
export const before = (
  journeys: Journeys,
  boardId: string,
  title: string,
  meeting = aMeeting(journeys),
): Promise<Case> =>
  journeys.submitted({
    board: { boardId, name: 'Alliance Summit', meeting, decideByInstant: meeting.endsInstant },
    creation: { title, plan: aPlan({ gates: gatesAt(boardId) }) },
    proposal: { asks: `approve ${title}` },
  })

const gatesAt = (board: string) =>
  Object.fromEntries(stageId.options.map((stage) => [stage, { boards: [{ board, at: 'meeting' }] }]))

/** Two initiatives before the same meeting of a board of their own. */
export const twoBefore = async (journeys: Journeys) => {
  const boardId = `summit-${randomUUID().slice(0, 8)}`
  return {
    boardId,
    first: await before(journeys, boardId, 'Fleet'),
    second: await before(journeys, boardId, 'Payroll'),
  }
}

/** Looks as the worker does every minute, once the papers' hour has passed; answers who was sent which edition. */
export const keepAgendasOf = async (journeys: Journeys, boardId: string, inHours = 2): Promise<string[]> => {
  const due = await keepAgendas({
    ...journeys.store,
    calendar: journeys.parts.calendar,
    clock: () => Date.now() + inHours * hour,
    log: pino({ level: 'silent' }),
    wake: () => {},
  })
  return due.filter((agenda) => agenda.boardId === boardId).map(({ personId, edition }) => `${personId} ${edition}`)
}

const assumed = { certainty: 'assumed' as const }

/** The terms of the board these papers are before, with no meeting on file. */
export const aBoardOnFile: Omit<Board, 'boardId' | 'version'> = {
  name: 'Alliance Summit',
  fromDay: '2020-01-01',
  rule: { kind: 'unanimous' },
  ruleProvenance: assumed,
  membersProvenance: assumed,
  seats: seatIds.map((seatId) => ({
    seatId,
    title: `Chief Constable, ${seatId}`,
    organisationIds: [seatId],
    chair: seatId === 'kent',
    holdings: [{ personId: `chief-constable-${seatId}`, fromDay: '2020-01-01' }],
  })),
  meetings: [],
}
