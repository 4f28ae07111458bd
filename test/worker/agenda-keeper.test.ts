import { pino } from 'pino'
import { describe, expect, it } from 'vitest'
import { calendarOf } from '../../activities/calendar.ts'
import type { AgendaEdition } from '../../activities/ports/meetings.ts'
import type { Meeting } from '../../machines/vocabulary/meeting.ts'
import { keepAgendas } from '../../worker/agenda-keeper.ts'
import { theChiefs } from '../support/case.ts'
import { asRecorded } from '../support/mail.ts'
import { play, submitted } from '../support/play.ts'

const at = (day: number, hour: number) => Date.UTC(2027, 2, day, hour)
const endsInstant = at(18, 17)
const atTen: Meeting = { day: '2027-03-18', startsInstant: at(18, 10), papersDueInstant: at(11, 17), endsInstant }
const wholeDay: Meeting = { day: '2027-03-18', papersDueInstant: at(11, 17), endsInstant }

/** Who is sent an agenda when the worker looks at these moments, one after the other. */
const sentAt = async (meeting: Meeting, ...moments: number[]) => {
  const { caseFile } = play([submitted({}, [theChiefs({ meeting, decideByInstant: endsInstant })])])
  const recorded = asRecorded(caseFile)
  const issued: AgendaEdition[] = []
  const sent: number[] = []
  for (const nowInstant of moments) {
    const due = await keepAgendas({
      initiatives: { beforeMeetings: async () => [recorded], find: async () => recorded },
      agendas: {
        newest: async () => issued,
        issue: async (agenda) => void issued.push({ ...agenda, number: issued.length + 1 }),
      },
      calendar: calendarOf(),
      clock: () => nowInstant,
      log: pino({ level: 'silent' }),
      wake: () => {},
    })
    sent.push(due.length)
  }
  return sent
}

describe('an agenda goes out', () => {
  it.each([
    ['at the papers’ cut-off, and not again', atTen, [at(11, 16), at(11, 17), at(12, 9)], [0, 3, 0]],
    ['not any more once the meeting has begun', atTen, [at(18, 10)], [0]],
    [
      'a day before a meeting that takes papers until it begins',
      { ...atTen, papersDueInstant: at(18, 10) },
      [at(17, 9), at(17, 10)],
      [0, 3],
    ],
    [
      'for a meeting whose hour is not on file, until its day',
      wholeDay,
      [at(11, 16), at(17, 23), at(18, 0)],
      [0, 3, 0],
    ],
    ['late, where the worker was away at the cut-off', atTen, [at(16, 9), at(16, 10)], [3, 0]],
  ])('%s', async (_when, meeting, moments, sent) => {
    expect(await sentAt(meeting, ...moments)).toEqual(sent)
  })
})
