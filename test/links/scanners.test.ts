import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Page } from 'playwright-core'
import * as z from 'zod'
import { startJourneys, type Case, type Journeys } from '../api/decisions/journey.ts'
import { attended } from '../support/room.ts'
import { startBrowser, type TestBrowser } from '../support/browser.ts'

const dwellMilliseconds = 2_000
let journeys: Journeys
let browser: TestBrowser

beforeAll(async () => {
  ;[journeys, browser] = await Promise.all([
    startJourneys({ dwellMilliseconds, linkLimits: { getsPerMinute: 10_000, postsPerMinute: 10_000 } }),
    startBrowser(),
  ])
})
afterAll(async () => {
  await browser?.stop()
  await journeys?.stop()
})

/** Scanners come seconds after delivery; so do these, by the API's clock, and no press of theirs is refused for its haste alone. */
const twoSecondsLater = () => {
  journeys.clock.ahead += dwellMilliseconds + 1
}

const addresses = z.array(z.string())
const linksOn = async (page: Page): Promise<string[]> =>
  addresses.parse(await page.evaluate<unknown>(`[...document.querySelectorAll('a[href]')].map((link) => link.href)`))

/** Opens an address; what is offered as a file to keep is a page less to press on. */
const opened = (page: Page, url: string): Promise<boolean> =>
  page.goto(url).then(
    () => true,
    (reason: unknown) => {
      if (String(reason).includes('Download is starting')) return false
      throw reason
    },
  )

type Manner = (page: Page, form: number) => Promise<unknown>

const pressTheFirstButton: Manner = (page, form) =>
  page.locator('form').nth(form).locator('button, input[type=submit]').first().click()
const sendWithDefaults: Manner = (page, form) => page.evaluate(`document.forms[${form}].submit()`)
const chooseAndSend: Manner = (page, form) =>
  page.evaluate(`for (const field of document.forms[${form}].elements) {
    if (field.type === 'radio' || field.type === 'checkbox') field.checked = true
    else if (field.type !== 'hidden' && field.offsetParent !== null) field.value = '1234'
  }
  document.forms[${form}].submit()`)

/** A whole browser that runs scripts and goes wherever the links lead, doing to every form on the way what scanners do to forms. */
const goEverywhere = async (start: string, manners: Manner[]) => {
  const { page, context } = await browser.openPage({ javaScript: true })
  const referrers: string[] = []
  let posts = 0
  page.on('request', (request) => {
    const { referer } = request.headers()
    if (referer) referrers.push(referer)
    if (request.method() === 'POST') posts += 1
  })
  const seen = new Set<string>()
  const waiting = [start]
  for (let url = waiting.pop(); url !== undefined; url = waiting.pop()) {
    if (seen.has(url) || !url.startsWith(journeys.publicUrl)) continue
    seen.add(url)
    if (!(await opened(page, url))) continue
    const onwards = await linksOn(page)
    const formCount = await page.locator('form').count()
    for (let form = 0; form < formCount; form += 1)
      for (const manner of manners) {
        await page.goto(url)
        twoSecondsLater()
        await Promise.all([page.waitForEvent('load'), manner(page, form)])
      }
    waiting.push(...onwards.map((link) => link.split('#')[0] ?? ''))
  }
  await context.close()
  return { seen: [...seen].join(' '), posts, referrers }
}

const inParallel = (method: string, link: string, times: number) =>
  Promise.all(
    Array.from({ length: times }, () => fetch(link, { method, redirect: 'manual' }).then(({ status }) => status)),
  )

/** What no scanner may change: decisions, deadlines, everything; and no mail may be asked for by one. */
const standing = async (initiative: Case) => {
  const mails = await journeys.store.outbox.ofInitiative(initiative.initiativeId)
  const written = mails.map(({ kind, seatId, number }) => `${kind} ${seatId} ${number}`)
  return JSON.stringify([await initiative.state(), written.toSorted()])
}

