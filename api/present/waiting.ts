import { dayInWords, reportedDateInWords, weekdayDateInWords } from '../../activities/words/dates.ts'
import type { StoredCase } from '../../machines/case-file.ts'
import type { WaitingFor } from '../../machines/deadlines.ts'
import type { Delivery } from '../../machines/delivery.ts'
import { moreTimeFor, waitingFor } from '../../machines/waiting-for.ts'
import { counted, listedShort, lowerFirst } from './listing.ts'
import type { Moment } from './moment.ts'

/** One thing waited for, with everybody it is waited for: seven members of one board are one wait, not seven. */
export type Wait = {
  kind: WaitingFor['whom']['kind']
  /** "Chief Constable, Kent; Chief Constable, Essex and 5 others" */
  whom: string
  /** Titles and persons behind `whom`, in the board's order. */
  members: { title: string; personId?: string; problem?: string }[]
  what: string
  sinceInstant?: number
  since?: string
  dueInstant?: number
  overdue: boolean
  problems: string[]
  reviewId?: string
  circulationId?: string
  hardDateId?: string
  conditionId?: string
  partyId?: string
}

const sameWait = (a: WaitingFor, b: WaitingFor) =>
  a.whom.kind === b.whom.kind &&
  a.what === b.what &&
  a.reviewId === b.reviewId &&
  a.circulationId === b.circulationId &&
  a.hardDateId === b.hardDateId &&
  a.conditionId === b.conditionId &&
  a.partyId === b.partyId &&
  a.dueInstant === b.dueInstant

const usualTitles = /^(Change team|Senior responsible owner|Minimum period|The date the board set)$/

/** A title in the middle of a sentence: "the change team", "the PMO", "Chief Constable, Kent". */
export const inSentence = (title: string): string => {
  if (title === 'PMO') return 'the PMO'
  if (!usualTitles.test(title)) return title
  return title.startsWith('The ') ? lowerFirst(title) : `the ${lowerFirst(title)}`
}

const sinceInWords = ({ sinceInstant, sinceSaid }: WaitingFor): string | undefined =>
  sinceInstant === undefined ? sinceSaid : dayInWords(sinceInstant)

/**
 * Whom an initiative waits for, grouped: the words a person reads over `machines/waiting-for.ts`, which decides.
 * For a fact its source dates no closer than a month, `since` keeps the source's own date.
 */
export const waits = (state: StoredCase, deliveries: readonly Delivery[]): Wait[] => {
  const groups: WaitingFor[][] = []
  for (const waiting of waitingFor(state, deliveries)) {
    const group = groups.find(([first]) => first && sameWait(first, waiting))
    if (group) group.push(waiting)
    else groups.push([waiting])
  }
  return groups.flatMap((group) => {
    const [first] = group
    if (!first) return []
    const { whom, what, sinceInstant, dueInstant, reviewId, circulationId, hardDateId, conditionId, partyId } = first
    const outsideSince = whom.kind === 'outside' ? state.initiative.context.waitsFor?.since : undefined
    const since = sinceInWords(first) ?? (outsideSince ? reportedDateInWords(outsideSince) : undefined)
    return [
      {
        kind: whom.kind,
        whom: listedShort(group.map((waiting) => inSentence(waiting.whom.title))),
        members: group.map((waiting) => ({
          title: waiting.whom.title,
          ...(waiting.whom.personId ? { personId: waiting.whom.personId } : {}),
          ...(waiting.problem ? { problem: waiting.problem } : {}),
        })),
        what,
        overdue: group.some(({ overdue }) => overdue),
        problems: group.flatMap(({ problem }) => problem ?? []),
        ...(sinceInstant === undefined ? {} : { sinceInstant }),
        ...(since ? { since } : {}),
        ...(dueInstant === undefined ? {} : { dueInstant }),
        ...(reviewId ? { reviewId } : {}),
        ...(circulationId ? { circulationId } : {}),
        ...(hardDateId ? { hardDateId } : {}),
        ...(conditionId ? { conditionId } : {}),
        ...(partyId ? { partyId } : {}),
      },
    ]
  })
}

/** "3 working days late", "due Thursday 12 October 2028 at 5pm"; empty where nothing is due. */
export const dueInWords = ({ dueInstant, overdue }: Pick<Wait, 'dueInstant' | 'overdue'>, moment: Moment): string => {
  if (dueInstant === undefined) return ''
  const when = weekdayDateInWords(dueInstant)
  const isLate = overdue || dueInstant < moment.nowInstant
  return isLate ? `was due ${when}${lateness(dueInstant, moment)}` : `due ${when}`
}

/** Whole working days since an instant; 0 on the same working day. */
export const workingDaysLate = (dueInstant: number, { calendar, nowInstant }: Moment): number =>
  Math.max(0, calendar.workingDaysBetween(dueInstant, nowInstant))

const lateness = (dueInstant: number, moment: Moment): string => {
  const days = workingDaysLate(dueInstant, moment)
  return days > 0 ? ` (${counted(days, 'working day')} late)` : ''
}

/** "Waiting for the change team to prepare the outline business case, since 4 June 2027." */
export const waitSentence = (wait: Wait, moment: Moment): string => {
  const due = dueInWords(wait, moment)
  if (wait.kind === 'clock' && wait.whom.startsWith(moreTimeFor)) {
    const until = wait.dueInstant === undefined ? '' : ` until ${weekdayDateInWords(wait.dueInstant)}`
    return `${wait.whom}${until}: it decides by itself, and holds up nobody else.`
  }
  if (wait.kind === 'clock') {
    const until = wait.dueInstant === undefined ? '' : ` before ${weekdayDateInWords(wait.dueInstant)}`
    return `Nobody has to act${until}: ${wait.whom} runs (${wait.what}).`
  }
  return `Waiting for ${wait.whom} to ${[wait.what, wait.since ? `since ${wait.since}` : '', due].filter(Boolean).join(', ')}.`
}
