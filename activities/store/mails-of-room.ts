import type { AuditEntry } from '../../machines/audit-entry.ts'
import type { StoredCase } from '../../machines/case-file.ts'
import type { FactOf } from '../../machines/commands.ts'
import { confirmerOf, roomToConfirm } from '../../machines/room.ts'
import type { MailOfEntry } from './mails-of-entries.ts'

type Mail = Omit<MailOfEntry, 'initiativeId' | 'sequence'>

/**
 * The mails that follow from what is recorded of a board's meeting: to whoever was in the chair, and to whoever takes that seat before it
 * is confirmed; to each member whose position counts, with a way to say that it was not theirs; to the secretary when it is answered.
 */
export const mailsOfRoom = (event: AuditEntry['event'], { reviews }: StoredCase, pmoPersonId: string): Mail[] => {
  if (event.type === 'roomRecorded' || event.type === 'seatMoved') return toConfirm(event, reviews)
  if (event.type !== 'roomConfirmed' && event.type !== 'roomRefused') return []
  const review = reviews[event.reviewId]?.context
  if (!review) return []
  const about = { reviewId: event.reviewId, submissionId: review.submissionId }
  const secretaryId = review.terms.secretary?.personId
  const answered: Mail = {
    kind: event.type,
    ...about,
    personId: secretaryId ?? pmoPersonId,
    number: event.version,
    onlyIfOnFile: secretaryId === undefined,
  }
  if (event.type === 'roomRefused') return [answered]
  const receipts = Object.entries(review.ballots).flatMap(([seatId, ballots]): Mail[] =>
    ballots
      .filter(({ updateId }) => updateId === event.updateId)
      .map(({ holderId, number }) => ({
        kind: 'receipt',
        ...about,
        seatId,
        personId: holderId,
        number,
        onlyIfOnFile: false,
      })),
  )
  return [...receipts, answered]
}

/** A version that was overtaken within the same recording asks nobody. */
const toConfirm = (event: FactOf<'recordRoom'> | FactOf<'moveSeat'>, reviews: StoredCase['reviews']): Mail[] => {
  const stored = reviews[event.reviewId]
  const review = stored?.status === 'active' ? stored.context : undefined
  const room = review && roomToConfirm(review)
  const confirmer = room && confirmerOf(review, room)
  if (!room || !confirmer) return []
  if (event.type === 'seatMoved' && event.seatId !== room.chairSeatId) return []
  if (event.type === 'roomRecorded' && event.atInstant !== room.atInstant) return []
  return [
    {
      kind: 'roomToConfirm',
      reviewId: event.reviewId,
      submissionId: review.submissionId,
      seatId: confirmer.seat.seatId,
      personId: confirmer.personId,
      number: room.version,
      onlyIfOnFile: false,
    },
  ]
}
