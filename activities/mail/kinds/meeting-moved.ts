import { meetingOf } from '../../../machines/review-dates.ts'
import { asWhom } from '../../../machines/seats.ts'
import { dateInWords, shortDateInWords } from '../../words/dates.ts'
import { meetingInWords, movedInWords } from '../../words/meetings.ts'
import { aboutReview, seatOf, type MailParts } from '../about.ts'
import { facts, link, quote, section, sentence, warning, type MailContent } from '../content.ts'
import { opening, subjectOf } from './opening.ts'
import { contactBlocks, whatItIsAbout } from './parts.ts'

/**
 * Tells a member who is asked, or the board's secretary, that a decision is for another meeting now: what it was, what it is, and why.
 * @throws Error when the record has no such move.
 */
export const meetingMoved = (parts: MailParts): MailContent => {
  const { row, recorded, links, secretary } = parts
  const about = aboutReview(recorded, row.reviewId)
  const { initiative, review, dueInstant } = about
  const moved = movedInWords(review, row.number)
  const as = row.seatId === undefined ? undefined : asWhom(review, seatOf(review, row.seatId), row.personId)
  const marked = { initiative, leastMarking: parts.leastMarking }
  const now = meetingOf(review)
  return {
    subject: subjectOf(
      marked,
      `Moved to another meeting, decision needed by ${shortDateInWords(dueInstant, parts.nowInstant)}`,
    ),
    sections: [
      ...opening(marked),
      ...section(
        undefined,
        sentence(
          as
            ? `A decision you are asked for as ${as} was moved to another meeting of ${review.terms.name}.`
            : `A decision was moved to another meeting of ${review.terms.name}. You are told as the board\u2019s secretary.`,
        ),
        facts([
          ['It was', moved.was],
          ['It is now', moved.is],
          ['Papers are due by', dateInWords(moved.papersDueInstant)],
          ['Decide by', dateInWords(dueInstant)],
        ]),
        (review.meetingMoves?.length ?? 0) > row.number
          ? warning(`It was moved again since${now ? `: it is for the meeting of ${meetingInWords(now)} now` : ''}.`)
          : undefined,
        sentence('Why it was moved:'),
        quote(moved.reason),
        whatItIsAbout(about),
      ),
      ...section(
        'What stays',
        sentence(
          'What has been decided stands, and your papers are the same. Nothing is approved by the move; the decision can be made before the meeting.',
        ),
        parts.calendarEntry ? sentence('The entry in your calendar moves with this email.') : undefined,
        links.decideUrl ? link('Your decision page', links.decideUrl) : undefined,
      ),
      ...section('Contact', ...(as ? contactBlocks(secretary) : [])),
    ],
  }
}
