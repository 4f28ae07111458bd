import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Page } from 'playwright-core'
import { accessibilityViolations, startBrowser, type TestBrowser } from '../../support/browser.ts'
import { anAnswer } from '../../support/circulation.ts'
import { startJourneys, type Journeys } from '../decisions/journey.ts'
import { circulating, putStakeholders } from './circulating.ts'

let journeys: Journeys
let browser: TestBrowser

beforeAll(async () => {
  ;[journeys, browser] = await Promise.all([startJourneys(), startBrowser()])
  await putStakeholders(journeys)
})
afterAll(async () => {
  await browser?.stop()
  await journeys?.stop()
})

const faultsOf = async (page: Page): Promise<string[]> => {
  const width = Number(await page.evaluate<unknown>('document.documentElement.scrollWidth'))
  return [...(await accessibilityViolations(page)), ...(width > 320 ? [`${page.url()} is ${width} pixels wide`] : [])]
}
const typeTheNumber = async (page: Page) =>
  page.getByLabel('Type this number').fill((await page.locator('.gh-number__shown strong').textContent()) ?? '')

describe('a stakeholder on a telephone of 320 pixels, without JavaScript', () => {
  it(
    'reads, comments, reads the answer, and is told when it is over: every page is as it should be',
    { timeout: 120_000 },
    async () => {
      const initiative = await circulating(journeys, {
        batch: { evidenceIds: ['strategic', 'financial'], title: 'Strategic and financial case' },
        markings: { financial: 'OFFICIAL-SENSITIVE' },
        texts: { strategic: 'Why change.' },
      })
      const { page, complaints, context } = await browser.openPage({
        javaScript: false,
        widthPixels: 320,
        heightPixels: 640,
      })
      const faults: string[] = []
      const look = async () => faults.push(...(await faultsOf(page)))

      await page.goto(`${journeys.publicUrl}${await initiative.linkOf('finance')}`)
      expect(new URL(page.url()).pathname).toBe(`/comment/${initiative.initiativeId}/first/finance`)
      await look()
      for (const words of ['You are Chief Finance Officer', 'Comment by', 'What is asked of you'])
        expect((await page.getByText(words).first().boundingBox())?.y).toBeLessThan(640)
      await page.getByRole('link', { name: 'Strategic case' }).click()
      expect(await page.locator('body').textContent()).toContain('Why change.')
      await page.goBack()

      await page.getByRole('button', { name: 'Record what I say' }).click()
      expect(await page.title()).toMatch(/^Error: /)
      await look()
      await page.getByLabel('I have a comment').check()
      await page.getByLabel('Which paper').selectOption({ label: 'Financial case, version 0.1' })
      await page.getByLabel('Comment', { exact: true }).fill('The redundancy costs are missing.')
      await typeTheNumber(page)
      await page.getByRole('button').click()
      await expect.poll(() => page.url()).toMatch(/\/recorded$/)
      expect(await page.locator('main').textContent()).toContain('On Financial case, version 0.1.')
      await look()
      await page.getByRole('link', { name: 'Make another comment' }).click()
      await look()

      await initiative.ask('answerComment', anAnswer(1, { answer: 'They are in table 7 now.' }))
      await page.goto(`${journeys.publicUrl}${await initiative.linkOf('finance', /has been answered/)}`)
      expect(await page.locator('main').textContent()).toContain('They are in table 7 now.')
      await look()

      const legal = `${journeys.publicUrl}${await initiative.linkOf('legal')}`
      await page.goto(legal)
      await page.getByLabel('I have no comment').check()
      await typeTheNumber(page)
      await page.getByRole('button').click()
      await expect.poll(() => page.locator('main').textContent()).toContain('You said that you have no comment')
      await look()
      await initiative.ask('hold', { reason: 'Counsel is asked.' })
      await page.goto(legal)
      await look()
      await initiative.ask('resume', {})
      await initiative.ask('closeCirculation', { circulationId: 'first' })
      await page.goto(legal)
      expect(await page.locator('h1').textContent()).toBe('Comments on these papers are closed')
      await look()
      await page.goto(`${journeys.publicUrl}/c/${'x'.repeat(43)}`)
      await look()

      await page.goto(`${journeys.publicUrl}/initiatives/${initiative.initiativeId}`)
      await look()
      await page.goto(`${journeys.publicUrl}/initiatives/${initiative.initiativeId}/acts/circulate`)
      await look()
      expect(faults).toEqual([])
      expect(complaints.filter((complaint) => !/status of (404|410|422)/.test(complaint))).toEqual([])
      await context.close()
    },
  )

  it('can press again when it is not confirmed, and is counted once', { timeout: 60_000 }, async () => {
    const initiative = await circulating(journeys)
    const { page, context } = await browser.openPage({ javaScript: false, widthPixels: 320 })
    await page.goto(`${journeys.publicUrl}${await initiative.linkOf('finance')}`)
    await page.getByLabel('I have a comment').check()
    await page.getByLabel('Comment', { exact: true }).fill('Show the savings by force.')
    await typeTheNumber(page)
    await journeys.initiatives.stopWorker()
    await page.getByRole('button').click({ timeout: 30_000 })
    await expect.poll(() => page.locator('h1').textContent(), { timeout: 30_000 }).toBe('Not confirmed yet')
    expect(await faultsOf(page)).toEqual([])
    await journeys.initiatives.restartWorker()
    await page.getByRole('button', { name: 'Press again' }).click()
    await expect.poll(() => page.locator('h1').textContent()).toBe('Recorded')
    expect(await initiative.comments()).toHaveLength(1)
    await context.close()
  })
})

describe('a mail scanner that is a whole browser', () => {
  it(
    'runs scripts, presses everything, sends every form with a choice made, and says nothing',
    { timeout: 60_000 },
    async () => {
      const initiative = await circulating(journeys)
      const link = `${journeys.publicUrl}${await initiative.linkOf('finance')}`
      const { page, context } = await browser.openPage({ javaScript: true })
      await page.goto(link)
      await page.getByRole('button').click()
      for (const choice of [0, 1]) {
        await page.goto(link)
        await page.evaluate(`document.querySelectorAll('input[type=radio]')[${choice}].checked = true;
        for (const field of document.querySelectorAll('textarea, input[type=text]')) field.value = '1234';
        document.forms[0].submit()`)
        await page.waitForLoadState()
      }
      await expect
        .poll(async () => (await initiative.accesses()).filter(({ kind }) => kind === 'postRefused').length)
        .toBe(3)
      expect(await initiative.comments()).toEqual([])
      expect((await initiative.circulation())?.noComments).toEqual({})
      await context.close()
    },
  )
})
