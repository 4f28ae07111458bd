import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { accessibilityViolations, startBrowser, type TestBrowser } from '../support/browser.ts'
import { chiefOf, each, sevenForces, startSample, type Force, type Sample } from './sample.ts'

let sample: Sample
let browser: TestBrowser
let vetting: Awaited<ReturnType<Sample['rehearse']>>
beforeAll(async () => {
  ;[sample, browser] = await Promise.all([startSample('vetting'), startBrowser()])
  await sample.changeTerms('seven-chiefs', ({ seats }) => ({
    seats: seats.map((seat) =>
      seat.seatId === chiefOf('kent') || seat.seatId === chiefOf('essex')
        ? { ...seat, deputies: [{ personId: `deputy-${seat.seatId}` }] }
        : seat,
    ),
  }))
  vetting = await sample.rehearse({
    stage: 'fullBusinessCase',
    boards: [{ board: 'seven-chiefs', decideWithin: 'P10D' }],
    evidence: [{ id: 'refreshed-case', title: 'Refreshed business case' }],
  })
  await vetting.team.provide('refreshed-case', 'Refreshed business case', '1', 'What it comes to.')
  await vetting.submit({
    ask: 'decide',
    asks: 'approve the refreshed case for a single vetting unit',
    authorises: 'Consulting staff on a single vetting unit.',
    doesNotAuthorise: 'Signing a contract.',
    recommendation: 'Option 3.',
    risks: ['Only two suppliers are expected'],
    money: { costFromPence: 110_000_000, costToPence: 140_000_000, budgetPence: 150_000_000 },
  })
}, 120_000)
afterAll(async () => {
  await browser?.stop()
  await sample?.stop()
})

const board = '7F Chief Constables'
const monthOn = new Date(Date.now() + 31 * 86_400_000)

/** Somebody on a telephone of 320 pixels, who notes what is wrong with every page they come to. */
const onATelephone = async (javaScript: boolean) => {
  const { page, complaints, context } = await browser.openPage({ javaScript, widthPixels: 320, heightPixels: 640 })
  const faults: string[] = []
  const look = async (shown: Page = page) => {
    const width = Number(await shown.evaluate<unknown>('document.documentElement.scrollWidth'))
    faults.push(...(await accessibilityViolations(shown)), ...(width > 320 ? [`${shown.url()} is ${width} wide`] : []))
  }
  return {
    page,
    look,
    open: async (personId: string) => {
      const mail = await vetting.invitationTo(personId, board)
      await page.goto(`${sample.publicUrl}${vetting.linkIn(mail)}`)
      await look()
    },
    typeTheNumber: async () =>
      page.getByLabel('Type this number').fill((await page.locator('.gh-number__shown strong').textContent()) ?? ''),
    heading: () => page.locator('h1').textContent(),
    /** What is wrong with the pages they saw; an answer that is no success is reported by browsers, and is none. */
    wrong: async () => {
      await context.close()
      return [...faults, ...complaints.filter((complaint) => !/status of (404|410|422)/.test(complaint))]
    },
  }
}

