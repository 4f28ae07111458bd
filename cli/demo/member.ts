import { setTimeout as pause } from 'node:timers/promises'
import { openBrowser, type Browser, type Page } from './browser.ts'
import { readDecisionForm, readReceipt, saidBy, type Filled, type Receipt } from './decision-page.ts'
import type { DeliveredMail, Mailbox } from './mailbox.ts'

/** A member of a board with papers before it, as the email finds them. */
export type Member = { title: string; address: string; initiativeId: string; reviewId: string; reference: string }

export type MemberSettings = {
  mailbox: Mailbox
  /** How long a member reads before pressing; less than the API asks for is refused. */
  readForMs: number
  /** How long an email may take to arrive. */
  mailWithinMs: number
}

const lookAgainAfterMs = 250

/** Opens the link in the newest email about these papers, as the member would; the page it leads to. */
export const openFromEmail = async (
  member: Member,
  settings: MemberSettings,
): Promise<{ browser: Browser; page: Page }> => {
  const until = Date.now() + settings.mailWithinMs
  const looked = new Set<string>()
  while (Date.now() < until) {
    const mails = await settings.mailbox.mailsFor(member.address)
    for (const link of mails
      .filter(({ subject }) => subject.includes(member.reference))
      .flatMap(linksIn)
      .toReversed()) {
      if (looked.has(link)) continue
      looked.add(link)
      const browser = openBrowser()
      const page = await browser.open(link)
      if (new URL(page.url).pathname.includes(`/${member.initiativeId}/${member.reviewId}/`)) return { browser, page }
    }
    await pause(lookAgainAfterMs)
  }
  throw new Error(`No email with a decision link for ${member.reference} reached ${member.address}.`)
}

/** The decision links in a mail. */
export const linksIn = ({ text }: DeliveredMail): string[] => text.match(/https?:\/\/[^\s/<>"]+\/d\/[\w-]+/g) ?? []

/**
 * Decides as a member would: opens the email's link, chooses by the words beside the choice, types the number shown, reads for a
 * while, presses, and keeps the receipt.
 * @throws Error with the page's own words when the decision was not recorded.
 */
export const decideByEmail = async (member: Member, decision: Filled, settings: MemberSettings): Promise<Receipt> => {
  const { browser, page } = await openFromEmail(member, settings)
  const form = readDecisionForm(page.html)
  if (!form) throw new Error(`${member.title} found no decision to make: ${saidBy(page.html)}`)
  if (!form.choices.includes(decision.choice))
    throw new Error(`${member.title} is offered ${form.choices.join(', ')}; not ${decision.choice}.`)
  await pause(settings.readForMs)
  const after = await press(browser, page, form.action, form.filled(decision))
  const receipt = readReceipt(after.html)
  if (!receipt) throw new Error(`The decision of ${member.title} was not recorded: ${saidBy(after.html)}`)
  return receipt
}

/** Presses, and presses again where the record did not answer in time: the same press counts once. */
const press = async (browser: Browser, page: Page, action: string, fields: [string, string][]): Promise<Page> => {
  for (let pressed = 1; ; pressed += 1) {
    const after = await browser.send(page, action, fields)
    if (after.status !== 503 || pressed === 5) return after
    await pause(1_000 * pressed)
  }
}
