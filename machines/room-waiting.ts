import type { WaitingFor } from './deadlines.ts'
import { problemOf, type Delivery } from './delivery.ts'
import type { ReviewContext } from './review.ts'
import { confirmerOf, roomToConfirm, type Room } from './room.ts'

/** What was recorded in the room waits for whoever was in the chair, since it was recorded; undefined where nothing does. */
export const toConfirm = (
  review: ReviewContext,
  deliveries: readonly Delivery[],
): { room: Room; waiting: WaitingFor } | undefined => {
  const room = roomToConfirm(review)
  const confirmer = room && confirmerOf(review, room)
  if (!room || !confirmer) return undefined
  const { seat, personId, title } = confirmer
  const mailed = deliveries.find((mail) => mail.reviewId === review.reviewId && mail.seatId === seat.seatId)
  const problem = problemOf(mailed, title)
  const waiting: WaitingFor = {
    whom: { kind: 'member', title, personId, seatId: seat.seatId },
    what: `confirm what ${room.recordedBy} recorded of the meeting of ${review.terms.name}`,
    sinceInstant: room.atInstant,
    overdue: false,
    reviewId: review.reviewId,
    ...(problem ? { problem } : {}),
  }
  return { room, waiting }
}
