import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { chiefOf, each, sevenForces, startSample, type Sample } from './sample.ts'

let sample: Sample
beforeAll(async () => {
  sample = await startSample('vetting')
}, 90_000)
afterAll(() => sample?.stop())

const board = '7F Chief Constables'
const firstStep = {
  ask: 'agreeNextStep' as const,
  asks: 'agree the first step towards a single vetting unit, to go to tender for a single IT solution',
  authorises: 'Going to tender for a single IT solution.',
  doesNotAuthorise: 'The case itself, or signing a contract.',
}

describe('7F Vetting before the seven chiefs', () => {
  it('keeps the steer and the first step as reported, agrees a first step again, and approves no case by it', async () => {
    const vetting = await sample.rehearse({
      stage: 'fullBusinessCase',
      boards: [{ board: 'seven-chiefs', decideWithin: 'P10D', reminders: ['P2D'] }],
      evidence: [{ id: 'refreshed-case', title: 'Refreshed business case' }],
    })
    const reported = (await vetting.now()).context.decisions
    expect(reported).toMatchObject([
      { verb: 'said', outcome: 'steer', wording: 'a firm desire to re-visit the business case' },
      { verb: 'agreed to a next step', outcome: 'nextStep' },
    ])
    await vetting.team.provide('refreshed-case', 'Refreshed business case', '1', 'A rehearsal.')
    await vetting.submit(firstStep)

    const mail = await vetting.invitationTo(chiefOf('kent'), board)
    expect(mail.subject).toMatch(/^\[Rehearsal\] OFFICIAL - Decision needed by /)
    for (const words of [
      'As Chief Constable, Kent Police you are asked to agree the first step towards a single vetting unit',
      'Agreeing to this next step does not approve the case.',
      'Each organisation takes its own decision; those who agree go on, also without the others.',
    ])
      expect(mail.text).toContain(words)

    await vetting.decide(board, each(sevenForces.slice(0, 6).map(chiefOf)))
    expect(await vetting.page()).toContain(
      'Waiting for Chief Constable, Cambridgeshire Constabulary to decide at 7F Chief',
    )
    await vetting.decide(board, each([chiefOf('cambridgeshire')]))

    expect(await vetting.decision()).toMatchObject({
      outcome: 'nextStepAgreed',
      authorises: firstStep.authorises,
      doesNotAuthorise: firstStep.doesNotAuthorise,
      provenance: { certainty: 'rehearsal' },
    })
    expect(await vetting.stands()).toEqual(Object.fromEntries(sevenForces.map((force) => [force, 'agreed'])))
    const { context } = await vetting.now()
    expect(context.stages.fullBusinessCase).toMatchObject({ standing: 'current' })
    expect(context.decisions.slice(0, 2)).toEqual(reported)
    const page = await vetting.page()
    for (const words of [
      'Full business case: preparing round 2.',
      '7F Chief Constables: next step agreed, the case itself not approved rehearsal',
      'Does not authorise The case itself, or signing a contract.',
      '7F Chief Constables: said reported',
      'recorded here as: steer',
      'Each decides for itself, and 7 of 7 organisations agreed',
    ])
      expect(page).toContain(words)
    expect(page).not.toMatch(/: approved/)
  }, 60_000)
})
