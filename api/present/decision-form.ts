import { stagesToCome } from '../decisions/conditions.ts'
import { emptyDate, type Typed, type TypedCondition, type Wrong } from '../decisions/typed.ts'
import { presentChoices } from './decision.ts'
import { assuranceNeeded } from '../../machines/assurance.ts'
import type { InitiativeContext } from '../../machines/initiative/context.ts'
import { dateInWords } from '../../activities/words/dates.ts'
import { meetingInWords } from '../../activities/words/meetings.ts'
import { nextMeetingOf } from '../../machines/review.ts'
import type { ReviewContext } from '../../machines/review.ts'
import type { Browser, Matter } from '../decisions/matter.ts'

/** Boxes a member finds, and how many of them stand open; more appear once these are full and the form comes back. */
const usualPoints = { boxes: 5, open: 2 }
const usualConditions = { boxes: 3, open: 1 }

export const nothingTyped: Typed = {
  choice: '',
  reason: '',
  points: [],
  conditions: [],
  deferUntil: emptyDate,
  typedNumber: '',
  code: '',
}

/** The fields that are several inputs: an error leads to the first of them. */
const isDate = (field: string) => field.endsWith('dueOn') || field.endsWith('UntilDay')

const idOf = (field: string) => field.replaceAll('.', '-')

/** What is wrong, for the summary at the top of a page and beside each field. */
export const presentWrong = (wrong: readonly Wrong[]) => ({
  summary: wrong.map(({ field, expected }) => ({
    text: expected,
    href: `#${idOf(field)}${isDate(field) ? '-day' : ''}`,
  })),
  beside: Object.fromEntries(wrong.toReversed().map(({ field, expected }) => [idOf(field), { text: expected }])),
})

/** The form of a decision with whatever was typed in it before. */
export const presentForm = (
  { review, browser, recorded }: Pick<Matter, 'review' | 'browser' | 'recorded'>,
  {
    action,
    sealed,
    typedNumber,
    nowInstant,
  }: { action: string; sealed: string; typedNumber: string; nowInstant: number },
  typed: Typed = nothingTyped,
  wrong: readonly Wrong[] = [],
) => ({
  action,
  sealed,
  typedNumber,
  choices: presentChoices(review.context),
  nextMeeting: presentNextMeeting(review.context, nowInstant),
  code: presentCode(review.context, browser),
  typed,
  points: boxes(typed.points, usualPoints.boxes, ''),
  conditions: boxes(typed.conditions, usualConditions.boxes, emptyCondition).map((condition) => ({
    ...condition,
    blocksOptions: presentStages(recorded.state.initiative.context, condition.blocks),
  })),
  board: review.context.terms.name,
  openPoints: Math.max(usualPoints.open, typed.points.length),
  openConditions: Math.max(usualConditions.open, typed.conditions.length),
  wrong: presentWrong(wrong),
})

const emptyCondition: TypedCondition = { text: '', owner: '', due: emptyDate, blocks: '', acceptedBy: '' }

/** The stages whose papers a condition may keep back, none of them chosen beforehand. */
const presentStages = (context: InitiativeContext, chosen: string) => [
  { value: '', text: 'No papers wait for it', selected: chosen === '' },
  ...stagesToCome(context).map(({ id, title }) => ({
    value: id,
    text: `The papers of the ${title.toLowerCase()}`,
    selected: chosen === id,
  })),
]

/** The meeting it can be deferred to, in place of a date. */
const presentNextMeeting = (review: ReviewContext, nowInstant: number) => {
  const next = nextMeetingOf(review, nowInstant)
  return (
    next && {
      day: next.day,
      words: `To the next ${review.terms.name} meeting, ${meetingInWords(next)}`,
      means: `Its papers are due by ${dateInWords(next.papersDueInstant)}.`,
    }
  )
}

/** What a board that wants a one-time code still lacks of it. */
const presentCode = ({ terms }: ReviewContext, { assurance, codeAsked }: Browser) => {
  const isWanted = assuranceNeeded(terms) === 'B'
  return { isWanted: isWanted && assurance === 'A', isAsked: codeAsked, isEntered: assurance === 'B' }
}

const boxes = <Content>(typed: readonly Content[], usual: number, empty: Content): Content[] =>
  Array.from({ length: Math.max(usual, typed.length + 1) }, (_, index) => typed[index] ?? empty)

/** Words somebody wrote, shown so that they can be copied. */
export type Written = { label: string; text: string }

/** What was typed, set out to be copied where it cannot stand in a form any more. */
export const presentTyped = ({ reason, points, conditions }: Typed): Written[] => [
  ...(reason.trim() ? [{ label: 'Your reason', text: reason }] : []),
  ...points.map((text, index) => ({ label: `Point ${index + 1}`, text })),
  ...conditions.map(({ text, owner }, index) => ({
    label: `Condition ${index + 1}`,
    text: owner.trim() ? `${text} (to be met by ${owner})` : text,
  })),
]
