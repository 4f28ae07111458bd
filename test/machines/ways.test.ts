import { describe, expect, it } from 'vitest'
import { beforeTheFirst, type AuditEntry } from '../../machines/audit-entry.ts'
import { deadlinesOf } from '../../machines/case-file.ts'
import type { CaseEvent } from '../../machines/case-events.ts'
import { decidedAnew, withoutPast } from '../../machines/past.ts'
import { standing } from '../../machines/review.ts'
import { restoreCase, storeCase } from '../../machines/stored-case.ts'
import { theClock } from '../../machines/vocabulary/people.ts'
import type { BoardTerms } from '../../machines/vocabulary/board.ts'
import { toldAtMeeting } from '../../machines/reports-at-meetings.ts'
import { askedAnotherWay, ruleOfWay } from '../../machines/ways.ts'
import { waitingFor } from '../../machines/waiting-for.ts'
import { anInitiative, theChiefs } from '../support/case.ts'
import {
  dayLong,
  passes,
  play,
  playOn,
  second,
  start,
  submitted,
  votes,
  whereabouts,
  type Moment,
  type Played,
} from '../support/play.ts'

const meetingOn = (day: string, afterDays: number) => ({
  day,
  papersDueInstant: start + (afterDays - 5) * dayLong,
  endsInstant: start + afterDays * dayLong,
})
const april = meetingOn('2027-04-10', 40)
const may = meetingOn('2027-05-10', 70)
const secretary = { title: 'Secretary to the Chief Constables', personId: 'secretary' }
const terms = theChiefs({ nextMeetings: [april, may], secretary, decideByInstant: start + 5 * dayLong })
const limits = { chairsAction: {} }
const urgent = { by: 'chairsAction' as const, reason: 'The supplier\u2019s price ends on Friday.' }
const byChair = (of: BoardTerms = terms, upToPence?: number, ownCase: string[] = []) =>
  askedAnotherWay(
    { ...of, rule: { kind: 'chairDecides' } },
    urgent,
    upToPence === undefined ? limits : { chairsAction: { upToPence } },
    ownCase,
  )
const byLetter = askedAnotherWay(
  theChiefs({ rule: { kind: 'unanimous' }, decideByInstant: start + 5 * dayLong }),
  { by: 'correspondence', reason: 'The board does not meet before June.' },
  {},
  [],
)
const actedOn = [submitted({}, [byChair()]), votes('kent')]
const decisionsOf = ({ caseFile }: Played) => caseFile.initiative.context.decisions
const waits = ({ caseFile }: Played) => waitingFor(storeCase(caseFile), [])
const toReport = (played: Played) => waits(played).filter(({ what }) => what.includes('chair\u2019s action'))
const reports = (overrides: Partial<Extract<Moment, { type: 'chairsActionReported' }>> = {}): Moment => ({
  type: 'chairsActionReported',
  reviewId: 's1b1',
  meetingDay: '2027-04-10',
  meetingEndsInstant: april.endsInstant,
  note: 'Minute 14: the board noted the chair\u2019s action.',
  recordedBy: 'Secretary to the Chief Constables',
  ...overrides,
})

describe('a board\u2019s terms', () => {
  const board = { name: 'Chief Constables' }
  it('say by which rule it decides by correspondence, and whether its chair may act for it', () => {
    const correspondence = { rule: { kind: 'unanimous' as const }, decideWithinWorkingDays: 3 }
    expect(ruleOfWay({ ...board, correspondence }, { by: 'correspondence' })).toEqual({
      rule: { kind: 'unanimous' },
      withinWorkingDays: 3,
    })
    expect(ruleOfWay({ ...board, ...limits }, { by: 'chairsAction' })).toEqual({ rule: { kind: 'chairDecides' } })
  })

  it.each([
    [
      'correspondence',
      'Chief Constables cannot be asked by correspondence: its terms of reference do not say how it decides outside its meetings.',
    ],
    [
      'chairsAction',
      'Chief Constables cannot be asked by chair\u2019s action: its terms of reference do not let its chair act for it.',
    ],
  ] as const)('that know nothing of %s refuse it in words', (by, reason) => {
    expect(ruleOfWay(board, { by })).toMatchObject({ refused: { reason } })
  })
})

