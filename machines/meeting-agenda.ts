import type { StoredCase } from './case-file.ts'
import type { InitiativeContext } from './initiative/context.ts'
import { meetingOf } from './review-dates.ts'
import type { ReviewContext } from './review.ts'
import { sittingIn } from './seats.ts'
import type { Seat } from './vocabulary/board.ts'
import type { Meeting } from './vocabulary/meeting.ts'

/** A board decision that is open, and the meeting it is for. */
export type BeforeMeeting = { review: ReviewContext; meeting: Meeting; onHold: boolean }

/** What of one initiative is before its boards' meetings, on hold or not, in the order it was put to them. */
export const beforeMeetings = ({ reviews }: Pick<StoredCase, 'reviews'>): BeforeMeeting[] =>
  Object.values(reviews)
    .flatMap(({ status, value, context }) => {
      const meeting = status === 'active' ? meetingOf(context) : undefined
      return meeting ? [{ review: context, meeting, onHold: value === 'onHold' }] : []
    })
    .sort((a, b) => a.review.openedInstant - b.review.openedInstant)

/** The seats of a board in which somebody sits now. */
export const seatsOf = (review: ReviewContext, personId: string): Seat[] =>
  review.terms.seats.filter((seat) => sittingIn(review, seat)?.personId === personId)

/** One matter on the agenda of a meeting. */
export type AgendaItem = BeforeMeeting & {
  initiative: InitiativeContext
  /** Put to this meeting after its papers were due: a late or tabled paper. */
  isLate: boolean
}

/** The agenda of one meeting of a board across initiatives: what came first stands first, and stays there. */
export const agendaOf = (
  cases: readonly { state: Pick<StoredCase, 'initiative' | 'reviews'> }[],
  { boardId, day }: { boardId: string; day: string },
): AgendaItem[] =>
  cases
    .flatMap(({ state }) =>
      beforeMeetings(state)
        .filter(({ review, meeting }) => review.terms.boardId === boardId && meeting.day === day)
        .map((before) => ({
          ...before,
          initiative: state.initiative.context,
          isLate: boundInstantOf(before.review) > before.meeting.papersDueInstant,
        })),
    )
    .sort((a, b) => a.review.openedInstant - b.review.openedInstant || inOrder(itemIdOf(a), itemIdOf(b)))

/** When a decision was put to the meeting it is for. */
const boundInstantOf = ({ openedInstant, meetingMoves }: ReviewContext): number =>
  meetingMoves?.at(-1)?.atInstant ?? openedInstant

/** Names a matter on an agenda for as long as it is there. */
export const itemIdOf = ({ initiative, review }: Pick<AgendaItem, 'initiative' | 'review'>): string =>
  `${initiative.initiativeId}/${review.reviewId}`

const inOrder = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)

/** An agenda as a member was sent it. */
export type AgendaSent = {
  startsInstant?: number
  items: { itemId: string; /** "7F Vetting (7F-VET)" */ words: string }[]
}

/** In words, as the agenda's own: what was added and what was taken off. */
export type AgendaChanges = { added: string[]; takenOff: string[]; otherHour: boolean }

/**
 * What makes an agenda another one than a member was sent: a matter added, one taken off without a decision, another hour. A matter
 * decided before the meeting changes nothing of what the others are. Undefined where it is the same.
 */
export const agendaChanges = (
  sent: AgendaSent,
  now: AgendaSent,
  isDecided: (itemId: string) => boolean,
): AgendaChanges | undefined => {
  const had = new Set(sent.items.map(({ itemId }) => itemId))
  const has = new Set(now.items.map(({ itemId }) => itemId))
  const added = now.items.filter(({ itemId }) => !had.has(itemId)).map(({ words }) => words)
  const left = sent.items.filter(({ itemId }) => !has.has(itemId) && !isDecided(itemId))
  const takenOff = left.map(({ words }) => words)
  const otherHour = sent.startsInstant !== now.startsInstant
  return added.length > 0 || takenOff.length > 0 || otherHour ? { added, takenOff, otherHour } : undefined
}
