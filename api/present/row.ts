import { shortDateInWords } from '../../activities/words/dates.ts'
import type { OutboxMail, RecordedInitiative } from '../../activities/ports.ts'
import { decidingSeats } from '../../machines/review.ts'
import { silentSeats } from '../../machines/waiting-for.ts'
import { hardDatesOf, type ShownHardDate } from './hard-dates.ts'
import { upperFirst } from './listing.ts'
import { deliveriesOf, type Moment } from './moment.ts'
import { needKinds, needsOf, type Need } from './needs-action.ts'
import { placeOf, placeTitleOf, positionOf, stageTags, type Place, type Tag } from './place.ts'
import { leadingRating, shownRating, type Rag, type ShownRating } from './ratings.ts'
import { dueInWords, waits, type Wait } from './waiting.ts'

/** What the list shows of one initiative. */
export type Row = {
  initiativeId: string
  href: string
  title: string
  reference: string
  programme?: { programmeId: string; name: string }
  organisations: string
  marking: string
  place: Place
  stage: string
  position: string
  tags: Tag[]
  /** `whom` and `what` read as one sentence, one after the other. */
  waiting: { whom: string; what: string; since: string; due: string; isLate: boolean; problem: string }[]
  rating?: ShownRating
  rag: Rag | 'notRated'
  needs: Need[]
  /** Decisions now before a board and not overdue yet. */
  decisionsDue: { board: string; dueInstant: number; due: string; decided: string; waitingFor: string }[]
  hardDates: ShownHardDate[]
  isOnHold: boolean
  recordedInstant: number
  /** Sorts the list, smallest first: what needs action, what is due soonest, what has waited longest, the closed last. */
  order: readonly number[]
}

const shownWait = (wait: Wait, moment: Moment): Row['waiting'][number] => ({
  whom: upperFirst(wait.whom),
  what: wait.kind === 'clock' ? `: ${wait.what}` : ` to ${wait.what}`,
  since: wait.since ?? '',
  due: wait.dueInstant === undefined ? '' : shortDateInWords(wait.dueInstant, moment.nowInstant),
  isLate: wait.kind !== 'clock' && dueInWords(wait, moment).startsWith('was due'),
  problem: upperFirst(wait.problems.join('; ')),
})

const decisionsDueOf = ({ state }: RecordedInitiative, waiting: readonly Wait[], { nowInstant }: Moment) =>
  waiting.flatMap(({ kind, dueInstant, reviewId, overdue, whom }) => {
    const review = reviewId ? state.reviews[reviewId]?.context : undefined
    if (kind !== 'member' || !review || dueInstant === undefined || overdue) return []
    const seats = decidingSeats(review).length
    return [
      {
        board: review.terms.name,
        dueInstant,
        due: shortDateInWords(dueInstant, nowInstant),
        decided: `${seats - silentSeats(review).length} of ${seats} have decided`,
        waitingFor: whom,
      },
    ]
  })

/** The row of an initiative. `mails` are its own, newest first. */
export const rowOf = (recorded: RecordedInitiative, mails: readonly OutboxMail[], moment: Moment): Row => {
  const { state, initiativeId, recordedInstant } = recorded
  const { context, status } = state.initiative
  const waiting = waits(state, deliveriesOf(mails, moment))
  const needs = needsOf(recorded, waiting, mails, moment)
  const rating = leadingRating(context.ratings)
  const soonest = Math.min(...waiting.flatMap(({ dueInstant }) => dueInstant ?? []))
  const worst = needs[0] ? needKinds.indexOf(needs[0].kind) : needKinds.length
  return {
    initiativeId,
    href: `/initiatives/${initiativeId}`,
    title: context.title,
    reference: context.reference,
    ...(context.programme ? { programme: context.programme } : {}),
    organisations: context.organisations.map(({ name }) => name).join(', '),
    marking: context.marking,
    place: placeOf(state),
    stage: placeTitleOf(state),
    position: positionOf(state),
    tags: stageTags(state),
    waiting: waiting.map((wait) => shownWait(wait, moment)),
    ...(rating ? { rating: shownRating(rating, moment) } : {}),
    rag: rating?.rag ?? 'notRated',
    needs,
    decisionsDue: decisionsDueOf(recorded, waiting, moment),
    hardDates: hardDatesOf(recorded, waiting, moment),
    isOnHold: context.hold !== undefined,
    recordedInstant,
    order: [status === 'active' ? 0 : 1, worst, -(needs[0]?.daysLate ?? 0), soonest, context.sinceInstant],
  }
}

/** Rows in the order people should look at them. */
export const inOrder = (rows: readonly Row[]): Row[] =>
  rows.toSorted((a, b) => {
    const at = a.order.findIndex((value, index) => value !== b.order[index])
    return at < 0 ? a.title.localeCompare(b.title, 'en-GB') : (a.order[at] ?? 0) - (b.order[at] ?? 0)
  })
