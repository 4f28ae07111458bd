import { randomUUID } from 'node:crypto'
import { defineUpdate } from '@temporalio/workflow'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { initiativeWorkflowId } from '../../workflows/ids.ts'
import { startJourneys, type Case, type Journeys } from '../api/decisions/journey.ts'
import { changeTeam, memberHolding, theChiefs } from '../support/case.ts'
import { refusalOf } from '../support/initiatives.ts'
import { mischief, obeyed, onOneLine, unseen } from './mischief.ts'

// What reaches the acts that change who decides, where and by when: typed by people, or sent past every door.

const dayLong = 86_400_000
const deputyAddress = 'deputy@kent.example'
const anHour = (day: string) => Date.parse(`${day}T17:00:00Z`)
const meeting = (day: string) => ({ day, papersDueInstant: anHour(day) - 5 * dayLong, endsInstant: anHour(day) })
const [first, second] = [meeting('2040-03-01'), meeting('2040-05-01')]
const atAMeeting = { decideByInstant: first.endsInstant, meeting: first, nextMeetings: [second] }

let journeys: Journeys
let open: Case
beforeAll(async () => {
  journeys = await startJourneys({ linkLimits: { postsPerMinute: 10_000, getsPerMinute: 10_000 } })
  await journeys.store.directory.putPerson({ personId: 'deputy-kent', name: 'Deputy', email: deputyAddress })
  open = await journeys.submitted({ board: atAMeeting })
}, 120_000)
afterAll(() => journeys?.stop())

describe('what is typed about who decides, where and by when', () => {
  it.each(mischief)('is kept as text and shown as text, be it %s', async (_what, typed) => {
    const initiative = await journeys.submitted({ board: atAMeeting })
    const reason = typed.replaceAll('\r\n', '\n').trim()
    const title = onOneLine(typed)
    const into = theChiefs({ ...atAMeeting, boardId: 'merged', name: title })
    const asked = [
      await initiative.ask('setHardDate', hardDate({ title })),
      await initiative.ask('dropHardDate', { dateId: 'grant', reason }),
      await initiative.ask('setHardDate', hardDate({ title })),
      await initiative.ask('moveMeeting', { reviewId: 's1b1', meeting: second, reason }),
      await initiative.ask('moveSeat', seatMove({ reason, title })),
      await initiative.ask('addBoard', { terms: theChiefs({ ...atAMeeting, boardId: 'added', name: title }), reason }),
      await initiative.ask('mergeBoard', { reviewId: 's1b1', terms: into, reason }),
    ]
    expect(asked.map(({ kind }) => kind)).toEqual(asked.map(() => 'recorded'))
    const entries = await journeys.store.initiatives.entries(initiative.initiativeId)
    expect(entries.flatMap(({ event }) => ('reason' in event ? [event.reason] : []))).toEqual(Array(5).fill(reason))
    const shown = await journeys.app.inject(`/initiatives/${initiative.initiativeId}`)
    const deputy = await initiative.mailTo(deputyAddress, /Decision needed/)
    const added = await initiative.mailTo('chief.constable@essex.example', /Decision needed/)
    for (const html of [shown.body, deputy.html, added.html]) {
      expect(html.match(obeyed)).toBeNull()
      expect(html.match(unseen)).toBeNull()
    }
    for (const mail of [deputy, added]) {
      expect(`${mail.subject}${mail.text}`.match(unseen)).toBeNull()
      expect(Object.keys(mail.headers)).not.toContain('bcc')
      expect(mail.to).toHaveLength(1)
    }
  })
})

