import type { FactOf } from './commands.ts'
import { whyNotReadable } from './paper-readers.ts'
import { refusal, type Refusal } from './refusal.ts'
import { currentBallot, decidingSeats, type ReviewContext } from './review.ts'
import { reviewOutput, type ReviewSnapshot } from './review-machine.ts'
import {
  confirmerOf,
  deputiesFree,
  hasAnInterest,
  inTheChairOf,
  inTheRoom,
  ownDecisionStands,
  wasThere,
  wordsInForce,
} from './room.ts'
import { names } from './rules/rule.ts'
import { whyNoQuorum } from './rules/quorum-in-the-room.ts'
import { holderOf, sittingIn } from './seats.ts'
import type { Seat } from './vocabulary/board.ts'
import { whyNotOffered, whyNotSaid } from './why-not-cast.ts'

type Written = FactOf<'recordRoom'>
type SeatWritten = Written['seats'][number]

const whyNotOpen = (review: ReviewSnapshot): Refusal | undefined => {
  if (review.status === 'done') {
    const ended = reviewOutput(review)
    return ended?.outcome === 'withdrawn'
      ? refusal('PapersWithdrawn', 'The papers were withdrawn, so there is nothing to decide.')
      : refusal('ReviewClosed', `The board has already decided. ${ended?.because ?? ''}`.trim())
  }
  return review.matches('onHold') ? refusal('OnHold', 'This initiative is on hold; resume it first.') : undefined
}

/** Why what was decided in the room may not be recorded so, in words naming the seats; undefined when it may. */
export const whyNotRecordRoom = (review: ReviewSnapshot, event: Written): Refusal | undefined => {
  const { context } = review
  return (
    whyNotOpen(review) ??
    whyNotWritten(context, event) ??
    firstOf(event.seats, (written) => whyNotSeat(context, event, written)) ??
    whyNotTogether(context, event) ??
    whyNotChaired(context, event)
  )
}

const firstOf = <Each>(all: readonly Each[], why: (each: Each) => Refusal | undefined): Refusal | undefined => {
  for (const each of all) {
    const refused = why(each)
    if (refused) return refused
  }
  return undefined
}

const whyNotWritten = (context: ReviewContext, { seats, dayEndsInstant, recordedBy }: Written): Refusal | undefined => {
  const { terms, openedInstant } = context
  if (terms.way)
    return refusal('OutsideItsMeetings', `reviewId: ${terms.name} decides this outside its meetings, not in the room.`)
  if (dayEndsInstant <= openedInstant)
    return refusal('BeforeThePapers', 'day: must not be before the papers went to the board.')
  if (
    terms.seats.some(({ title, deputies = [] }) => [title, ...deputies.map((each) => each.title)].includes(recordedBy))
  )
    return refusal(
      'MemberRecords',
      `recordedBy: ${recordedBy} decides at this board; its secretary writes down what was decided, and its chair confirms it.`,
    )
  const twice = seats.find(({ seatId }, index) => seats.findIndex((each) => each.seatId === seatId) !== index)
  if (twice) return refusal('SeatTwice', `seats: ${twice.seatId} is written down twice.`)
  const left = decidingSeats(context).filter((seat) => !seats.some(({ seatId }) => seatId === seat.seatId))
  if (left.length > 0) return refusal('AttendanceMissing', `seats: say whether these were in the room: ${names(left)}.`)
  return seats.some(({ position }) => position)
    ? undefined
    : refusal('NothingDecided', 'seats: write down what at least one of those present decided.')
}

