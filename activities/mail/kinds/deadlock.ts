import { standing } from '../../../machines/review.ts'
import { aboutReview, type MailParts } from '../about.ts'
import { list, quote, section, sentence, warning, type MailContent } from '../content.ts'
import { opening, subjectOf } from './opening.ts'
import { standingSection, whatItIsAbout } from './parts.ts'

/** Tells secretary and PMO, at once, that nothing the board's members could still say would settle the matter: as a quorum out of reach. */
export const deadlock = (parts: MailParts): MailContent => {
  const about = aboutReview(parts.recorded, parts.row.reviewId)
  const { initiative, review } = about
  const marked = { initiative, leastMarking: parts.leastMarking }
  return {
    subject: subjectOf(marked, 'A board decision can no longer be settled'),
    sections: [
      ...opening(marked),
      ...section(
        undefined,
        warning(`${review.terms.name} can no longer come to a decision as things stand.`),
        sentence(review.deadlock?.because ?? standing(review).because),
        whatItIsAbout(about),
      ),
      ...section('What the board is asked', quote(review.proposal.asks)),
      ...standingSection(about, undefined),
      ...section(
        'What can be done',
        list([
          'Let a deputy sit for a member who takes no part.',
          'Ask a member to look again at what they decided: every version is kept.',
          'Withdraw the papers, and send them to a board that can decide.',
        ]),
        sentence('Nothing is approved meanwhile.'),
      ),
    ],
  }
}
