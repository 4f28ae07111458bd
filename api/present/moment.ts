import type { Calendar, OutboxMail, Person } from '../../activities/ports.ts'
import type { ReportedDate } from '../../machines/vocabulary/facts.ts'
import type { Delivery } from '../../machines/delivery.ts'

/** The moment a page is made for, with what turns instants into days and holders into people. Nothing here changes while a page is made. */
export type Moment = {
  nowInstant: number
  calendar: Pick<Calendar, 'after' | 'dayOf' | 'workingDaysBetween'>
  people: ReadonlyMap<string, Person>
}

const threeMonthsMilliseconds = 92 * 86_400_000

/**
 * The last day a reported date can mean, to compare and never to show; undefined where no calendar date can be given.
 * A month ends on its 31st: days are compared as text, so that a month need not be measured.
 */
export const lastDayOf = (date: ReportedDate): string | undefined => {
  switch (date.precision) {
    case 'day':
      return date.on
    case 'month':
      return `${date.month}-31`
    case 'range':
      return date.to
    case 'by':
      return date.by
    case 'said':
    case 'notReported':
      return undefined
  }
}

/** Whether a rating was made more than three months ago: it then says little about today. */
export const isOld = (date: ReportedDate, { nowInstant, calendar }: Moment): boolean => {
  const day = lastDayOf(date)
  return day !== undefined && day < calendar.dayOf(nowInstant - threeMonthsMilliseconds)
}

/** The mails that ask somebody for something: only of these does it matter that they arrived. */
const asks: readonly OutboxMail['kind'][] = [
  'invitation',
  'reminder',
  'currentPosition',
  'roomToConfirm',
  'circulation',
  'commentReminder',
]

/** What the outbox knows of each mail, newest first, with the address it went to. Receipts say nothing of an invitation. */
export const deliveriesOf = (mails: readonly OutboxMail[], { people }: Pick<Moment, 'people'>): Delivery[] =>
  mails
    .filter(({ kind }) => asks.includes(kind))
    .map(({ reviewId, circulationId, seatId, personId, state }) => {
      const email = people.get(personId)?.email
      return {
        personId,
        state,
        ...(reviewId ? { reviewId } : {}),
        ...(circulationId ? { circulationId } : {}),
        ...(seatId ? { seatId } : {}),
        ...(email ? { email } : {}),
      }
    })
