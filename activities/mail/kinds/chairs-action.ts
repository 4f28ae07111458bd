import { decidingSeats } from '../../../machines/review.ts'
import { meetingOf } from '../../../machines/review-dates.ts'
import type { DecisionRecord } from '../../../machines/initiative/context.ts'
import { dateInWords, dayInWords } from '../../words/dates.ts'
import { outcomeInWords, outcomeMeans } from '../../words/decisions.ts'
import { meetingInWords } from '../../words/meetings.ts'
import { reportInWords } from '../../words/reports.ts'
import { boardInWords, wayInWords } from '../../words/ways.ts'
import { aboutReview, type MailParts, type ReviewAbout } from '../about.ts'
import { link, quote, section, sentence, warning, type MailContent } from '../content.ts'
import { opening, subjectOf } from './opening.ts'
import { contactBlocks, whatItIsAbout } from './parts.ts'

const readAs = ({ review }: ReviewAbout, personId: string): string | undefined => {
  const { way } = review.terms
  return way?.by === 'chairsAction' ? way.informed.find((member) => member.personId === personId)?.title : undefined
}

/** Tells a member that the chair is asked to act for the board, and that nothing is asked of the reader. */
export const chairsActionAsked = (parts: MailParts): MailContent => {
  const about = aboutReview(parts.recorded, parts.row.reviewId)
  const { initiative, review, dueInstant } = about
  const marked = { initiative, leastMarking: parts.leastMarking }
  const asked = decidingSeats(review).map(({ title }) => title)
  const as = readAs(about, parts.row.personId)
  return {
    subject: subjectOf(marked, 'For information: a chair\u2019s action is asked for'),
    sections: [
      ...opening(marked),
      ...section(
        undefined,
        sentence(
          `${as ? `As ${as} you` : 'You'} are told of this and not asked: ${asked.join(' and ') || 'the chair'} is asked to decide it ` +
            `for ${review.terms.name} by ${dateInWords(dueInstant)}.`,
        ),
        ...wayInWords(review.terms).map(sentence),
        whatItIsAbout(about),
      ),
      ...section('What is asked, word for word', quote(review.proposal.asks)),
      ...authorised(about),
      ...section('Contact', ...contactBlocks(parts.secretary)),
    ],
  }
}

/** Tells the other members and the secretary what the chair decided for the board. @throws Error while it is open. */
export const chairsActionTaken = (parts: MailParts): MailContent => {
  const about = aboutReview(parts.recorded, parts.row.reviewId)
  const { initiative, review, endedAs } = about
  if (!endedAs) throw new Error(`The board decision ${review.reviewId} is still open`)
  const marked = { initiative, leastMarking: parts.leastMarking }
  const decision = decisionOf(parts)
  const { name, secretary, way } = review.terms
  const isSecretary = secretary?.personId === parts.row.personId
  return {
    subject: subjectOf(marked, 'A chair\u2019s action was taken'),
    sections: [
      ...opening(marked),
      ...section(
        undefined,
        sentence(
          `${boardInWords(name, { by: 'chairsAction' })}: ${outcomeInWords[endedAs]}` +
            `${review.endedInstant ? `, ${dateInWords(review.endedInstant)}` : ''}.`,
        ),
        sentence(outcomeMeans[endedAs]),
        ...(way ? [sentence('Why it could not wait for a meeting:'), quote(way.reason)] : []),
        decision ? sentence(decision.because ?? '') : undefined,
        whatItIsAbout(about),
      ),
      ...section('What was asked, word for word', quote(review.proposal.asks)),
      ...authorised(about),
      ...section(
        'What follows',
        decision ? sentence(reportInWords(decision)) : undefined,
        isSecretary
          ? sentence(
              'You are asked to report it there, have it minuted, and record that on the initiative\u2019s page.',
            )
          : sentence('No other member is counted as having decided.'),
        isSecretary && parts.links.pageUrl ? link('See the initiative', parts.links.pageUrl) : undefined,
      ),
      ...section('Contact', ...(isSecretary ? [] : contactBlocks(parts.secretary))),
    ],
  }
}

/** Asks the board's secretary to record that a chair's action was reported, once the meeting is over. */
export const chairsActionOverdue = (parts: MailParts): MailContent => {
  const about = aboutReview(parts.recorded, parts.row.reviewId)
  const { initiative, review } = about
  const marked = { initiative, leastMarking: parts.leastMarking }
  const meeting = decisionOf(parts)?.toReport?.meeting ?? meetingOf(review)
  return {
    subject: subjectOf(marked, 'A chair\u2019s action is not recorded as reported'),
    sections: [
      ...opening(marked),
      ...section(
        undefined,
        warning(
          `A chair\u2019s action was to be reported to ${review.terms.name}${meeting ? ` at its meeting of ${meetingInWords(meeting)}` : ''}, ` +
            'and nobody has recorded yet that it was.',
        ),
        sentence(`It was taken${review.endedInstant ? ` on ${dayInWords(review.endedInstant)}` : ''}, in these words:`),
        quote(review.proposal.asks),
        whatItIsAbout(about),
      ),
      ...section(
        'What is to be done',
        sentence(
          'Where it was reported, record the day of the meeting and what was minuted. Where it was not, have it reported to the next meeting.',
        ),
        sentence('The decision stands meanwhile; the initiative is not closed before it is reported.'),
        parts.links.pageUrl ? link('See the initiative', parts.links.pageUrl) : undefined,
      ),
    ],
  }
}

const decisionOf = ({ recorded, row }: MailParts): DecisionRecord | undefined =>
  recorded.state.initiative.context.decisions.findLast(
    ({ reviewId }) => reviewId !== undefined && reviewId === row.reviewId,
  )

const authorised = ({ review: { proposal } }: ReviewAbout) => [
  ...section('Agreeing authorises', quote(proposal.authorises)),
  ...section('It does not authorise', proposal.doesNotAuthorise ? quote(proposal.doesNotAuthorise) : undefined),
]