/** The person the mail was for opens the same link on a telephone, decides, and sees it recorded. */
const personDecides = async (initiative: Case, link: string) => {
  const { page, context } = await browser.openPage({ javaScript: false, widthPixels: 320 })
  await page.goto(link)
  twoSecondsLater()
  await page.getByLabel('Approve', { exact: true }).check()
  await page.getByLabel('Type this number').fill((await page.locator('.gh-number__shown strong').textContent()) ?? '')
  await page.getByRole('button').click()
  await expect.poll(() => page.locator('h1').textContent()).toBe('Your decision: Approve')
  expect(await initiative.votesRecorded()).toBe(1)
  await context.close()
}

type Scanner = { name: string; scan: (link: string) => Promise<void>; refuses?: boolean }

const scanners: Scanner[] = [
  {
    name: 'asks for its head, twenty times at once',
    scan: async (link) => expect(new Set(await inParallel('HEAD', link, 20))).toEqual(new Set([303])),
  },
  {
    name: 'fetches it a hundred times, ten at a time',
    scan: async (link) => {
      for (let round = 0; round < 10; round += 1)
        expect(new Set(await inParallel('GET', link, 10))).toEqual(new Set([303]))
    },
  },
  {
    name: 'asks what may be done with it',
    scan: async (link) => expect(new Set(await inParallel('OPTIONS', link, 20))).toEqual(new Set([200])),
  },
  {
    name: 'posts to it, puts to it and deletes it',
    scan: async (link) => {
      for (const method of ['POST', 'PUT', 'DELETE', 'PATCH'])
        expect(new Set(await inParallel(method, link, 2))).toEqual(new Set([404]))
    },
  },
  {
    name: 'is a browser that follows every link and presses the first button of every form',
    scan: async (link) => void (await goEverywhere(link, [pressTheFirstButton])),
    refuses: true,
  },
  {
    name: 'is a browser that follows every link and sends every form by script, as it stands and with everything filled in',
    scan: async (link) => void (await goEverywhere(link, [sendWithDefaults, chooseAndSend])),
    refuses: true,
  },
]

describe('a scanner of mail, two seconds after delivery', () => {
  it.each(scanners)(
    'that $name decides nothing, and the link is good for its person afterwards',
    { timeout: 120_000 },
    async ({ scan, refuses = false }) => {
      const initiative = await journeys.submitted({
        papers: [
          { title: 'Business case', text: 'What it comes to.' },
          { title: 'Figures', text: 'a,b', mediaType: 'text/csv' },
          // What the link alone does not open brings a page where a one-time code is asked for.
          { title: 'Risk register', text: 'Secret enough.', marking: 'OFFICIAL-SENSITIVE' },
        ],
      })
      const link = `${journeys.publicUrl}${await initiative.linkOf('kent')}`
      twoSecondsLater()
      const before = await standing(initiative)
      await scan(link)
      expect(await initiative.votesRecorded()).toBe(0)
      expect(await standing(initiative)).toBe(before)
      const kinds = (await initiative.accesses()).map(({ kind }) => kind)
      expect(kinds.includes('postRefused')).toBe(refuses)
      expect(kinds).not.toContain('posted')
      await personDecides(initiative, link)
    },
  )

  it(
    'confirms and refuses nothing of what was decided in the room, and leaves it to the chair',
    { timeout: 120_000 },
    async () => {
      const initiative = await journeys.submitted()
      const dayEndsInstant = Date.now() + 86_400_000
      await initiative.ask('recordRoom', {
        reviewId: 's1b1',
        day: '2026-01-01',
        dayEndsInstant,
        seats: attended('kent', 'essex'),
        tabledPapers: [],
        recordedBy: 'Clerk',
      })
      const mail = await initiative.mailTo('chief.constable@kent.example', /Is this what the board decided/)
      const before = await standing(initiative)
      const link = mail.links.find((each) => each.endsWith('/room')) ?? ''
      expect(new Set(await inParallel('HEAD', link, 20))).toEqual(new Set([303]))
      const { seen, posts } = await goEverywhere(link, [pressTheFirstButton, sendWithDefaults, chooseAndSend])
      expect(seen).toContain('/kent/room')
      expect(posts).toBeGreaterThan(0)
      expect(await standing(initiative)).toBe(before)
    },
  )

  it(
    'disputes nothing with the links of a receipt, and leaves the decision as it was',
    { timeout: 120_000 },
    async () => {
      const initiative = await journeys.submitted()
      const link = `${journeys.publicUrl}${await initiative.linkOf('kent')}`
      await personDecides(initiative, link)
      const receipt = await initiative.mailTo('chief.constable@kent.example', /is recorded/)
      const before = await standing(initiative)
      const notMe = receipt.links.find((each) => each.includes('/not-me/')) ?? ''
      const { seen, posts } = await goEverywhere(notMe, [pressTheFirstButton, chooseAndSend])
      expect(seen).toContain('/not-me/')
      expect(posts).toBeGreaterThan(0)
      const { seen: fromLink } = await goEverywhere(link, [pressTheFirstButton, chooseAndSend])
      expect(fromLink).toContain('?change=1')
      expect(await standing(initiative)).toBe(before)
      expect(await initiative.votesRecorded()).toBe(1)
    },
  )
})

