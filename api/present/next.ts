import { weekdayDateInWords } from '../../activities/words/dates.ts'
import { deadlinesOf, type StoredCase } from '../../machines/case-file.ts'
import type { DueDeadline } from '../../machines/case-events.ts'
import { chairsActionIn } from '../../machines/initiative/chairs-actions.ts'
import { chaseIn } from '../../machines/initiative/conditions.ts'
import { silentStakeholders } from '../../machines/circulation/context.ts'
import { extensionIn } from '../../machines/initiative/extensions.ts'
import { hardDateIn } from '../../machines/initiative/hard-dates.ts'
import { reminderIdIn } from '../../machines/initiative/reminders.ts'

const happens = (deadline: DueDeadline, state: StoredCase): string => {
  const { of, name } = deadline
  if (of.machine === 'review') {
    const board = state.reviews[of.id]?.context.terms.name ?? 'the board'
    if (name.startsWith('escalation-'))
      return `whoever is to be told next hears that ${board} has not decided; it stays open`
    return name === 'decision'
      ? `if ${board} has not decided, the decision is overdue and its secretary is told; it stays open`
      : `members of ${board} who have not decided are reminded by email`
  }
  if (of.machine === 'circulation') {
    const circulation = state.circulations?.[of.id]?.context
    const batch = circulation ? `batch ${circulation.number} (${circulation.title})` : 'the papers'
    if (name === 'comments')
      return circulation && silentStakeholders(circulation).length === 0
        ? `the date for comments on ${batch} comes; everybody has answered`
        : `comments on ${batch} are overdue from those who have not answered; it stays open until it is closed`
    return name === 'answers'
      ? `the comments on ${batch} that are not answered are late`
      : `stakeholders who have not answered on ${batch} are reminded by email`
  }
  if (of.machine === 'consultation')
    return `the minimum period of the consultation of ${state.consultations[of.id]?.context.title ?? of.id} ends`
  if (reminderIdIn(name) !== undefined) return 'a reminder that was asked for goes out by email'
  const hard = hardDateIn(name)
  if (hard) {
    const title = state.initiative.context.hardDates?.find(({ dateId }) => dateId === hard.dateId)?.title ?? hard.dateId
    return hard.standing === 'warned'
      ? `the change team and the PMO are warned of the hard date \u201c${title}\u201d`
      : `the hard date \u201c${title}\u201d comes`
  }
  const chase = chaseIn(name)
  if (chase)
    return chase.when === 'overdue'
      ? 'an open condition falls due; not met by then, it is overdue and its owner, the change team and the secretary are told'
      : 'whoever has to meet a condition is reminded that it is due soon'
  if (chairsActionIn(name) !== undefined)
    return 'the meeting is over that a chair’s action is to be reported to; if nobody has recorded that, its secretary is asked'
  if (name === 'holdReview') return 'the hold is to be looked at again, and is late from then on'
  const extension = extensionIn(name)
  if (extension?.when === 'ending')
    return 'whoever a board gave more time is reminded by email that it is nearly over, and the change team too'
  if (extension) return 'the time ends that a board gave one party more; what others decided goes on meanwhile'
  return name === 'deferral'
    ? 'it comes back to the change team, on the date the board set'
    : 'a date it waits for comes'
}

/** What happens next by itself, and when; undefined when nothing does until somebody acts. */
export const nextByItself = (state: StoredCase): { atInstant: number; on: string; what: string } | undefined => {
  const [next] = deadlinesOf(state)
  return next && { atInstant: next.atInstant, on: weekdayDateInWords(next.atInstant), what: happens(next, state) }
}
