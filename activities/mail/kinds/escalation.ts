import { personMaySeeOthers } from '../../../machines/others-shown.ts'
import { standing, type ReviewContext } from '../../../machines/review.ts'
import { sittingIn } from '../../../machines/seats.ts'
import type { EscalationTo } from '../../../machines/vocabulary/board.ts'
import { silentSeats } from '../../../machines/waiting-for.ts'
import type { OutboxMail } from '../../ports.ts'
import { dateInWords, shortDateInWords, timeLeft } from '../../words/dates.ts'
import { aboutReview, type MailParts } from '../about.ts'
import { facts, quote, section, sentence, type MailContent } from '../content.ts'
import { opening, subjectOf } from './opening.ts'
import { deliveryInWords } from './delivery.ts'
import { standingSection, whatItIsAbout } from './parts.ts'
import { whoIsToldNext } from './told-next.ts'

const toldAs: Record<EscalationTo, string> = {
  deputy: 'You are told as the deputy of a member who has not decided. The member can pass the decision to you.',
  chair: 'You are told as the chair. The board\u2019s secretary was told before.',
  pmo: 'You are told as the PMO. The board\u2019s secretary was told before.',
}

const whyTold = ({ terms }: ReviewContext, { number, personId }: OutboxMail): string => {
  const to = terms.escalations?.[number - 1]?.to
  if (to) return toldAs[to]
  return terms.secretary?.personId === personId
    ? 'You are told as the board\u2019s secretary.'
    : 'You are told because the board has no secretary on file.'
}

/** Tells the board's secretary, and later whom its terms name, that the decision is overdue, whom it waits for and how to reach them. */
export const escalation = (parts: MailParts): MailContent => {
  const { row, recorded, people, mails, nowInstant } = parts
  const about = aboutReview(recorded, row.reviewId)
  const { initiative, review, dueInstant } = about
  const marked = { initiative, leastMarking: parts.leastMarking }
  const silent = silentSeats(review)
  const mayBeTold = personMaySeeOthers(review, row.personId)
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
        sentence(whyTold(about.review, row)),
        mayBeTold ? sentence(standing(review).because) : undefined,
        whatItIsAbout(about),
      ),
      ...section('What the board is asked', quote(review.proposal.asks)),
      ...section(
        'Still awaited',
        facts(
          silent.map((seat) => [
            seat.title,
            `${reach(sittingIn(review, seat)?.personId ?? seat.holderId)}. Last email: ${delivery(seat.seatId)}`,
          ]),
        ),
      ),
      ...standingSection(about, undefined, mayBeTold),
      ...section(
        'What happens next',
        sentence(
          'Nothing is approved by silence: the decision stays open, and can still be made late by the same links.',
        ),
        ...whoIsToldNext(review, nowInstant),
        sentence('A member whose link is lost can ask for a new one on the page of the old link.'),
      ),
    ],
  }
}
