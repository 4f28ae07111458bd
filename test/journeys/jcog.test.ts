import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { each, startSample, type Sample } from './sample.ts'

let sample: Sample
beforeAll(async () => {
  sample = await startSample('dfu-redesign')
}, 90_000)
afterAll(() => sample?.stop())

const essex = 'chief-constable-essex'
const kent = 'chief-constable-kent'
const advisers = [
  'deputy-chief-constable-essex',
  'deputy-chief-constable-kent',
  'director-of-support-services-essex-kent',
]
const proposal = {
  ask: 'decide' as const,
  asks: 'submit the stage 1 business case for inclusion in the IT programme of work',
  authorises: 'Its inclusion in the IT programme of work.',
}

describe('JCOG, where both chief constables must agree', () => {
  it('is not carried by one of them and every adviser, and one refusal of theirs sends the papers back', async () => {
    const redesign = await sample.rehearse({ boards: [{ board: 'jcog', decideWithin: 'P10D' }] })
    await redesign.submit(proposal)
    const mail = await redesign.invitationTo(essex, 'JCOG')
    expect(mail.text).toContain(
      'Chief Constable, Essex Police and Chief Constable, Kent Police must both agree; the other members advise.',
    )
    await redesign.decide('JCOG', each([essex, ...advisers]))
    expect(await redesign.page()).toContain('still to decide: Chief Constable, Kent Police.')
    await redesign.decide('JCOG', { [kent]: { choice: 'sendBack', points: ['Show what Kent pays.'] } })
    expect(await redesign.decision()).toMatchObject({
      outcome: 'sentBack',
      because: expect.stringContaining('not agreed: Chief Constable, Kent Police.'),
    })

    expect(await redesign.team.refusalOf('submit', { proposal })).toContain('Show what Kent pays.')
    const [point] = (await redesign.now()).context.points
    await redesign.team.act('answerPoint', { pointId: point?.pointId, answer: 'A third, in section 4.' })
    await redesign.submit(proposal)
    expect((await redesign.invitationTo(kent, 'JCOG')).text).toContain('A third, in section 4.')
    // The advisers may think otherwise: their advice is kept, and the two decide.
    await redesign.decide('JCOG', each(advisers, { choice: 'abstain' }))
    await redesign.decide('JCOG', each([essex, kent]))
    expect(await redesign.decision()).toMatchObject({ outcome: 'approved', provenance: { certainty: 'rehearsal' } })
    const { context } = await redesign.now()
    expect(context.stages).toMatchObject({
      outlineBusinessCase: { standing: 'passed', certainty: 'rehearsal' },
      fullBusinessCase: { standing: 'current' },
    })
  }, 60_000)
})
