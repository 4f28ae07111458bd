import { describe, expect, it } from 'vitest'
import { meetingsInWords } from '../../activities/words/meetings.ts'
import { meetingOf } from '../../machines/review-dates.ts'
import { dueInstantOf } from '../../machines/review.ts'
import type { Meeting } from '../../machines/vocabulary/meeting.ts'
import { stageId } from '../../machines/vocabulary/facts.ts'
import { storeCase } from '../../machines/stored-case.ts'
import { waitingFor } from '../../machines/waiting-for.ts'
import { aPlan, theChiefs } from '../support/case.ts'
import { dayLong, passes, play, playOn, start, submitted, votes, type Played } from '../support/play.ts'

const atHour = (month: number, day: number, hour: number) => Date.UTC(2027, month - 1, day, hour)

/** Monday 1 March 2027 is when these papers go out: the board meets on the 11th, in May and in July. */
const meeting = (month: number, day: number): Meeting => ({
  day: `2027-0${month}-${day}`,
  startsInstant: atHour(month, day, 10),
  papersDueInstant: atHour(month, day - 5, 17),
  endsInstant: atHour(month, day, 17),
})
const [march, may, july] = [meeting(3, 11), meeting(5, 13), meeting(7, 15)]

const atItsMeeting = theChiefs({
  name: 'Alliance Summit',
  decideByInstant: march.endsInstant,
  reminderInstants: [march.endsInstant - 2 * dayLong],
  escalations: [{ to: 'pmo', atInstant: march.endsInstant + dayLong }],
  meeting: march,
  nextMeetings: [may, july],
})
const review = ({ caseFile }: Played, reviewId = 's1b1') => {
  const context = caseFile.reviews[reviewId]?.context
  if (!context) throw new Error(`There is no review ${reviewId}`)
  return context
}
const dates = (played: Played) => review(played).deadlines.map(({ name, atInstant }) => [name, atInstant])
const held = { type: 'held' as const, reason: 'A judgment is awaited.' }
const resumed = { type: 'resumed' as const }

describe('a board that decides at its meeting', () => {
  it('says which, and is due at the end of its day', () => {
    const sent = play([submitted({}, [atItsMeeting])])
    expect(dueInstantOf(review(sent))).toBe(march.endsInstant)
    expect(meetingsInWords(review(sent))).toEqual(['For the Alliance Summit meeting of 11 March 2027 at 10am.'])
  })

  it('says which meeting its papers missed, and which is the next', () => {
    const late = { ...atItsMeeting, missedMeeting: { day: '2027-02-11', papersDueInstant: atHour(2, 4, 17) } }
    expect(meetingsInWords(review(play([submitted({}, [late])])))).toEqual([
      'For the Alliance Summit meeting of 11 March 2027 at 10am.',
      'These papers missed the Alliance Summit meeting of 11 February 2027, whose papers were due by 4 February 2027 at 5pm; the next is 11 March 2027.',
    ])
  })

  it('still meets that day after a hold that is over before it', () => {
    const onward = play([
      submitted({}, [atItsMeeting]),
      { ...held, atInstant: start + dayLong },
      { ...resumed, atInstant: start + 9 * dayLong },
    ])
    expect(meetingOf(review(onward))).toEqual(march)
    expect(dates(onward).map(([name]) => name)).toEqual(['decision', 'escalation-1'])
  })

  it('comes to the next one when it was on hold while the board met, reminders and all', () => {
    const onward = play([
      submitted({}, [atItsMeeting]),
      { ...held, atInstant: start + dayLong },
      { ...resumed, atInstant: march.startsInstant ?? 0 },
    ])
    expect(dates(onward)).toEqual([
      ['reminder-1', may.endsInstant - 2 * dayLong],
      ['decision', may.endsInstant],
      ['escalation-1', may.endsInstant + dayLong],
    ])
    expect(meetingsInWords(review(onward))).toEqual([
      'For the Alliance Summit meeting of 13 May 2027 at 11am, to which it was moved. The initiative was on hold when the board met.',
    ])
  })

  it('is due later by the length of a hold after which no meeting is on file', () => {
    const onward = play([
      submitted({}, [atItsMeeting]),
      { ...held, atInstant: start + dayLong },
      { ...resumed, atInstant: july.endsInstant },
    ])
    expect(meetingOf(review(onward))).toBeUndefined()
    expect(dueInstantOf(review(onward))).toBe(march.endsInstant + july.endsInstant - start - dayLong)
    expect(meetingsInWords(review(onward))).toEqual([])
  })

  it('stays overdue after its meeting as any other, and can still decide', () => {
    const overdue = playOn(play([submitted({}, [atItsMeeting])]).caseFile, [
      { ...passes('review', 's1b1', 'reminder-1'), atInstant: march.endsInstant - 2 * dayLong },
      { ...passes('review', 's1b1', 'decision'), atInstant: march.endsInstant },
      { ...held, atInstant: march.endsInstant + 1 },
      { ...resumed, atInstant: march.endsInstant + dayLong },
    ])
    expect(meetingOf(review(overdue))).toEqual(march)
    expect(dates(overdue)).toEqual([['escalation-1', march.endsInstant + 2 * dayLong - 1]])
    const decided = playOn(overdue.caseFile, [votes('kent'), votes('essex')], march.endsInstant + dayLong)
    expect(decided.caseFile.reviews.s1b1?.value).toBe('approved')
  })
})

