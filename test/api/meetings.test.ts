import { describe, expect, it } from 'vitest'
import { calendarOf } from '../../activities/calendar.ts'
import { boundInWords } from '../../activities/words/meetings.ts'
import { freezeBoard } from '../../api/submissions.ts'
import { boardBody } from '../../api/schemas/directory.ts'
import type { Board } from '../../machines/terms-of-reference.ts'
import { gateBoard } from '../../machines/vocabulary/plan.ts'

/** Monday 8 March 2027, 9am. */
const nowInstant = Date.UTC(2027, 2, 8, 9)

const terms = {
  name: 'Alliance Summit',
  fromDay: '2020-01-01',
  rule: { kind: 'unanimous' },
  ruleProvenance: { certainty: 'assumed' },
  membersProvenance: { certainty: 'assumed' },
  seats: [
    {
      seatId: 'kent',
      title: 'Chief Constable, Kent',
      organisationIds: ['kent'],
      holdings: [{ personId: 'kent', fromDay: '2020-01-01' }],
    },
  ],
}

const frozen = async (
  dates: Pick<Board, 'meetings' | 'papersDueBefore'>,
  asked: Parameters<typeof gateBoard.parse>[0] = { board: 'summit', at: 'meeting', reminders: ['P2D'] },
  fromInstant = nowInstant,
) =>
  freezeBoard(
    gateBoard.parse(asked),
    { plan: { title: 'Plan' }, nowInstant, fromInstant },
    {
      calendar: calendarOf(),
      directory: {
        organisations: async () => [],
        board: async (boardId) => ({ boardId, version: 1, ...boardBody.parse({ ...terms, ...dates }) }),
        people: async () => [{ personId: 'kent', name: 'kent', email: 'kent@x.example' }],
      },
    },
  )
const termsOf = async (...asked: Parameters<typeof frozen>) => {
  const came = await frozen(...asked)
  if ('refused' in came) throw new Error(came.refused.reason)
  return came.terms
}

describe('papers for a board that decides at its meetings', () => {
  it('are for the first whose papers are still due, with every moment worked out', async () => {
    const bound = await termsOf({
      meetings: [{ day: '2027-03-18', startsAt: '10:00', papersDue: 'P5D' }, '2027-04-15'],
    })
    expect(bound).toMatchObject({
      meeting: {
        day: '2027-03-18',
        startsInstant: Date.UTC(2027, 2, 18, 10),
        papersDueInstant: Date.UTC(2027, 2, 11, 17),
        endsInstant: Date.UTC(2027, 2, 18, 17),
      },
      decideByInstant: Date.UTC(2027, 2, 18, 17),
      reminderInstants: [Date.UTC(2027, 2, 16, 17)],
      nextMeetings: [{ day: '2027-04-15', endsInstant: Date.UTC(2027, 3, 15, 16) }],
    })
    expect(bound).not.toHaveProperty('missedMeeting')
    expect(bound.nextMeetings?.[0]).not.toHaveProperty('startsInstant')
  })

  it('move to the next one when they come after its cut-off, and say so', async () => {
    const late = await termsOf({
      papersDueBefore: 'P5D',
      meetings: ['2027-07-15', { day: '2027-03-12', startsAt: '10:00' }, { day: '2027-04-15', startsAt: '18:30' }],
    })
    expect(late.decideByInstant).toBe(Date.UTC(2027, 3, 15, 22, 59))
    expect(late.nextMeetings?.map(({ day }) => day)).toEqual(['2027-07-15'])
    expect(boundInWords(late)).toEqual([
      'For the Alliance Summit meeting of 15 April 2027 at 6:30pm.',
      'These papers missed the Alliance Summit meeting of 12 March 2027, whose papers were due by 5 March 2027 at 5pm; the next is 15 April 2027.',
    ])
  })

  it.each([
    [
      'on its morning, where no cut-off is on file',
      { meetings: [{ day: '2027-03-08', startsAt: '10:00' }] },
      '2027-03-08',
    ],
    ['not on its day, where its hour is not on file either', { meetings: ['2027-03-08', '2027-03-09'] }, '2027-03-09'],
    [
      'by the meeting’s own cut-off, before the board’s',
      { papersDueBefore: 'P10D', meetings: [{ day: '2027-03-15', papersDue: 'P1D' }] },
      '2027-03-15',
    ],
  ])('still reach a meeting %s', async (_when, dates, day) => {
    expect((await termsOf(dates)).meeting?.day).toBe(day)
  })

  it('are for a meeting after the boards before it are due, and that is no missed cut-off', async () => {
    const second = await termsOf({ meetings: ['2027-03-10', '2027-03-18'] }, undefined, Date.UTC(2027, 2, 12, 17))
    expect([second.meeting?.day, second.missedMeeting]).toEqual(['2027-03-18', undefined])
  })

  it.each([
    ['no meeting is on file', []],
    ['the last one has been', ['2027-03-01']],
    ['the papers of the last one are no longer taken', [{ day: '2027-03-12', papersDue: 'P5D' }]],
  ])('are refused in words where %s', async (_where, meetings) => {
    expect(await frozen({ meetings })).toEqual({
      refused: {
        type: 'NoMeeting',
        reason:
          'Alliance Summit cannot open a review yet: it decides at its meetings, and none is on file whose papers are still due.',
      },
    })
  })

  it('know the board’s later meetings also where it decides within a time', async () => {
    const within = await termsOf({ meetings: ['2027-03-09', '2027-04-15'] }, { board: 'summit', decideWithin: 'P5D' })
    expect(within).not.toHaveProperty('meeting')
    expect(within.nextMeetings?.map(({ day }) => day)).toEqual(['2027-04-15'])
  })
})

describe('a plan that puts papers to a meeting', () => {
  it.each([
    ['both a meeting and a time', { at: 'meeting', decideWithin: 'P5D' }],
    ['neither', {}],
  ])('may not name %s', (_what, asked) => {
    expect(gateBoard.safeParse({ board: 'summit', ...asked }).error?.issues).toMatchObject([
      { path: ['decideWithin'], message: 'must say how long the board has; or else at: meeting, and then no time' },
    ])
  })
})

describe('a board’s meetings', () => {
  it.each([
    ['an hour that does not exist', [{ day: '2027-03-12', startsAt: '25:00' }], 'must be a time of day such as 10:00'],
    ['a cut-off that is no duration', [{ day: '2027-03-12', papersDue: 'P1M' }], 'must be an ISO 8601 duration'],
  ])('with %s are refused', (_what, meetings, expected) => {
    const read = boardBody.safeParse({ ...terms, meetings })
    expect(JSON.stringify(read.error?.issues)).toContain(expected)
  })
})
