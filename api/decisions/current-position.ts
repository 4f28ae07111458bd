import type { ApiParts } from '../parts.ts'
import { holderOn, maySit } from '../../machines/terms-of-reference.ts'
import { sittingIn } from '../../machines/seats.ts'
import type { Matter } from './matter.ts'

/** At most one such mail a seat and review in this time: a button that anybody with an old link can press must not flood a mailbox. */
const onceInMilliseconds = 15 * 60_000

/**
 * Has the current position mailed to the address on file, never to one that is typed. Where the seat changed hands that is its
 * present holder's address, so that nothing more is told to somebody who has left.
 */
export const mailCurrentPosition = async (
  parts: Pick<ApiParts, 'outbox' | 'clock' | 'directory' | 'calendar'>,
  { link, recorded, review, seat }: Matter,
): Promise<void> => {
  const today = parts.calendar.dayOf(parts.clock())
  const board = await parts.directory.board(review.context.terms.boardId, today)
  const sitsId = seat && sittingIn(review.context, seat)?.personId
  const onBoard = board?.seats.find(({ seatId }) => seatId === link.seatId)
  const personId =
    board && (sitsId === undefined || !maySit(board, link.seatId, sitsId, today))
      ? onBoard && holderOn(onBoard, today)
      : sitsId
  if (!personId) return
  const { initiativeId, reviewId, submissionId, seatId } = link
  await parts.outbox.ensure([
    {
      kind: 'currentPosition',
      initiativeId,
      reviewId,
      submissionId,
      seatId,
      personId,
      // The number makes one row of every press within the same quarter of an hour.
      number: Math.floor(parts.clock() / onceInMilliseconds),
      sequence: recorded.version,
    },
  ])
}