describe('a decision deferred to the board\u2019s next meeting', () => {
  const toMay = { deferUntilDay: may.day, deferUntilInstant: may.endsInstant, toMeeting: true as const }
  const defers = (overrides: Parameters<typeof votes>[2]) => votes('kent', 'defer', overrides)
  const deferred = play([submitted({}, [atItsMeeting]), defers(toMay)])

  it('has its papers prepared at once, due by the cut-off of that meeting', () => {
    expect(deferred.refusals).toEqual([])
    expect(deferred.caseFile.initiative.value).toEqual({ active: { outlineBusinessCase: 'preparing' } })
    expect(waitingFor(storeCase(deferred.caseFile), [])).toMatchObject([
      { whom: { kind: 'changeTeam' }, dueInstant: may.papersDueInstant },
    ])
    expect(deferred.caseFile.initiative.context.decisions).toMatchObject([{ outcome: 'deferred', deferredTo: may }])
    const again = playOn(deferred.caseFile, [submitted({}, [atItsMeeting])])
    expect(again.refusals).toEqual([])
    expect(again.caseFile.reviews.s2b1?.context.round).toBe(2)
  })

  it('waits for the later date where another member gave one', () => {
    const both = theChiefs({ ...atItsMeeting, rule: { kind: 'nOfM', approvals: 2, refusal: 'counted' } })
    const later = play([
      submitted({}, [both]),
      defers(toMay),
      votes('essex', 'defer', { deferUntilDay: '2027-06-01', deferUntilInstant: may.endsInstant + dayLong }),
    ])
    expect(later.refusals).toEqual([])
    expect(later.caseFile.initiative.context.deferredUntilInstant).toBe(may.endsInstant + dayLong)
  })

  it.each([
    ['a day on which the board does not meet', { ...toMay, deferUntilDay: '2027-05-14' }],
    ['another moment of that day', { ...toMay, deferUntilInstant: may.endsInstant + 1 }],
    ['a meeting whose papers are no longer taken', { ...toMay, atInstant: may.papersDueInstant }],
  ])('is refused for %s', (_what, overrides) => {
    const { atInstant, ...vote } = { atInstant: undefined, ...overrides }
    const cast = { ...defers(vote), ...(atInstant === undefined ? {} : { atInstant }) }
    expect(play([submitted({}, [atItsMeeting]), cast]).refusals).toEqual([
      'NoSuchMeeting: deferUntilDay: must be a later meeting of this board whose papers are still due.',
    ])
  })
})

