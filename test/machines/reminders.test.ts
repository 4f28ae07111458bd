import { describe, expect, it } from 'vitest'
import { deadlinesOf } from '../../machines/case-file.ts'
import { dayLong, passes, play, playOn, start, submitted, votes, whereabouts } from '../support/play.ts'

const reminders = [
  { reminderId: 'r1', atInstant: start + 5 * dayLong, personId: 'pmo', about: 'The Summit meets today.' },
  { reminderId: 'r2', atInstant: start + 9 * dayLong, personId: 'change-team', about: 'The tender closes.' },
]
const asked = (events: Parameters<typeof play>[0] = [], overrides: Parameters<typeof play>[1] = {}) =>
  play(events, { reminders, ...overrides })
const comes = (reminderId: string) => passes('initiative', 'vetting', `reminder:${reminderId}`)
const deferred = [submitted(), votes('kent', 'defer', { deferUntilInstant: start + 7 * dayLong })]
const namesOf = ({ caseFile }: ReturnType<typeof play>) => deadlinesOf(caseFile).map(({ name }) => name)

describe('a reminder that was asked for when the record began', () => {
  it.each<[string, Parameters<typeof play>[0], Parameters<typeof play>[1]]>([
    ['preparing', [], {}],
    ['not reported', [], { entry: { provenance: { certainty: 'reported' } } }],
    ['before a board', [submitted()], {}],
    ['deferred', deferred, {}],
    ['on hold', [{ type: 'held', reason: 'inspection' }], {}],
    ['about to close', [submitted(), votes('kent', 'stop')], {}],
    ['at its next stage', [submitted(), votes('kent'), votes('essex')], {}],
  ])('is sent once where the initiative is %s, and moves nothing else', (_where, events, overrides) => {
    const before = asked(events, overrides)
    expect(before.refusals).toEqual([])
    const after = playOn(before.caseFile, [comes('r1')], start + 5 * dayLong)
    expect(after.effects).toEqual([{ type: 'remindPerson', reminderId: 'r1' }])
    expect(namesOf(after)).toEqual(namesOf(before).filter((name) => name !== 'reminder:r1'))
    expect(namesOf(after)).toContain('reminder:r2')
    expect(whereabouts(after)).toEqual(whereabouts(before))
    const { deadlines: _deadlines, ...rest } = after.caseFile.initiative.context
    const { deadlines: _earlier, ...asItWas } = before.caseFile.initiative.context
    expect(rest).toEqual(asItWas)
  })

  it('leaves a deferral to its own date', () => {
    const reminded = playOn(asked(deferred).caseFile, [comes('r1')])
    expect(whereabouts(reminded)).toEqual({ active: { outlineBusinessCase: 'deferred' } })
    expect(reminded.caseFile.initiative.context.deferredUntilInstant).toBe(start + 7 * dayLong)
    const back = playOn(reminded.caseFile, [passes('initiative', 'vetting', 'deferral')], start + 7 * dayLong)
    expect(whereabouts(back)).toEqual({ active: { outlineBusinessCase: 'preparing' } })
    expect(namesOf(back)).toEqual(['reminder:r2'])
  })

  it('is never sent once the initiative is closed', () => {
    const closed = asked([{ type: 'withdrawn', reason: 'no budget' }])
    expect(namesOf(closed)).toEqual([])
  })

  it('must bear an id of its own', () => {
    expect(() => asked([], { reminders: [reminders[0], reminders[0]] })).toThrow('a reminderId of its own')
  })
})
