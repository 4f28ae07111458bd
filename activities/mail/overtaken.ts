import { toBeReported } from '../../machines/initiative/chairs-actions.ts'
import { conditionIdOf, isOpen } from '../../machines/initiative/conditions.ts'
import { silentStakeholders } from '../../machines/circulation/context.ts'
import { currentBallot } from '../../machines/review.ts'
import { confirmerOf, roomToConfirm } from '../../machines/room.ts'
import { sittingIn } from '../../machines/seats.ts'
import type { OutboxMail, RecordedInitiative } from '../ports.ts'
import type { Board } from '../../machines/terms-of-reference.ts'
import { maySit } from '../../machines/terms-of-reference.ts'
import { dayOf } from '../words/dates.ts'
import { endingOf } from './about.ts'
import { extensionOf } from './kinds/more-time.ts'

/**
 * Why a mail need not leave any more, for the log; undefined when it must. Only what asks for something can be overtaken: a receipt
 * is owed whatever has happened since.
 */
export const whyNotNeeded = (
  row: OutboxMail,
  { state }: RecordedInitiative,
  board: Board | undefined,
  nowInstant: number,
): string | undefined => {
  if (row.kind === 'requestedReminder')
    return state.initiative.status === 'done' ? 'the initiative is closed' : undefined
  if (row.kind === 'hardDateWarning') {
    const { status, context } = state.initiative
    if (status === 'done') return 'the initiative is closed'
    return context.hardDates?.some(({ number }) => number === row.number) ? undefined : 'the date was taken away'
  }
  if (row.kind === 'conditionDueSoon' || row.kind === 'conditionOverdue') {
    const { status, context } = state.initiative
    if (status === 'done') return 'the initiative is closed'
    const conditionId = conditionIdOf(row.reviewId ?? '', row.number)
    const condition = context.conditions.find((each) => each.conditionId === conditionId)
    return condition && isOpen(condition) ? undefined : 'nobody has to meet the condition any more'
  }
  if (row.kind === 'moreTimeEnding' || row.kind === 'moreTimeOver') {
    const { status } = state.initiative
    if (status === 'done') return 'the initiative is closed'
    return extensionOf(row, state) ? undefined : 'the party has decided'
  }
  if (row.kind === 'roomToConfirm') return whyNothingToConfirm(row, state)
  if (row.kind === 'chairsActionOverdue') {
    if (state.initiative.status === 'done') return 'the initiative is closed'
    const isOpen = toBeReported(state.initiative.context).some(({ reviewId }) => reviewId === row.reviewId)
    return isOpen ? undefined : 'the chair\u2019s action has been reported'
  }
  if (row.kind === 'circulation' || row.kind === 'commentReminder') return whyNoCommentNeeded(row, state)
  if (!['invitation', 'reminder', 'escalation', 'oneTimeCode', 'meetingMoved', 'chairsActionAsked'].includes(row.kind))
    return undefined
  const review = row.reviewId === undefined ? undefined : state.reviews[row.reviewId]
  if (!review) return undefined
  if (endingOf(review)) return 'the board has decided, or the papers were withdrawn'
  if (
    row.kind === 'escalation' ||
    row.kind === 'chairsActionAsked' ||
    (row.kind === 'meetingMoved' && row.seatId === undefined)
  )
    return undefined
  const seat = review.context.terms.seats.find(({ seatId }) => seatId === row.seatId)
  const sits = seat && sittingIn(review.context, seat)
  if (!seat || sits?.personId !== row.personId) return 'the seat has changed hands'
  // A board the directory does not know is taken by the terms the papers went out with.
  if (board && !maySit(board, seat.seatId, sits.forHolderId ?? sits.personId, dayOf(nowInstant)))
    return 'the seat has changed hands'
  if (row.kind === 'reminder' && currentBallot(review.context, seat.seatId)) return 'the member has decided'
  return undefined
}

/** What was recorded anew, answered meanwhile or overtaken by the board's decision asks the chair nothing. */
const whyNothingToConfirm = (
  { reviewId = '', number, personId }: OutboxMail,
  { reviews }: RecordedInitiative['state'],
): string | undefined => {
  const review = reviews[reviewId]
  if (!review) return undefined
  if (endingOf(review)) return 'the board has decided, or the papers were withdrawn'
  const room = roomToConfirm(review.context)
  if (room?.version !== number) return 'it was answered, or recorded anew'
  return confirmerOf(review.context, room)?.personId === personId ? undefined : 'the seat has changed hands'
}

const whyNoCommentNeeded = (
  { kind, circulationId = '', personId }: OutboxMail,
  { circulations = {} }: RecordedInitiative['state'],
): string | undefined => {
  const circulation = circulations[circulationId]?.context
  if (!circulation) return undefined
  if (circulation.closed) return 'the circulation is closed'
  return kind === 'commentReminder' && !silentStakeholders(circulation).some((each) => each.personId === personId)
    ? 'the stakeholder has answered'
    : undefined
}
