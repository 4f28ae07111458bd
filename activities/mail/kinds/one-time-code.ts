import { dateInWords } from '../../words/dates.ts'
import { aboutReview, seatOf, type MailParts } from '../about.ts'
import { facts, section, sentence, warning, type MailContent } from '../content.ts'
import { opening, subjectOf } from './opening.ts'
import { contactBlocks } from './parts.ts'

/** Takes a one-time code to the member who asked for it at their page. It holds no link: a code and a link in one mail prove no more than one. */
export const oneTimeCode = (parts: MailParts): MailContent => {
  const { initiative, review } = aboutReview(parts.recorded, parts.row.reviewId)
  const seat = seatOf(review, parts.row.seatId)
  const { code } = parts.links
  const marked = { initiative, leastMarking: parts.leastMarking }
  return {
    subject: subjectOf(marked, 'The code you asked for'),
    sections: [
      ...opening(marked),
      ...section(
        undefined,
        sentence(`As ${seat.title} you asked for a code. Type it on the page you asked from.`),
        facts([
          ['Your code', code && `${code.code.slice(0, 4)} ${code.code.slice(4)}`],
          ['It works until', code && dateInWords(code.expiresInstant)],
        ]),
        sentence('It works once, in that browser alone. Where you have several, the newest counts.'),
      ),
      ...section(
        'If you did not ask for it',
        warning('Somebody else has opened your link. Give this code to nobody, and tell the board\u2019s secretary.'),
        ...contactBlocks(parts.secretary),
      ),
    ],
  }
}