describe.each([
  ['without JavaScript', false, 'suffolk', 'kent'],
  ['with JavaScript', true, 'norfolk', 'essex'],
] satisfies [string, boolean, Force, Force][])('members of the seven chiefs, %s', (_how, javaScript, slow, away) => {
  it('reads, asks for more time until a date, thinks again and sees both kept', async () => {
    const chief = await onATelephone(javaScript)
    const { page } = chief
    await chief.open(chiefOf(slow))
    const text = (await page.locator('main').textContent())?.replaceAll(/\s+/g, ' ')
    for (const words of [
      'approve the refreshed case for a single vetting unit',
      'Each organisation takes its own decision; those who agree go on, also without the others.',
      'The others and the planned dates are not moved by it.',
    ])
      expect(text).toContain(words)
    await page.getByRole('link', { name: 'Refreshed business case' }).click()
    expect(await page.locator('body').textContent()).toContain('What it comes to.')
    await page.goBack()

    await page.getByLabel('Ask for more time').check()
    const until = page.getByRole('group', { name: 'More time until' })
    await page.getByLabel('Reason').fill('Our abstraction modelling is not finished.')
    await chief.typeTheNumber()
    await page.getByRole('button', { name: 'Record my decision' }).click()
    expect(await page.title()).toMatch(/^Error: /)
    await chief.look()
    expect(await page.locator('main').textContent()).toContain('Give the date until which you need more time')
    await until.getByLabel('Day').fill(String(monthOn.getUTCDate()))
    await until.getByLabel('Month').fill(String(monthOn.getUTCMonth() + 1))
    await until.getByLabel('Year').fill(String(monthOn.getUTCFullYear()))
    await chief.typeTheNumber()
    await page.getByRole('button', { name: 'Record my decision' }).click()
    await expect.poll(chief.heading).toBe('Your decision: Ask for more time')
    expect(await page.locator('main').textContent()).toContain(String(monthOn.getUTCFullYear()))
    await chief.look()

    await page.getByRole('link', { name: 'Change my decision' }).click()
    await chief.look()
    await page.getByLabel('Approve', { exact: true }).check()
    await chief.typeTheNumber()
    await page.getByRole('button').click()
    await expect.poll(chief.heading).toBe('Your decision: Approve')
    await chief.look()
    const { reviews } = await vetting.now()
    expect(reviews['s1b1']?.context.ballots[chiefOf(slow)]?.map(({ choice }) => choice)).toEqual([
      'moreTime',
      'approve',
    ])
    expect(await chief.wrong()).toEqual([])
  }, 90_000)

  it('passes the decision to the deputy, who decides for the member by a link of their own', async () => {
    const chief = await onATelephone(javaScript)
    const { page } = chief
    await chief.open(chiefOf(away))
    const link = page.url()
    await page.getByRole('link', { name: /Pass this decision to your deputy/ }).click()
    await chief.look()
    await page.getByRole('button', { name: 'Pass it to my deputy' }).click()
    expect(await page.title()).toMatch(/^Error: /)
    await chief.look()
    await page.getByRole('radio', { name: /Deputy Chief Constable/ }).check()
    await page.getByLabel('Reason').fill('I am on leave until Monday.')
    await chief.typeTheNumber()
    await page.getByRole('button', { name: 'Pass it to my deputy' }).click()
    await expect.poll(chief.heading).toContain('decides in your place')
    await chief.look()
    await page.goto(link)
    expect(await chief.heading()).toBe('Your deputy decides this')
    await chief.look()
    expect(await chief.wrong()).toEqual([])

    const deputy = await onATelephone(javaScript)
    await deputy.open(`deputy-${chiefOf(away)}`)
    expect(await deputy.page.locator('.gh-you').textContent()).toMatch(
      /You are Deputy Chief Constable, .+, for Chief Constable, /,
    )
    await deputy.page.getByLabel('Approve', { exact: true }).check()
    await deputy.typeTheNumber()
    await deputy.page.getByRole('button', { name: 'Record my decision' }).click()
    await expect.poll(deputy.heading).toBe('Your decision: Approve')
    await deputy.look()
    expect(await deputy.wrong()).toEqual([])
  }, 90_000)
})

describe('the board once everybody has taken a position', () => {
  it('has decided, and a member’s old link shows their own decision and the outcome on a page as it should be', async () => {
    const rest = sevenForces.filter((force) => !['suffolk', 'kent', 'norfolk', 'essex'].includes(force))
    await vetting.decide(board, each(rest.map(chiefOf)))
    expect(await vetting.decision()).toMatchObject({ outcome: 'approved', provenance: { certainty: 'rehearsal' } })
    const { reviews } = await vetting.now()
    expect(reviews['s1b1']?.context.ballots[chiefOf('kent')]).toMatchObject([
      { holderId: 'deputy-chief-constable-kent', forHolderId: chiefOf('kent') },
    ])
    const chief = await onATelephone(false)
    await chief.open(chiefOf('suffolk'))
    expect(await chief.page.locator('main').textContent()).toContain('approved')
    await chief.page.goto(`${sample.publicUrl}/initiatives/vetting`)
    await chief.look()
    expect(await chief.wrong()).toEqual([])
  }, 60_000)
})
