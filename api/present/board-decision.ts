import { dateInWords, dayInWords, weekdayDateInWords } from '../../activities/words/dates.ts'
import { askInWords, askOf, decidedInWords } from '../../activities/words/decisions.ts'
import { partyInWords } from '../../activities/words/parties.ts'
import { meetingsInWords } from '../../activities/words/meetings.ts'
import { passedOverInWords } from '../../activities/words/working-days.ts'
import type { OutboxMail, RecordedInitiative } from '../../activities/ports.ts'
import type { StoredMachine } from '../../machines/case-file.ts'
import { isBetweenGates } from '../../machines/initiative/boards.ts'
import { meetingOf } from '../../machines/review-dates.ts'
import { currentBallot, dueInstantOf, parties, standing, type ReviewContext } from '../../machines/review.ts'
import { ruleInWords } from '../../machines/rules/index.ts'
import { asWhom, sittingIn } from '../../machines/seats.ts'
import type { Seat } from '../../machines/vocabulary/board.ts'
import { ended } from './listing.ts'
import { shownMoney } from './money.ts'
import { lastContactOf } from './needs-action.ts'
import { presentRoom } from './room.ts'
import { isIn, type Tag } from './place.ts'

/** Where one member stands. */
export type ShownSeat = {
  title: string
  isChair: boolean
  position: string
  tag: Tag
  on: string
  reason: string
  points: string[]
  conditions: string[]
  /** "This is decision 2 of this member; the last one counts." */
  versions: string
  /** "In the room, confirmed by Chief Constable, Kent." */
  inTheRoom: string
  isDisputed: boolean
  email: string
  emailProblem: boolean
}

const shownSeat = (
  seat: Seat,
  review: ReviewContext,
  mails: readonly OutboxMail[],
  disputed: ReadonlySet<string>,
): ShownSeat => {
  const { seatId, chair } = seat
  const ballot = currentBallot(review, seatId)
  const sits = sittingIn(review, seat)
  const holderId = sits?.personId ?? seat.holderId
  const title = asWhom(review, seat, ballot?.holderId ?? holderId)
  const newest = mails.find((mail) => mail.personId === holderId && mail.reviewId === review.reviewId)
  const favourable = ballot?.choice === 'approve' || ballot?.choice === 'approveWithConditions'
  return {
    title,
    isChair: chair,
    position: ballot ? decidedInWords(ballot.choice, askOf(review)) : 'not decided yet',
    tag: {
      text: ballot ? decidedInWords(ballot.choice, askOf(review)) : 'not decided yet',
      kind: favourable ? 'done' : ballot ? 'missing' : 'plain',
    },
    on: ballot ? dateInWords(ballot.atInstant) : '',
    reason: ballot?.reason ?? '',
    points: ballot?.points ?? [],
    conditions: ballot?.conditions.map(({ text }) => text) ?? [],
    inTheRoom: ballot?.inTheRoom ? `In the room, confirmed by ${ballot.inTheRoom.confirmedBy}.` : '',
    versions: ballot && ballot.number > 1 ? `Decided ${ballot.number} times; the last one counts.` : '',
    isDisputed: disputed.has(seatId),
    email: lastContactOf(mails, holderId, review.reviewId),
    emailProblem: newest?.state === 'undeliverable' || newest?.state === 'delayed',
  }
}

const dueWords = (review: StoredMachine<ReviewContext>): { due: string; isLate: boolean } => {
  const due = weekdayDateInWords(dueInstantOf(review.context))
  if (isIn(review, 'onHold')) return { due: 'The time to decide stops while the initiative is on hold.', isLate: false }
  return isIn(review, 'overdue')
    ? { due: `Was due ${due}. It stays open: silence is not approval.`, isLate: true }
    : { due: `Due ${due}. Silence is not approval: past that date it stays open.`, isLate: false }
}

/** Where the agenda of the meeting it is for stands; undefined where the board decides within a time. */
const meetingHrefOf = (review: ReviewContext): string | undefined => {
  const day = meetingOf(review)?.day
  return day && `/boards/${review.terms.boardId}/meetings/${day}`
}

/** The decisions now before boards: what is asked, each member's position, the rule and the arithmetic in words. */
export const openDecisions = ({ state }: RecordedInitiative, mails: readonly OutboxMail[]) => {
  const { disputes } = state.initiative.context
  return Object.values(state.reviews)
    .filter(({ status }) => status === 'active')
    .map((review) => {
      const { context } = review
      const { terms, proposal, round, openedInstant, reviewId } = context
      const ofThisReview = disputes.filter((dispute) => dispute.reviewId === reviewId)
      const disputed = new Set(ofThisReview.map(({ seatId }) => seatId))
      return {
        reviewId,
        board: terms.name,
        papers: isBetweenGates(reviewId) ? 'between gates' : `round ${round}`,
        opened: dayInWords(openedInstant),
        ...dueWords(review),
        meetingHref: meetingHrefOf(context),
        meetings: [...meetingsInWords(context), ...passedOverInWords(terms)],
        asksFor: askInWords[askOf(context)],
        asks: proposal.asks,
        because: proposal.because ?? '',
        authorises: proposal.authorises,
        doesNotAuthorise: proposal.doesNotAuthorise ?? '',
        recommendation: proposal.recommendation ?? '',
        risks: proposal.risks,
        money: shownMoney(proposal.money, state.initiative.context.organisations),
        rule: ruleInWords(terms),
        ruleNote: terms.ruleNote ?? '',
        parties: parties(context).map(partyInWords),
        arithmetic: ended(standing(context).because),
        seats: terms.seats.map((seat) => shownSeat(seat, context, mails, disputed)),
        secretary: terms.secretary?.title ?? '',
        packHref: `/initiatives/${state.initiative.context.initiativeId}/reviews/${reviewId}/pack`,
        rooms: (context.rooms ?? []).slice(-1).map((room) => presentRoom(context, room)),
      }
    })
}

/** "7F Chief Constables, then Alliance Summit": the boards still to be asked about the papers now before a board. */
export const boardsToCome = ({ state }: RecordedInitiative): string => {
  const { submission, boardPosition } = state.initiative.context
  const names = submission?.boards.slice(boardPosition + 1).map(({ name }) => name) ?? []
  return names.length > 0 ? `If this board agrees, the next to decide: ${names.join(', then ')}.` : ''
}