describe('a decision by correspondence', () => {
  it('takes its own threshold: all three here, where two would do at a meeting', () => {
    const two = play([submitted({}, [byLetter]), votes('kent'), votes('essex')])
    expect([two.refusals, whereabouts(two)]).toEqual([[], { active: { outlineBusinessCase: 'withBoard' } }])
    const all = playOn(two.caseFile, [votes('norfolk')])
    expect(whereabouts(all)).toEqual({ active: { fullBusinessCase: 'preparing' } })
    expect(decisionsOf(all)).toMatchObject([
      { outcome: 'approved', way: { by: 'correspondence', reason: 'The board does not meet before June.' } },
    ])
    expect(toReport(all)).toEqual([])
  })

  it('is not decided in the room', () => {
    const recorded: Moment = {
      type: 'roomRecorded',
      reviewId: 's1b1',
      day: '2027-03-05',
      dayEndsInstant: start + 4 * dayLong,
      seats: [{ seatId: 'kent', attendance: 'present' }],
      tabledPapers: [],
      recordedBy: 'Secretary to the Chief Constables',
    }
    expect(play([submitted({}, [byLetter]), recorded]).refusals).toEqual([
      'OutsideItsMeetings: reviewId: Chief Constables decides this outside its meetings, not in the room.',
    ])
  })

  it('is bound to no meeting', () => {
    expect(play([submitted({}, [{ ...byLetter, meeting: april }])]).refusals).toEqual([
      'AtAMeeting: way: Chief Constables decides this outside its meetings, and is bound to none.',
    ])
  })
})

