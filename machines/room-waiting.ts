import type { WaitingFor } from './deadlines.ts'
import type { ReviewContext } from './review.ts'
import { confirmerOf, roomToConfirm, type Room } from './room.ts'

/** What was recorded in the room waits for whoever was in the chair, since it was recorded; undefined where nothing does. */
export const toConfirm = (review: ReviewContext): { room: Room; waiting: WaitingFor } | undefined => {
  const room = roomToConfirm(review)
  const confirmer = room && confirmerOf(review, room)
  if (!room || !confirmer) return undefined
  const { seat, personId, title } = confirmer
  const waiting: WaitingFor = {
    whom: { kind: 'member', title, personId, seatId: seat.seatId },
    what: `confirm what ${room.recordedBy} recorded of the meeting of ${review.terms.name}`,
    sinceInstant: room.atInstant,
    overdue: false,
    reviewId: review.reviewId,
  }
  return { room, waiting }
}
