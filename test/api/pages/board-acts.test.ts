import type { FastifyInstance } from 'fastify'
import { parse } from 'node-html-parser'
import { afterEach, describe, expect, it } from 'vitest'
import { createApp } from '../../../api/app.ts'
import type { Directory } from '../../../activities/ports.ts'
import type { Board } from '../../../machines/terms-of-reference.ts'
import { partsOf } from './page-parts.ts'
import { pressForm } from './press-form.ts'
import { people, sevenChiefs, stories } from './stories.ts'
import { textOf } from './text-of.ts'

let app: FastifyInstance
afterEach(() => app.close())

const reported = { certainty: 'reported' as const }
const boardOnFile = (boardId: string, name: string, more: Partial<Board> = {}): Board => ({
  boardId,
  name,
  version: 1,
  fromDay: '2020-01-01',
  rule: { kind: 'unanimous' },
  ruleProvenance: reported,
  membersProvenance: reported,
  seats: sevenChiefs().seats.map(({ holderId, ...seat }) => ({
    ...seat,
    holdings: [{ personId: holderId, fromDay: '2020-01-01' }],
  })),
  meetings: [],
  ...more,
})

const withDeputies = (deputies: Record<string, NonNullable<Board['seats'][number]['deputies']>>): Board => {
  const board = boardOnFile('seven-chiefs', '7F Chief Constables')
  return {
    ...board,
    seats: board.seats.map((seat) => {
      const own = deputies[seat.seatId]
      return own ? { ...seat, deputies: own } : seat
    }),
  }
}

const deputies = [
  { personId: 'deputy-kent', name: 'Deputy Chief Constable, Kent', email: 'deputy@kent.example' },
  { personId: 'deputy-essex', name: 'Deputy Chief Constable, Essex', email: 'deputy@essex.example' },
]

const open = async (boards: Board[]) => {
  const parts = partsOf([stories.openReview])
  const directory: Directory = {
    ...parts.directory,
    board: async (id) => boards.find(({ boardId }) => boardId === id),
    boards: async () => boards,
    people: async () => [...people, ...deputies],
    person: async (id) => [...people, ...deputies].find(({ personId }) => personId === id),
  }
  app = await createApp({ ...parts, directory })
  return `/initiatives/${stories.openReview.recorded.initiativeId}`
}

const optionsOf = (body: string, field: string) =>
  parse(body)
    .querySelectorAll(`select[name=${field}] option`)
    .map((option) => option.text.trim())
const errorsOf = (body: string) =>
  parse(body)
    .querySelectorAll('.govuk-error-summary__list a')
    .map((each) => [each.getAttribute('href'), each.text.trim()])
const pressAndRead = async (url: string, typed: Record<string, string>) => {
  const { statusCode, headers, body } = await pressForm(app, url, typed)
  expect([statusCode, textOf(body).slice(0, 300)]).toEqual([303, ''])
  return textOf((await app.inject(headers.location ?? '')).body)
}

const oversight = boardOnFile('oversight', '7F Oversight Group', { meetings: ['2027-07-01'] })
const summit = boardOnFile('summit', 'Alliance Summit')
const chiefs = boardOnFile('seven-chiefs', '7F Chief Constables')

