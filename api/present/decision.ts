import type { DecisionLink, Person } from '../../activities/ports.ts'
import type { Board } from '../../machines/terms-of-reference.ts'
import { dayInWords, reportedDateInWords, weekdayDateInWords } from '../../activities/words/dates.ts'
import {
  askOf,
  certaintyTag,
  choiceInWords,
  choiceMeans,
  decidedInWords,
  othersNotShown,
  outcomeInWords,
  stageInWords,
} from '../../activities/words/decisions.ts'
import { meetingsInWords } from '../../activities/words/meetings.ts'
import { sharesInWords } from '../../activities/words/money.ts'
import { changesInPapers } from '../../activities/words/papers.ts'
import { boardInWords } from '../../activities/words/ways.ts'
import { partyInWords } from '../../activities/words/parties.ts'
import { isOpen } from '../../machines/initiative/conditions.ts'
import { earlierDecisions } from '../../machines/initiative/earlier-decisions.ts'
import type { DecisionRecord } from '../../machines/initiative/context.ts'
import { maySeeOthers } from '../../machines/others-shown.ts'
import {
  currentBallot,
  dueInstantOf,
  parties,
  standing,
  type Ballot,
  type ReviewContext,
} from '../../machines/review.ts'
import { wordsInForce } from '../../machines/room.ts'
import { asWhom } from '../../machines/seats.ts'
import type { Seat } from '../../machines/vocabulary/board.ts'
import { choicesFor } from '../../machines/rules/choices.ts'
import { ruleInWords } from '../../machines/rules/index.ts'
import type { Place } from '../decisions/access.ts'
import type { Matter } from '../decisions/matter.ts'
import { paths } from '../decisions/paths.ts'
import { roomFor } from '../decisions/room.ts'
import { asWritten } from './as-written.ts'
import { presentPapers } from './decision-papers.ts'
import { shownMoney } from './money.ts'

/** Somebody as a page names them. */
export type Named = { title: string; name?: string; phone?: string; email?: string }

/** The people a decision page names, found before it is presented. */
export type People = { holder: Person | undefined; secretary: Named | undefined }

/** What is put before the member, in the order pages.md gives. */
export type Asking = ReturnType<typeof presentAsking>

/** An ask longer than this is a paragraph, not a heading. */
const headingCharacters = 140

/** The matter itself: who is asked, for what, by when, and everything a member needs to decide. */
export const presentAsking = (matter: Matter, people: People, place: Place) => {
  const { link, recorded, review, seat } = matter
  const { context } = recorded.state.initiative
  const { proposal, terms, answers, stage, round } = review.context
  const dueInstant = dueInstantOf(review.context)
  return {
    initiative: { title: context.title, reference: context.reference },
    marking: context.marking,
    rehearsal: context.plan.kind === 'rehearsal',
    stage: stageInWords(stage),
    round,
    board: terms.name,
    you: presentReader(review.context, seat, link, people.holder),
    secretary: people.secretary,
    deputyHref: seat && (seat.deputies ?? []).length > 0 ? paths.passOn(place) : undefined,
    questionHref: people.secretary?.email ? paths.question(place) : undefined,
    asks: asWritten(withoutFullStop(proposal.asks)),
    amended: amendedWords(review.context),
    roomHref: roomFor(matter) && paths.room(place),
    asksIsLong: proposal.asks.length > headingCharacters,
    because: proposal.because && asWritten(proposal.because),
    due: weekdayDateInWords(dueInstant),
    meetings: meetingsInWords(review.context),
    isOverdue: JSON.stringify(review.value).includes('overdue'),
    authorises: asWritten(proposal.authorises),
    doesNotAuthorise: proposal.doesNotAuthorise && asWritten(proposal.doesNotAuthorise),
    money: presentMoney(matter),
    options: (proposal.options ?? []).map(asWritten),
    recommendation: proposal.recommendation && asWritten(proposal.recommendation),
    positions: earlierDecisions(context, review.context).map(presentPosition),
    answers: answers.map((answer) => ({ ...answer, text: asWritten(answer.text), answer: asWritten(answer.answer) })),
    openConditions: context.conditions
      .filter(isOpen)
      .map(({ text, raisedBy, ownerTitle, dueOn, chased, blocksStage, mayDischarge }) => ({
        text: asWritten(text),
        raisedBy,
        ownerTitle,
        due: dueOn && dayInWords(dueOn),
        isOverdue: chased === 'overdue',
        blocks: blocksStage && stageInWords(blocksStage).toLowerCase(),
        acceptedBy: mayDischarge,
      })),
    risks: proposal.risks.map(asWritten),
    papers: presentPapers(matter, place),
    changesInPapers: changesInPapers(recorded.state, review.context).map(asWritten),
    others: presentOthers(review.context, link.seatId),
    parties: maySeeOthers(review.context, link.seatId) ? parties(review.context).map(partyInWords) : [],
    soFar: maySeeOthers(review.context, link.seatId) ? standing(review.context).because : undefined,
    othersNotShown: maySeeOthers(review.context, link.seatId) ? undefined : othersNotShown,
    rule: [ruleInWords(terms), terms.ruleNote].filter(Boolean).join(' '),
    hold: context.hold && {
      reason: asWritten(context.hold.reason),
      since: dayInWords(context.hold.sinceInstant),
      reviewOn: context.hold.reviewOnInstant === undefined ? undefined : dayInWords(context.hold.reviewOnInstant),
    },
  }
}

