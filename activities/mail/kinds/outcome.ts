import { isFavourable, standing } from '../../../machines/review.ts'
import { dateInWords } from '../../words/dates.ts'
import { outcomeInWords, outcomeMeans } from '../../words/decisions.ts'
import { reportInWords } from '../../words/reports.ts'
import { boardInWords } from '../../words/ways.ts'
import { deferredToInWords } from '../../words/meetings.ts'
import { inTheRoomInWords, tabledInWords } from '../../words/room.ts'
import { aboutReview, type MailParts } from '../about.ts'
import { list, numbered, quote, section, sentence, type MailContent } from '../content.ts'
import { opening, subjectOf } from './opening.ts'
import { conditionInWords, contactBlocks, standingSection, whatItIsAbout } from './parts.ts'

/** Tells the change team and the senior responsible owner what a board decided and what is to do now. @throws Error while the board has not decided. */
export const outcome = (parts: MailParts): MailContent => {
  const about = aboutReview(parts.recorded, parts.row.reviewId)
  const { initiative, review, endedAs } = about
  if (!endedAs) throw new Error(`The board decision ${review.reviewId} is still open`)
  const { proposal, stage, round } = review
  const marked = { initiative, leastMarking: parts.leastMarking }
  const points = initiative.points.filter((point) => point.stage === stage && point.round === round && !point.answer)
  const conditions = initiative.conditions.filter(({ conditionId }) => conditionId.startsWith(`${review.reviewId}c`))
  const decision = initiative.decisions.findLast(({ reviewId }) => reviewId === review.reviewId)
  const { deferredTo, room } = decision ?? {}
  return {
    subject: subjectOf(marked, 'The board has decided'),
    sections: [
      ...opening(marked),
      ...section(
        undefined,
        sentence(
          `${boardInWords(review.terms.name, review.terms.way)}: ${outcomeInWords[endedAs]}` +
            `${review.endedInstant ? `, ${dateInWords(review.endedInstant)}` : ''}.`,
        ),
        sentence(outcomeMeans[endedAs]),
        endedAs === 'withdrawn' ? undefined : sentence(standing(review).because),
        endedAs === 'deferred' && initiative.deferredUntilInstant
          ? sentence(`The board comes back to it on ${dateInWords(initiative.deferredUntilInstant)}.`)
          : undefined,
        deferredTo ? sentence(deferredToInWords(review.terms.name, deferredTo)) : undefined,
        decision?.toReport ? sentence(reportInWords(decision)) : undefined,
        whatItIsAbout(about),
      ),
      ...section('What was asked, word for word', quote(proposal.asks)),
      ...(room
        ? section(
            'Decided in the room',
            sentence(inTheRoomInWords(room)),
            room.wording ? sentence('As amended in the room and read back, word for word:') : undefined,
            room.wording ? quote(room.wording) : undefined,
            list((room.tabled ?? []).map(tabledInWords)),
          )
        : []),
      ...(isFavourable(endedAs)
        ? [
            ...section('It authorises', quote(proposal.authorises)),
            ...section(
              'It does not authorise',
              proposal.doesNotAuthorise ? quote(proposal.doesNotAuthorise) : undefined,
            ),
          ]
        : []),
      ...section(
        'Points to answer before the next papers',
        numbered(points.map(({ text, raisedBy }) => `${text} (${raisedBy})`)),
      ),
      ...section('Conditions to meet', list(conditions.map(conditionInWords))),
      ...standingSection(about, undefined),
      ...section('Contact', ...contactBlocks(parts.secretary)),
    ],
  }
}
