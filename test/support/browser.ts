import { AxeBuilder } from '@axe-core/playwright'
import { existsSync } from 'node:fs'
import { chromium, type Browser as PlaywrightBrowser, type BrowserContext, type Page } from 'playwright-core'
import { bundledChromium, type Browser } from './bundled-chromium.ts'

/** The rules a page is held to: Web Content Accessibility Guidelines 2.2, levels A and AA. */
export const accessibilityRules = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22a', 'wcag22aa']

const flags = [
  '--no-sandbox',
  '--no-zygote',
  '--disable-gpu',
  '--disable-dev-shm-usage',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-default-apps',
  '--disable-domain-reliability',
  '--disable-sync',
  '--no-first-run',
  '--no-pings',
]

/** How a person's browser is set up; what is left out is a desktop window of 1,280 pixels with JavaScript. */
export type PageSettings = {
  javaScript?: boolean
  widthPixels?: number
  heightPixels?: number
  /** Trust the certificate of a test server. */
  ignoreHttpsErrors?: boolean
}

/**
 * One person's page, and what the browser complained about (console errors, uncaught errors, refused content).
 * Closing its context ends the session.
 */
export type OpenPage = { page: Page; context: BrowserContext; complaints: string[] }

/** A running browser. */
export type TestBrowser = {
  version: string
  /** Opens a page in a session of its own: no cookies shared with any other page. */
  openPage(settings?: PageSettings): Promise<OpenPage>
  stop(): Promise<void>
}

/**
 * Starts a headless Chromium: the one CHROMIUM_PATH names; else the one the npm package brings; else /usr/bin/chromium.
 * A CHROMIUM_PATH that does not start is an error, never passed over.
 *
 * @throws Error naming every browser that was tried and why it did not start. Page tests are never skipped for want of one.
 */
export async function startBrowser(): Promise<TestBrowser> {
  const refusals: string[] = []
  for (const [name, find] of candidates()) {
    try {
      return testBrowser(await launch(await find()))
    } catch (reason) {
      refusals.push(`${name}: ${reason instanceof Error ? reason.message : String(reason)}`)
    }
  }
  throw new Error(
    `The page tests need a Chromium and none started. Set CHROMIUM_PATH to one that does. Tried:\n${refusals.join('\n')}`,
  )
}

/**
 * What axe finds wrong with the page as it stands, by the rules of `accessibilityRules`: one line a finding, with the
 * rule, the element and what to do. Empty when it finds nothing; axe sees under half of all barriers.
 * Works also where the page itself runs without JavaScript.
 */
export async function accessibilityViolations(page: Page): Promise<string[]> {
  if (withoutJavaScript.has(page)) return onCopyWithJavaScript(page, accessibilityViolations)
  const { violations } = await new AxeBuilder({ page }).withTags(accessibilityRules).analyze()
  return violations.flatMap(({ id, help, nodes }) => nodes.map(({ target }) => `${id}: ${help} (${target.join(' ')})`))
}

const withoutJavaScript = new WeakSet<Page>()

/**
 * Axe waits on promises, and none settles in a page whose JavaScript is off. So it looks at a copy: the same elements at
 * the same address and size, in a session where JavaScript is on but the page's own scripts are refused.
 */
async function onCopyWithJavaScript<Result>(page: Page, look: (copy: Page) => Promise<Result>): Promise<Result> {
  const html = (await page.content()).replaceAll(/<\/?noscript[^>]*>/gi, '')
  const browser = page.context().browser()
  if (!browser) throw new Error('This page belongs to no browser any more.')
  const context = await browser.newContext({
    storageState: await page.context().storageState(),
    viewport: page.viewportSize(),
    ignoreHTTPSErrors: true,
  })
  try {
    const copy = await context.newPage()
    const headers = { 'content-security-policy': "script-src 'none'" }
    await copy.route(page.url(), (route) =>
      route.fulfill({ body: html, contentType: 'text/html; charset=utf-8', headers }),
    )
    await copy.goto(page.url())
    return await look(copy)
  } finally {
    await context.close()
  }
}

function candidates(): [name: string, find: () => Promise<Browser>][] {
  const named = process.env['CHROMIUM_PATH']
  if (named) return [[`CHROMIUM_PATH=${named}`, () => installed(named)]]
  return [
    ['@sparticuz/chromium', bundledChromium],
    ['/usr/bin/chromium', () => installed('/usr/bin/chromium')],
  ]
}

async function installed(executablePath: string): Promise<Browser> {
  if (!existsSync(executablePath)) throw new Error('there is no such file')
  return { executablePath, environment: {} }
}

function launch({ executablePath, environment }: Browser): Promise<PlaywrightBrowser> {
  const own = Object.fromEntries(Object.entries(process.env).filter(([, value]) => value !== undefined))
  return chromium.launch({ executablePath, args: flags, env: { ...own, ...environment } })
}

function testBrowser(browser: PlaywrightBrowser): TestBrowser {
  return {
    version: browser.version(),
    openPage: async ({ javaScript = true, widthPixels = 1280, heightPixels = 900, ignoreHttpsErrors = false } = {}) => {
      const context = await browser.newContext({
        javaScriptEnabled: javaScript,
        viewport: { width: widthPixels, height: heightPixels },
        locale: 'en-GB',
        ignoreHTTPSErrors: ignoreHttpsErrors,
      })
      const page = await context.newPage()
      if (!javaScript) withoutJavaScript.add(page)
      const complaints: string[] = []
      page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()))
      page.on('pageerror', (error) => complaints.push(error.message))
      return { page, context, complaints }
    },
    stop: () => browser.close(),
  }
}
