import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { each, startSample, type Sample } from './sample.ts'

type Review = Awaited<ReturnType<Sample['rehearse']>>

let sample: Sample
let scd: Review
beforeAll(async () => {
  sample = await startSample('scd-review')
  scd = await sample.rehearse({ betweenGates: [{ board: 'sccb', decideWithin: 'P10D' }] })
}, 90_000)
afterAll(() => sample?.stop())

const shared = 'director-of-support-services-essex-kent'
const essex = ['deputy-chief-constable-essex', 'chief-finance-officer-essex']
const kent = ['deputy-chief-constable-kent', 'chief-finance-officer-kent']
const proposal = {
  ask: 'decide' as const,
  asks: 'accept the post-implementation review of the Volume Fraud Team',
  authorises: 'Closing the review of the Volume Fraud Team.',
  doesNotAuthorise: 'Anything about the other elements, whose joint review is being planned.',
}
const sendBack = { choice: 'sendBack', points: ['Show the benefits by force.'] }

/** The shared officer and one deputy chief constable agree, both finance officers do not, the other deputy abstains. */
const theSameVotes = async () => {
  await scd.decide('SCCB', each([shared, 'deputy-chief-constable-essex']))
  await scd.decide('SCCB', each(['chief-finance-officer-essex', 'chief-finance-officer-kent'], sendBack))
  await scd.decide('SCCB', each(['deputy-chief-constable-kent'], { choice: 'abstain' }))
}

describe('SCCB, with a Director of Support Services shared by both forces', () => {
  it('counts the shared officer once in the majority, and as present for both forces', async () => {
    await scd.submit(proposal, { betweenGates: true })
    const mail = await scd.invitationTo(shared, 'SCCB')
    expect(mail.text).toContain(
      'More members must agree than not, with at least 1 of 5 taking part and at least 1 of each organisation.',
    )
    await theSameVotes()
    expect(await scd.decision()).toMatchObject({
      boardId: 'sccb',
      outcome: 'sentBack',
      because: expect.stringContaining('2 members did not agree and 2 did'),
    })
    expect((await scd.now()).context.stages.goLive.standing).toBe('current')
  }, 60_000)

  it('counts that officer for each force once the terms say so, and the same votes carry it', async () => {
    await sample.changeTerms('sccb', () => ({ sharedSeats: 'countForEach' }))
    await scd.submit(proposal, { betweenGates: true })
    expect((await scd.invitationTo(shared, 'SCCB')).text).toContain('with at least 1 of 6 taking part')
    await theSameVotes()
    expect(await scd.decision()).toMatchObject({
      outcome: 'approved',
      because: expect.stringContaining('3 members agreed and 2 did not'),
    })
    // What the board decided by its earlier terms stays as it was.
    expect((await scd.now()).context.decisions.at(-2)).toMatchObject({ outcome: 'sentBack' })
  }, 60_000)

  it('tells secretary and PMO at once when declared interests take the quorum of one force', async () => {
    await sample.changeTerms('sccb', () => ({
      secretary: { title: 'Programme Office', personId: 'programme-office-seven-force' },
    }))
    await scd.submit(proposal, { betweenGates: true })
    await scd.decide('SCCB', each(essex))
    await scd.decide('SCCB', each(kent, { choice: 'declareInterest', reason: 'It was my own team.' }))
    const page = await scd.page()
    expect(page).toContain('Waiting for Director of Support Services, Essex Police and Kent Police to decide')
    await scd.decide('SCCB', each([shared], { choice: 'declareInterest', reason: 'It was my own team.' }))

    for (const told of ['programme-office-seven-force', 'pmo']) {
      const mail = await scd.mailTo(told, ({ subject }) => subject.includes('can no longer be settled'))
      expect(mail.text).toContain('1 member of each organisation must be present, and that can no longer be reached')
      expect(mail.text).toContain('Kent Police')
      expect(mail.text).toContain('Nothing is approved meanwhile.')
    }
    expect(await scd.page()).toMatch(/Waiting for the PMO to settle the decision at SCCB/)
    expect((await scd.now()).context.decisions.filter(({ reviewId }) => reviewId)).toHaveLength(2)
  }, 60_000)
})
