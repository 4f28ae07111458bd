import type { Logger } from 'pino'
import type { CalendarEntries, CalendarEntry, MeetingOfPerson } from '../activities/ports/meetings.ts'
import type { Calendar, Initiatives, Outbox } from '../activities/ports.ts'
import { beforeMeetings } from '../machines/meeting-agenda.ts'
import { sittingIn } from '../machines/seats.ts'

export type CalendarKeeping = {
  initiatives: Pick<Initiatives, 'beforeMeetings'>
  calendarEntries: Pick<CalendarEntries, 'standing' | 'cancel'>
  outbox: Pick<Outbox, 'ofAllOpen'>
  calendar: Pick<Calendar, 'dayOf'>
  clock: () => number
  log: Pick<Logger, 'info' | 'warn'>
  /** The mail that cancels is written: it may leave now. */
  wake: () => void
}

const keyOf = ({ personId, boardId, day, rehearsal }: MeetingOfPerson) =>
  [personId, boardId, day, String(rehearsal)].join(' ')

/**
 * Takes a meeting out of the calendar of whoever is to decide nothing there any more: the board has decided, papers were withdrawn, the
 * seat changed hands. A meeting that has begun stays where it is. Any number of workers may look: an entry is taken out once.
 * @returns the entries taken out.
 */
export const keepCalendars = async (keeping: CalendarKeeping): Promise<CalendarEntry[]> => {
  const { calendarEntries, outbox, clock, calendar, log, wake } = keeping
  // In this order: whatever stands for an entry was in the record before it, and so is in a list that is read after it.
  const standing = await calendarEntries.standing(calendar.dayOf(clock()))
  const toCome = standing.filter((entry) => !hasBegun(entry, keeping))
  if (toCome.length === 0) return []
  // A mail about a move that has not left yet takes the entry along to the other meeting.
  const moving = (await outbox.ofAllOpen()).filter(
    ({ kind, state }) => kind === 'meetingMoved' && state !== 'undeliverable',
  )
  const wanted = await meetingsToDecideAt(keeping)
  const over = toCome.filter(
    (entry) => !wanted.has(keyOf(entry)) && !moving.some(({ personId }) => personId === entry.personId),
  )
  for (const { number, boardId, day } of over) {
    await calendarEntries.cancel(number)
    log.info({ boardId, day }, 'a meeting was taken out of a calendar')
  }
  if (over.length > 0) wake()
  return over
}

const hasBegun = ({ meeting }: CalendarEntry, { calendar, clock }: CalendarKeeping): boolean =>
  meeting.startsInstant === undefined ? meeting.day <= calendar.dayOf(clock()) : meeting.startsInstant <= clock()

/** Who is to decide something at which meeting, now. */
const meetingsToDecideAt = async ({ initiatives }: CalendarKeeping): Promise<Set<string>> => {
  const keys = (await initiatives.beforeMeetings()).flatMap(({ state }) => {
    const rehearsal = state.initiative.context.plan.kind === 'rehearsal'
    return beforeMeetings(state).flatMap(({ review, meeting }) =>
      review.terms.seats.flatMap((seat) => {
        const personId = sittingIn(review, seat)?.personId
        const { boardId } = review.terms
        return personId === undefined ? [] : [keyOf({ personId, boardId, day: meeting.day, rehearsal })]
      }),
    )
  })
  return new Set(keys)
}
