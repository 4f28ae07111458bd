import { describe, expect, it } from 'vitest'
import { deadlinesOf } from '../../machines/case-file.ts'
import { dayLong, passes, play, playOn, second, start, submitted, votes } from '../support/play.ts'
import { theChiefs } from '../support/case.ts'

const dueInTenDays = theChiefs({
  decideByInstant: start + 10 * dayLong,
  reminderInstants: [start + 5 * dayLong, start + 8 * dayLong],
})

/** The review after its events: its state, and what was refused. */
const reviewed = (events: Parameters<typeof play>[0], board = dueInTenDays) => {
  const played = play([submitted({}, [board]), ...events])
  return { ...played, review: played.caseFile.reviews['s1b1'] }
}

describe('a board of three, of whom two must agree', () => {
  it.each<[string, Parameters<typeof play>[0], unknown]>([
    ['waits while only one has spoken', [votes('kent')], { open: 'inTime' }],
    ['approves once two agree', [votes('kent'), votes('essex')], 'approved'],
    ['sends back at the first refusal', [votes('kent', 'sendBack')], 'sentBack'],
    ['waits past an abstention', [votes('kent', 'abstain'), votes('essex')], { open: 'inTime' }],
    ['does not count someone from outside', [votes('kent'), votes('press')], { open: 'inTime' }],
    [
      'stays open and escalates when the decision date passes',
      [votes('kent'), passes('review', 's1b1', 'decision')],
      { open: 'overdue' },
    ],
    ['can still be decided late', [passes('review', 's1b1', 'decision'), votes('kent'), votes('essex')], 'approved'],
    ['cannot decide while on hold', [{ type: 'held', reason: 'inspection' }, votes('kent'), votes('essex')], 'onHold'],
    [
      'goes on where it was after a hold',
      [{ type: 'held', reason: 'inspection' }, { type: 'resumed' }, votes('kent'), votes('essex')],
      'approved',
    ],
    [
      'is over once the papers are withdrawn',
      [votes('kent'), { type: 'submissionWithdrawn', reason: 'a wrong figure' }],
      'withdrawn',
    ],
  ])('%s', (_fact, events, expected) => {
    expect(reviewed(events).review?.value).toEqual(expected)
  })

  it('lets a member think again while it is open, and keeps both versions', () => {
    const { review } = reviewed([votes('kent', 'abstain'), votes('kent', 'approve', { decisionNumber: 1 })])
    expect(review?.context.ballots['kent']?.map(({ number, choice }) => [number, choice])).toEqual([
      [1, 'abstain'],
      [2, 'approve'],
    ])
  })

  it.each<[string, Parameters<typeof play>[0], string]>([
    ['someone who is no member', [votes('press')], 'NotAMember: Only a member of this board can decide.'],
    [
      'somebody else in a seat',
      [votes('kent', 'approve', { holderId: 'chief-constable-essex' })],
      'NotTheHolder: Only the holder of the seat Chief Constable, Kent can decide for it.',
    ],
    [
      'a refusal without a reason',
      [votes('kent', 'stop', { reason: undefined })],
      'ReasonNeeded: reason: say why, so that the change team can act on it.',
    ],
    [
      'conditions without a condition',
      [votes('kent', 'approveWithConditions')],
      'ConditionsNeeded: conditions: write at least one condition, or agree without conditions.',
    ],
    [
      'a deferral without a date',
      [votes('kent', 'defer')],
      'DateNeeded: deferUntil: give a date after today to come back to this.',
    ],
    [
      'a deferral to a date gone by',
      [votes('kent', 'defer', { deferUntilInstant: start })],
      'DateNeeded: deferUntil: give a date after today to come back to this.',
    ],
    [
      'a vote after the end',
      [votes('kent'), votes('essex'), votes('norfolk')],
      'ReviewClosed: The board has already decided. 2 of 3 must agree, and 2 did: Chief Constable, Kent; Chief Constable, Essex.',
    ],
    [
      'an unknown board decision',
      [votes('kent', 'approve', { reviewId: 's9b9' })],
      'UnknownReview: reviewId: there is no board decision s9b9.',
    ],
  ])('refuses %s, in words', (_fact, events, expected) => {
    expect(reviewed(events).refusals).toEqual([expected])
  })

  it('does not let the senior responsible owner of the case decide it', () => {
    const { refusals } = play([submitted(), votes('kent')], {
      sro: { title: 'Chief Constable, Kent', personId: 'chief-constable-kent' },
    })
    expect(refusals).toEqual(['OwnCase: The author, sponsor and senior responsible owner of a case do not decide it.'])
  })

  it('asks the board once, reminds it at each reminder, escalates when the date passes', () => {
    const { effects } = reviewed([
      passes('review', 's1b1', 'reminder-1'),
      passes('review', 's1b1', 'reminder-2'),
      passes('review', 's1b1', 'decision'),
    ])
    expect(effects).toEqual([
      { type: 'askBoard', reviewId: 's1b1' },
      { type: 'remindBoard', reviewId: 's1b1', number: 1 },
      { type: 'remindBoard', reviewId: 's1b1', number: 2 },
      { type: 'escalate', reviewId: 's1b1' },
    ])
  })

  it('stops its clock during a hold and moves what is left of it by the length of the hold', () => {
    const held = reviewed([{ type: 'held', reason: 'inspection', atInstant: start + dayLong }])
    expect(deadlinesOf(held.caseFile)).toEqual([])
    const resumed = playOn(held.caseFile, [{ type: 'resumed', atInstant: start + 4 * dayLong }])
    expect(deadlinesOf(resumed.caseFile).map(({ name, atInstant }) => [name, (atInstant - start) / dayLong])).toEqual([
      ['reminder-1', 8],
      ['reminder-2', 11],
      ['decision', 13],
    ])
  })

  it('does not escalate again because a hold ended after the date had passed', () => {
    const { effects, review } = reviewed([
      passes('review', 's1b1', 'decision'),
      { type: 'held', reason: 'inspection' },
      { type: 'resumed' },
    ])
    expect(review?.value).toEqual({ open: 'overdue' })
    expect(effects.filter(({ type }) => type === 'escalate')).toHaveLength(1)
  })

  it('leaves no deadline behind once it has decided', () => {
    const { caseFile } = reviewed([votes('kent'), votes('essex')])
    expect(deadlinesOf(caseFile)).toEqual([])
    expect(caseFile.reviews['s1b1']?.context.endedInstant).toBe(start + 3 * second)
  })
})

