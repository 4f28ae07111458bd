import type { FastifyInstance } from 'fastify'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createApp } from '../../../api/app.ts'
import { accessibilityViolations, startBrowser, type TestBrowser } from '../../support/browser.ts'
import { partsOf } from './page-parts.ts'
import { everyStory, stories } from './stories.ts'

let app: FastifyInstance
let browser: TestBrowser
let url: string

beforeAll(async () => {
  const parts = partsOf(everyStory)
  app = await createApp(parts)
  url = await app.listen({ port: 0, host: '127.0.0.1' })
  parts.publicUrl = url
  browser = await startBrowser()
})
afterAll(async () => {
  await browser.stop()
  await app.close()
})

/** A telephone with JavaScript off. */
const openPhone = () => browser.openPage({ javaScript: false, widthPixels: 320, heightPixels: 640 })

/** How many pixels a page is wider than its screen. */
const pixelsTooWide = (page: Page) =>
  page.evaluate<number>('document.documentElement.scrollWidth - document.documentElement.clientWidth')

const pages: [string, string][] = [
  ['the portfolio', '/'],
  ['the narrowed portfolio', '/?stage=goLive&q=armed'],
  ...(
    ['notReported', 'openReview', 'sentBack', 'consulting', 'rollingOut', 'completed', 'rehearsal', 'hostile'] as const
  ).map((name): [string, string] => [
    `an initiative that is ${name}`,
    `/initiatives/${stories[name].recorded.initiativeId}`,
  ]),
  ['an act', '/initiatives/armed/acts/rate'],
  ['an act that asks another board', '/initiatives/peqf/acts/addBoard'],
  ['an act that says who decides', '/initiatives/peqf/acts/moveSeat?reviewId=s1b1'],
  ['an act that is not possible', '/initiatives/armed/acts/close'],
  ['a page there is not', '/initiatives/nowhere'],
]

describe('on a telephone without JavaScript', () => {
  it.each(pages)('%s keeps to the accessibility guidelines and never scrolls sideways', async (_what, path) => {
    const { page, context } = await openPhone()
    await page.goto(url + path)
    expect(await accessibilityViolations(page)).toEqual([])
    expect(await pixelsTooWide(page)).toBe(0)
    await context.close()
  })

  it('an act with mistakes keeps to them too, and takes one to the mistake', async () => {
    const { page, context } = await openPhone()
    await page.goto(`${url}/initiatives/dfu-redesign/acts/hold`)
    await page.getByLabel('Day').fill('31')
    await page.getByRole('button', { name: 'Put on hold' }).click()
    expect(await page.title()).toMatch(/^Error: Put on hold/)
    expect(await accessibilityViolations(page)).toEqual([])
    await page.getByRole('link', { name: 'Fill in: Reason' }).click()
    expect(new URL(page.url()).hash).toBe('#reason')
    expect(await page.getByLabel('Day').inputValue()).toBe('31')
    await context.close()
  })

  it('a change team adds its papers, sends them and sees who is waited for', async () => {
    const { page, context } = await openPhone()
    await page.goto(`${url}/?q=forensics+unit`)
    await page.getByRole('link', { name: 'Digital Forensics Unit redesign' }).last().click()
    for (const title of ['Business case', 'Equality impact assessment']) {
      await page.getByRole('link', { name: `Add a paper: ${title}` }).click()
      await page
        .getByLabel('The paper')
        .setInputFiles({ name: 'paper.pdf', mimeType: 'application/pdf', buffer: Buffer.from('%PDF-1.7') })
      await page.getByLabel('OFFICIAL', { exact: true }).check()
      await page.getByRole('button', { name: 'Add a paper' }).click()
      expect(await page.getByRole('region', { name: 'Recorded' }).textContent()).toContain(`Paper added: ${title}`)
    }
    await page.getByRole('link', { name: 'Send the papers to the board' }).click()
    await page.getByLabel('Decide the case').check()
    await page.getByLabel('The exact wording').fill('agree the outline business case')
    await page.getByLabel('What agreeing authorises').fill('work on the full business case')
    await page.getByRole('button', { name: 'Send the papers to the board' }).click()
    expect(await page.locator('.gh-where').textContent()).toContain(
      'Waiting for Chief Constable, Kent; Chief Constable, Essex and 5 others to decide at 7F Chief Constables',
    )
    expect(await accessibilityViolations(page)).toEqual([])
    await context.close()
  })
})

/** Whether the element with the focus can be told from the others; a radio shows it on the circle drawn beside it. */
const showsItsFocus = `(() => {
  const it = document.activeElement
  const { outlineStyle, boxShadow } = getComputedStyle(it)
  return it.type === 'radio' || outlineStyle !== 'none' || boxShadow !== 'none'
})()`

describe('with a keyboard alone', () => {
  const focused = (page: Page) => page.locator(':focus')

  it('the first key leads past the header to the content', async () => {
    const { page, context } = await browser.openPage()
    await page.goto(`${url}/initiatives/peqf`)
    await page.keyboard.press('Tab')
    expect(await focused(page).textContent()).toBe('Skip to main content')
    await page.keyboard.press('Enter')
    await page.keyboard.press('Tab')
    expect(await page.locator('main :focus').count()).toBe(1)
    await context.close()
  })

  it.each(['/', '/initiatives/peqf', '/initiatives/armed/acts/rate'])(
    'everything that can be used on %s can be reached, in the order it is read, and shows that it is',
    async (path) => {
      const { page, context, complaints } = await browser.openPage()
      await page.goto(url + path)
      const usable = page.locator(
        'a[href]:visible, button:visible, select:visible, input:not([type=hidden]):not([type=radio]):visible, textarea:visible, summary:visible, [tabindex="0"]:visible',
      )
      const wanted = await usable.count()
      const groups = await page.evaluate<number>(
        "new Set([...document.querySelectorAll('input[type=radio]')].map(({ name }) => name)).size",
      )
      let reached = 0
      for (; reached <= wanted + groups + 5; reached += 1) {
        await page.keyboard.press('Tab')
        if ((await focused(page).count()) === 0) break
        expect(await page.evaluate<boolean>(showsItsFocus)).toBe(true)
      }
      expect(reached).toBe(wanted + groups)
      expect(complaints).toEqual([])
      await context.close()
    },
  )
})
