import type { CaseFile } from '../../machines/case-file.ts'
import type { CaseEvent } from '../../machines/case-events.ts'
import { decidingSeats, type ReviewContext } from '../../machines/review.ts'
import { sittingIn } from '../../machines/seats.ts'
import type { BoardTerms } from '../../machines/vocabulary/board.ts'
import type { ActOf } from './acts.ts'

const another = 'another-one'
const words = '…'

/** The terms of a board nobody has chosen yet, to find out whether one may be asked at all. */
const someBoard = (atInstant: number): BoardTerms => ({
  boardId: another,
  name: words,
  termsVersion: 1,
  ask: 'decide',
  rule: { kind: 'unanimous' },
  seats: [{ seatId: another, title: words, organisationIds: [another], holderId: another, chair: true }],
  decideByInstant: atInstant + 1,
  reminderInstants: [],
})

/** A meeting everybody who sits came to, to find out whether one could be recorded at all. */
const someMeeting = (review: ReviewContext | undefined, reviewId: string, atInstant: number): CaseEvent => ({
  type: 'roomRecorded',
  atInstant,
  reviewId,
  day: '2000-01-01',
  dayEndsInstant: atInstant + 1,
  seats: (review ? decidingSeats(review) : []).map((seat) => ({
    seatId: seat.seatId,
    attendance: review && sittingIn(review, seat)?.as === 'deputy' ? 'deputyPresent' : 'present',
    position: { choice: 'abstain', reason: words, points: [], conditions: [], changedInTheRoom: true },
  })),
  tabledPapers: [],
  recordedBy: words,
})

/** What may be done to decisions now before a board: record what was decided in the room, ask another board, go on at another or at another meeting, say who sits. */
export const boardActsOf = ({ reviews }: CaseFile, atInstant: number, act: ActOf) => {
  const terms = someBoard(atInstant)
  const open = Object.values(reviews).filter(({ status }) => status === 'active')
  const ofReview = (
    name: 'moveSeat' | 'mergeBoard' | 'moveMeeting' | 'recordRoom',
    event: (reviewId: string) => CaseEvent,
  ) => open.map(({ context: { reviewId, terms: board } }) => act(name, event(reviewId), { reviewId }, board.name))
  return [
    ...ofReview('recordRoom', (reviewId) => someMeeting(reviews[reviewId]?.context, reviewId, atInstant)),
    act('addBoard', { type: 'boardAdded', atInstant, terms, reason: words }),
    ...ofReview('moveSeat', (reviewId) => ({
      type: 'seatMoved',
      atInstant,
      reviewId,
      seatId: reviews[reviewId]?.context.terms.seats[0]?.seatId ?? another,
      personId: another,
      as: 'holder',
      reason: words,
    })),
    ...ofReview('moveMeeting', (reviewId) => ({
      type: 'meetingMoved',
      atInstant,
      reviewId,
      meeting: { day: '9999-12-31', papersDueInstant: atInstant + 1, endsInstant: atInstant + 1 },
      reason: words,
    })),
    ...ofReview('mergeBoard', (reviewId) => ({ type: 'boardMerged', atInstant, reviewId, terms, reason: words })),
  ]
}
