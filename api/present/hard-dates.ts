import { dateInWords, dayInWords } from '../../activities/words/dates.ts'
import { basisInWords } from '../../activities/words/hard-dates.ts'
import type { RecordedInitiative } from '../../activities/ports.ts'
import { counted } from './listing.ts'
import type { Moment } from './moment.ts'
import type { Wait } from './waiting.ts'

/** A hard date as pages show it. Under threat: its warning has come, and it still stands. */
export type ShownHardDate = ReturnType<typeof hardDatesOf>[number]

/** What an initiative waits for while a date comes near, without the date itself: "Change team to prepare the outline business case". */
export const stillWaits = (waiting: readonly Wait[]) =>
  waiting
    .filter(({ hardDateId }) => hardDateId === undefined)
    .map(({ kind, whom, what }) => (kind === 'clock' ? `${whom}: ${what}` : `${whom} to ${what}`))

/** The hard dates of an initiative, the earliest first, with what it waits for meanwhile. */
export const hardDatesOf = (
  { state }: RecordedInitiative,
  waiting: readonly Wait[],
  { calendar, nowInstant }: Moment,
) =>
  (state.initiative.context.hardDates ?? [])
    .toSorted((a, b) => a.atInstant - b.atInstant)
    .map(({ dateId, title, basis, onDay, atInstant, warnInstant, standing }) => {
      const isUnderThreat = standing !== undefined && state.initiative.status === 'active'
      const days = calendar.workingDaysBetween(nowInstant, atInstant)
      return {
        dateId,
        title,
        on: dayInWords(onDay),
        atInstant,
        basis: basisInWords[basis],
        isUnderThreat,
        tag: standing === 'passed' ? 'has passed' : isUnderThreat ? 'comes near' : '',
        left: atInstant > nowInstant ? `${counted(Math.max(0, days), 'working day')} left` : 'the day has passed',
        warns: standing === undefined ? `Warns on ${dateInWords(warnInstant)}.` : '',
        waitsFor: isUnderThreat ? stillWaits(waiting) : [],
      }
    })
