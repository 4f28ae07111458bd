import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Page } from 'playwright-core'
import { accessibilityViolations, startBrowser, type TestBrowser } from '../../support/browser.ts'
import { newestCode, twoPapers } from './code-steps.ts'
import { aBoardOnFile, aMeeting, keepAgendasOf, twoBefore } from './meeting-steps.ts'
import { startJourneys, type Journeys } from './journey.ts'

let journeys: Journeys
let browser: TestBrowser

beforeAll(async () => {
  ;[journeys, browser] = await Promise.all([startJourneys(), startBrowser()])
})
afterAll(async () => {
  await browser?.stop()
  await journeys?.stop()
})

const proposal = {
  asks: 'agree to go to tender for a single IT solution for vetting',
  authorises: 'Publishing the tender and spending up to £120,000.',
  doesNotAuthorise: 'Signing a contract.',
  because: 'the present contract ends in March',
  recommendation: 'Option 3.',
  options: ['Do nothing: dearer each year', 'Option 3, one contract for seven forces'],
  risks: ['Only two suppliers are expected'],
  money: {
    costFromPence: 110_000_000,
    costToPence: 140_000_000,
    budgetPence: 150_000_000,
    savings: [{ year: '2028/29', savingPence: 45_000_000 }],
    shares: [{ organisationId: 'kent', sharePence: 18_000_000 }],
  },
}

/** What is wrong with a page on a telephone: what axe finds, and whether it must be pushed sideways. */
const faultsOf = async (page: Page): Promise<string[]> => {
  const width = Number(await page.evaluate<unknown>('document.documentElement.scrollWidth'))
  return [...(await accessibilityViolations(page)), ...(width > 320 ? [`${page.url()} is ${width} pixels wide`] : [])]
}