describe('who decides for a member', () => {
  const away = { personId: 'deputy-essex', fromDay: '2027-06-01', untilDay: '2027-06-30' }

  it('is chosen among those the board’s terms name, and no others', async () => {
    const home = await open([withDeputies({ kent: [{ personId: 'deputy-kent' }], essex: [away] })])
    const { body } = await app.inject(`${home}/acts/moveSeat?reviewId=s1b1`)
    expect(textOf(body)).toContain('7F Chief Constables')
    // Essex has a deputy in for dates: who sits there is for those dates to say.
    expect(optionsOf(body, 'who')).toEqual([
      'Choose a member and who decides',
      'For Chief Constable, Kent: Deputy Chief Constable, Kent',
    ])
    const page = await pressAndRead(`${home}/acts/moveSeat?reviewId=s1b1`, {
      who: 'kent deputy deputy-kent',
      reason: 'The Chief Constable is in hospital.',
    })
    expect(page).toContain('Chief Constable, Kent: Deputy Chief Constable, Kent decides in their place')
    const back = await app.inject(`${home}/acts/moveSeat?reviewId=s1b1`)
    expect(optionsOf(back.body, 'who')).toEqual([
      'Choose a member and who decides',
      'For Chief Constable, Kent: its member, Chief Constable, Kent',
    ])
  })

  it.each([
    [
      { who: '', reason: '' },
      [
        ['#who', 'Choose: Who decides from now on'],
        ['#reason', 'Fill in: Reason'],
      ],
    ],
    [{ who: 'kent king arthur', reason: 'x' }, [['#who', 'Choose: Who decides from now on']]],
  ])('is asked again at the field where it cannot be: %j', async (typed, expected) => {
    const home = await open([withDeputies({ kent: [{ personId: 'deputy-kent' }] })])
    const { statusCode, body } = await pressForm(app, `${home}/acts/moveSeat?reviewId=s1b1`, typed)
    expect(statusCode).toBe(422)
    expect(errorsOf(body)).toEqual(expected)
  })

  it('is refused in words for somebody no list offered', async () => {
    const home = await open([withDeputies({ kent: [{ personId: 'deputy-kent' }] })])
    const { statusCode, body } = await pressForm(app, `${home}/acts/moveSeat?reviewId=s1b1`, {
      who: 'essex deputy deputy-kent',
      reason: 'He has time.',
    })
    expect([statusCode, textOf(body)]).toEqual([
      409,
      expect.stringContaining('neither as holder nor as deputy of this'),
    ])
  })

  it('says that the terms come first where they name nobody else', async () => {
    const home = await open([chiefs])
    expect(textOf((await app.inject(`${home}/acts/moveSeat?reviewId=s1b1`)).body)).toContain(
      'name nobody else for any of its seats. Put the terms first',
    )
  })
})

describe('another board', () => {
  it('is chosen among those on file that are not asked yet, with the day, what it is asked and why', async () => {
    const home = await open([chiefs, oversight, summit])
    const { body } = await app.inject(`${home}/acts/addBoard`)
    expect(optionsOf(body, 'board')).toEqual(['Choose a board on file', '7F Oversight Group', 'Alliance Summit'])
    const page = await pressAndRead(`${home}/acts/addBoard`, {
      board: 'summit',
      ask: 'endorse',
      'decide-by-day': '30',
      'decide-by-month': '6',
      'decide-by-year': '2027',
      reason: 'It asked to see the case.',
    })
    expect(page).toContain('Recorded. Alliance Summit is asked about the same papers.')
    expect(page).toContain('due Wednesday 30 June 2027 at 5pm')
    expect(optionsOf((await app.inject(`${home}/acts/addBoard`)).body, 'board')).not.toContain('Alliance Summit')
  })

  it('decides at its next meeting where no day is given', async () => {
    const home = await open([chiefs, oversight, summit])
    const asked = { ask: 'decide', reason: 'It asked to see the case.' }
    const nowhere = await pressForm(app, `${home}/acts/addBoard`, { board: 'summit', ...asked })
    expect(errorsOf(nowhere.body)).toEqual([
      [
        '#decide-by-day',
        'Due at the end of must be given: no meeting of this board is on file whose papers are still due',
      ],
    ])
    const page = await pressAndRead(`${home}/acts/addBoard`, { board: 'oversight', ...asked })
    expect(page).toContain('For the 7F Oversight Group meeting of 1 July 2027.')
  })

  it.each([
    [{}, ['#board', '#ask-decide', '#reason']],
    [{ board: 'summit', ask: 'endorse', reason: 'x', 'decide-by-day': '31' }, ['#decide-by-day']],
    [
      {
        board: 'summit',
        ask: 'endorse',
        reason: 'x',
        'decide-by-day': '1',
        'decide-by-month': '6',
        'decide-by-year': '2027',
      },
      ['#decide-by-day'],
    ],
  ])('is not asked while something is missing or past: %j', async (typed, expected) => {
    const home = await open([chiefs, oversight, summit])
    const { statusCode, body } = await pressForm(app, `${home}/acts/addBoard`, typed)
    expect([statusCode, errorsOf(body).map(([href]) => href)]).toEqual([422, expected])
  })

  it('takes over from one that was merged into it, with the decisions already made', async () => {
    const home = await open([chiefs, oversight, summit])
    const { body } = await app.inject(`${home}/acts/mergeBoard?reviewId=s1b1`)
    expect(optionsOf(body, 'board')).toEqual(['Choose a board on file', '7F Oversight Group', 'Alliance Summit'])
    const page = await pressAndRead(`${home}/acts/mergeBoard?reviewId=s1b1`, {
      board: 'summit',
      reason: 'The boards are one from today.',
    })
    expect(page).toContain('Recorded. The decision goes on at Alliance Summit, which the board was merged into.')
  })
})

