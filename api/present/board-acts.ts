import type { CaseFile } from '../../machines/case-file.ts'
import type { CaseEvent } from '../../machines/case-events.ts'
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

/** What may be done to decisions now before a board: ask another one, go on at another or at another meeting, say who sits. */
export const boardActsOf = ({ reviews }: CaseFile, atInstant: number, act: ActOf) => {
  const terms = someBoard(atInstant)
  const open = Object.values(reviews).filter(({ status }) => status === 'active')
  const ofReview = (name: 'moveSeat' | 'mergeBoard' | 'moveMeeting', event: (reviewId: string) => CaseEvent) =>
    open.map(({ context: { reviewId, terms: board } }) => act(name, event(reviewId), { reviewId }, board.name))
  return [
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
