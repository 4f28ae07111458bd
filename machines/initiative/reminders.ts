import type { Deadline } from '../deadlines.ts'
import type { Creation } from '../vocabulary/creation.ts'
import { chairsActionIn } from './chairs-actions.ts'
import { chaseIn } from './conditions.ts'
import { isExtension } from './extensions.ts'
import { hardDateIn } from './hard-dates.ts'

/** What somebody asked, when the record began, to be reminded of by mail. */
export type Reminder = Creation['reminders'][number]

const prefix = 'reminder:'

/** The name of a reminder's deadline, and by it the reminder's id: undefined for a deadline that is no reminder's. */
export const reminderIdIn = (deadlineName: string): string | undefined =>
  deadlineName.startsWith(prefix) ? deadlineName.slice(prefix.length) : undefined

/** A reminder goes out on its day whatever the initiative does, on hold or not. */
export const deadlineOf = ({ reminderId, atInstant }: Reminder): Deadline => ({
  name: `${prefix}${reminderId}`,
  atInstant,
  duringHold: 'runs',
})

/** The deadlines that outlive every stage and submission: of reminders, of more time given to one party, of open conditions, of chair's actions, of hard dates. */
export const outliving = (deadlines: readonly Deadline[]): Deadline[] =>
  deadlines.filter(
    (deadline) =>
      reminderIdIn(deadline.name) !== undefined ||
      isExtension(deadline) ||
      chaseIn(deadline.name) !== undefined ||
      chairsActionIn(deadline.name) !== undefined ||
      hardDateIn(deadline.name) !== undefined,
  )