describe('a member on a telephone of 320 pixels, without JavaScript', () => {
  it('reads, decides, changes, disputes: every page is as it should be', { timeout: 120_000 }, async () => {
    const initiative = await journeys.submitted({
      proposal,
      papers: [{ title: 'Outline business case', text: 'What it comes to.' }],
    })
    const { page, complaints, context } = await browser.openPage({
      javaScript: false,
      widthPixels: 320,
      heightPixels: 640,
    })
    const faults: string[] = []
    const look = async () => faults.push(...(await faultsOf(page)))
    const typeTheNumber = async () => {
      const number = await page.locator('.gh-number__shown strong').textContent()
      await page.getByLabel('Type this number').fill(number ?? '')
    }

    await page.goto(`${journeys.publicUrl}${await initiative.linkOf('kent')}`)
    expect(new URL(page.url()).pathname).toBe(`/decide/${initiative.initiativeId}/s1b1/kent`)
    await look()
    // The first screen holds who is asked, for what, until when, and what agreeing authorises.
    for (const words of ['You are Chief Constable, Kent', 'Decide by', 'Agreeing authorises'])
      expect((await page.getByText(words).first().boundingBox())?.y).toBeLessThan(640)

    await page.getByRole('link', { name: 'Outline business case' }).click()
    expect(await page.locator('body').textContent()).toContain('What it comes to.')
    await page.goBack()

    expect(await page.getByLabel('Point 1').isVisible()).toBe(false)
    await page.getByRole('button', { name: 'Record my decision' }).click()
    expect(await page.title()).toMatch(/^Error: /)
    await look()

    await page.getByLabel('Send back').check()
    await page.getByLabel('Point 1').fill('Show the savings by force')
    await page.getByRole('button').click()
    await look()
    expect(await page.getByLabel('Point 1').inputValue()).toBe('Show the savings by force')
    await page.getByLabel('Point 1').fill('')
    await page.getByLabel('Approve with conditions').check()
    await page.getByLabel('What must be met').first().fill('A data plan by force')
    await look()
    await typeTheNumber()
    await page.getByRole('button').click()
    await expect.poll(() => page.url()).toMatch(/\/recorded$/)
    expect(await page.locator('main').textContent()).toContain('A data plan by force')
    await look()

    await page.getByRole('link', { name: 'Change my decision' }).click()
    await look()
    await page.getByLabel('Abstain').check()
    await page.getByLabel('Reason').fill('My force has no part in this.')
    await typeTheNumber()
    await page.getByRole('button').click()
    await expect.poll(() => page.locator('h1').textContent()).toBe('Your decision: Abstain')
    expect((await initiative.ballots('kent')).map(({ choice }) => choice)).toEqual(['approveWithConditions', 'abstain'])

    await page.getByRole('link', { name: "Ask the board's secretary a question" }).click()
    await look()
    await page.getByLabel('Your question').fill('Which force pays first?')
    await page.getByRole('button').click()
    expect(await page.title()).toMatch(/^Error: /)
    await look()
    expect(await page.getByLabel('Your question').inputValue()).toBe('Which force pays first?')
    await typeTheNumber()
    await page.getByRole('button').click()
    await expect.poll(() => page.locator('h1').textContent()).toBe('Your question is on its way')
    await look()
    await page.getByRole('link', { name: 'Go to your decision' }).click()

    await page.getByRole('link', { name: 'This was not me' }).click()
    await look()
    await page.getByLabel('What happened').fill('My assistant pressed it.')
    await typeTheNumber()
    await page.getByRole('button').click()
    await expect.poll(() => page.locator('h1').textContent()).toBe('Recorded: this was not you')
    await look()

    const essex = `${journeys.publicUrl}${await initiative.linkOf('essex')}`
    await initiative.ask('hold', { reason: 'Counsel is asked.' })
    await page.goto(essex)
    await look()
    await initiative.ask('resume', {})
    await initiative.ask('withdrawSubmission', { reason: 'Wrong version' })
    await page.goto(essex)
    await look()
    await page.getByRole('button', { name: 'Email me how things stand' }).click()
    await look()
    await page.goto(`${journeys.publicUrl}/d/${'x'.repeat(43)}`)
    await look()

    expect(faults).toEqual([])
    // A browser reports an answer that is no success; it reports nothing else here.
    expect(complaints.filter((complaint) => !/status of (404|410|422)/.test(complaint))).toEqual([])
    await context.close()
  })

  it(
    'opens a marked paper and decides with a one-time code, at a board that wants one',
    { timeout: 60_000 },
    async () => {
      const initiative = await journeys.submitted({ proposal, papers: twoPapers, board: { assurance: 'B' } })
      const { page, complaints, context } = await browser.openPage({
        javaScript: false,
        widthPixels: 320,
        heightPixels: 640,
      })
      const faults: string[] = []
      const look = async () => faults.push(...(await faultsOf(page)))
      const typeTheNumber = async () =>
        page.getByLabel('Type this number').fill((await page.locator('.gh-number__shown strong').textContent()) ?? '')

      await page.goto(`${journeys.publicUrl}${await initiative.linkOf('kent')}`)
      await look()
      await page.getByRole('link', { name: 'Get a code by email' }).click()
      await look()
      await page.getByRole('button', { name: 'Email me a code' }).click()
      expect(await page.title()).toMatch(/^Error: /)
      await look()
      await page.getByRole('link', { name: 'Go back to your decision' }).click()

      await page.getByLabel('Approve with conditions').check()
      await page.getByLabel('What must be met').first().fill('A data plan by force')
      await typeTheNumber()
      await page.getByRole('button', { name: 'Email me a code' }).click()
      await expect.poll(() => page.locator('.gh-notice').textContent()).toContain('nothing is recorded yet')
      await look()
      await page.getByLabel('One-time code').fill('1234')
      await page.getByRole('button', { name: 'Record my decision' }).click()
      expect(await page.title()).toMatch(/^Error: /)
      await look()

      const code = await newestCode(journeys, initiative)
      await page.goto(`${page.url()}/code`)
      await look()
      await page.getByLabel('One-time code').fill(code)
      await page.getByRole('button', { name: 'Continue' }).click()
      await look()
      await page.getByRole('link', { name: 'Risk register' }).click()
      expect(await page.locator('body').textContent()).toContain('Secret enough.')
      await page.goBack()
      await page.getByLabel('Approve', { exact: true }).check()
      await typeTheNumber()
      await page.getByRole('button').click()
      await expect.poll(() => page.locator('h1').textContent()).toBe('Your decision: Approve')
      await look()

      expect(faults).toEqual([])
      expect(complaints.filter((complaint) => !/status of 422/.test(complaint))).toEqual([])
      await context.close()
    },
  )

  it('reads the agenda of a meeting and decides one matter from it', { timeout: 60_000 }, async () => {
    const { boardId, first, second } = await twoBefore(journeys)
    await keepAgendasOf(journeys, boardId)
    const mail = await journeys.smtp.waitForMail(
      ({ to, text, subject }) =>
        to.includes('chief.constable@kent.example') && subject.includes('Agenda') && text.includes(second.reference),
    )
    const { page, complaints, context } = await browser.openPage({
      javaScript: false,
      widthPixels: 320,
      heightPixels: 640,
    })
    const faults: string[] = []
    await page.goto(mail.links.find((link) => link.includes('/a/')) ?? '')
    expect(new URL(page.url()).pathname).toMatch(/^\/agenda\//)
    expect(await page.getByText('You are Chief Constable, Kent').isVisible()).toBe(true)
    faults.push(...(await faultsOf(page)))
    const agenda = page.url()
    await page.getByRole('link', { name: /Read and decide.*Payroll/ }).click()
    await page.getByLabel('Approve', { exact: true }).check()
    await page.getByLabel('Type this number').fill((await page.locator('.gh-number__shown strong').textContent()) ?? '')
    await page.getByRole('button').click()
    await expect.poll(() => page.locator('h1').textContent()).toBe('Your decision: Approve')
    await page.goto(agenda)
    expect(await page.getByRole('link', { name: /See or change your decision.*Payroll/ }).isVisible()).toBe(true)
    faults.push(...(await faultsOf(page)))
    expect(await first.votesRecorded()).toBe(0)

    await journeys.parts.directory.putBoard({ ...aBoardOnFile, boardId })
    await page.goto(`${journeys.publicUrl}/boards/${boardId}/meetings/${aMeeting(journeys).day}`)
    expect(await page.getByRole('heading', { name: '2. Payroll' }).isVisible()).toBe(true)
    faults.push(...(await faultsOf(page)))
    expect([faults, complaints]).toEqual([[], []])
    await context.close()
  })

  it('can press again when it is not confirmed, and sees what was recorded', { timeout: 60_000 }, async () => {
    const initiative = await journeys.submitted()
    const { page, context } = await browser.openPage({ javaScript: false, widthPixels: 320 })
    await page.goto(`${journeys.publicUrl}${await initiative.linkOf('kent')}`)
    await page.getByLabel('Approve', { exact: true }).check()
    await page.getByLabel('Type this number').fill((await page.locator('.gh-number__shown strong').textContent()) ?? '')
    await journeys.initiatives.stopWorker()
    await page.getByRole('button').click({ timeout: 30_000 })
    await expect.poll(() => page.locator('h1').textContent(), { timeout: 30_000 }).toBe('Not confirmed yet')
    expect(await faultsOf(page)).toEqual([])
    await journeys.initiatives.restartWorker()
    await page.getByRole('button', { name: 'Press again' }).click()
    await expect.poll(() => page.locator('h1').textContent()).toBe('Your decision: Approve')
    expect(await initiative.votesRecorded()).toBe(1)
    await context.close()
  })
})

describe('a mail scanner that is a whole browser', () => {
  it(
    'opens the link two seconds after delivery, runs scripts, presses everything, and decides nothing',
    { timeout: 60_000 },
    async () => {
      const initiative = await journeys.submitted()
      const link = `${journeys.publicUrl}${await initiative.linkOf('kent')}`
      const { page, context } = await browser.openPage({ javaScript: true })
      await page.goto(link)
      const buttons = await page.getByRole('button').count()
      for (let index = 0; index < buttons; index += 1) {
        await page.goto(link)
        await page.getByRole('button').nth(index).click()
      }
      // It also sends every form by script, with the first of every set of choices taken.
      await page.goto(link)
      await page.evaluate(`for (const radio of document.querySelectorAll('input[type=radio]')) radio.checked = true;
      for (const form of document.forms) form.submit()`)
      await page.waitForLoadState()
      await expect
        .poll(async () => (await initiative.accesses()).filter(({ kind }) => kind === 'postRefused').length)
        .toBe(buttons + 1)
      expect(await initiative.votesRecorded()).toBe(0)
      await context.close()

      const person = await browser.openPage({ javaScript: false, widthPixels: 320 })
      await person.page.goto(link)
      await person.page.getByLabel('Approve', { exact: true }).check()
      await person.page
        .getByLabel('Type this number')
        .fill((await person.page.locator('.gh-number__shown strong').textContent()) ?? '')
      await person.page.getByRole('button').click()
      await expect.poll(() => person.page.locator('h1').textContent()).toBe('Your decision: Approve')
      await person.context.close()
    },
  )
})
