import { confirmerOf, type Room } from '../../../machines/room.ts'
import { dayInWords, dateInWords } from '../../words/dates.ts'
import { outcomeInWords, outcomeMeans } from '../../words/decisions.ts'
import { followsInWords, roomSeatsInWords, tabledInWords } from '../../words/room.ts'
import { aboutReview, type MailParts, type ReviewAbout } from '../about.ts'
import {
  button,
  facts,
  link,
  list,
  quote,
  section,
  sentence,
  warning,
  type MailContent,
  type Section,
} from '../content.ts'
import { standing } from '../../../machines/review.ts'
import { opening, subjectOf } from './opening.ts'
import { contactBlocks, whatItIsAbout } from './parts.ts'

/** @throws Error when the record has no such version, which a mail about it contradicts. */
const roomOf = ({ review }: ReviewAbout, version: number): Room => {
  const room = review.rooms?.find((each) => each.version === version)
  if (!room) throw new Error(`The record has no version ${version} of what was decided in the room`)
  return room
}

/** What was written down, exactly: the words, who was there, what each said, the papers tabled. */
const whatWasRecorded = (about: ReviewAbout, room: Room): Section[] => {
  const { review } = about
  return [
    ...section(
      'What was decided, word for word',
      quote(room.wording ?? review.proposal.asks),
      sentence(
        room.wording
          ? 'These are the words as amended in the room and read back.'
          : 'These are the words of the papers.',
      ),
    ),
    ...section(
      'Seat by seat',
      facts(
        roomSeatsInWords(review, room).map(({ who, attendance, decided, words, note }): [string, string] => [
          who,
          [[attendance, decided, note].filter(Boolean).join(', '), ...words].join('. '),
        ]),
      ),
    ),
    ...section('Tabled at the meeting', list(room.tabledPapers.map(tabledInWords))),
  ]
}

/** Asks whoever was in the chair whether what was written down is what the board decided. */
export const roomToConfirm = (parts: MailParts): MailContent => {
  const about = aboutReview(parts.recorded, parts.row.reviewId)
  const { initiative, review } = about
  const room = roomOf(about, parts.row.number)
  const marked = { initiative, leastMarking: parts.leastMarking }
  const as = confirmerOf(review, room)?.title ?? 'the chair'
  return {
    subject: subjectOf(marked, `Is this what the board decided on ${dayInWords(room.day)}?`),
    sections: [
      ...opening(marked),
      ...section(
        undefined,
        sentence(
          `As ${as} you were in the chair. ${room.recordedBy} has recorded what ${review.terms.name} decided in the room ` +
            `on ${dayInWords(room.day)}. It counts once you confirm it, and for nothing before.`,
        ),
        room.version > 1
          ? sentence(`This is version ${room.version}. It takes the place of the one before, which is kept.`)
          : undefined,
        whatItIsAbout(about),
      ),
      ...whatWasRecorded(about, room),
      ...section('What follows if you confirm it', ...followsInWords(review, room).map(sentence)),
      ...section(
        undefined,
        parts.links.roomUrl ? button('Read it and say whether it is right', parts.links.roomUrl) : undefined,
      ),
      ...section(
        'Contact',
        ...contactBlocks(parts.secretary),
        sentence(
          'Opening the link confirms nothing. Whoever opens it can answer in your place, so please do not pass it on.',
        ),
      ),
    ],
  }
}

/** Tells the secretary that what they wrote down is confirmed, and what came of it. */
export const roomConfirmed = (parts: MailParts): MailContent => {
  const about = aboutReview(parts.recorded, parts.row.reviewId)
  const { initiative, review, endedAs } = about
  const room = roomOf(about, parts.row.number)
  const marked = { initiative, leastMarking: parts.leastMarking }
  return {
    subject: subjectOf(marked, 'What was decided in the room is confirmed'),
    sections: [
      ...opening(marked),
      ...section(
        undefined,
        sentence(
          `${room.confirmed?.by ?? 'The chair'} has confirmed what ${room.recordedBy} recorded of the meeting of ` +
            `${review.terms.name} on ${dayInWords(room.day)}${room.confirmed ? `, ${dateInWords(room.confirmed.atInstant)}` : ''}.`,
        ),
        ...(endedAs
          ? [
              sentence(`The board decision is: ${outcomeInWords[endedAs]}.`),
              ...(endedAs === 'withdrawn' ? [] : [sentence(standing(review).because)]),
              sentence(outcomeMeans[endedAs]),
            ]
          : [sentence('This does not settle the matter yet.'), sentence(standing(review).because)]),
        whatItIsAbout(about),
      ),
      ...whatWasRecorded(about, room),
      ...section(
        'Each member is told',
        sentence(
          'Each member whose position was recorded has an email of their own, and can say that it is not what they decided.',
        ),
        parts.links.pageUrl ? link('The page of the initiative', parts.links.pageUrl) : undefined,
      ),
    ],
  }
}

/** Tells the secretary that whoever was in the chair says the board decided something else. */
export const roomRefused = (parts: MailParts): MailContent => {
  const about = aboutReview(parts.recorded, parts.row.reviewId)
  const { initiative, review } = about
  const room = roomOf(about, parts.row.number)
  const marked = { initiative, leastMarking: parts.leastMarking }
  return {
    subject: subjectOf(marked, 'This is not what the board decided in the room'),
    sections: [
      ...opening(marked),
      ...section(
        undefined,
        warning(
          `${room.refused?.by ?? 'The chair'} says that what ${room.recordedBy} recorded of the meeting of ${review.terms.name} ` +
            `on ${dayInWords(room.day)} is not what was decided.`,
        ),
        room.refused ? quote(room.refused.reason) : undefined,
        sentence('Nothing of it counts. Record it anew, as it was decided; it then goes to the chair again.'),
        parts.links.pageUrl ? link('The page of the initiative', parts.links.pageUrl) : undefined,
        whatItIsAbout(about),
      ),
      ...whatWasRecorded(about, room),
    ],
  }
}
