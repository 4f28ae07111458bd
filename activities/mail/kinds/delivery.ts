import type { MailKind, OutboxMail } from '../../ports.ts'
import { dateInWords } from '../../words/dates.ts'

/** What a mail is called when somebody has to be told about it. */
export const mailKindInWords: Record<MailKind, string> = {
  invitation: 'request for a decision',
  reminder: 'reminder',
  receipt: 'receipt',
  escalation: 'notice that a decision is overdue',
  deadlock: 'notice that a decision can no longer be settled',
  currentPosition: 'new link',
  dispute: 'notice of a disputed decision',
  pmoAlarm: 'notice that an email could not be delivered',
  outcome: 'notice of a board decision',
  requestedReminder: 'reminder that was asked for',
  conditionDueSoon: 'reminder that a condition is due soon',
  hardDateWarning: 'warning of a hard date',
  conditionOverdue: 'notice that a condition is overdue',
  question: 'question to the secretary',
  oneTimeCode: 'one-time code',
  circulation: 'request for comments',
  commentReminder: 'reminder to comment',
  commentAnswered: 'answer to a comment',
}

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
