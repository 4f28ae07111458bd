import { refusal, type Refusal } from './refusal.ts'
import type { BoardTerms, Seat } from './vocabulary/board.ts'
import type { OrganisationRef } from './vocabulary/people.ts'
import type { PaperRef } from './vocabulary/submission.ts'

type Read = Pick<PaperRef, 'readers'>

/** Whether the member of a seat may open a paper: anybody asked about it, or those its readers name. */
export const mayRead = ({ readers }: Read, seat: Pick<Seat, 'seatId' | 'organisationIds'> | undefined): boolean =>
  readers === undefined ||
  (seat !== undefined &&
    (readers.seatIds.includes(seat.seatId) || seat.organisationIds.some((id) => readers.organisationIds.includes(id))))

/** Why a paper cannot name these readers, in words; which seats there are is only known once its boards are. */
export const whyNotReaders = ({ readers }: Read, organisations: readonly OrganisationRef[]): Refusal | undefined => {
  const stranger = readers?.organisationIds.find(
    (id) => !organisations.some(({ organisationId }) => organisationId === id),
  )
  return stranger === undefined
    ? undefined
    : refusal('UnknownReader', `paper.readers.organisationIds: ${stranger} takes no part in this initiative.`)
}

/** Why these papers cannot go to these boards for the readers they name: one that nobody there may open decides nothing. */
export const whyNotReadable = (
  papers: readonly PaperRef[],
  boards: readonly Pick<BoardTerms, 'seats'>[],
): Refusal | undefined => {
  const seats = boards.flatMap((board) => board.seats)
  const unread = papers.find((paper) => paper.readers && !seats.some((seat) => mayRead(paper, seat)))
  return unread && refusal('NobodyMayRead', `None of the readers ${unread.title} names sits on the boards asked.`)
}
