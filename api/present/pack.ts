import { dateInWords, dayInWords, weekdayDateInWords } from '../../activities/words/dates.ts'
import {
  askInWords,
  askOf,
  decidedInWords,
  outcomeInWords,
  outcomeMeans,
  papersInWords,
} from '../../activities/words/decisions.ts'
import { meetingsInWords } from '../../activities/words/meetings.ts'
import type { RecordedInitiative } from '../../activities/ports.ts'
import type { StoredMachine } from '../../machines/case-file.ts'
import { isOpen } from '../../machines/initiative/conditions.ts'
import { currentBallot, dueInstantOf, standing, type ReviewContext } from '../../machines/review.ts'
import { papersAtHand } from '../../machines/room.ts'
import { ruleInWords } from '../../machines/rules/index.ts'
import { asWhom, sittingIn } from '../../machines/seats.ts'
import { outcomeOf } from './recorded-decision.ts'
import { presentRoom } from './room.ts'
import { shownMoney } from './money.ts'

/** Where a member stands, for the list of members. */
const membersOf = (review: ReviewContext) =>
  review.terms.seats.map((seat) => {
    const ballot = currentBallot(review, seat.seatId)
    const sits = sittingIn(review, seat)
    return {
      title: asWhom(review, seat, ballot?.holderId ?? sits?.personId ?? seat.holderId),
      part: seat.chair ? 'chair' : seat.viceChair ? 'vice chair' : '',
      position: ballot
        ? `${decidedInWords(ballot.choice, askOf(review))}${ballot.inTheRoom ? ', in the room' : ''}`
        : sits
          ? 'not decided yet'
          : 'stands aside from a case of their own',
    }
  })

/**
 * Everything a board has before it in one plain page to be printed: what is asked, money, options, conditions, points and answers, the
 * papers each by its hash, the members; and what was decided, once it is recorded.
 */
export const presentPack = ({ state, initiativeId }: RecordedInitiative, review: StoredMachine<ReviewContext>) => {
  const { context } = state.initiative
  const { proposal, terms, answers, papers, stage, round, reviewId, openedInstant } = review.context
  const outcome = outcomeOf(review)
  const rooms = review.context.rooms ?? []
  // What was overtaken before it counted is in the record; the paper a board reads shows what stands, or waits for its chair.
  const shown = rooms.filter((room, index) => room.confirmed ?? index === rooms.length - 1)
  return {
    initiative: { title: context.title, reference: context.reference, programme: context.programme?.name ?? '' },
    organisations: context.organisations.map(({ name }) => name).join('; '),
    about: papersInWords({ id: reviewId, stage, round }),
    board: terms.name,
    secretary: terms.secretary?.title ?? '',
    sent: dayInWords(openedInstant),
    due: weekdayDateInWords(dueInstantOf(review.context)),
    meetings: meetingsInWords(review.context),
    asksFor: askInWords[askOf(review.context)],
    proposal: {
      asks: proposal.asks,
      authorises: proposal.authorises,
      doesNotAuthorise: proposal.doesNotAuthorise ?? '',
      because: proposal.because ?? '',
      recommendation: proposal.recommendation ?? '',
      options: proposal.options ?? [],
      risks: proposal.risks,
    },
    money: shownMoney(proposal.money, context.organisations),
    answers,
    conditions: context.conditions.filter(isOpen).map(({ text, ownerTitle, dueOn, raisedBy }) => ({
      text,
      details: [
        ...(ownerTitle ? [`to be met by ${ownerTitle}`] : []),
        ...(dueOn ? [`due ${dayInWords(dueOn)}`] : []),
        `set by ${raisedBy}`,
      ].join(', '),
    })),
    papers: papersAtHand(review.context).map((paper) => ({
      title: paper.title,
      details: `version ${paper.version}, ${paper.marking}${paper.readers ? ', for named readers' : ''}`,
      sha256: paper.sha256,
      href: `/initiatives/${initiativeId}/papers/${paper.sha256}`,
      isTabled: !papers.includes(paper),
    })),
    members: membersOf(review.context),
    rule: [ruleInWords(terms), terms.ruleNote].filter(Boolean).join(' '),
    rooms: shown.map((room) => presentRoom(review.context, room)),
    decision: outcome && {
      outcome: outcomeInWords[outcome],
      because: outcome === 'withdrawn' ? '' : standing(review.context).because,
      means: outcomeMeans[outcome],
      on: review.context.endedInstant ? dateInWords(review.context.endedInstant) : '',
    },
    soFar: outcome ? '' : standing(review.context).because,
  }
}
