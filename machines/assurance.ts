import type { StoredCase } from './case-file.ts'
import type { CaseEvent } from './case-events.ts'
import { refusal, type Refusal } from './refusal.ts'
import type { BoardTerms } from './vocabulary/board.ts'
import type { Actor, Assurance } from './vocabulary/people.ts'
import type { GovernancePlan } from './vocabulary/plan.ts'
import { marking as markings, type Marking } from './vocabulary/submission.ts'

/** What a member's decision must be known by at a board. */
export const assuranceNeeded = ({ assurance }: Pick<BoardTerms, 'assurance'>): Assurance => assurance ?? 'A'

/** Why a member's decision, or their word on what was decided in the room, is refused for how it is known who made it, in words; undefined when it may happen. */
export const whyNotAssured = (
  { reviews }: Pick<StoredCase, 'reviews'>,
  event: CaseEvent,
  { assurance = 'A' }: Pick<Actor, 'assurance'>,
): Refusal | undefined => {
  if (event.type !== 'voteCast' && event.type !== 'roomConfirmed' && event.type !== 'roomRefused') return undefined
  const terms = reviews[event.reviewId]?.context.terms
  return terms && assuranceNeeded(terms) === 'B' && assurance !== 'B'
    ? refusal(
        'CodeNeeded',
        'This board decides with a one-time code besides the link in the email: ask for one on the page.',
      )
    : undefined
}

/** What opens a paper to somebody who came by the link in an email, by its marking alone. */
export const assuranceToOpen = (
  paper: Marking,
  { bareLinkMarking = 'OFFICIAL' }: Pick<GovernancePlan, 'bareLinkMarking'>,
): Assurance => (rank(paper) <= rank(bareLinkMarking) ? 'A' : 'B')

/** The higher of two markings. */
export const higherMarking = (one: Marking, other: Marking): Marking => (rank(one) < rank(other) ? other : one)

/** Markings stand in their vocabulary from the lowest to the highest. */
const rank = (marking: Marking) => markings.options.indexOf(marking)
