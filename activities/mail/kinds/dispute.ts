import { dateInWords } from '../../words/dates.ts'
import { choiceInWords, outcomeInWords, receiptReference } from '../../words/decisions.ts'
import { aboutReview, ballotOf, seatOf, type MailParts } from '../about.ts'
import { facts, quote, section, sentence, warning, type MailContent } from '../content.ts'
import { opening, subjectOf } from './opening.ts'
import { ballotBlocks, whatItIsAbout } from './parts.ts'

/** Tells the board's secretary and the PMO that somebody says a recorded decision was not theirs. */
export const dispute = (parts: MailParts): MailContent => {
  const { row, recorded, people } = parts
  const about = aboutReview(recorded, row.reviewId)
  const { initiative, review, ask, endedAs } = about
  const seat = seatOf(review, row.seatId)
  const ballot = ballotOf(review, seat.seatId, row.number)
  const said =
    initiative.disputes.findLast(
      ({ reviewId, seatId, decisionNumber }) =>
        reviewId === review.reviewId && seatId === seat.seatId && decisionNumber === ballot.number,
    ) ?? parts.saidAfterTheEnd
  const marked = { initiative, leastMarking: parts.leastMarking }
  const member = people.get(ballot.holderId)
  return {
    subject: subjectOf(marked, 'A recorded decision is disputed'),
    sections: [
      ...opening(marked),
      ...section(
        undefined,
        warning(`Somebody says that a decision recorded for ${seat.title} was not theirs.`),
        said ? sentence(`Said on ${dateInWords(said.atInstant)}:`) : undefined,
        said ? quote(said.statement) : undefined,
      ),
      ...section(
        'The disputed decision',
        facts([
          ['Decision', choiceInWords(ballot.choice, ask)],
          ['Recorded', dateInWords(ballot.atInstant)],
          ['For', seat.title],
          ['Telephone', member?.phone],
          ['Email on file', member?.email],
          [
            'Reference',
            receiptReference({
              initiativeReference: initiative.reference,
              reviewId: review.reviewId,
              seatId: seat.seatId,
              decisionNumber: ballot.number,
            }),
          ],
        ]),
        ...ballotBlocks(ballot),
        whatItIsAbout(about),
      ),
      ...section(
        'What to do',
        sentence('Call the member; do not settle this by email.'),
        sentence(
          'The decision stands until a recorded act. ' +
            (endedAs
              ? `The board decision it was part of is: ${outcomeInWords[endedAs]}.`
              : 'The board has not decided yet, so the member can still record their own decision by their link.'),
        ),
      ),
    ],
  }
}
