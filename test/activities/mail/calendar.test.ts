import ICAL from 'ical.js'
import { DateTime } from 'luxon'
import { pino } from 'pino'
import { describe, expect, it } from 'vitest'
import { calendarOf } from '../../../activities/calendar.ts'
import type { BoardTerms } from '../../../machines/vocabulary/board.ts'
import type { Meeting } from '../../../machines/vocabulary/meeting.ts'
import type { ReceivedMail, SmtpSink } from '../../support/smtp.ts'
import { keepCalendars } from '../../../worker/calendar-keeper.ts'
import { together, voted, type Life } from '../store/life.ts'
import { asking, day, inviteWith, sendingMail } from './sending-mail.ts'

const { test, store, startSink, startSender, recordAll, aReview } = sendingMail()

/** 10am in London both times: in British Summer Time in July, not in November. */
const july: Meeting = {
  day: '2027-07-15',
  startsInstant: Date.UTC(2027, 6, 15, 9),
  papersDueInstant: Date.UTC(2027, 6, 8, 16),
  endsInstant: Date.UTC(2027, 6, 15, 16),
}
const november: Meeting = {
  day: '2027-11-11',
  startsInstant: Date.UTC(2027, 10, 11, 10),
  papersDueInstant: Date.UTC(2027, 10, 4, 17),
  endsInstant: Date.UTC(2027, 10, 11, 17),
}

let boards = 0
/** Papers before a board of this test's own, at its meeting in July unless it is another. */
const atItsMeeting = (boardId: string, terms: Partial<BoardTerms> = {}, meeting = july) =>
  aReview({ boardId, name: 'Alliance Summit', meeting, decideByInstant: meeting.endsInstant, ...terms })
const aBoardId = () => `summit-${(boards += 1)}`

const keep = () =>
  keepCalendars({
    ...store(),
    calendar: calendarOf(),
    clock: () => test().clock.nowInstant,
    log: pino({ level: 'silent' }),
    wake: () => {},
  })

const calendarFilesIn = (attachments: ReceivedMail['attachments']): string[] =>
  attachments
    .filter(({ mimeType }) => mimeType === 'text/calendar')
    .map(({ content }) => (typeof content === 'string' ? content : new TextDecoder().decode(content)))

/** The event in a mail as a calendar reads it; undefined where there is none. */
const eventIn = ({ attachments }: ReceivedMail) => {
  const [content] = calendarFilesIn(attachments)
  if (content === undefined) return undefined
  const calendar = ICAL.Component.fromString(content)
  const [component, ...more] = calendar.getAllSubcomponents('vevent')
  expect(more).toEqual([])
  const event = new ICAL.Event(component)
  const organizer = component?.getFirstProperty('organizer')
  return {
    method: calendar.getFirstPropertyValue('method'),
    uid: event.uid,
    sequence: event.sequence,
    summary: event.summary,
    description: event.description,
    url: component?.getFirstPropertyValue('url'),
    isWholeDay: event.startDate.isDate,
    starts: event.startDate.toString(),
    inLondon: DateTime.fromJSDate(event.startDate.toJSDate())
      .setZone('Europe/London')
      .toFormat("d LLLL yyyy 'at' HH:mm"),
    status: component?.getFirstPropertyValue('status'),
    organiser: [
      organizer?.getFirstValue(),
      organizer?.getFirstParameter('cn'),
      organizer?.getFirstParameter('sent-by'),
    ],
    attendees: event.attendees.map((attendee) => attendee.getFirstValue()),
  }
}

/** The next mail to a seat's holder, of those that have not been looked at. */
const reader = (sink: SmtpSink) => {
  const seen = new Set<ReceivedMail>()
  return async (subject: RegExp, seatId = 'kent') => {
    const mail = await sink.waitForMail(
      (each) => !seen.has(each) && each.to.includes(`chief.constable@${seatId}.example`) && subject.test(each.subject),
    )
    seen.add(mail)
    const event = eventIn(mail)
    if (!event) throw new Error(`No calendar entry came with ${mail.subject}`)
    return { ...event, mail }
  }
}
const start = async () => {
  const sink = await startSink()
  const sender = startSender(sink.url)
  return { sink, sender, next: reader(sink) }
}
const invite = (life: Life) => inviteWith(store())(asking(life))
const moved = (life: Life, meeting: Meeting) =>
  life.happened({
    type: 'meetingMoved',
    atInstant: test().clock.nowInstant + 2 * 3_600_000,
    reviewId: 's1b1',
    meeting,
    reason: 'The chair is away.',
  })
const record = (life: Life) => recordAll(life)

