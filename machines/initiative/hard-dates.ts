import type { FactOf } from '../commands.ts'
import type { Deadline } from '../deadlines.ts'
import { refusal, type Refusal } from '../refusal.ts'
import type { HardDate, InitiativeContext } from './context.ts'

/** How many may stand at a time, so that what an initiative carries stays small. */
const mostStanding = 20

const dayPrefix = 'hardDate:'
const warningPrefix = 'hardDateWarning:'

/** Which hard date a deadline is of, and whether it is its warning or its day: undefined for a deadline that is no hard date's. */
export const hardDateIn = (deadlineName: string): { dateId: string; standing: 'warned' | 'passed' } | undefined => {
  if (deadlineName.startsWith(warningPrefix))
    return { dateId: deadlineName.slice(warningPrefix.length), standing: 'warned' }
  return deadlineName.startsWith(dayPrefix)
    ? { dateId: deadlineName.slice(dayPrefix.length), standing: 'passed' }
    : undefined
}

/** Neither a hold nor anybody's extension moves what a contract or the law says. */
const deadlinesOfHardDate = ({ dateId, atInstant, warnInstant }: HardDate): Deadline[] => [
  { name: `${warningPrefix}${dateId}`, atInstant: warnInstant, duringHold: 'runs' },
  { name: `${dayPrefix}${dateId}`, atInstant, duringHold: 'runs' },
]

/** A hard date begins to be watched. */
export const hardDateSet = (
  { hardDates = [], hardDateCount = 0, deadlines }: InitiativeContext,
  { dateId, title, basis, onDay, dayInstant, warnBefore, warnInstant, atInstant }: FactOf<'setHardDate'>,
): Partial<InitiativeContext> => {
  const number = hardDateCount + 1
  const date: HardDate = {
    dateId,
    number,
    title,
    basis,
    onDay,
    atInstant: dayInstant,
    warnBefore,
    warnInstant,
    ...(warnInstant < atInstant ? { setInstant: atInstant } : {}),
  }
  return {
    hardDates: [...hardDates, date],
    hardDateCount: number,
    deadlines: [...deadlines, ...deadlinesOfHardDate(date)],
  }
}

/** A hard date is watched no more; the audit keeps it with the reason. */
export const hardDateDropped = (
  { hardDates = [], deadlines }: InitiativeContext,
  { dateId }: FactOf<'dropHardDate'>,
): Partial<InitiativeContext> => ({
  hardDates: hardDates.filter((date) => date.dateId !== dateId),
  deadlines: deadlines.filter(({ name }) => hardDateIn(name)?.dateId !== dateId),
})

/** The hard dates once a deadline of one of them has passed. */
export const hardDatesAfter = (hardDates: readonly HardDate[], deadlineName: string): HardDate[] => {
  const passed = hardDateIn(deadlineName)
  return hardDates.map((date) => (date.dateId === passed?.dateId ? { ...date, standing: passed.standing } : date))
}

/** Why a hard date cannot be set as asked. To move one it is dropped with the reason, and set anew. */
export const whyNotSetHardDate = (
  { hardDates = [] }: InitiativeContext,
  { dateId, dayInstant, warnInstant }: FactOf<'setHardDate'>,
): Refusal | undefined => {
  if (hardDates.some((date) => date.dateId === dateId))
    return refusal('KnownHardDate', `dateId: ${dateId} stands already; to change it, drop it with the reason first.`)
  if (hardDates.length >= mostStanding)
    return refusal('TooManyHardDates', `At most ${mostStanding} hard dates may stand; drop one that is over first.`)
  return warnInstant < dayInstant
    ? undefined
    : refusal('WarnsTooLate', 'warnBefore: the warning must come before the date itself.')
}

/** Why a hard date cannot be dropped. */
export const whyNotDropHardDate = (
  { hardDates = [] }: InitiativeContext,
  { dateId }: FactOf<'dropHardDate'>,
): Refusal | undefined =>
  hardDates.some((date) => date.dateId === dateId)
    ? undefined
    : refusal('UnknownHardDate', `dateId: there is no hard date ${dateId}.`)
