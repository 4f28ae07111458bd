import { describe, expect, it } from 'vitest'
import { deadlinesOf, take, type CaseFile } from '../../machines/case-file.ts'
import { waitingFor } from '../../machines/waiting-for.ts'
import { dayLong, passes, play, playOn, start, submitted, votes, whereabouts } from '../support/play.ts'

const deferred = [submitted(), votes('kent', 'defer', { deferUntilInstant: start + 10 * dayLong })]
const deferralPasses = passes('initiative', 'vetting', 'deferral')

/** Lets the earliest deadline pass, as the loop does; one that could not be crossed off would ring for ever. */
const afterTheEarliest = (caseFile: CaseFile): CaseFile => {
  const [next] = deadlinesOf(caseFile)
  return next
    ? take(caseFile, { type: 'deadlinePassed', of: next.of, name: next.name, atInstant: next.atInstant }).caseFile
    : caseFile
}

describe('the date a board deferred to', () => {
  it('passes once while the initiative is on hold, and the papers are prepared again after it resumes', () => {
    const held = play([...deferred, { type: 'held', reason: 'inspection' }])
    const passed = afterTheEarliest(held.caseFile)
    expect(deadlinesOf(passed)).toEqual([])
    const resumed = playOn(passed, [{ type: 'resumed' }], start + 20 * dayLong)
    expect(whereabouts(resumed)).toEqual({ active: { outlineBusinessCase: 'preparing' } })
  })

  it('still holds after a shorter hold', () => {
    const played = play([...deferred, { type: 'held', reason: 'inspection' }, { type: 'resumed' }])
    expect(whereabouts(played)).toEqual({ active: { outlineBusinessCase: 'deferred' } })
    expect(whereabouts(playOn(played.caseFile, [deferralPasses]))).toEqual({
      active: { outlineBusinessCase: 'preparing' },
    })
  })

  it('means nothing any more once the deferred stage is not required', () => {
    const { caseFile } = play([
      ...deferred,
      { type: 'stageNotRequired', stage: 'outlineBusinessCase', reason: 'one was approved in 2016' },
    ])
    expect(deadlinesOf(caseFile)).toEqual([])
    expect(waitingFor(caseFile, []).map(({ whom, what }) => [whom.title, what])).toEqual([
      ['Change team', 'prepare the full business case'],
    ])
  })
})
