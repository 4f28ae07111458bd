import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { each, startSample, type Sample } from './sample.ts'

let sample: Sample
beforeAll(async () => {
  sample = await startSample('ecda')
}, 90_000)
afterAll(() => sample?.stop())

const board = 'OPFCC Strategic Board'
const commissioner = 'commissioner-essex-pfcc'
const advisers = ['chief-executive-essex-pfcc', 'chief-finance-officer-essex-pfcc', 'chief-constable-essex']
const funding = {
  ask: 'decide' as const,
  asks: "agree Essex Police's funding for three years from the Operational Transformation Reserve",
  authorises: "Essex Police's funding for three years from the Operational Transformation Reserve.",
  doesNotAuthorise: "Final sign-off of the data-sharing service's procurement, which waits for the sponsors.",
}

describe('ECDA before the OPFCC Strategic Board', () => {
  it('has its three years of funding authorised by the commissioner in exact words, while the others advise', async () => {
    const ecda = await sample.rehearse({
      stage: 'fullBusinessCase',
      betweenGates: [{ board: 'opfcc-strategic', decideWithin: 'P10D' }],
    })
    await ecda.submit(funding, { betweenGates: true })
    const mail = await ecda.invitationTo('chief-constable-essex', board)
    expect(mail.text).toContain('The chair decides; the other members advise.')

    // Three advisers against, and nothing is settled by them.
    await ecda.decide(board, each(advisers, { choice: 'sendBack', points: ['Say what the fourth year costs.'] }))
    expect(await ecda.page()).toContain(
      'Waiting for Police, Fire and Crime Commissioner for Essex to decide at OPFCC Strategic Board',
    )
    await ecda.decide(board, each([commissioner]))

    expect(await ecda.decision()).toMatchObject({
      outcome: 'approved',
      wording: funding.asks,
      authorises: funding.authorises,
      doesNotAuthorise: funding.doesNotAuthorise,
      provenance: { certainty: 'rehearsal' },
    })
    const { context } = await ecda.now()
    expect(context.stages.fullBusinessCase.standing).toBe('current')
    expect(context.decisions[0]).toMatchObject({ verb: 'considered and agreed', outcome: 'approval' })
    const page = await ecda.page()
    for (const words of [
      'OPFCC Strategic Board: approved rehearsal',
      `Authorises ${funding.authorises}`,
      'The chair decides, and agreed: Police, Fire and Crime Commissioner for Essex.',
      'OPFCC Strategic Board: considered and agreed reported',
      'Full business case, between gates',
      'Waiting for the sponsors to give final sign-off',
    ])
      expect(page).toContain(words)
  }, 60_000)
})
