import { describe, expect, it } from 'vitest'
import { agendaChanges, agendaOf, itemIdOf, type AgendaSent } from '../../machines/meeting-agenda.ts'
import { storeCase } from '../../machines/stored-case.ts'
import type { Meeting } from '../../machines/vocabulary/meeting.ts'
import { theChiefs } from '../support/case.ts'
import { dayLong, play, start, submitted, votes, type Moment } from '../support/play.ts'

const meetingOn = (day: string, papersDueInstant: number): Meeting => ({
  day,
  papersDueInstant,
  endsInstant: Date.parse(`${day}T17:00:00Z`),
})
const march = meetingOn('2027-03-18', start + 2 * dayLong)
const may = meetingOn('2027-05-13', start + 50 * dayLong)

/** An initiative whose papers went to the meeting in March so many days after the start, and what came then. */
const aCase = (initiativeId: string, days: number, events: Moment[] = [], meeting = march) => {
  const board = theChiefs({ meeting, decideByInstant: meeting.endsInstant, nextMeetings: [may] })
  const { caseFile, refusals } = play([{ ...submitted({}, [board]), atInstant: start + days * dayLong }, ...events], {
    initiativeId,
  })
  expect(refusals).toEqual([])
  return { state: storeCase(caseFile) }
}
const agenda = (cases: ReturnType<typeof aCase>[], { day }: Meeting) =>
  agendaOf(cases, { boardId: 'chiefs', day }).map((item) => `${itemIdOf(item)}${item.isLate ? ' late' : ''}`)
const moved = (meeting: Meeting, atInstant: number): Moment => ({
  type: 'meetingMoved',
  reviewId: 's1b1',
  meeting,
  reason: 'The chair is away.',
  atInstant,
})

describe('the agenda of a meeting', () => {
  it('is in the order things were put to the board, whatever order they are read in', () => {
    const cases = [aCase('b', 0), aCase('c', 1), aCase('a', 1)]
    expect(agenda(cases, march)).toEqual(['b/s1b1', 'a/s1b1', 'c/s1b1'])
    expect(agenda(cases.toReversed(), march)).toEqual(agenda(cases, march))
    expect(agenda(cases, may)).toEqual([])
    expect(agendaOf(cases, { boardId: 'summit', day: march.day })).toEqual([])
  })

  it('marks what was put to it after its papers were due, also from another meeting', () => {
    expect(agenda([aCase('late', 3), aCase('in-time', 2)], march)).toEqual(['in-time/s1b1', 'late/s1b1 late'])
    const inTime = aCase('a', 0, [moved(may, start + 49 * dayLong)])
    const tabled = aCase('b', 0, [moved(may, start + 51 * dayLong)])
    expect(agenda([inTime, tabled], may)).toEqual(['a/s1b1', 'b/s1b1 late'])
    expect(agenda([inTime, tabled], march)).toEqual([])
  })

  it('keeps what is on hold, and leaves out what is decided or withdrawn', () => {
    const held: Moment = { type: 'held', reason: 'An inspection.' }
    expect(agendaOf([aCase('a', 0, [held])], { boardId: 'chiefs', day: march.day })).toMatchObject([{ onHold: true }])
    const after = [votes('kent'), votes('essex')].map((vote) => ({ ...vote, atInstant: start + 2 * dayLong }))
    expect(agenda([aCase('a', 0, after)], march)).toEqual([])
    expect(agenda([aCase('a', 0, [{ type: 'submissionWithdrawn', reason: 'Wrong.' }])], march)).toEqual([])
  })
})

describe('an agenda that was sent', () => {
  const sent = (...ids: string[]): AgendaSent => ({
    items: ids.map((itemId) => ({ itemId, words: `Words of ${itemId}` })),
  })
  const nothing = () => false

  it.each([
    ['nothing changed', sent('a', 'b'), sent('a', 'b'), nothing, undefined],
    ['only the order changed', sent('a', 'b'), sent('b', 'a'), nothing, undefined],
    [
      'something was added',
      sent('a'),
      sent('a', 'b'),
      nothing,
      { added: ['Words of b'], takenOff: [], otherHour: false },
    ],
    [
      'something was taken off',
      sent('a', 'b'),
      sent('b'),
      nothing,
      { added: [], takenOff: ['Words of a'], otherHour: false },
    ],
    ['something was decided', sent('a', 'b'), sent('b'), (id: string) => id === 'a', undefined],
    [
      'it begins at another hour',
      sent('a'),
      { ...sent('a'), startsInstant: start },
      nothing,
      { added: [], takenOff: [], otherHour: true },
    ],
  ])('is sent again or not: %s', (_what, before, now, isDecided, changes) => {
    expect(agendaChanges(before, now, isDecided)).toEqual(changes)
  })
})
