import * as z from 'zod'

/** A mail as it was delivered, as far as a reader sees it. */
export type DeliveredMail = { subject: string; text: string }

/** Where mails arrive: the development mailbox, or in tests an SMTP sink. */
export type Mailbox = {
  /** The mails delivered to an address so far, oldest first. */
  mailsFor: (address: string) => Promise<DeliveredMail[]>
}

const listing = z.array(
  z.looseObject({
    subject: z.string().default(''),
    text: z.string().default(''),
    time: z.string().default(''),
    to: z.array(z.looseObject({ address: z.string() })).default([]),
  }),
)

/** The development mailbox has nothing to say, or is not one; the message says what to do. */
export class MailboxUnreachable extends Error {
  override readonly name = 'MailboxUnreachable'
}

/** The mailbox `npm start` runs, by the listing of its web page. */
export const developmentMailbox = (url: string): Mailbox => ({
  mailsFor: async (address) => {
    const listed = new URL('email', url.endsWith('/') ? url : `${url}/`)
    listed.searchParams.set('to.address', address)
    let content: unknown
    try {
      content = await (await fetch(listed)).json()
    } catch (error) {
      throw new MailboxUnreachable(
        `The development mailbox does not answer at ${url}. It runs with npm start; name its address with --mailbox.`,
        { cause: error },
      )
    }
    const mails = listing.safeParse(content)
    if (!mails.success) throw new MailboxUnreachable(`What answers at ${url} is not a development mailbox.`)
    // Mails of an earlier run are read from disk again, in any order.
    return mails.data
      .filter(({ to }) => to.some((each) => each.address.toLowerCase() === address.toLowerCase()))
      .sort((one, other) => one.time.localeCompare(other.time))
  },
})
