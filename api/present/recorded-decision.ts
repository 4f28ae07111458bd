import { dateInWords, dayInWords, weekdayDateInWords } from '../../activities/words/dates.ts'
import {
  askOf,
  choiceInWords,
  decidedInWords,
  outcomeInWords,
  outcomeMeans,
  receiptReference,
  stageInWords,
} from '../../activities/words/decisions.ts'
import { inTheRoomInWords, tabledInWords } from '../../activities/words/room.ts'
import type { StoredMachine } from '../../machines/case-file.ts'
import { dueInstantOf, standing, type Ballot, type ReviewContext } from '../../machines/review.ts'
import { tabledFor, wordsInForce } from '../../machines/room.ts'
import { asWhom } from '../../machines/seats.ts'
import { outcomes } from '../../machines/rules/tally.ts'
import { silentSeats } from '../../machines/waiting-for.ts'
import { wasSentAgain, type Matter } from '../decisions/matter.ts'
import { asWritten } from './as-written.ts'

/** A seat's recorded decision: who, what, when, in the exact words, and what follows from it. */
export const presentRecorded = (matter: Matter, ballot: Ballot) => {
  const { link, recorded, review, seat, standing: linkStanding } = matter
  const { proposal, papers } = review.context
  const ask = askOf(review.context)
  const words = wordsInForce(review.context)
  return {
    reference: receiptReference({
      initiativeReference: recorded.state.initiative.context.reference,
      reviewId: link.reviewId,
      seatId: link.seatId,
      decisionNumber: ballot.number,
    }),
    number: ballot.number,
    isDisputed: recorded.state.initiative.context.disputes.some(
      (dispute) =>
        dispute.reviewId === link.reviewId &&
        dispute.seatId === link.seatId &&
        dispute.decisionNumber === ballot.number,
    ),
    who: seat ? asWhom(review.context, seat, ballot.holderId) : link.seatId,
    choice: ballot.choice,
    chosen: choiceInWords(ballot.choice, ask),
    decided: decidedInWords(ballot.choice, ask),
    when: dateInWords(ballot.atInstant),
    inTheRoom: ballot.inTheRoom && inTheRoomInWords(ballot.inTheRoom),
    words: words && asWritten(words),
    asks: asWritten(proposal.asks),
    reason: ballot.reason && asWritten(ballot.reason),
    points: ballot.points.map(asWritten),
    conditions: ballot.conditions.map(({ text, ownerTitle, dueOn, blocksStage, mayDischarge }) => ({
      text: asWritten(text),
      ownerTitle: ownerTitle && asWritten(ownerTitle),
      due: dueOn && dayInWords(dueOn),
      blocks: blocksStage && stageInWords(blocksStage).toLowerCase(),
      acceptedBy: mayDischarge && asWritten(mayDischarge),
    })),
    deferUntil: ballot.deferUntilDay && dayInWords(ballot.deferUntilDay),
    papers: [
      ...papers.map(({ title, version }) => `${asWritten(title)}, version ${version}`),
      ...tabledFor(review.context, ballot).map((paper) => asWritten(tabledInWords(paper))),
    ],
    settled: review.status !== 'active',
    whyOver: review.value === 'withdrawn' ? 'The papers were withdrawn.' : 'The board decision has been made.',
    settles: [
      ...settlesInWords(review),
      ...(wasSentAgain(matter) ? ['Newer papers have gone out since, each member with a new email.'] : []),
    ],
    mayChange: linkStanding.kind === 'open',
    isOnHold: linkStanding.kind === 'onHold',
    changeUntil: weekdayDateInWords(dueInstantOf(review.context)),
  }
}
export type Recorded = ReturnType<typeof presentRecorded>

/** Whether the matter is settled, or who is still awaited and until when. */
export const settlesInWords = (review: StoredMachine<ReviewContext>): string[] => {
  const { context } = review
  if (review.status !== 'active') {
    const outcome = outcomeOf(review)
    if (!outcome) return []
    if (outcome === 'withdrawn') return [outcomeMeans.withdrawn]
    return [`The board decision is: ${outcomeInWords[outcome]}.`, standing(context).because, outcomeMeans[outcome]]
  }
  const silent = silentSeats(context).map(({ title }) => title)
  const awaited =
    silent.length > 0
      ? [`This does not settle the matter yet. Still to decide: ${silent.join('; ')}.`]
      : ['This does not settle the matter yet.', standing(context).because]
  return [
    ...awaited,
    `The result comes as soon as the board's rule is met; decisions are due by ${weekdayDateInWords(dueInstantOf(context))}.`,
  ]
}

/** What a finished consideration came to; undefined while it is open. */
export const outcomeOf = ({ status, value }: StoredMachine<ReviewContext>): keyof typeof outcomeMeans | undefined =>
  status === 'active' ? undefined : [...outcomes, 'withdrawn' as const].find((outcome) => outcome === value)
