import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { deadlinesOf } from '../../machines/case-file.ts'
import { storeCase } from '../../machines/stored-case.ts'
import { waitingFor } from '../../machines/waiting-for.ts'
import { dayLong, passes, play, playOn, start, submitted, votes, type Moment } from '../support/play.ts'

const dayInstant = start + 120 * dayLong
const warnInstant = dayInstant - 90 * dayLong
const contractEnds: Moment = {
  type: 'hardDateSet',
  dateId: 'contract-ends',
  title: 'The IT contract ends',
  basis: 'contract',
  onDay: '2027-06-29',
  dayInstant,
  warnBefore: 'P90D',
  warnInstant,
}
const warning = passes('initiative', 'vetting', 'hardDateWarning:contract-ends')
const comes = passes('initiative', 'vetting', 'hardDate:contract-ends')
const set = (events: Moment[] = []) => play([contractEnds, ...events])
const watched = ({ caseFile }: ReturnType<typeof play>) =>
  deadlinesOf(caseFile)
    .filter(({ name }) => name.startsWith('hardDate'))
    .map(({ name, atInstant }) => [name, atInstant])
const both = [
  ['hardDateWarning:contract-ends', warnInstant],
  ['hardDate:contract-ends', dayInstant],
]
const marks = ({ caseFile }: ReturnType<typeof play>) =>
  waitingFor(storeCase(caseFile), []).filter(({ hardDateId }) => hardDateId === 'contract-ends')

describe('a hard date', () => {
  it('is warned of long before, marks what is waited for from then on, and is late once its day has come', () => {
    expect(set().refusals).toEqual([])
    expect(watched(set())).toEqual(both)
    expect(marks(set())).toEqual([])
    const warned = playOn(set().caseFile, [warning], warnInstant)
    expect(warned.effects).toEqual([{ type: 'warnOfHardDate', dateId: 'contract-ends' }])
    expect(marks(warned)).toMatchObject([
      {
        whom: { kind: 'changeTeam' },
        what: 'keep the hard date \u201cThe IT contract ends\u201d',
        sinceInstant: warnInstant,
        dueInstant: dayInstant,
        overdue: false,
      },
    ])
    const passed = playOn(warned.caseFile, [comes], dayInstant)
    expect(passed.effects).toEqual([])
    expect(marks(passed)).toMatchObject([{ overdue: true }])
    expect(watched(passed)).toEqual([])
  })

  it('is warned of since it was set, where its warning was due before that', () => {
    const late = play([{ ...contractEnds, warnInstant: start - dayLong }])
    const warned = playOn(late.caseFile, [warning])
    const setInstant = late.caseFile.initiative.context.hardDates?.[0]?.setInstant
    expect(setInstant).toBeGreaterThanOrEqual(start)
    expect(marks(warned)).toMatchObject([{ sinceInstant: setInstant, overdue: false }])
    expect(set().caseFile.initiative.context.hardDates?.[0]).not.toHaveProperty('setInstant')
  })

  it.each<[string, Moment[]]>([
    ['a hold', [{ type: 'held', reason: 'inspection' }]],
    [
      'a hold that ended',
      [
        { type: 'held', reason: 'inspection' },
        { type: 'resumed', atInstant: start + 60 * dayLong },
      ],
    ],
    ['papers going to the board', [submitted()]],
    ['a deferral beyond it', [submitted(), votes('kent', 'defer', { deferUntilInstant: dayInstant + dayLong })]],
    ['the next stage', [submitted(), votes('kent'), votes('essex')]],
    ['a stage that is not required', [{ type: 'stageNotRequired', stage: 'outlineBusinessCase', reason: 'Decided.' }]],
    ['an end that waits for its report', [submitted(), votes('kent', 'stop')]],
  ])('is moved by nobody, not by %s', (_what, events) => {
    const after = set(events)
    expect(after.refusals).toEqual([])
    expect(watched(after)).toEqual(both)
    const late = playOn(after.caseFile, [warning, comes], dayInstant)
    expect(late.caseFile.initiative.value).toEqual(after.caseFile.initiative.value)
    expect(marks(late)).toMatchObject([{ dueInstant: dayInstant, overdue: true }])
  })

  it('is watched no more once it is taken away with a reason, or the initiative is closed', () => {
    const dropped = set([{ type: 'hardDateDropped', dateId: 'contract-ends', reason: 'The contract was extended.' }])
    expect(watched(dropped)).toEqual([])
    expect(marks(dropped)).toEqual([])
    expect(watched(set([{ type: 'withdrawn', reason: 'no budget' }]))).toEqual([])
    const again = playOn(dropped.caseFile, [contractEnds])
    expect(again.caseFile.initiative.context.hardDates).toMatchObject([{ number: 2 }])
    expect(watched(again)).toEqual(both)
  })

  it.each<[string, Moment[], string]>([
    ['that stands already', [contractEnds], 'KnownHardDate'],
    [
      'whose warning would come too late',
      [{ ...contractEnds, dateId: 'other', warnInstant: dayInstant }],
      'WarnsTooLate',
    ],
    ['nobody set', [{ type: 'hardDateDropped', dateId: 'other', reason: 'Over.' }], 'UnknownHardDate'],
    [
      'beyond twenty',
      Array.from({ length: 20 }, (_, index) => ({ ...contractEnds, dateId: `date-${index}` })),
      'TooManyHardDates',
    ],
  ])('%s is refused in words', (_what, events, type) => {
    expect(set(events).refusals.map((refused) => refused.split(':')[0])).toEqual([type])
  })

  it('keeps its day to the millisecond whatever else happens', () => {
    const happening = fc.constantFrom<Moment[]>(
      [{ type: 'held', reason: 'inspection' }],
      [{ type: 'resumed' }],
      [submitted()],
      [votes('kent', 'sendBack')],
      [votes('kent', 'defer', { deferUntilInstant: dayInstant + dayLong })],
      [votes('kent'), votes('essex')],
      [{ type: 'stageNotRequired', stage: 'outlineBusinessCase', reason: 'Decided.' }],
      [passes('initiative', 'vetting', 'deferral')],
      [{ type: 'hardDateDropped', dateId: 'another', reason: 'Over.' }],
    )
    const spaced = fc.record({ events: happening, days: fc.integer({ min: 0, max: 40 }) })
    fc.assert(
      fc.property(fc.array(spaced, { maxLength: 10 }), (steps) => {
        let played = set()
        let atInstant = start + dayLong
        for (const { events, days } of steps) {
          atInstant += days * dayLong
          played = playOn(played.caseFile, events, atInstant)
        }
        expect(watched(played)).toEqual(both)
      }),
      { numRuns: 300 },
    )
  })
})