describe('a scanner at a board that wants a one-time code', () => {
  it(
    'has none sent and uses none up, before and after its person has asked for one',
    { timeout: 180_000 },
    async () => {
      const initiative = await journeys.submitted({
        board: { assurance: 'B' },
        papers: [{ title: 'Risk register', text: 'Secret enough.', marking: 'OFFICIAL-SENSITIVE' }],
      })
      const link = `${journeys.publicUrl}${await initiative.linkOf('kent')}`
      const before = await standing(initiative)
      const { seen } = await goEverywhere(link, [pressTheFirstButton, sendWithDefaults, chooseAndSend])
      expect(seen).toContain('/kent/code')
      expect(await standing(initiative)).toBe(before)

      const { page, context } = await browser.openPage({ javaScript: false, widthPixels: 320 })
      await page.goto(link)
      const typeTheNumber = async () =>
        page.getByLabel('Type this number').fill((await page.locator('.gh-number__shown strong').textContent()) ?? '')
      await page.getByLabel('Approve', { exact: true }).check()
      await typeTheNumber()
      twoSecondsLater()
      await page.getByRole('button', { name: 'Email me a code' }).click()
      const mail = await initiative.mailTo('chief.constable@kent.example', /The code you asked for/)
      const asked = await standing(initiative)
      await goEverywhere(link, [pressTheFirstButton, chooseAndSend])
      expect(await standing(initiative)).toBe(asked)
      expect((await initiative.accesses()).filter(({ reason = '' }) => reason.startsWith('the code:'))).toEqual([])
      await page.getByLabel('One-time code').fill(/Your code: (\d{4} \d{4})/.exec(mail.text)?.[1] ?? '')
      twoSecondsLater()
      await page.getByRole('button', { name: 'Record my decision' }).click()
      await expect.poll(() => page.locator('h1').textContent()).toBe('Your decision: Approve')
      expect(await initiative.votesRecorded()).toBe(1)
      await context.close()
    },
  )
})

describe('a browser', () => {
  it(
    'tells no page more of where it came from than the host, so that no token travels on',
    { timeout: 60_000 },
    async () => {
      const initiative = await journeys.submitted({ papers: [{ title: 'Business case', text: 'What it comes to.' }] })
      const link = `${journeys.publicUrl}${await initiative.linkOf('kent')}`
      const { referrers, seen } = await goEverywhere(link, [pressTheFirstButton])
      expect(seen).toContain('/papers/')
      expect(referrers.filter((referrer) => referrer !== `${journeys.publicUrl}/`)).toEqual([])
    },
  )
})
