import type { MailKind } from '../ports.ts'
import type { MailParts } from './about.ts'
import type { MailContent } from './content.ts'
import { agenda } from './kinds/agenda.ts'
import { chairsActionAsked, chairsActionOverdue, chairsActionTaken } from './kinds/chairs-action.ts'
import { conditionDueSoon, conditionOverdue } from './kinds/condition.ts'
import { circulation, commentAnswered, commentReminder } from './kinds/circulation.ts'
import { currentPosition } from './kinds/current-position.ts'
import { deadlock } from './kinds/deadlock.ts'
import { dispute } from './kinds/dispute.ts'
import { escalation } from './kinds/escalation.ts'
import { moreTimeEnding, moreTimeOver } from './kinds/more-time.ts'
import { hardDateWarning } from './kinds/hard-date-warning.ts'
import { invitation, reminder } from './kinds/invitation.ts'
import { meetingMoved } from './kinds/meeting-moved.ts'
import { meetingOff } from './kinds/meeting-off.ts'
import { oneTimeCode } from './kinds/one-time-code.ts'
import { outcome } from './kinds/outcome.ts'
import { pmoAlarm } from './kinds/pmo-alarm.ts'
import { question } from './kinds/question.ts'
import { receipt } from './kinds/receipt.ts'
import { roomConfirmed, roomRefused, roomToConfirm } from './kinds/room.ts'
import { requestedReminder } from './kinds/requested-reminder.ts'
import { renderMail, type RenderedMail } from './render.ts'

const wordsOf: Record<MailKind, (parts: MailParts) => MailContent> = {
  invitation,
  reminder,
  receipt,
  escalation,
  deadlock,
  currentPosition,
  dispute,
  outcome,
  pmoAlarm,
  requestedReminder,
  conditionDueSoon,
  conditionOverdue,
  chairsActionAsked,
  chairsActionTaken,
  chairsActionOverdue,
  moreTimeEnding,
  moreTimeOver,
  hardDateWarning,
  meetingMoved,
  meetingOff,
  roomToConfirm,
  roomConfirmed,
  roomRefused,
  agenda,
  question,
  oneTimeCode,
  circulation,
  commentReminder,
  commentAnswered,
}

/** What a mail says, before it is put into either part. @throws Error when the record does not hold what the mail is about. */
export const mailContent = (parts: MailParts): MailContent => wordsOf[parts.row.kind](parts)

/**
 * A mail in words: subject, HTML and text with the same facts. Pure: the same parts always give the same mail.
 * @throws Error when the record does not hold what the mail is about.
 */
export const presentMail = (parts: MailParts): RenderedMail => renderMail(mailContent(parts))