const whyNotSeat = (context: ReviewContext, event: Written, written: SeatWritten): Refusal | undefined => {
  const { seatId, position } = written
  const seat = context.terms.seats.find((each) => each.seatId === seatId)
  if (!seat) return refusal('NotAMember', `seats: ${context.terms.name} has no seat ${seatId}.`)
  const was = wasThere(written)
  if (position && !was)
    return refusal('NotPresent', `seats: ${seat.title} was not in the room and took no position there.`)
  if (!was) return undefined
  const nobody = whyNobodyThere(context, seat, written)
  if (nobody || !position) return nobody
  const said = whyNotOffered(context, position.choice) ?? whyNotSaid(context, position, event.atInstant)
  if (said) return refusal(said.type, `seats: ${seat.title}: ${said.reason}`)
  return whyNotInsteadOfOwn(context, event, seat, position)
}

/** Whoever was in the room for a seat must be somebody who may decide for it. */
const whyNobodyThere = (context: ReviewContext, seat: Seat, written: SeatWritten): Refusal | undefined => {
  if (inTheRoom(context, seat, written)) return undefined
  const sits = sittingIn(context, seat)
  if (!sits)
    return context.ownCasePersonIds.includes(holderOf(context, seat))
      ? refusal(
          'OwnCase',
          `seats: ${seat.title} stands aside: the author, sponsor and senior responsible owner of a case do not decide it.`,
        )
      : refusal('NobodySits', `seats: nobody sits in the seat ${seat.title}, so nobody was in the room for it.`)
  if (written.attendance === 'present')
    return refusal(
      'DeputySits',
      `seats: ${sits.title} sits for ${seat.title} in this decision; write down that the deputy was present, or hand the seat back first.`,
    )
  const free = deputiesFree(context, seat)
  return free.length > 1 && written.deputyId === undefined
    ? refusal(
        'WhichDeputy',
        `seats: say which deputy was there for ${seat.title}: ${free.map(({ title, personId }) => `${title} (${personId})`).join('; ')}.`,
      )
    : refusal(
        'NoSuchDeputy',
        `seats: the board\u2019s terms name no such deputy of ${seat.title} who could decide this; let one sit for the seat first.`,
      )
}

/** What a member decided by their own link is replaced only up to the day of the meeting, and only on the secretary's word that they changed it there. */
const whyNotInsteadOfOwn = (
  context: ReviewContext,
  event: Written,
  seat: Seat,
  position: NonNullable<SeatWritten['position']>,
): Refusal | undefined => {
  const own = currentBallot(context, seat.seatId)
  if (!own || own.inTheRoom || own.choice === position.choice) return undefined
  if (ownDecisionStands(own, event))
    return refusal(
      'DecidedSince',
      `seats: ${seat.title} has decided otherwise by their own link since the meeting, and that stands; leave their position out.`,
    )
  return position.changedInTheRoom
    ? undefined
    : refusal(
        'DecidedOtherwise',
        `seats: ${seat.title} had decided otherwise by their own link; say that they changed it in the room, or leave their position out.`,
      )
}

const whyNotTogether = (context: ReviewContext, event: Written): Refusal | undefined => {
  const { terms } = context
  const written = new Map(event.seats.map((each) => [each.seatId, each]))
  const there = decidingSeats(context).filter(({ seatId }) => wasThere(written.get(seatId) ?? { attendance: 'absent' }))
  const people = there.flatMap((seat) => {
    const each = written.get(seat.seatId)
    return (each && inTheRoom(context, seat, each)?.personId) ?? []
  })
  const twice = there.find((_, index) => people.indexOf(people[index] ?? '') !== index)
  if (twice)
    return refusal('SitsElsewhere', `seats: whoever was there for ${twice.title} was there for another seat already.`)
  const counted = (seat: Seat) => !hasAnInterest(context, event.seats, seat)
  const noQuorum = whyNoQuorum(terms, there.filter(counted), decidingSeats(context).filter(counted))
  if (noQuorum) return refusal('NoQuorum', `The board could not decide in the room. ${noQuorum}`)
  const known = event.tabledPapers.find(
    (paper, index) =>
      context.papers.some(({ sha256 }) => sha256 === paper.sha256) ||
      event.tabledPapers.findIndex(({ sha256 }) => sha256 === paper.sha256) !== index,
  )
  if (known)
    return refusal('KnownPaper', `tabledPapers: ${known.title} is among the papers already; it was not tabled.`)
  return whyNotReadable(event.tabledPapers, [terms]) ?? whyNotAmended(context, event)
}

