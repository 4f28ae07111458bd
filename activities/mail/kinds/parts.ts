import { maySeeOthers } from '../../../machines/others-shown.ts'
import { currentBallot, parties, standing, type Ballot } from '../../../machines/review.ts'
import { ruleInWords } from '../../../machines/rules/index.ts'
import type { DecisionRecord } from '../../../machines/initiative/context.ts'
import type { Seat } from '../../../machines/vocabulary/board.ts'
import type { ConditionWritten } from '../../../machines/vocabulary/submission.ts'
import { dayInWords, reportedDateInWords } from '../../words/dates.ts'
import {
  certaintyTag,
  decidedInWords,
  othersNotShown,
  outcomeInWords,
  papersInWords,
  stageInWords,
} from '../../words/decisions.ts'
import { boardInWords } from '../../words/ways.ts'
import { partyInWords } from '../../words/parties.ts'
import { againstBudgetInWords, costInWords, poundsInWords, sharesInWords } from '../../words/money.ts'
import { stageId } from '../../../machines/vocabulary/facts.ts'
import type { Secretary, ReviewAbout } from '../about.ts'
import {
  facts,
  list,
  numbered,
  phrase,
  quote,
  section,
  sentence,
  warning,
  type Block,
  type Section,
} from '../content.ts'

/** What it is about: the initiative, its reference, the stage and the board. */
export const whatItIsAbout = ({ initiative, review }: ReviewAbout): Block =>
  facts([
    ['Initiative', initiative.title],
    ['Reference', initiative.reference],
    ['Programme', initiative.programme?.name],
    ['Stage', papersInWords({ id: review.reviewId, stage: review.stage, round: review.round })],
    ['Board', boardInWords(review.terms.name, review.terms.way)],
  ])

/** What a hold means for the reader of a request; nothing while there is none. */
export const onHoldInWords = ({ hold }: ReviewAbout['initiative']): Block | undefined =>
  hold &&
  warning(
    `This initiative has been on hold since ${dayInWords(hold.sinceInstant)}. Your link works again ` +
      'when it resumes, and the dates below move on by the length of the hold.',
  )

/** Cost against budget, what the reader's organisations bear of it, and savings by year; nothing where the case names no money. */
export const moneySection = ({ initiative, review }: ReviewAbout, seat: Seat): Section[] => {
  const money = review.proposal.money
  if (!money) return []
  return section(
    'Money',
    facts([
      ['Cost', costInWords(money.costFromPence, money.costToPence)],
      ['Budget', money.budgetPence === undefined ? undefined : poundsInWords(money.budgetPence)],
      ['Against the budget', againstBudgetInWords(money)],
      ...sharesInWords(money, initiative.organisations, seat.organisationIds).map(
        ({ organisation, share }): [string, string] => [`Your share, ${organisation}`, share],
      ),
      ...money.savings.map(({ year, savingPence }): [string, string] => [`Saving ${year}`, poundsInWords(savingPence)]),
    ]),
  )
}

/** A decision already made on this stage: "Chief Finance Officers: supported, 14 June 2027". */
export const decisionInWords = ({ boardName, way, verb, outcome, on, provenance, because }: DecisionRecord): string => {
  const date = on.precision === 'instant' ? dayInWords(on.atInstant) : reportedDateInWords(on)
  const tag = certaintyTag[provenance.certainty]
  return `${boardInWords(boardName, way)}: ${verb ?? outcomeInWords[outcome]}, ${date}${tag ? ` (${tag})` : ''}${because ? `. ${because}` : ''}`
}

/** "Publish the equality assessment (Head of Change, Kent; due 1 March 2028; before the go-live papers)" */
export const conditionInWords = ({ text, ownerTitle, dueOn, blocksStage, mayDischarge }: ConditionWritten): string => {
  const stage = stageId.safeParse(blocksStage)
  const details = [
    ownerTitle,
    dueOn ? `due ${dayInWords(dueOn)}` : undefined,
    stage.success ? `before the ${stageInWords(stage.data).toLowerCase()} papers` : undefined,
    mayDischarge ? `met once accepted by ${mayDischarge}` : undefined,
  ].filter((detail) => detail !== undefined)
  return details.length > 0 ? `${phrase(text)} (${details.join('; ')})` : text
}

/**
 * Where each member stands and the rule that decides, in one sentence. A member whose board shows this only after their own decision
 * is told so, and who the members are.
 */
export const standingSection = (
  about: ReviewAbout,
  readerSeatId: string | undefined,
  mayBeTold = readerSeatId === undefined || maySeeOthers(about.review, readerSeatId),
): Section[] => {
  const { review, ask } = about
  const { seats, ruleNote } = review.terms
  const stands = (seatId: string) => {
    const ballot = currentBallot(review, seatId)
    return ballot ? decidedInWords(ballot.choice, ask) : 'still to decide'
  }
  const named = ({ seatId, title, chair }: Seat) =>
    `${title}${chair ? ' (chair)' : ''}${seatId === readerSeatId ? ' (you)' : ''}`
  const ruleSentence = sentence(`The rule: ${ruleInWords(review.terms)}${ruleNote ? ` ${ruleNote}` : ''}`)
  if (!mayBeTold && !about.endedAs)
    return section('The members', list(seats.map(named)), sentence(othersNotShown), ruleSentence)
  const byParty = parties(review).map(partyInWords)
  return section(
    'Where the members stand',
    facts(seats.map((seat) => [named(seat), stands(seat.seatId)])),
    ...(byParty.length > 0 ? [sentence('Each decides for itself:'), list(byParty)] : []),
    ruleSentence,
    about.endedAs ? undefined : sentence(`So far: ${standing(review).because}`),
  )
}

/** A member's own words: reason, points, conditions, the later date. */
export const ballotBlocks = ({ choice, reason, points, conditions, deferUntilDay, toMeeting }: Ballot): Block[] => [
  ...(deferUntilDay
    ? [
        sentence(
          `${choice === 'moreTime' ? 'More time until' : toMeeting ? 'To come back at the board\u2019s meeting of' : 'To come back on'} ${dayInWords(deferUntilDay)}.`,
        ),
      ]
    : []),
  ...(reason ? [sentence('Reason:'), quote(reason)] : []),
  ...(points.length > 0 ? [sentence('Points to answer:'), numbered(points)] : []),
  ...(conditions.length > 0 ? [sentence('Conditions:'), numbered(conditions.map(conditionInWords))] : []),
]

/** Whom to ask, and that an answer by email decides nothing. */
export const contactBlocks = (secretary: Secretary | undefined): Block[] => [
  ...(secretary
    ? [sentence(`Questions: ${secretary.title}${secretary.phone ? `, telephone ${secretary.phone}` : ''}.`)]
    : []),
  sentence(
    secretary?.email
      ? `A reply to this email goes to ${secretary.title}. It does not decide anything.`
      : 'A reply to this email does not decide anything.',
  ),
]
