import { dateInWords, dayInWords } from '../../activities/words/dates.ts'
import { followsInWords, roomSeatsInWords } from '../../activities/words/room.ts'
import { wordsInForce, type Room } from '../../machines/room.ts'
import type { ReviewContext } from '../../machines/review.ts'
import { asWritten } from './as-written.ts'

/** What was recorded of a board's meeting, as a page shows it: the words, seat by seat, the papers tabled, and how it stands. */
export const presentRoom = (review: ReviewContext, room: Room) => {
  const { version, day, recordedBy, atInstant, tabledPapers, confirmed, refused } = room
  const isNewest = review.rooms?.at(-1)?.version === version
  const words = room.wording ?? (confirmed ? undefined : wordsInForce(review))
  return {
    version,
    day: dayInWords(day),
    board: review.terms.name,
    recordedBy,
    recorded: dateInWords(atInstant),
    wording: asWritten(words ?? review.proposal.asks),
    isAmended: words !== undefined,
    seats: roomSeatsInWords(review, room).map((seat) => ({ ...seat, words: seat.words.map(asWritten) })),
    tabled: tabledPapers.map(({ sha256, title, version: ofPaper, marking }) => ({
      sha256,
      title: asWritten(title),
      version: ofPaper,
      marking,
    })),
    confirmed: confirmed && { by: confirmed.by, when: dateInWords(confirmed.atInstant) },
    refused: refused && { by: refused.by, when: dateInWords(refused.atInstant), reason: asWritten(refused.reason) },
    isOvertaken: !isNewest && !confirmed && !refused,
    follows: confirmed || refused || !isNewest ? [] : followsInWords(review, room),
  }
}
export type PresentedRoom = ReturnType<typeof presentRoom>
