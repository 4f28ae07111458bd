import { dayInWords } from '../../activities/words/dates.ts'
import { askOf, decidedInWords } from '../../activities/words/decisions.ts'
import { wasThereInWords } from '../../activities/words/room.ts'
import type { StoredCase } from '../../machines/case-file.ts'
import type { FactOf } from '../../machines/commands.ts'

type RoomFact = FactOf<'recordRoom'> | FactOf<'confirmRoom'> | FactOf<'refuseRoom'>

/** What was recorded of a board's meeting, or said of that record, as the timeline tells it. */
export const roomTold = (event: RoomFact, { reviews }: StoredCase): { what: string; words?: string } => {
  const review = reviews[event.reviewId]?.context
  const board = review?.terms.name ?? 'the board'
  if (event.type === 'roomConfirmed')
    return { what: `What ${board} decided in the room was confirmed (version ${event.version})` }
  if (event.type === 'roomRefused')
    return {
      what: `What was recorded of the meeting of ${board} is not what was decided (version ${event.version})`,
      words: event.reason,
    }
  const { day, recordedBy, seats, wording, tabledPapers } = event
  const titleOf = (seatId: string) => review?.terms.seats.find((seat) => seat.seatId === seatId)?.title ?? seatId
  const words = [
    ...(wording ? [`As amended and read back: ${wording}`] : []),
    ...seats.map(({ seatId, attendance, position }) => {
      const decided = position ? `: ${decidedInWords(position.choice, review ? askOf(review) : 'decide')}` : ''
      return `${titleOf(seatId)}, ${wasThereInWords[attendance]}${decided}${position?.reason ? `: ${position.reason}` : ''}`
    }),
    ...tabledPapers.map(({ title, version }) => `Tabled at the meeting: ${title}, version ${version}`),
  ]
  return {
    what: `What ${board} decided in the room on ${dayInWords(day)} was recorded by ${recordedBy}; it counts once it is confirmed`,
    words: words.join('\n'),
  }
}
