import { dateInWords, weekdayDateInWords } from '../../words/dates.ts'
import { aboutReview, seatOf, type MailParts } from '../about.ts'
import { facts, quote, section, sentence, type MailContent } from '../content.ts'
import { opening, subjectOf } from './opening.ts'
import { whatItIsAbout } from './parts.ts'

/** Takes a member's question to the board's secretary. @throws Error when there is no such question. */
export const question = (parts: MailParts): MailContent => {
  const { row, recorded, asked } = parts
  if (!asked) throw new Error(`There is no question ${row.number}`)
  const about = aboutReview(recorded, row.reviewId)
  const seat = seatOf(about.review, row.seatId)
  const marked = { initiative: about.initiative, leastMarking: parts.leastMarking }
  return {
    subject: subjectOf(marked, 'A member of the board has a question'),
    sections: [
      ...opening(marked),
      ...section(
        undefined,
        sentence(`${seat.title} asked on ${dateInWords(asked.atInstant)}:`),
        quote(asked.question),
        whatItIsAbout(about),
      ),
      ...section(
        'How to answer',
        sentence(
          asked.email
            ? `Reply to this email: your answer goes to ${seat.title}, at the address on file.`
            : `No address is on file for ${seat.title}: answer by telephone.`,
        ),
        facts([
          ['Telephone', asked.phone],
          ['Email on file', asked.email],
        ]),
        sentence(
          about.endedAs
            ? 'The board has decided: a question changes nothing of it.'
            : `A question decides nothing and moves no date: the decision is due by ${weekdayDateInWords(about.dueInstant)}.`,
        ),
      ),
    ],
  }
}
