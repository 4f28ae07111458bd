import { describe, expect, it } from 'vitest'
import { aPlan } from '../support/case.ts'
import { play, submitted, votes } from '../support/play.ts'

const rehearsal = aPlan({ kind: 'rehearsal' })
const reportedEntry = { stage: 'outlineBusinessCase', provenance: { certainty: 'reported', sourceTitle: 'A report' } }
const gate = [submitted(), votes('kent'), votes('essex')]
const certainties = (...args: Parameters<typeof play>) => {
  const { stages, decisions } = play(...args).caseFile.initiative.context
  return {
    outline: stages.outlineBusinessCase.certainty,
    full: stages.fullBusinessCase.certainty,
    decisions: decisions.map(({ provenance }) => provenance.certainty),
  }
}

describe('how far the record may be trusted', () => {
  it('is rehearsal for a stage a source reports and a rehearsal passed', () => {
    expect(certainties(gate, { plan: rehearsal, entry: reportedEntry })).toEqual({
      outline: 'rehearsal',
      full: 'rehearsal',
      decisions: ['rehearsal'],
    })
  })

  it('is recorded for a stage a source reports and a board here passed', () => {
    expect(certainties(gate, { entry: reportedEntry })).toEqual({
      outline: 'recorded',
      full: 'recorded',
      decisions: ['recorded'],
    })
  })

  it('is rehearsal from the first stage of an initiative that was begun as one', () => {
    expect(certainties([], { plan: rehearsal }).outline).toBe('rehearsal')
  })

  it('stays rehearsal for papers put to a board in a rehearsal, also when the plan changes before it decides', () => {
    const [papers, ...votesCast] = gate
    const events = [papers, { type: 'planChanged' as const, plan: aPlan(), reason: 'For real.' }, ...votesCast]
    expect(
      certainties(
        events.filter((event) => event !== undefined),
        { plan: rehearsal },
      ),
    ).toEqual({
      outline: 'rehearsal',
      full: 'rehearsal',
      decisions: ['rehearsal'],
    })
  })
})
