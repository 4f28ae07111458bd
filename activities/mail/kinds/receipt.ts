import { standing, type Ballot } from '../../../machines/review.ts'
import { tabledFor, wordsInForce } from '../../../machines/room.ts'
import { asWhom } from '../../../machines/seats.ts'
import { dateInWords } from '../../words/dates.ts'
import { choiceInWords, outcomeInWords, outcomeMeans, receiptReference } from '../../words/decisions.ts'
import { aboutReview, ballotOf, seatOf, type MailParts, type ReviewAbout } from '../about.ts'
import { facts, link, list, quote, section, sentence, warning, type MailContent, type Section } from '../content.ts'
import { opening, subjectOf } from './opening.ts'
import { paperInWords } from '../../words/papers.ts'
import { inTheRoomInWords, tabledInWords } from '../../words/room.ts'
import { ballotBlocks, contactBlocks, whatItIsAbout } from './parts.ts'

/**
 * What was recorded, for the member who decided and, in the third person, for the board's secretary. Both can say that it was not
 * the member (reliability rule 17).
 */
export const receipt = (parts: MailParts): MailContent => {
  const { row, recorded, links } = parts
  const about = aboutReview(recorded, row.reviewId)
  const { initiative, review, ask } = about
  const seat = seatOf(review, row.seatId)
  const ballot = ballotOf(review, seat.seatId, row.number)
  const as = asWhom(review, seat, ballot.holderId)
  const toTheMember = row.personId === ballot.holderId
  const changed = ballot.number > 1
  const newer = (review.ballots[seat.seatId] ?? []).length > ballot.number
  const words = wordsInForce(review)
  const marked = { initiative, leastMarking: parts.leastMarking }
  const whose = toTheMember ? 'Your' : 'A member\u2019s'
  return {
    subject: subjectOf(marked, `${whose} ${changed ? 'changed ' : ''}decision is recorded`),
    sections: [
      ...opening(marked),
      ...section(
        undefined,
        sentence(
          toTheMember
            ? `Your decision as ${as} is recorded.`
            : `A decision of ${as} is recorded. This copy is for you as the board\u2019s secretary.`,
        ),
        changed
          ? sentence(`This is decision ${ballot.number}. It replaces decision ${ballot.number - 1}, which is kept.`)
          : undefined,
        ballot.inTheRoom ? sentence(inTheRoomInWords({ ...ballot.inTheRoom, ...dayOfRoom(about, ballot) })) : undefined,
        newer ? warning('A later decision has been recorded since; that one counts.') : undefined,
        facts([
          ['Decision', choiceInWords(ballot.choice, ask)],
          ['Recorded', dateInWords(ballot.atInstant)],
          ['As', as],
          [
            'Reference to quote',
            receiptReference({
              initiativeReference: initiative.reference,
              reviewId: review.reviewId,
              seatId: seat.seatId,
              decisionNumber: ballot.number,
            }),
          ],
        ]),
        ...ballotBlocks(ballot),
      ),
      ...section(
        'What was asked, word for word',
        quote(review.proposal.asks),
        words ? sentence('As amended in the room and read back, word for word:') : undefined,
        words ? quote(words) : undefined,
        whatItIsAbout(about),
      ),
      ...section(
        'Papers it was made on',
        list([...review.papers.map(paperInWords), ...tabledFor(review, ballot).map(tabledInWords)]),
      ),
      ...whatFollows(about),
      ...(toTheMember ? howToChange(parts, about) : []),
      ...section(
        toTheMember ? 'This was not me' : 'If it was not the member',
        ...(links.notMeUrl && links.notMeUntilInstant
          ? [
              sentence(
                `${toTheMember ? 'If you did not make this decision' : `If ${as} did not make this decision`}, ` +
                  `say so until ${dateInWords(links.notMeUntilInstant)}. The board\u2019s secretary and the PMO are told; the ` +
                  'decision stands until they act.',
              ),
              link(toTheMember ? 'This was not me' : 'This was not the member', links.notMeUrl),
            ]
          : []),
      ),
      ...(toTheMember ? section('Contact', ...contactBlocks(parts.secretary)) : []),
    ],
  }
}

/** Whether it settles the matter, or who is still awaited and when the result comes. */
const whatFollows = ({ review, endedAs, dueInstant }: ReviewAbout): Section[] =>
  endedAs
    ? section(
        'What the board decided',
        sentence(`The board decision is: ${outcomeInWords[endedAs]}.`),
        ...(endedAs === 'withdrawn' ? [] : [sentence(standing(review).because)]),
        sentence(outcomeMeans[endedAs]),
      )
    : section(
        'What follows',
        sentence('This does not settle the matter yet.'),
        sentence(standing(review).because),
        sentence(`The board is to decide by ${dateInWords(dueInstant)}.`),
      )

const howToChange = ({ links }: MailParts, { endedAs }: ReviewAbout): Section[] =>
  section(
    endedAs ? 'Your recorded decision' : 'If you want to change it',
    sentence(
      endedAs
        ? 'The board has decided, so it can no longer be changed. Your link keeps showing what you decided and the outcome.'
        : 'You can change it until the board has decided. Each version is kept and each has a receipt of its own.',
    ),
    ...(links.decideUrl ? [link(endedAs ? 'See it' : 'See or change it', links.decideUrl)] : []),
  )

const dayOfRoom = ({ review }: ReviewAbout, { inTheRoom }: Ballot) => {
  const day = review.rooms?.find(({ version }) => version === inTheRoom?.version)?.day
  return day ? { day } : {}
}