/** The other members, each with where they stand as far as the reader may see it. */
const presentOthers = (review: ReviewContext, readerSeatId: string) => {
  const seesThem = maySeeOthers(review, readerSeatId)
  return review.terms.seats
    .filter(({ seatId }) => seatId !== readerSeatId)
    .map(({ seatId, title }) => {
      if (!seesThem) return { title }
      const ballot = currentBallot(review, seatId)
      return { title, hasDecided: ballot !== undefined, ...(ballot ? decidedAs(ballot, review) : {}) }
    })
}

const decidedAs = ({ choice }: Ballot, review: ReviewContext) => ({ decided: decidedInWords(choice, askOf(review)) })

/** The choices a member has, none chosen beforehand, each with what follows from it. */
export const presentChoices = (review: ReviewContext) => {
  const ask = askOf(review)
  return choicesFor(ask, review.terms.rule).map((choice) => ({
    choice,
    words: choiceInWords(choice, ask),
    means: choiceMeans(choice, ask),
  }))
}

const amendedWords = (review: ReviewContext) => {
  const words = wordsInForce(review)
  return words && asWritten(words)
}

const withoutFullStop = (text: string) => text.trim().replace(/\.$/, '')

/** Who reads: the member, or the deputy who sits for them. The name is said where it is not the role again. */
const presentReader = (
  review: ReviewContext,
  seat: Seat | undefined,
  { holderId, seatId }: DecisionLink,
  holder: Person | undefined,
) => {
  const title = seat ? asWhom(review, seat, holderId) : seatId
  return { title, ...(holder && !title.startsWith(holder.name) ? { name: holder.name } : {}) }
}

/** Until a directory gives a person's name, the name on file is the role again: then it is said once. */
const nameOf = (person: Person | undefined, title: string | undefined) =>
  person && person.name !== title ? { name: person.name } : {}

/** The money as every page shows it, and what the reader's organisations bear of it. */
const presentMoney = ({ review, recorded, seat }: Matter) => {
  const { money } = review.context.proposal
  if (!money) return undefined
  const { organisations } = recorded.state.initiative.context
  return { ...shownMoney(money, organisations), own: sharesInWords(money, organisations, seat?.organisationIds ?? []) }
}

const presentPosition = ({ boardName, way, verb, outcome, on, provenance }: DecisionRecord) => ({
  who: boardInWords(boardName, way),
  said: verb ?? outcomeInWords[outcome],
  when: on.precision === 'instant' ? dayInWords(on.atInstant) : reportedDateInWords(on),
  tag: certaintyTag[provenance.certainty],
})

/** Whom to turn to about a board's papers: the secretary of the frozen terms, with what the directory knows today. */
export const presentSecretary = (
  review: ReviewContext,
  person: Person | undefined,
  board: Board | undefined,
): Named | undefined => {
  const title = review.terms.secretary?.title ?? board?.secretary?.title
  if (!title) return undefined
  const phone = person?.phone ?? board?.secretary?.phone
  return {
    title,
    ...nameOf(person, title),
    ...(phone ? { phone } : {}),
    ...(person ? { email: person.email } : {}),
  }
}
