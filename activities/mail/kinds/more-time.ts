import type { Extension } from '../../../machines/initiative/context.ts'
import type { StoredCase } from '../../../machines/case-file.ts'
import { partyIdsOn } from '../../../machines/rules/parties.ts'
import type { OutboxMail } from '../../ports.ts'
import { dateInWords, weekdayDateInWords } from '../../words/dates.ts'
import type { MailParts } from '../about.ts'
import { facts, link, sentence, section, warning, type MailContent } from '../content.ts'
import { opening, subjectOf } from './opening.ts'
import { contactBlocks } from './parts.ts'

/**
 * Whose more time a mail is about, by the review that gave it and the party's place there; undefined once the party has decided. Where
 * the review has left the state, the first party it gave time.
 */
export const extensionOf = (
  { reviewId, number }: Pick<OutboxMail, 'reviewId' | 'number'>,
  { initiative, reviews }: StoredCase,
): Extension | undefined => {
  const ofTheReview = (initiative.context.extensions ?? []).filter((each) => each.reviewId === reviewId)
  const partyIds = partyIdsOn(reviews[reviewId ?? '']?.context.terms.seats ?? [])
  return number === 0 ? ofTheReview[0] : ofTheReview.find(({ partyId }) => partyId === partyIds[number - 1])
}

/**
 * Tells one party and the change team that the more time its board gave it is nearly over, or over, and what follows.
 * @throws Error when the record holds no such time any more.
 */
const moreTime =
  (isOver: boolean) =>
  (parts: MailParts): MailContent => {
    const { row, recorded, links, nowInstant } = parts
    const initiative = recorded.state.initiative.context
    const given = extensionOf(row, recorded.state)
    if (!given) throw new Error(`The initiative ${row.initiativeId} gives nobody of ${row.reviewId ?? ''} more time`)
    const { boardName, title, untilInstant } = given
    const until = untilInstant === undefined ? 'on a day nobody gave' : weekdayDateInWords(untilInstant)
    const asked = recorded.state.reviews[given.reviewId]?.context.proposal.asks
    const team = initiative.changeTeam?.title ?? 'the change team'
    const marked = { initiative, leastMarking: parts.leastMarking }
    return {
      subject: subjectOf(marked, isOver ? 'More time is over' : 'More time is nearly over'),
      sections: [
        ...opening(marked),
        ...section(
          undefined,
          isOver
            ? warning(`The time ${boardName} gave ${title} ended ${until}, and ${title} has not decided yet.`)
            : sentence(`The time ${boardName} gave ${title} ends ${until}.`),
          facts([
            ['Asked to', asked],
            ['Initiative', initiative.title],
            ['Reference', initiative.reference],
            ['Programme', initiative.programme?.name],
          ]),
        ),
        ...section(
          'What follows',
          sentence(
            isOver
              ? `It now waits for ${team} to ask ${title} again. Nothing is approved, and nothing refused, because time has passed.`
              : `Then ${team} asks ${title} again, by an email with a link of its own. Who is ready before that says so to ${team}.`,
          ),
          sentence(`What the others decided goes on meanwhile; none of their dates has moved.`),
          sentence(`As at ${dateInWords(nowInstant)}.`),
        ),
        ...section(undefined, links.pageUrl ? link('See the initiative', links.pageUrl) : undefined),
        ...section('Contact', ...contactBlocks(parts.secretary)),
      ],
    }
  }

/** A few working days before the time of a party ends. */
export const moreTimeEnding = moreTime(false)

/** Once the time of a party is over and it has not decided. */
export const moreTimeOver = moreTime(true)