describe('an invitation to decide at a meeting', () => {
  it('puts the meeting into the member’s calendar, at its hour in London, and nothing of the case', async () => {
    const life = await atItsMeeting(aBoardId())
    const { sink, next } = await start()
    await invite(life)
    const { mail, ...event } = await next(/Decision needed/)
    expect(event).toMatchObject({
      method: 'REQUEST',
      sequence: 0,
      summary: 'Alliance Summit',
      url: expect.stringMatching(/^https:\/\/gatehouse.example\/agenda\/summit-\d+\/2027-07-15\/chief-constable-kent$/),
      status: 'CONFIRMED',
      starts: '2027-07-15T09:00:00Z',
      inLondon: '15 July 2027 at 10:00',
      organiser: [
        'mailto:programme.office@seven-force.example',
        'Programme Office, 7F',
        'mailto:decisions@gatehouse.example',
      ],
      attendees: [expect.stringMatching(/^mailto:chief.constable@kent.example$/i)],
    })
    expect(JSON.stringify(event)).not.toMatch(/vetting|7F-VET|\/d\//i)
    expect(event.description).toMatch(/^OFFICIAL\n/)
    expect(mail.raw).toMatch(/Content-Type: text\/calendar; charset=utf-8; method=REQUEST/)
    expect(mail.attachments.map(({ filename }) => filename)).toContain('meeting.ics')
    expect(mail.text.replace(/\s+/g, ' ')).toContain('The meeting comes with this email as a calendar entry')
    await expect.poll(() => new Set(sink.mails.map((each) => eventIn(each)?.uid)).size).toBe(3)
  })

  it('is a whole day where the hour is not on file, and is at its hour after the clocks change', async () => {
    const { startsInstant: _unknown, ...wholeDay } = july
    const { next } = await start()
    await invite(await atItsMeeting(aBoardId(), {}, wholeDay))
    expect(await next(/Decision needed/)).toMatchObject({ isWholeDay: true, starts: '2027-07-15' })
    await invite(await atItsMeeting(aBoardId(), {}, november))
    expect(await next(/Decision needed/)).toMatchObject({ inLondon: '11 November 2027 at 10:00', isWholeDay: false })
  })

  it('brings no entry where the board decides within a time, or the meeting has begun', async () => {
    const { sink } = await start()
    const begun = { ...july, startsInstant: test().clock.nowInstant - 1 }
    await invite(await aReview())
    await invite(await atItsMeeting(aBoardId(), {}, begun))
    await expect.poll(() => sink.mails.length).toBe(6)
    expect(sink.mails.map(eventIn)).toEqual(Array(6).fill(undefined))
  })

  it('comes from Gatehouse itself, which reads no answers, where the board has no secretary', async () => {
    const { next } = await start()
    await invite(await atItsMeeting(aBoardId(), { secretary: { title: 'Nobody yet' } }))
    const { organiser, mail } = await next(/Decision needed/)
    expect(organiser).toEqual(['mailto:decisions@gatehouse.example', 'Gatehouse', undefined])
    expect(calendarFilesIn(mail.attachments).join()).not.toContain('RSVP=TRUE')
  })

  it('shows what people typed as text, whatever it looks like', async () => {
    const { next } = await start()
    const name = 'Summit; "A", B\\n\r\nATTENDEE:mailto:x@y.example \u202Egnp'
    await invite(await atItsMeeting(aBoardId(), { name }))
    const event = await next(/Decision needed/)
    expect(event.attendees).toHaveLength(1)
    expect(event.summary).toBe('Summit; "A", B\\n ATTENDEE:mailto:x@y.example gnp')
  })
})

describe('several initiatives before one meeting', () => {
  it('are one entry in a member’s calendar, which stays while one of them is left', async () => {
    const boardId = aBoardId()
    const [first, second] = [await atItsMeeting(boardId), await atItsMeeting(boardId)]
    const { next, sink } = await start()
    await invite(first)
    const invited = await next(/Decision needed/)
    await invite(second)
    expect(await next(/Decision needed/)).toMatchObject({ uid: invited.uid, sequence: 0 })

    voted(first, 'kent', 'sendBack')
    await record(first)
    expect((await keep()).filter((entry) => entry.boardId === boardId)).toEqual([])

    moved(second, november)
    await record(second)
    const elsewhere = await next(/Moved to another meeting/)
    expect(elsewhere).toMatchObject({
      method: 'REQUEST',
      uid: invited.uid,
      sequence: 1,
      inLondon: '11 November 2027 at 10:00',
    })
    expect(sink.mails.filter((mail) => eventIn(mail)?.method === 'CANCEL')).toEqual([])
  })

  it('are two entries once one of them is moved, and the earlier stays as it was', async () => {
    const boardId = aBoardId()
    const [first, second] = [await atItsMeeting(boardId), await atItsMeeting(boardId)]
    const { next } = await start()
    await invite(first)
    await invite(second)
    const invited = await next(/Decision needed/)
    moved(second, november)
    await record(second)
    const other = await next(/Moved to another meeting/)
    expect(other).toMatchObject({ method: 'REQUEST', sequence: 0 })
    expect(other.uid).not.toBe(invited.uid)
    expect((await keep()).filter((entry) => entry.boardId === boardId)).toEqual([])
    // The one left follows: the meeting in July has nothing for this member any more.
    moved(first, november)
    await record(first)
    expect(await next(/Moved to another meeting/)).toMatchObject({ uid: other.uid, sequence: 0 })
    await expect.poll(async () => (await keep()).length).toBeGreaterThan(0)
    expect(await next(/Nothing for you at the meeting/)).toMatchObject({ method: 'CANCEL', uid: invited.uid })
  })
})

describe('a meeting with nothing left for a member', () => {
  it('leaves their calendar once, whoever looks first: same entry, higher number', async () => {
    const boardId = aBoardId()
    const life = await atItsMeeting(boardId)
    const { next, sink } = await start()
    await invite(life)
    const invited = await next(/Decision needed/)
    expect((await keep()).filter((entry) => entry.boardId === boardId)).toEqual([])
    life.happened({
      type: 'submissionWithdrawn',
      atInstant: test().clock.nowInstant + day,
      reason: 'A figure was wrong.',
    })
    await record(life)
    await Promise.all([keep(), keep()])
    const off = await next(/Nothing for you at the meeting: Alliance Summit, 15 July 2027 at 10am$/)
    expect(off).toMatchObject({ method: 'CANCEL', uid: invited.uid, sequence: 1, status: 'CANCELLED' })
    expect(off.organiser).toEqual(invited.organiser)
    expect(off.mail.text).not.toMatch(/vetting|\/d\//i)
    expect(off.mail.raw).toMatch(/text\/calendar; charset=utf-8; method=CANCEL/)
    await next(/Nothing for you/, 'essex')
    await keep()
    const toKent = sink.mails.filter((mail) => mail.to.includes('chief.constable@kent.example'))
    expect(toKent.map((mail) => eventIn(mail)?.method)).toEqual(['REQUEST', 'CANCEL'])
  })

  it('leaves the calendar of whoever no longer sits, and comes into the one of whoever does', async () => {
    const boardId = aBoardId()
    const deputy = { personId: 'deputy-kent', name: 'Deputy, Kent', email: 'chief.constable@deputy.example' }
    await store().directory.putPerson(deputy)
    const life = await atItsMeeting(boardId)
    const { next } = await start()
    await invite(life)
    const invited = await next(/Decision needed/)
    const seat = { reviewId: 's1b1', seatId: 'kent', personId: 'deputy-kent', title: 'Deputy', as: 'deputy' as const }
    life.happened({ type: 'seatMoved', atInstant: test().clock.nowInstant + day, ...seat, reason: 'On leave.' })
    await store().record(together(life.recordings))
    await inviteWith(store())({ ...asking(life), seats: [{ seatId: 'kent', holderId: 'deputy-kent' }] })
    const theirs = await next(/Decision needed/, 'deputy')
    expect(theirs.uid).not.toBe(invited.uid)
    expect((await keep()).map(({ personId }) => personId)).toContain('chief-constable-kent')
    expect(await next(/Nothing for you/)).toMatchObject({ method: 'CANCEL', uid: invited.uid })
  })

  it('stays in their calendar once it has begun', async () => {
    const boardId = aBoardId()
    const life = await atItsMeeting(boardId)
    const { next } = await start()
    await invite(life)
    await next(/Decision needed/)
    voted(life, 'kent', 'sendBack')
    await record(life)
    const { clock } = test()
    const before = clock.nowInstant
    clock.nowInstant = july.startsInstant ?? 0
    expect((await keep()).filter((entry) => entry.boardId === boardId)).toEqual([])
    clock.nowInstant = before
  })

  it('waits for a mail about a move that has not left yet', async () => {
    const boardId = aBoardId()
    const life = await atItsMeeting(boardId)
    const { next, sink, sender } = await start()
    await invite(life)
    const invited = await next(/Decision needed/)
    await sender.stop()
    moved(life, november)
    await record(life)
    expect((await keep()).filter((entry) => entry.boardId === boardId)).toEqual([])
    startSender(sink.url)
    const follows = await next(/Moved to another meeting/)
    expect(follows).toMatchObject({ method: 'REQUEST', uid: invited.uid, sequence: 1 })
  })
})
