import { afterAll, beforeAll, expect, it } from 'vitest'
import { presentMail } from '../../../activities/mail/present.ts'
import type { MailKind } from '../../../activities/ports.ts'
import { accessibilityViolations, startBrowser, type TestBrowser } from '../../support/browser.ts'
import { mailParts } from '../../support/mail.ts'
import { votes } from '../../support/play.ts'
import { asked, beforeStakeholders, notMe, tender } from './asked-case.ts'

let browser: TestBrowser
beforeAll(async () => {
  browser = await startBrowser()
})
afterAll(() => browser.stop())

it.each<[MailKind, number]>([
  ['invitation', 0],
  ['receipt', 1],
  ['escalation', 0],
])('a mail (%s) is readable on a phone of 320 pixels, and axe finds nothing wrong with it', async (kind, number) => {
  const caseFile = asked([votes('kent')], { ...tender, risks: ['w'.repeat(200)] })
  const links = { ...notMe, decideUrl: `https://gatehouse.example/d/${'t'.repeat(43)}` }
  const { html } = presentMail(mailParts(caseFile, { kind, number }, { links }))
  const { page, context } = await browser.openPage({ javaScript: true, widthPixels: 320 })
  await page.setContent(html)
  const width = await page.evaluate('document.documentElement.scrollWidth')
  expect(width).toBe(320)
  expect(await accessibilityViolations(page)).toEqual([])
  await context.close()
})

it.each<[MailKind, number]>([
  ['circulation', 0],
  ['commentAnswered', 1],
])('a mail to a stakeholder (%s) is, too', async (kind, number) => {
  const caseFile = beforeStakeholders(`${'w'.repeat(150)} & more.`)
  const links = { commentUrl: `https://gatehouse.example/c/${'t'.repeat(43)}` }
  const row = { kind, number, circulationId: 'first', personId: 'finance' }
  const { page, context } = await browser.openPage({ javaScript: true, widthPixels: 320 })
  await page.setContent(presentMail(mailParts(caseFile, row, { links })).html)
  expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(320)
  expect(await accessibilityViolations(page)).toEqual([])
  await context.close()
})
