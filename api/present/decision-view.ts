import type * as z from 'zod'
import { askOf } from '../../activities/words/decisions.ts'
import { meetingsInWords } from '../../activities/words/meetings.ts'
import { changesInPapers } from '../../activities/words/papers.ts'
import { assuranceNeeded } from '../../machines/assurance.ts'
import { dueInstantOf, nextMeetingOf, type Ballot } from '../../machines/review.ts'
import { stagesToCome } from '../decisions/conditions.ts'
import type { Matter } from '../decisions/matter.ts'
import type { decisionView } from '../schemas/decision.ts'
import { presentChoices, presentAsking } from './decision.ts'
import { outcomeOf, presentRecorded } from './recorded-decision.ts'

/** A recorded decision for programs: the words exactly as they stand in the record. */
export const viewRecorded = (matter: Matter, ballot: Ballot) => {
  const { reference, settles, settled } = presentRecorded(matter, ballot)
  const { number, choice, reason, points, conditions, deferUntilDay, toMeeting, atInstant } = ballot
  return {
    reference,
    number,
    choice,
    reason,
    points,
    conditions,
    deferUntilDay,
    toMeeting,
    atInstant,
    settled,
    outcome: outcomeOf(matter.review),
    follows: settles,
  }
}

/** The decision page for programs; `form` where something can be decided. */
export const viewDecision = (
  matter: Matter,
  nowInstant: number,
  form?: { sealed: string; typedNumber: string },
): z.output<typeof decisionView> => {
  const { link, recorded, review, ballot, standing, browser } = matter
  const { proposal } = review.context
  const { rule, others, othersNotShown, papers, you, marking, rehearsal, board } = presentAsking(
    matter,
    { holder: undefined, secretary: undefined },
    link,
  )
  const { title, reference } = recorded.state.initiative.context
  return {
    standing: standing.kind === 'ended' ? 'receipt' : standing.kind,
    initiative: { initiativeId: link.initiativeId, title, reference },
    marking,
    rehearsal,
    board,
    seat: { seatId: link.seatId, title: you.title },
    ask: askOf(review.context),
    asks: proposal.asks,
    because: proposal.because,
    authorises: proposal.authorises,
    doesNotAuthorise: proposal.doesNotAuthorise,
    recommendation: proposal.recommendation,
    options: proposal.options,
    changesInPapers: changesInPapers(recorded.state, review.context),
    money: proposal.money,
    risks: proposal.risks,
    decideByInstant: dueInstantOf(review.context),
    nextMeetingDay: form && nextMeetingOf(review.context, nowInstant)?.day,
    meetings: meetingsInWords(review.context),
    papers,
    assurance: {
      needed: assuranceNeeded(review.context.terms),
      held: browser.assurance,
      codeAsked: browser.codeAsked,
    },
    rule,
    others,
    othersShown: othersNotShown === undefined,
    conditionsMayBlock: form
      ? stagesToCome(recorded.state.initiative.context).map(({ id, title: stageTitle }) => ({
          stage: id,
          title: stageTitle,
        }))
      : [],
    choices: form ? presentChoices(review.context) : [],
    recorded: ballot && viewRecorded(matter, ballot),
    ...(form ? { form: form.sealed, typedNumber: form.typedNumber } : {}),
  }
}