describe('a decision that stays overdue', () => {
  const ladder = theChiefs({
    decideByInstant: start + 10 * dayLong,
    escalations: [
      { to: 'deputy', atInstant: start + 11 * dayLong },
      { to: 'chair', atInstant: start + 12 * dayLong },
      { to: 'pmo', atInstant: start + 13 * dayLong },
    ],
  })
  const due = passes('review', 's1b1', 'decision')
  const step = (number: number) => passes('review', 's1b1', `escalation-${number}`)
  const told = (events: Parameters<typeof play>[0]) =>
    play([submitted({}, [ladder]), ...events]).effects.flatMap((effect) =>
      effect.type === 'escalate' ? [effect.step ?? 'due'] : [],
    )

  it('tells the secretary, then step by step whom the terms name, and approves nothing', () => {
    expect(told([due, step(1), step(2), step(3)])).toEqual(['due', 1, 2, 3])
    const { caseFile } = play([submitted({}, [ladder]), due, step(1), step(2), step(3)])
    expect(caseFile.reviews['s1b1']?.value).toEqual({ open: 'overdue' })
    expect(caseFile.reviews['s1b1']?.context.deadlines).toEqual([])
  })

  it('tells nobody more once the board has decided', () => {
    expect(told([due, votes('kent'), votes('essex'), step(1)])).toEqual(['due'])
  })
})