describe('another meeting of a board', () => {
  const meets = (...meetings: Board['meetings']) => boardOnFile('oversight', '7F Oversight Group', { meetings })
  const choices = (body: string) =>
    parse(body)
      .querySelectorAll('.govuk-radios__item')
      .map((item) => item.text.trim().replace(/\s+/g, ' '))
  /** The oversight group, asked besides the chiefs, decides at the first of these meetings. */
  const atItsMeeting = async (...meetings: Board['meetings']) => {
    const home = await open([chiefs, meets(...meetings)])
    await pressAndRead(`${home}/acts/addBoard`, { board: 'oversight', ask: 'decide', reason: 'It asked to see it.' })
    return { home, act: `${home}/acts/moveMeeting?reviewId=s1b2` }
  }

  it('is chosen among those on file, each with its cut-off, and everybody is told why', async () => {
    const { home, act } = await atItsMeeting('2027-07-01', { day: '2027-09-02', startsAt: '10:00', papersDue: 'P5D' })
    expect((await app.inject(home)).body).toContain('/acts/moveMeeting?reviewId=s1b2')
    const { body } = await app.inject(act)
    expect(choices(body)).toEqual(['2 September 2027 at 10am Papers are due by 28 August 2027 at 10am.'])
    expect(textOf(body)).toContain('Every member who is asked and the secretary are told by email')
    const page = await pressAndRead(act, { day: '2027-09-02', reason: 'The chair is away in July.' })
    expect(page).toContain('Moved to the 7F Oversight Group meeting of 2 September 2027 at 10am')
    expect(choices((await app.inject(act)).body)).toEqual(['1 July 2027 Papers are due by 1 July 2027 at midnight.'])
  })

  it.each([
    [{}, ['#day-2027-09-02', '#reason']],
    [{ day: '2027-09-03', reason: 'x' }, ['#day-2027-09-02']],
  ])('is asked again at the field where it cannot be: %j', async (typed, fields) => {
    const { act } = await atItsMeeting('2027-07-01', '2027-09-02')
    const { statusCode, body } = await pressForm(app, act, typed)
    expect(statusCode).toBe(422)
    expect(errorsOf(body).map(([field]) => field)).toEqual(fields)
  })

  it('says that the terms come first where none is on file, and is not offered for a board that decides within a time', async () => {
    const { home, act } = await atItsMeeting('2027-07-01')
    expect(textOf((await app.inject(act)).body)).toContain('No other meeting of this board is on file.')
    const within = await app.inject(`${home}/acts/moveMeeting?reviewId=s1b1`)
    expect([within.statusCode, textOf(within.body)]).toEqual([
      409,
      expect.stringContaining('decides this within a time'),
    ])
    expect((await app.inject(home)).body).not.toContain('/acts/moveMeeting?reviewId=s1b1')
  })
})