type Amending = Pick<Written, 'wording' | 'seats' | 'dayEndsInstant' | 'atInstant'>

/** Nobody is counted for words that were amended without them: whoever agreed before, agreed to the words as they were then. */
const whyNotAmended = (context: ReviewContext, room: Amending): Refusal | undefined => {
  const { wording, seats } = room
  if (!wording || wording === wordsInForce(context)) return undefined
  const toOtherWords = decidingSeats(context).filter(({ seatId }) => {
    const own = currentBallot(context, seatId)
    const agreed = own?.choice === 'approve' || own?.choice === 'approveWithConditions'
    const saidSo = seats.some((each) => each.seatId === seatId && each.position) && !ownDecisionStands(own, room)
    return agreed && !saidSo
  })
  return toOtherWords.length === 0
    ? undefined
    : refusal(
        'OtherWords',
        `wording: these agreed to other words, and were not counted in the room for the amended ones: ${names(toOtherWords)}. ` +
          'Ask them to look at it again by their link, or send new papers.',
      )
}

const whyNotChaired = (context: ReviewContext, event: Written): Refusal | undefined => {
  const { terms } = context
  const chair = inTheChairOf(context, event.seats)
  const confirmer = chair && confirmerOf(context, { chairSeatId: chair.seatId })
  if (!chair || !confirmer)
    return refusal(
      'NoChair',
      `seats: neither the chair nor a vice chair of ${terms.name} was in the room and takes part, so nobody could confirm this. ` +
        'Where a deputy was in the chair, let them sit for the seat first.',
    )
  return terms.secretary?.personId === confirmer.personId
    ? refusal('OwnRecord', `recordedBy: ${confirmer.title} was in the chair and cannot confirm what they recorded.`)
    : undefined
}

type Answered = FactOf<'confirmRoom'> | FactOf<'refuseRoom'>

/** Why what was recorded may not be confirmed, or said to be wrong, by this person now; undefined when it may. */
export const whyNotAnswerRoom = (review: ReviewSnapshot, event: Answered): Refusal | undefined => {
  const { context } = review
  const notOpen = whyNotOpen(review)
  if (notOpen) return notOpen
  const room = context.rooms?.at(-1)
  if (!room) return refusal('NothingRecorded', 'Nothing has been recorded of a meeting of this board.')
  if (event.version !== room.version)
    return refusal(
      'NewerVersion',
      `version: the secretary has recorded it anew, as version ${room.version}; look at that one.`,
    )
  const confirmer = confirmerOf(context, room)
  if (confirmer?.seat.seatId !== event.seatId || confirmer.personId !== event.holderId)
    return refusal('NotTheChair', 'Only whoever was in the chair can say whether this is what the board decided.')
  if (room.confirmed) return refusal('ConfirmedAlready', `${room.confirmed.by} has confirmed this already.`)
  if (room.refused)
    return refusal(
      'RefusedAlready',
      `${room.refused.by} has said that this is not what was decided; it must be recorded anew.`,
    )
  if (event.type === 'roomRefused') return undefined
  if (context.terms.secretary?.personId === event.holderId)
    return refusal(
      'OwnRecord',
      `holderId: ${confirmer.title} is the secretary of ${context.terms.name} and cannot confirm what they recorded; let somebody else sit in the chair\u2019s seat.`,
    )
  if (room.boardId !== context.terms.boardId)
    return refusal('RecordAgain', `The board was merged into ${context.terms.name} since; it must be recorded anew.`)
  const late = room.seats.find(({ position }) => (position?.deferUntilInstant ?? Infinity) <= event.atInstant)
  if (late)
    return refusal('RecordAgain', 'A date until which it was deferred has come since; it must be recorded anew.')
  return whyNotAmended(context, room)
}
