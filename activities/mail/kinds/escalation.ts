import { currentBallot, standing } from '../../../machines/review.ts'
import { dateInWords, shortDateInWords, timeLeft } from '../../words/dates.ts'
import { aboutReview, type MailParts } from '../about.ts'
import { facts, quote, section, sentence, type MailContent } from '../content.ts'
import { opening, subjectOf } from './opening.ts'
import { deliveryInWords } from './delivery.ts'
import { standingSection, whatItIsAbout } from './parts.ts'

/** Tells the board's secretary that the decision is overdue, whom it waits for and how to reach them. */
export const escalation = (parts: MailParts): MailContent => {
  const { row, recorded, people, mails, nowInstant } = parts
  const about = aboutReview(recorded, row.reviewId)
  const { initiative, review, dueInstant } = about
  const marked = { initiative, leastMarking: parts.leastMarking }
  const silent = review.terms.seats.filter(({ seatId }) => !currentBallot(review, seatId))
  const reach = (holderId: string) => {
    const person = people.get(holderId)
    return person ? [person.email, person.phone].filter((way) => way !== undefined).join(', ') : 'no address on file'
  }
  const delivery = (seatId: string) => {
    const latest = mails
      .filter((mail) => mail.reviewId === row.reviewId && mail.seatId === seatId)
      .filter(({ kind }) => kind === 'invitation' || kind === 'reminder' || kind === 'currentPosition')[0]
    return latest ? deliveryInWords(latest) : 'no email yet'
  }
  return {
    subject: subjectOf(marked, `Decision overdue since ${shortDateInWords(dueInstant, nowInstant)}`),
    sections: [
      ...opening(marked),
      ...section(
        undefined,
        sentence(
          `The decision of ${review.terms.name} was due by ${dateInWords(dueInstant)} and is overdue ` +
            `(${timeLeft(dueInstant, nowInstant)}).`,
        ),
        sentence(
          review.terms.secretary?.personId === row.personId
            ? 'You are told as the board\u2019s secretary.'
            : 'You are told because the board has no secretary on file.',
        ),
        sentence(standing(review).because),
        whatItIsAbout(about),
      ),
      ...section('What the board is asked', quote(review.proposal.asks)),
      ...section(
        'Still awaited',
        facts(silent.map((seat) => [seat.title, `${reach(seat.holderId)}. Last email: ${delivery(seat.seatId)}`])),
      ),
      ...standingSection(about, undefined),
      ...section(
        'What happens next',
        sentence(
          'Nothing is approved by silence: the decision stays open, and can still be made late by the same links.',
        ),
        sentence('A member whose link is lost can ask for a new one on the page of the old link.'),
      ),
    ],
  }
}
