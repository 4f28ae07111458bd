import { currentBallot, type ReviewContext } from '../../machines/review.ts'
import { ownDecisionStands, wouldFollow, type Room, type RoomSeat } from '../../machines/room.ts'
import { asWhom } from '../../machines/seats.ts'
import type { Attendance } from '../../machines/vocabulary/room.ts'
import { dayInWords } from './dates.ts'
import { askOf, decidedInWords, outcomeInWords } from './decisions.ts'

/** Whether a member was in the room, after their name. */
export const wasThereInWords: Record<Attendance, string> = {
  present: 'present',
  deputyPresent: 'deputy present',
  apologies: 'apologies',
  absent: 'absent',
}

/** A seat in the room: who, whether they were there, what was written down of them. */
export type RoomSeatInWords = { who: string; attendance: string; decided?: string; words: string[]; note?: string }

/** A room seat by seat, in the board's order. What a member has decided since by their own link is said beside what was written down. */
export const roomSeatsInWords = (review: ReviewContext, room: Room): RoomSeatInWords[] => {
  const inOrder = review.terms.seats.flatMap((seat) => {
    const written = room.seats.find(({ seatId }) => seatId === seat.seatId)
    return written ? [{ written, title: written.personId ? asWhom(review, seat, written.personId) : seat.title }] : []
  })
  const left = room.seats.filter(({ seatId }) => !review.terms.seats.some((seat) => seat.seatId === seatId))
  return [...inOrder, ...left.map((written) => ({ written, title: written.seatId }))].map(({ written, title }) =>
    seatInWords(review, room, written, title),
  )
}

const seatInWords = (review: ReviewContext, room: Room, written: RoomSeat, who: string): RoomSeatInWords => {
  const { seatId, attendance, position } = written
  const own = currentBallot(review, seatId)
  const isOwn = own !== undefined && own.inTheRoom?.version !== room.version
  // Once the seat has decided anew, its position in the room is one of its earlier decisions.
  const said = position ?? review.ballots[seatId]?.find(({ inTheRoom }) => inTheRoom?.version === room.version)
  const decided = said && decidedInWords(said.choice, askOf(review))
  const stands = own && decidedInWords(own.choice, askOf(review))
  const note = !isOwn
    ? undefined
    : position && !room.confirmed && !ownDecisionStands(own, room)
      ? `had decided by their own link: ${stands ?? ''}`
      : `by their own link: ${stands ?? ''}, which stands`
  return {
    who,
    attendance: wasThereInWords[attendance],
    ...(decided ? { decided } : {}),
    words: said
      ? [
          ...(said.deferUntilDay ? [`Until ${dayInWords(said.deferUntilDay)}.`] : []),
          ...(said.reason ? [said.reason] : []),
          ...said.points,
          ...said.conditions.map(({ text }) => text),
        ]
      : [],
    ...(note ? { note } : {}),
  }
}

/** What would follow by the board's rule if a room were confirmed now, and why. */
export const followsInWords = (review: ReviewContext, room: Room): string[] => {
  const { outcome, because } = wouldFollow(review, room)
  return [
    outcome
      ? `By the board\u2019s rule the decision is then: ${outcomeInWords[outcome]}.`
      : 'By the board\u2019s rule this does not settle the matter yet.',
    because,
  ]
}

/** "Tabled at the meeting: Late costs, version 2" */
export const tabledInWords = ({ title, version }: { title: string; version: string }): string =>
  `${title}, version ${version}, tabled at the meeting`

/** Who wrote a decision of the room down and who confirmed it, after "It was": for a seat's decision. */
export const inTheRoomInWords = ({
  day,
  recordedBy,
  confirmedBy,
}: {
  day?: string
  recordedBy: string
  confirmedBy: string
}) =>
  `It was made in the room${day ? ` on ${dayInWords(day)}` : ''}, written down by ${recordedBy} and confirmed by ${confirmedBy}.`
