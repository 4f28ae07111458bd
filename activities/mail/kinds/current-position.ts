import { sittingIn } from '../../../machines/seats.ts'
import type { RecordedInitiative } from '../../ports.ts'
import { outcomeInWords, outcomeMeans } from '../../words/decisions.ts'
import { aboutReview, endingOf, type MailParts } from '../about.ts'
import { link, section, sentence, type MailContent } from '../content.ts'
import { askSections } from './invitation.ts'
import { opening, subjectOf } from './opening.ts'
import { contactBlocks } from './parts.ts'
import { shortDateInWords } from '../../words/dates.ts'

/** Which decision a person who asks for a new link should see now. */
export type CurrentPosition =
  { kind: 'toDecide' | 'ownDecision'; reviewId: string; submissionId: string; seatId: string } | { kind: 'nothing' }

/**
 * What somebody with an old link may see: the open decision of a seat they hold (the one the link was for before any other), else
 * the decision they made themselves, else nothing.
 */
export const currentPositionOf = (
  { state }: RecordedInitiative,
  asked: { reviewId?: string; seatId?: string; personId: string },
): CurrentPosition => {
  const open = Object.values(state.reviews).filter((review) => endingOf(review) === undefined)
  const held = open.flatMap(({ context }) =>
    context.terms.seats
      .filter((seat) => sittingIn(context, seat)?.personId === asked.personId)
      .map(({ seatId }) => ({ reviewId: context.reviewId, submissionId: context.submissionId, seatId })),
  )
  const wanted =
    held.find(({ reviewId, seatId }) => reviewId === asked.reviewId && seatId === asked.seatId) ??
    held.find(({ seatId }) => seatId === asked.seatId) ??
    held[0]
  if (wanted) return { kind: 'toDecide', ...wanted }
  const { reviewId, seatId } = asked
  if (reviewId === undefined || seatId === undefined) return { kind: 'nothing' }
  const review = state.reviews[reviewId]?.context
  const own = review?.ballots[seatId]?.some(({ holderId }) => holderId === asked.personId)
  return review && own
    ? { kind: 'ownDecision', reviewId, submissionId: review.submissionId, seatId }
    : { kind: 'nothing' }
}

/** Answers somebody who asked for a new link, at the address on file. */
export const currentPosition = (parts: MailParts): MailContent => {
  const { row, recorded, links, nowInstant } = parts
  const initiative = recorded.state.initiative.context
  const marked = { initiative, leastMarking: parts.leastMarking }
  const position = currentPositionOf(recorded, row)
  if (position.kind === 'toDecide') {
    const about = aboutReview(recorded, position.reviewId)
    return {
      subject: subjectOf(marked, `Your new link, decision needed by ${shortDateInWords(about.dueInstant, nowInstant)}`),
      sections: [
        ...opening(marked),
        ...section(undefined, sentence('You asked for the current position. This is your new link.')),
        ...askSections(parts, about, position.seatId),
      ],
    }
  }
  const about = position.kind === 'ownDecision' ? aboutReview(recorded, position.reviewId) : undefined
  return {
    subject: subjectOf(marked, 'The current position'),
    sections: [
      ...opening(marked),
      ...section(
        undefined,
        sentence('You asked for the current position. There is nothing for you to decide at present.'),
        ...(about?.endedAs
          ? [
              sentence(`The board decision you took part in is: ${outcomeInWords[about.endedAs]}.`),
              sentence(outcomeMeans[about.endedAs]),
            ]
          : []),
        links.decideUrl ? link('See what you decided', links.decideUrl) : undefined,
      ),
      ...section('Contact', ...contactBlocks(parts.secretary)),
    ],
  }
}
