import type { OutboxMail } from '../../ports.ts'
import { dateInWords } from '../../words/dates.ts'

/** How far a mail has come: "sent 14 June 2027 at 10am", "delayed since …", "could not be delivered". */
export const deliveryInWords = ({ state, sentInstant, delayedSinceInstant }: OutboxMail): string => {
  switch (state) {
    case 'sent':
      return sentInstant === undefined ? 'sent' : `sent ${dateInWords(sentInstant)}`
    case 'undeliverable':
      return 'could not be delivered'
    case 'notNeeded':
      return 'not sent, because it was no longer needed'
    case 'delayed':
    case 'waiting':
    case 'sending':
      return delayedSinceInstant === undefined ? 'being sent' : `delayed since ${dateInWords(delayedSinceInstant)}`
  }
}