describe('a decision moved to another meeting', () => {
  const reason = 'The chair is away on 11 March.'
  const moved = (meeting: Meeting, reviewId = 's1b1') => ({ type: 'meetingMoved' as const, reviewId, meeting, reason })
  const sent = play([submitted({}, [atItsMeeting])])

  it('is due then, with its reminders and escalations as far from it as before, and says why', () => {
    const later = playOn(sent.caseFile, [moved(may)])
    expect(later.refusals).toEqual([])
    expect(dates(later)).toEqual([
      ['reminder-1', may.endsInstant - 2 * dayLong],
      ['decision', may.endsInstant],
      ['escalation-1', may.endsInstant + dayLong],
    ])
    expect(meetingsInWords(review(later))).toEqual([
      `For the Alliance Summit meeting of 13 May 2027 at 11am, to which it was moved. ${reason}`,
    ])
    const back = playOn(later.caseFile, [moved(march)], start + dayLong)
    expect([back.refusals, dueInstantOf(review(back))]).toEqual([[], march.endsInstant])
    expect(review(back).meetingMoves?.map(({ meeting }) => meeting.day)).toEqual([may.day, march.day])
  })

  it('is in time again where it was overdue, and keeps what was decided', () => {
    const late = playOn(sent.caseFile, [
      votes('kent'),
      { ...passes('review', 's1b1', 'decision'), atInstant: march.endsInstant },
      { ...moved(may), atInstant: march.endsInstant + dayLong },
    ])
    expect(late.refusals).toEqual([])
    expect(late.caseFile.reviews.s1b1?.value).toEqual({ open: 'inTime' })
    expect(waitingFor(storeCase(late.caseFile), [])).toMatchObject([
      { whom: { seatId: 'essex' }, dueInstant: may.endsInstant, overdue: false },
      { whom: { seatId: 'norfolk' }, dueInstant: may.endsInstant, overdue: false },
    ])
  })

  it.each([
    ['to the meeting it is for', [moved(march)], 'SameMeeting'],
    ['to one that is over', [{ ...moved(march), atInstant: march.endsInstant }], 'SameMeeting'],
    ['to one before it that is over', [moved(may), { ...moved(march), atInstant: march.endsInstant }], 'MeetingOver'],
    ['while the initiative is on hold', [held, moved(may)], 'OnHold'],
    ['once the board has decided', [votes('kent'), votes('essex'), moved(may)], 'ReviewClosed'],
    ['where there is no such decision', [moved(may, 's9b9')], 'UnknownReview'],
  ])('is refused %s', (_when, events, type) => {
    expect(playOn(sent.caseFile, events).refusals).toMatchObject([expect.stringMatching(`^${type}: `)])
  })

  it('is refused for a board that decides within a time', () => {
    expect(play([submitted(), moved(may)]).refusals).toEqual([
      'NotAtAMeeting: reviewId: Chief Constables decides this within a time, not at one of its meetings.',
    ])
  })
})

describe('a board whose turn comes after another', () => {
  const plan = aPlan({
    gates: Object.fromEntries(
      stageId.options.map((stage) => [
        stage,
        {
          boards: [
            { board: 'oversight', decideWithin: 'P5D' },
            { board: 'chiefs', at: 'meeting' },
          ],
        },
      ]),
    ),
  })
  const first = theChiefs({ boardId: 'oversight', name: 'Oversight Group', decideByInstant: start + 5 * dayLong })
  const agreedOn = (atInstant: number) => {
    const played = play([submitted({}, [first, atItsMeeting])], { plan })
    expect(played.refusals).toEqual([])
    return playOn(
      played.caseFile,
      ['kent', 'essex'].map((seatId) => ({ ...votes(seatId), atInstant })),
    )
  }

  it('meets as planned where the one before was late and still in time for it', () => {
    expect(meetingOf(review(agreedOn(start + 9 * dayLong), 's1b2'))).toEqual(march)
  })

  it('has missed a meeting that has begun by then, and says so', () => {
    const late = review(agreedOn(march.endsInstant), 's1b2')
    expect(meetingOf(late)).toEqual(may)
    expect(late.terms.nextMeetings).toEqual([july])
    expect(meetingsInWords(late)).toEqual([
      'For the Alliance Summit meeting of 13 May 2027 at 11am.',
      'These papers missed the Alliance Summit meeting of 11 March 2027, because the boards before it had not decided by then; the next is 13 May 2027.',
    ])
  })

  it('has its time counted from the lateness where no later meeting is on file', () => {
    const late = review(agreedOn(july.endsInstant), 's1b2')
    expect(meetingOf(late)).toBeUndefined()
    expect(dueInstantOf(late)).toBe(march.endsInstant + july.endsInstant - (start + 5 * dayLong))
    expect(meetingsInWords(late)).toEqual([
      'These papers missed the Alliance Summit meeting of 11 March 2027, because the boards before it had not decided by then; no later one is on file.',
    ])
  })
})