describe('chair\u2019s action', () => {
  it('asks the chair alone, and counts nobody else', () => {
    const sent = play([submitted({}, [byChair()])])
    expect(waits(sent).map(({ whom }) => whom.title)).toEqual(['Chief Constable, Kent'])
    expect(playOn(sent.caseFile, [votes('essex')]).refusals).toEqual([
      'NotAMember: Only a member of this board can decide.',
    ])
    const taken = playOn(sent.caseFile, [votes('kent')])
    const review = taken.caseFile.reviews['s1b1']?.context
    expect(review && standing(review).because).toBe('The chair decides, and agreed: Chief Constable, Kent.')
    expect(review && Object.keys(review.ballots)).toEqual(['kent'])
    expect(review?.terms.way).toMatchObject({
      informed: [{ personId: 'chief-constable-essex' }, { personId: 'chief-constable-norfolk' }],
    })
  })

  it('asks the vice chair where the chair stands aside from a case of their own', () => {
    const viced = {
      ...terms,
      seats: terms.seats.map((seat, index) => (index === 1 ? { ...seat, viceChair: true } : seat)),
    }
    const sro = { title: 'SRO', personId: 'chief-constable-kent' }
    const asked = byChair(viced, undefined, [sro.personId])
    const sent = play([submitted({}, [asked])], { sro })
    expect([sent.refusals, waits(sent).map(({ whom }) => whom.title)]).toEqual([[], ['Chief Constable, Essex']])
    expect(decisionsOf(playOn(sent.caseFile, [votes('essex')]))).toMatchObject([{ outcome: 'approved' }])
  })

  it.each<[string, Moment[], string, object?]>([
    [
      'cannot be asked where the chair stands aside and there is no vice chair',
      [submitted({}, [byChair(terms, undefined, ['chief-constable-kent'])])],
      'BoardCannotDecide: Chief Constables cannot open a review yet: Chief Constable, Kent cannot decide a case of their own, and without them nobody is left to decide.',
      { sro: { title: 'SRO', personId: 'chief-constable-kent' } },
    ],
    [
      'cannot be asked of more than the chair',
      [submitted({}, [{ ...byChair(), seats: terms.seats }])],
      'NotTheChairAlone: way: by chair\u2019s action the chair of Chief Constables is asked, and nobody else.',
    ],
    [
      'stays below the ceiling of the terms',
      [submitted({ money: { costToPence: 5_000_100, savings: [] } }, [byChair(terms, 5_000_000)])],
      'OverTheLimit: proposal.money: the chair of Chief Constables may act for it up to \u00a350,000, and this costs up to \u00a350,001.',
    ],
    [
      'wants the cost said where there is a ceiling',
      [submitted({}, [byChair(terms, 5_000_000)])],
      'CostNeeded: proposal.money: the chair of Chief Constables may act for it up to \u00a350,000, so say what it costs at most.',
    ],
  ])('%s', (_fact, events, refused, overrides = {}) => {
    expect(play(events, overrides).refusals).toEqual([refused])
  })

  it('is to be reported to the next meeting, which the secretary is waited for, and chased once it is over', () => {
    const taken = play(actedOn)
    expect(whereabouts(taken)).toEqual({ active: { fullBusinessCase: 'preparing' } })
    expect(decisionsOf(taken)).toMatchObject([{ way: urgent, toReport: { meeting: april, secretary } }])
    expect(toReport(taken)).toMatchObject([
      { whom: { kind: 'secretary', personId: 'secretary' }, dueInstant: april.endsInstant, overdue: false },
    ])
    expect(deadlinesOf(taken.caseFile)).toEqual([
      {
        name: 'chairsAction:s1b1',
        atInstant: april.endsInstant,
        duringHold: 'runs',
        of: { machine: 'initiative', id: 'vetting' },
      },
    ])
    const over = playOn(taken.caseFile, [passes('initiative', 'vetting', 'chairsAction:s1b1')], april.endsInstant)
    expect(over.effects).toEqual([{ type: 'chaseChairsAction', reviewId: 's1b1' }])
    expect(toReport(over)).toMatchObject([{ overdue: true }])
    const told = playOn(over.caseFile, [reports()], april.endsInstant)
    expect([told.refusals, toReport(told)]).toEqual([[], []])
    expect(decisionsOf(told)).toMatchObject([
      {
        toReport: {
          reported: { meetingDay: '2027-04-10', note: 'Minute 14: the board noted the chair\u2019s action.' },
        },
      },
    ])
  })

  it('is told to the first meeting after it was taken', () => {
    const late = playOn(play(actedOn.slice(0, 1)).caseFile, [votes('kent')], april.endsInstant)
    expect(decisionsOf(late)).toMatchObject([{ toReport: { meeting: may } }])
  })

  it('is the PMO\u2019s to see where no next meeting is on file', () => {
    const { nextMeetings: _none, ...unmet } = terms
    const taken = play([submitted({}, [byChair(unmet)]), votes('kent')])
    expect(toReport(taken)).toMatchObject([
      {
        whom: { kind: 'pmo' },
        what: 'have the chair\u2019s action reported to Chief Constables: no next meeting of it is on file',
      },
    ])
    expect(deadlinesOf(taken.caseFile)).toEqual([])
    expect(toReport(playOn(taken.caseFile, [reports()], april.endsInstant))).toEqual([])
  })

  it.each<[string, Moment[], Moment, string]>([
    [
      'of a decision of the whole board',
      [submitted(), votes('kent'), votes('essex')],
      reports(),
      'UnknownChairsAction',
    ],
    ['a second time', [...actedOn, reports({ atInstant: april.endsInstant })], reports(), 'ReportedAlready'],
    [
      'to a meeting before it was taken',
      actedOn,
      reports({ meetingEndsInstant: start - dayLong }),
      'BeforeTheDecision',
    ],
    ['to a meeting that has not been held', actedOn, reports({ atInstant: start + 20 * dayLong }), 'MeetingToCome'],
  ])('cannot be recorded as reported %s', (_which, before, report, refused) => {
    const played = playOn(play(before).caseFile, [report], april.endsInstant)
    expect(played.refusals.map((words) => words.split(':')[0])).toEqual([refused])
  })

  it('stays to be reported through every stage and hold, and when the older past leaves the state', () => {
    const taken = play(actedOn)
    const later = playOn(taken.caseFile, [submitted(), { type: 'held', reason: 'inspection' }])
    expect(later.refusals).toEqual([])
    expect(deadlinesOf(later.caseFile).map(({ name }) => name)).toEqual(['chairsAction:s1b1'])
    const none = {
      fullReviews: 0,
      reviews: 0,
      decisions: 0,
      rounds: 0,
      closedConditions: 0,
      earlierDates: 1,
      fullCirculations: 0,
      circulations: 0,
    }
    const shortened = restoreCase(withoutPast(storeCase(later.caseFile), none))
    expect(shortened.initiative.context.decisions).toMatchObject([{ toReport: { meeting: april } }])
    expect(playOn(shortened, [reports()], april.endsInstant).refusals).toEqual([])
  })

  it('keeps an initiative from being closed until it is reported', () => {
    const stopped = play([submitted({}, [byChair()]), votes('kent', 'stop')])
    const closes: Moment = { type: 'closureReported', report: 'No option was good value.' }
    expect(whereabouts(stopped)).toEqual({ active: 'closing' })
    expect(playOn(stopped.caseFile, [closes]).refusals).toEqual([
      'ChairsActionToReport: A chair\u2019s action is still to be reported to Chief Constables; record that first.',
    ])
    expect(whereabouts(playOn(stopped.caseFile, [reports(), closes], april.endsInstant))).toEqual('closed')
  })

  it('is worked out anew from the record as it was decided, by each way\u2019s own rule', () => {
    const entriesOf = (moments: Moment[]) => {
      const created = { type: 'created' as const, atInstant: start, ...anInitiative() }
      const events: CaseEvent[] = moments.map((event, index) => ({ ...event, atInstant: start + index * second }))
      return [created, ...events].map((event, index): AuditEntry => ({
        sequence: index + 1,
        previousHash: beforeTheFirst,
        hash: beforeTheFirst,
        atInstant: start,
        by: theClock,
        event,
        stateHash: beforeTheFirst,
      }))
    }
    expect([...decidedAnew(entriesOf(actedOn))]).toEqual([['s1b1', 'approved']])
    const letters = [submitted({}, [byLetter]), votes('kent'), votes('essex')]
    expect([...decidedAnew(entriesOf(letters))]).toEqual([])
    expect([...decidedAnew(entriesOf([...letters, votes('norfolk')]))]).toEqual([['s1b1', 'approved']])
  })
})

describe('the meeting a chair’s action is told to', () => {
  const taken = { state: storeCase(play(actedOn).caseFile) }
  const told = (day: string, isNext: boolean, of = [taken]) =>
    toldAtMeeting(of, { boardId: 'chiefs', day }, isNext).map(({ decision }) => decision.reviewId)

  it('is the next after it, or the one to come where that was missed or none was on file', () => {
    expect([told('2027-04-10', true), told('2027-05-10', false), told('2027-05-10', true)]).toEqual([
      ['s1b1'],
      [],
      ['s1b1'],
    ])
    const { nextMeetings: _none, ...unmet } = terms
    const unplanned = { state: storeCase(play([submitted({}, [byChair(unmet)]), votes('kent')]).caseFile) }
    expect([told('2027-05-10', true, [unplanned]), told('2027-05-10', false, [unplanned])]).toEqual([['s1b1'], []])
    const reported = playOn(play(actedOn).caseFile, [reports()], april.endsInstant)
    expect(told('2027-04-10', true, [{ state: storeCase(reported.caseFile) }])).toEqual([])
  })
})
