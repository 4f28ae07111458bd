import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startJourneys, type Case } from './journey.ts'
import { press } from './member.ts'

let journeys: Awaited<ReturnType<typeof startJourneys>>
const assumed = { certainty: 'assumed' as const }
const seat = (seatId: string) => ({
  seatId,
  title: `Chief Constable, ${seatId}`,
  organisationIds: [seatId],
  chair: false,
  holdings: [{ personId: `chief-constable-${seatId}`, fromDay: '2020-01-01' }],
})
const onFile = (boardId: string, name: string, seatIds: string[]) =>
  journeys.parts.directory.putBoard({
    boardId,
    name,
    fromDay: '2020-01-01',
    rule: { kind: 'unanimous' },
    ruleProvenance: assumed,
    membersProvenance: assumed,
    meetings: [],
    seats: seatIds.map(seat),
  })

beforeAll(async () => {
  journeys = await startJourneys()
  await onFile('oversight', '7F Oversight Group', ['norfolk'])
  await onFile('summit', 'Alliance Summit', ['kent', 'essex'])
}, 120_000)
afterAll(() => journeys?.stop())

/** A command as the change team sends it, over the API. */
const command = async ({ initiativeId }: Case, name: string, payload: object) => {
  const { statusCode, body } = await journeys.app.inject({
    method: 'POST',
    url: `/api/initiatives/${initiativeId}/commands/${name}`,
    headers: { 'idempotency-key': randomUUID(), 'x-acting-as': 'change team' },
    payload,
  })
  return { statusCode, body }
}
const decisions = async (initiative: Case) =>
  (await initiative.state()).initiative.context.decisions.map(({ boardName, outcome }) => `${boardName}: ${outcome}`)

describe('a second board, asked while the papers are with the first', () => {
  it('gets its own links at once, and the case waits for both', async () => {
    const initiative = await journeys.submitted()
    const added = await command(initiative, 'addBoard', {
      board: { board: 'oversight', ask: 'endorse', decideWithin: 'P5D' },
      reason: 'It asked to see the case.',
    })
    expect(added.statusCode).toBe(200)
    for (const chief of ['kent', 'essex']) {
      const { chief: member, page } = await journeys.atThePage(initiative, chief)
      await press(member, page)
    }
    expect(await decisions(initiative)).toEqual(['Chief Constables: approved'])
    const mails = await journeys.smtp.waitForMail(
      (mail) =>
        mail.to.includes('chief.constable@norfolk.example') &&
        mail.subject.includes(initiative.reference) &&
        mail.text.includes('7F Oversight Group'),
    )
    const link = mails.links.find((each) => each.startsWith(`${journeys.publicUrl}/d/`)) ?? ''
    const norfolk = journeys.member()
    await press(norfolk, await norfolk.open(new URL(link).pathname))
    expect(await decisions(initiative)).toEqual(['Chief Constables: approved', '7F Oversight Group: endorsed'])
    expect((await initiative.state()).initiative.context.stages.outlineBusinessCase.standing).toBe('passed')
  })

  it('is refused in words where it is not on file', async () => {
    const refused = await command(await journeys.submitted(), 'addBoard', {
      board: { board: 'nobody', decideWithin: 'P5D' },
      reason: 'It asked to see the case.',
    })
    expect([refused.statusCode, refused.body]).toEqual([409, expect.stringContaining('which is not on file')])
  })
})

describe('a board merged into another', () => {
  it('goes on there with the decisions already made', async () => {
    const initiative = await journeys.submitted()
    const { chief: kent, page } = await journeys.atThePage(initiative)
    await press(kent, page)
    const merged = await command(initiative, 'mergeBoard', {
      reviewId: 's1b1',
      boardId: 'summit',
      reason: 'The boards are one from today.',
    })
    expect(merged.statusCode).toBe(200)
    expect((await kent.open(page.path)).text).toContain('Your decision: Approve')
    const { chief: essex, page: essexPage } = await journeys.atThePage(initiative, 'essex')
    expect(essexPage.text).toContain('Every member must agree')
    await press(essex, essexPage)
    expect(await decisions(initiative)).toEqual(['Alliance Summit: approved'])
  })
})
