import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { accessibilityViolations, startBrowser, type TestBrowser } from '../support/browser.ts'
import { startJourneys, type Journeys } from '../api/decisions/journey.ts'

let journeys: Journeys
let browser: TestBrowser
beforeAll(async () => {
  ;[journeys, browser] = await Promise.all([startJourneys(), startBrowser()])
}, 120_000)
afterAll(async () => {
  await browser?.stop()
  await journeys?.stop()
})

const today = new Date()
const wording = 'Approve the single vetting unit for two years only.'

/** Somebody on a telephone of 320 pixels without JavaScript, who notes what is wrong with every page they come to. */
const onATelephone = async () => {
  const { page, complaints, context } = await browser.openPage({
    javaScript: false,
    widthPixels: 320,
    heightPixels: 640,
  })
  const faults: string[] = []
  return {
    page,
    look: async (shown: Page = page) => {
      const width = Number(await shown.evaluate<unknown>('document.documentElement.scrollWidth'))
      faults.push(
        ...(await accessibilityViolations(shown)),
        ...(width > 320 ? [`${shown.url()} is ${width} wide`] : []),
      )
    },
    text: async () => ((await page.locator('main').textContent()) ?? '').replaceAll(/\s+/g, ' '),
    wrong: async () => {
      await context.close()
      return [...faults, ...complaints.filter((complaint) => !/status of (404|409|410|422)/.test(complaint))]
    },
  }
}

describe('a board that met, on telephones without JavaScript', () => {
  it('has what it decided recorded by its secretary with a paper tabled, and confirmed by its chair', async () => {
    const theCase = await journeys.submitted({ proposal: { options: ['Do nothing', 'One unit'] } })
    const home = `${journeys.publicUrl}/initiatives/${theCase.initiativeId}`

    const secretary = await onATelephone()
    await secretary.page.goto(home)
    await secretary.page.locator('.govuk-details__summary').first().click()
    await secretary.page.getByRole('link', { name: /Record what the board decided in the room/ }).click()
    await secretary.look()
    await secretary.page.getByRole('button', { name: /Record what the board decided/ }).click()
    expect(await secretary.page.title()).toMatch(/^Error: /)
    await secretary.look()
    const group = (name: string) => secretary.page.getByRole('group', { name })
    await group('Day of the meeting').getByLabel('Day').fill(String(today.getDate()))
    await group('Day of the meeting')
      .getByLabel('Month')
      .fill(String(today.getMonth() + 1))
    await group('Day of the meeting').getByLabel('Year').fill(String(today.getFullYear()))
    for (const seat of ['Kent', 'Essex']) {
      await group(`Chief Constable, ${seat}: in the room`).getByLabel('Present').check()
      await group(`Chief Constable, ${seat}: decided`).getByLabel('Approve with conditions').check()
    }
    await group('Chief Constable, Norfolk: in the room').getByLabel('Not there: apologies').check()
    await secretary.page
      .getByLabel('Conditions the board set')
      .fill('Publish the costs by force; Chief Finance Officer; 14 June 2098')
    await secretary.page.getByLabel('The wording as amended and read back').fill(wording)
    await secretary.page
      .getByLabel('A paper tabled at the meeting')
      .setInputFiles({ name: 'late.txt', mimeType: 'text/plain', buffer: Buffer.from('The late costs.') })
    await secretary.page.getByLabel('Its title').fill('Late costs')
    await secretary.page.getByLabel('OFFICIAL', { exact: true }).check()
    await secretary.page.getByLabel('You act as').selectOption('Board secretary')
    await secretary.page.getByRole('button', { name: /Record what the board decided/ }).click()
    expect(await secretary.text()).toContain('It waits for the chair to confirm it')
    await secretary.look()
    await secretary.page.getByRole('link', { name: /The pack of/ }).click()
    expect(await secretary.text()).toContain('Late costs, version 1.0, OFFICIAL, tabled at the meeting')
    await secretary.look()
    expect(await secretary.wrong()).toEqual([])

    const mail = await theCase.mailTo('chief.constable@kent.example', /Is this what the board decided/)
    const chair = await onATelephone()
    await chair.page.goto(mail.links.find((link) => link.endsWith('/room')) ?? '')
    for (const words of [wording, 'Chief Constable, Essex present: approved with conditions', 'Late costs'])
      expect(await chair.text()).toContain(words)
    await chair.look()
    await chair.page.getByRole('button', { name: 'Record my answer' }).click()
    expect(await chair.page.title()).toMatch(/^Error: /)
    await chair.look()
    await chair.page.getByLabel('This is what the board decided').check()
    await chair.page
      .getByLabel('Type this number')
      .fill((await chair.page.locator('.gh-number__shown strong').textContent()) ?? '')
    await chair.page.getByRole('button', { name: 'Record my answer' }).click()
    await expect.poll(() => chair.page.locator('h1').textContent()).toBe('You confirmed what the board decided')
    expect(await chair.text()).toContain('The board decision is: approved with conditions.')
    await chair.look()
    expect(await chair.wrong()).toEqual([])

    const { initiative } = await theCase.state()
    expect(initiative.context.decisions.at(-1)).toMatchObject({ outcome: 'approvedWithConditions', wording })
    expect(initiative.context.conditions.map(({ text, ownerTitle, dueOn }) => [text, ownerTitle, dueOn])).toEqual([
      ['Publish the costs by force', 'Chief Finance Officer', '2098-06-14'],
    ])

    const member = await onATelephone()
    const told = await theCase.mailTo('chief.constable@essex.example', /Your decision is recorded/)
    await member.page.goto(told.links.find((link) => link.includes('/d/')) ?? '')
    expect(await member.text()).toContain('confirmed by Chief Constable, Kent')
    await member.look()
    expect(await member.wrong()).toEqual([])
  }, 120_000)
})
