import type { AuditEntry, BoardAsked } from '../../machines/audit-entry.ts'
import type { StoredCase } from '../../machines/case-file.ts'
import { outcomeReaderIds } from '../../machines/initiative/outcome-readers.ts'
import { sittingIn } from '../../machines/seats.ts'
import type { OutboxMail } from '../ports.ts'
import { chairsActionTaken, toldOfAChairsAction } from './mails-of-chairs-actions.ts'
import { mailsOfExtensions } from './mails-of-extensions.ts'
import { mailsOfRoom } from './mails-of-room.ts'

/** The person who gets what the PMO must see; only written to where this id is on file. */
export const pmoPersonId = 'pmo'

/** A mail that follows from an entry. `onlyIfOnFile`: left out where the person has no address on file. */
export type MailOfEntry = Omit<
  OutboxMail,
  'mailId' | 'state' | 'attempts' | 'nextAttemptInstant' | 'delayedSinceInstant' | 'sentInstant' | 'lastError'
> & { onlyIfOnFile: boolean }

type EventOf<Type extends AuditEntry['event']['type']> = Extract<AuditEntry['event'], { type: Type }>

/**
 * The mails that follow from what is newly recorded: to every board asked an invitation a seat, for every decision a receipt to the
 * member and one to the board's secretary (reliability rule 17), a warning to the secretary and the PMO for every disputed one, the
 * outcome to the change team and the senior responsible owner when a decision ended the review, and to all it concerns when it was a chair's action; to every stakeholder of circulated papers one that asks for comments,
 * and for every comment answered one that says so; to everybody asked, and the secretary, that a decision is for another meeting now. `state` is the case after the last entry.
 */
export const mailsOfEntries = (
  initiativeId: string,
  entries: readonly AuditEntry[],
  state: StoredCase,
): MailOfEntry[] =>
  entries.flatMap(({ event, sequence, asked = [] }, index): MailOfEntry[] => {
    const isTheReviewsLast = (reviewId: string) =>
      !entries.slice(index + 1).some(({ event: later }) => isDecided(later) && later.reviewId === reviewId)
    const mails = [
      ...asked.flatMap(invitations),
      ...asked.flatMap((board) => toldOfAChairsAction(board, state)),
      ...(event.type === 'decisionDisputed' ? disputed(event, state) : []),
      ...(event.type === 'papersCirculated' ? circulated(event) : []),
      ...(event.type === 'commentAnswered' ? answered(event, state) : []),
      ...(event.type === 'voteCast' ? receipts(event, state) : []),
      ...(event.type === 'meetingMoved' || event.type === 'resumed' ? moved(event, state) : []),
      ...mailsOfRoom(event, state, pmoPersonId),
      ...mailsOfExtensions(event, state, pmoPersonId),
      ...[...reviewsOf(event, asked)].flatMap((reviewId) => deadlocked(reviewId, event.atInstant, state)),
      ...(isDecided(event) && isTheReviewsLast(event.reviewId)
        ? [...outcome(event, state), ...chairsActionTaken(event, state)]
        : []),
    ]
    return mails.map((mail) => ({ initiativeId, sequence, ...mail }))
  })

/** What may end a review by its board's decision. */
const isDecided = (event: AuditEntry['event']): event is EventOf<'voteCast' | 'roomConfirmed'> =>
  event.type === 'voteCast' || event.type === 'roomConfirmed'

type Mail = Omit<MailOfEntry, 'initiativeId' | 'sequence'>

/** One to each seat's holder. */
const invitations = ({ reviewId, submissionId, seats }: BoardAsked): Mail[] =>
  seats.map(({ seatId, holderId: personId }) => ({
    kind: 'invitation',
    reviewId,
    submissionId,
    seatId,
    personId,
    number: 0,
    onlyIfOnFile: false,
  }))

/** One to the member and one to the secretary, each of whom can say that it was not the member. */
const receipts = (vote: EventOf<'voteCast'>, { reviews }: StoredCase): Mail[] => {
  const review = reviews[vote.reviewId]?.context
  const counted = review?.ballots[vote.seatId]?.find(({ updateId }) => updateId === vote.updateId)
  const readers = new Set([vote.holderId, review?.terms.secretary?.personId].filter((reader) => reader !== undefined))
  return [...readers].map((personId) => ({
    kind: 'receipt',
    reviewId: vote.reviewId,
    ...(review ? { submissionId: review.submissionId } : {}),
    seatId: vote.seatId,
    personId,
    // A decision only counts on the form that shows the one before it.
    number: counted?.number ?? vote.decisionNumber + 1,
    onlyIfOnFile: false,
  }))
}