const hardDate = (overrides: object = {}) => ({
  dateId: 'grant',
  title: 'The grant ends',
  basis: 'funding' as const,
  onDay: '2040-06-01',
  dayInstant: anHour('2040-06-01'),
  warnBefore: 'P30D',
  warnInstant: anHour('2040-05-02'),
  ...overrides,
})
const seatMove = (overrides: object = {}) => ({
  reviewId: 's1b1',
  seatId: 'kent',
  personId: 'deputy-kent',
  as: 'deputy' as const,
  reason: 'Annual leave.',
  ...overrides,
})
const boardAdded = (terms: object = {}) => ({
  terms: { ...theChiefs({ boardId: 'added' }), ...terms },
  reason: 'Theirs too.',
})
const boardMerged = (overrides: object = {}) => ({
  reviewId: 's1b1',
  terms: theChiefs({ boardId: 'merged' }),
  reason: 'One board.',
  ...overrides,
})
const meetingMove = (overrides: object = {}) => ({
  reviewId: 's1b1',
  meeting: second,
  reason: 'The chair is away.',
  ...overrides,
})
const roomWritten = (overrides: object = {}) => ({
  reviewId: 's1b1',
  day: '2040-03-01',
  dayEndsInstant: first.endsInstant,
  seats: [{ seatId: 'kent', attendance: 'present' }],
  recordedBy: 'Programme Office',
  ...overrides,
})
const roomAnswered = (overrides: object = {}) => ({
  reviewId: 's1b1',
  version: 1,
  seatId: 'kent',
  holderId: 'chief-constable-kent',
  ...overrides,
})

