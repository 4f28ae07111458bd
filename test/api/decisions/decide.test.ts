import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startJourneys, type Journeys } from './journey.ts'
import { press } from './member.ts'

let journeys: Journeys

beforeAll(async () => {
  journeys = await startJourneys()
})
afterAll(() => journeys?.stop())

describe('a member with the link from the email', () => {
  it('decides, and is shown the decision from the record', async () => {
    const { submitted, member } = journeys
    const initiative = await submitted()
    const chief = member()
    const page = await chief.open(await initiative.linkOf('kent'))
    expect(page.status).toBe(200)
    expect(page.path).toMatch(/^\/decide\/case-[^/]+\/s1b1\/kent$/)
    const receipt = await press(chief, page)
    expect(receipt.path).toBe(`${page.path}/recorded`)
    expect(await initiative.ballots('kent')).toMatchObject([{ choice: 'approve', number: 1 }])
  })
})