/** The papers being withdrawn ends a review too, but is no board's decision. */
const outcome = (vote: Pick<EventOf<'voteCast'>, 'reviewId'>, { reviews, initiative }: StoredCase): Mail[] => {
  const review = reviews[vote.reviewId]
  if (review?.status !== 'done' || review.value === 'withdrawn') return []
  const { reviewId, submissionId } = review.context
  return outcomeReaderIds(initiative.context).map((personId) => ({
    kind: 'outcome',
    reviewId,
    submissionId,
    personId,
    number: 0,
    onlyIfOnFile: true,
  }))
}

/** One to each member who is asked and one to the secretary; a hold that outlasts a meeting moves what was before it too. */
const moved = ({ atInstant }: AuditEntry['event'], { reviews }: StoredCase): Mail[] =>
  Object.values(reviews).flatMap(({ status, context }) => {
    const number = 1 + (context.meetingMoves ?? []).findIndex((move) => move.atInstant === atInstant)
    if (status !== 'active' || number === 0) return []
    const { reviewId, submissionId, terms } = context
    const about = { kind: 'meetingMoved' as const, reviewId, submissionId, number, onlyIfOnFile: false }
    const members = terms.seats.flatMap((seat): Mail[] => {
      const sits = sittingIn(context, seat)
      return sits ? [{ ...about, seatId: seat.seatId, personId: sits.personId }] : []
    })
    const personId = terms.secretary?.personId
    const isMember = members.some((mail) => mail.personId === personId)
    return personId === undefined || isMember ? members : [...members, { ...about, personId }]
  })

/** The reviews an entry is about: its own, and those it opened. */
const reviewsOf = (event: AuditEntry['event'], asked: readonly BoardAsked[]): Set<string> =>
  new Set([
    ...('reviewId' in event && event.reviewId !== undefined ? [event.reviewId] : []),
    ...asked.map(({ reviewId }) => reviewId),
  ])

/** Secretary and PMO are told by the very entry that brought it about. */
const deadlocked = (reviewId: string, atInstant: number, { reviews }: StoredCase): Mail[] => {
  const review = reviews[reviewId]?.context
  if (!review || review.deadlock?.sinceInstant !== atInstant) return []
  const secretaryId = review.terms.secretary?.personId
  const told = [...new Set([secretaryId, pmoPersonId].filter((personId) => personId !== undefined))]
  return told.map((personId) => ({
    kind: 'deadlock',
    reviewId,
    submissionId: review.submissionId,
    personId,
    // A decision that was settled again and is stuck once more is told of again.
    number: Object.values(review.ballots).flat().length,
    onlyIfOnFile: personId === pmoPersonId,
  }))
}

const disputed = (dispute: EventOf<'decisionDisputed'>, { reviews }: StoredCase): Mail[] => {
  const review = reviews[dispute.reviewId]?.context
  const about = {
    kind: 'dispute' as const,
    reviewId: dispute.reviewId,
    ...(review ? { submissionId: review.submissionId } : {}),
    seatId: dispute.seatId,
    number: dispute.decisionNumber,
  }
  const secretaryId = review?.terms.secretary?.personId
  return [
    ...(secretaryId ? [{ ...about, personId: secretaryId, onlyIfOnFile: false }] : []),
    ...(secretaryId === pmoPersonId ? [] : [{ ...about, personId: pmoPersonId, onlyIfOnFile: true }]),
  ]
}

const circulated = ({ circulationId, stakeholders }: EventOf<'papersCirculated'>): Mail[] =>
  stakeholders.map(({ personId }) => ({ kind: 'circulation', circulationId, personId, number: 0, onlyIfOnFile: false }))

const answered = ({ circulationId, commentNumber }: EventOf<'commentAnswered'>, { circulations }: StoredCase): Mail[] =>
  (circulations?.[circulationId]?.context.comments ?? [])
    .filter(({ number }) => number === commentNumber)
    .map(({ stakeholderId: personId, number }) => ({
      kind: 'commentAnswered',
      circulationId,
      personId,
      number,
      onlyIfOnFile: false,
    }))