describe('a client of Temporal that goes past every door', () => {
  const handle = () => journeys.initiatives.client.workflow.getHandle(initiativeWorkflowId(open.initiativeId))
  const send = (name: string, payload: unknown) => {
    const updateId = randomUUID()
    const by = name.endsWith('Room') && name !== 'recordRoom' ? memberHolding('chief-constable-kent') : changeTeam
    const update = defineUpdate<unknown, [unknown]>(name)
    return refusalOf(handle().executeUpdate(update, { updateId, args: [{ payload, by, updateId }] }))
  }
  const many = (count: number) =>
    Array.from({ length: count }, (_, index) => ({ ...theChiefs().seats[0], seatId: `seat-${index}` }))

  it.each<[string, string, unknown, RegExp]>([
    ['moveSeat', 'of a review called constructor', seatMove({ reviewId: 'constructor' }), /^InvalidInput/],
    ['moveSeat', 'of a review that is none', seatMove({ reviewId: 's9b9' }), /^UnknownReview/],
    ['moveSeat', 'of a seat called __proto__', seatMove({ seatId: '__proto__' }), /^InvalidInput/],
    ['moveSeat', 'of a seat that is none', seatMove({ seatId: 'atlantis' }), /^UnknownSeat/],
    ['moveSeat', 'to a person called constructor', seatMove({ personId: 'constructor' }), /^InvalidInput/],
    ['moveSeat', 'as something else', seatMove({ as: 'chair' }), /^InvalidInput/],
    ['moveSeat', 'with a NUL', seatMove({ reason: 'a\u0000b' }), /^InvalidInput/],
    ['moveSeat', 'with half a character in the title', seatMove({ title: 'a\uD800b' }), /^InvalidInput/],
    ['moveSeat', 'with a moment of its own', seatMove({ atInstant: 0 }), /^InvalidInput/],
    ['moveSeat', 'without a reason', seatMove({ reason: '' }), /^InvalidInput/],
    ['addBoard', 'called constructor', boardAdded({ boardId: 'constructor' }), /^InvalidInput/],
    ['addBoard', 'with a thousand seats', boardAdded({ seats: many(1_000) }), /^(InvalidInput|TooLarge)/],
    ['addBoard', 'without a seat', boardAdded({ seats: [] }), /^InvalidInput/],
    [
      'addBoard',
      'with a seat twice',
      boardAdded({ seats: [...many(1), ...many(1)], rule: { kind: 'unanimous' } }),
      /^DoubleSeat/,
    ],
    ['addBoard', 'with a rule nobody knows', boardAdded({ rule: { kind: 'lottery' } }), /^InvalidInput/],
    ['addBoard', 'that is asked already', boardAdded({ boardId: 'chiefs' }), /^AskedAlready/],
    ['addBoard', 'due at no moment', boardAdded({ decideByInstant: Number.NaN }), /^InvalidInput/],
    ['mergeBoard', 'of a review called toString', boardMerged({ reviewId: 'toString' }), /^InvalidInput/],
    ['mergeBoard', 'into itself', boardMerged({ terms: theChiefs() }), /^SameBoard/],
    [
      'mergeBoard',
      'into one that could decide nothing',
      boardMerged({ terms: theChiefs({ boardId: 'm', rule: { kind: 'nOfM', approvals: 9, refusal: 'ends' } }) }),
      /^BoardCannotDecide/,
    ],
    ['mergeBoard', 'with a field nobody knows', boardMerged({ votes: 9 }), /^InvalidInput/],
    [
      'moveMeeting',
      'to a day that is none',
      meetingMove({ meeting: { ...second, day: '2040-02-31' } }),
      /^InvalidInput/,
    ],
    [
      'moveMeeting',
      'to a moment that is none',
      meetingMove({ meeting: { ...second, endsInstant: Infinity } }),
      /^InvalidInput/,
    ],
    ['moveMeeting', 'to one long over', meetingMove({ meeting: meeting('1999-01-01') }), /^MeetingOver/],
    ['moveMeeting', 'to the one it is for', meetingMove({ meeting: first }), /^SameMeeting/],
    ['setHardDate', 'called __proto__', hardDate({ dateId: '__proto__' }), /^InvalidInput/],
    ['setHardDate', 'on a day that is none', hardDate({ onDay: '2040-13-01' }), /^InvalidInput/],
    ['setHardDate', 'whose warning comes after it', hardDate({ warnInstant: anHour('2040-06-02') }), /^WarnsTooLate/],
    ['setHardDate', 'with a basis nobody knows', hardDate({ basis: 'whim' }), /^InvalidInput/],
    ['setHardDate', 'before there was time', hardDate({ dayInstant: -1, warnInstant: -2 }), /^InvalidInput/],
    ['dropHardDate', 'that is none', { dateId: 'grant', reason: 'Gone.' }, /^UnknownHardDate/],
    [
      'dropHardDate',
      'called constructor',
      { dateId: 'constructor', reason: 'Gone.' },
      /^(InvalidInput|UnknownHardDate)/,
    ],
    [
      'recordRoom',
      'with a seat nobody has',
      roomWritten({ seats: [{ seatId: 'atlantis', attendance: 'present' }] }),
      /^(AttendanceMissing|NotAMember)/,
    ],
    [
      'recordRoom',
      'with an attendance nobody knows',
      roomWritten({ seats: [{ seatId: 'kent', attendance: 'asleep' }] }),
      /^InvalidInput/,
    ],
    [
      'recordRoom',
      'where nothing was decided',
      roomWritten({ seats: ['kent', 'essex', 'norfolk'].map((seatId) => ({ seatId, attendance: 'present' })) }),
      /^NothingDecided/,
    ],
    ['confirmRoom', 'that nobody wrote down', roomAnswered(), /^NothingRecorded/],
    ['confirmRoom', 'of version none', roomAnswered({ version: 0 }), /^InvalidInput/],
    ['refuseRoom', 'without a reason', roomAnswered(), /^InvalidInput/],
  ])('cannot ask for %s %s, and the initiative lives', async (name, _what, payload, refusal) => {
    const before = await journeys.store.initiatives.entries(open.initiativeId)
    expect(await send(name, payload)).toMatch(refusal)
    expect((await handle().describe()).status.name).toBe('RUNNING')
    expect(await journeys.store.initiatives.entries(open.initiativeId)).toHaveLength(before.length)
  })

  it('leaves it able to take every one of them', async () => {
    const taken = [
      await send('setHardDate', hardDate()),
      await send('moveMeeting', meetingMove()),
      await send('moveSeat', seatMove()),
      await send('addBoard', boardAdded()),
      await send('mergeBoard', boardMerged()),
      await send('dropHardDate', { dateId: 'grant', reason: 'The grant was prolonged.' }),
    ]
    expect(taken).toEqual(taken.map(() => 'nothing was refused'))
  })
})
