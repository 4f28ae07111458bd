import type { z } from 'zod'
import { askOf } from '../../activities/words/decisions.ts'
import { choicesFor } from '../../machines/rules/choices.ts'
import { commands, type CommandPayload } from '../../machines/commands.ts'
import { expectations } from '../../machines/vocabulary/expectation.ts'
import { day } from '../../machines/vocabulary/text.ts'
import { nextMeetingOf } from '../../machines/review.ts'
import type { ApiParts } from '../parts.ts'
import { stagesToCome } from './conditions.ts'
import type { Matter } from './matter.ts'
import { wrongNumber } from './pressed-form.ts'
import type { Form } from './sealed-form.ts'

/** A date as people type it, in three fields. */
export type TypedDate = { day: string; month: string; year: string }

/** A condition as it was typed: `blocks` the stage whose papers wait for it, `acceptedBy` who may say that it is met. */
export type TypedCondition = { text: string; owner: string; due: TypedDate; blocks: string; acceptedBy: string }

/** What a person typed, kept exactly, so that a form which is not accepted comes back with every word in it. */
export type Typed = {
  choice: string
  reason: string
  points: string[]
  conditions: TypedCondition[]
  deferUntil: TypedDate
  /** The day of the board's next meeting, where that was chosen in place of a date. */
  toMeetingDay?: string
  typedNumber: string
  /** The one-time code, where the board wants one. */
  code: string
}

/** One thing to put right; `field` names it for programs (`conditions.0.text`) and, with hyphens, on the page. */
export type Wrong = { field: string; expected: string }

export type Vote = CommandPayload<'castVote'>
type Read = { vote: Vote } | { wrong: Wrong[]; tooLong: boolean }

/** What one update may hold, less what Gatehouse adds to it (reliability rule 3). */
const voteLimitBytes = 30 * 1024

export const emptyDate: TypedDate = { day: '', month: '', year: '' }

const isBlank = (date: TypedDate) => !`${date.day}${date.month}${date.year}`.trim()

/** The same without the boxes left empty, so that the third point written is the third point wherever it stands. */
export const withoutEmptyBoxes = (typed: Typed): Typed => ({
  ...typed,
  points: typed.points.filter((point) => point.trim()),
  conditions: typed.conditions.filter(
    ({ text, owner, due, blocks, acceptedBy }) =>
      text.trim() || owner.trim() || !isBlank(due) || blocks.trim() || acceptedBy.trim(),
  ),
})

/** `2027-06-14` of three fields; the text as typed, and so refused, when they make no day of the calendar. */
const isoDay = ({ day: typedDay, month, year }: TypedDate) =>
  `${year.trim()}-${month.trim().padStart(2, '0')}-${typedDay.trim().padStart(2, '0')}`

/** When a party is reminded that the time it was given is nearly over. */
export const soonBefore = (untilInstant: number, calendar: Pick<ApiParts['calendar'], 'before'>): number =>
  calendar.before(untilInstant, 'P3D', 'working')

/**
 * Reads a decision from what was typed. Everything that is wrong is named at once, in the order of the page; nothing is guessed,
 * and nothing a person wrote is left out without their knowing.
 */
export const readDecision = (
  { review, link, recorded }: Pick<Matter, 'review' | 'link' | 'recorded'>,
  { calendar, clock }: Pick<ApiParts, 'calendar' | 'clock'>,
  form: Form,
  typed: Typed,
): Read => {
  const { points, conditions } = typed
  const choice = choicesFor(askOf(review.context), review.context.terms.rule).find(
    (offered) => offered === typed.choice,
  )
  const next = choice === 'defer' && typed.toMeetingDay ? nextMeetingOf(review.context, clock()) : undefined
  const meeting = next?.day === typed.toMeetingDay ? next : undefined
  const typedDay = isBlank(typed.deferUntil) ? undefined : isoDay(typed.deferUntil)
  const deferUntilDay = typedDay ?? meeting?.day
  const isDay = day.safeParse(deferUntilDay).success
  const toCome = stagesToCome(recorded.state.initiative.context)
  const today = calendar.dayOf(clock())

  const candidate: Partial<z.input<typeof commands.castVote.payload>> = {
    reviewId: form.reviewId,
    seatId: form.seatId,
    holderId: link.holderId,
    decisionNumber: form.decisionNumber,
    points,
    conditions: conditions.map(({ text, owner, due, blocks, acceptedBy }) => {
      const blocksStage = toCome.find(({ id }) => id === blocks.trim())?.id
      return {
        text,
        ...(owner.trim() ? { ownerTitle: owner } : {}),
        ...(isBlank(due) ? {} : { dueOn: isoDay(due) }),
        ...(blocksStage ? { blocksStage } : {}),
        ...(acceptedBy.trim() ? { mayDischarge: acceptedBy } : {}),
      }
    }),
    ...(choice ? { choice } : {}),
    ...(typed.reason.trim() ? { reason: typed.reason } : {}),
    ...(deferUntilDay ? { deferUntilDay } : {}),
    ...(deferUntilDay && isDay
      ? { deferUntilInstant: meeting ? meeting.endsInstant : calendar.endOfDay(deferUntilDay) }
      : {}),
    ...(deferUntilDay && isDay && choice === 'moreTime'
      ? { deferSoonInstant: soonBefore(calendar.endOfDay(deferUntilDay), calendar) }
      : {}),
    ...(meeting ? { toMeeting: true } : {}),
  }
  const wrong: Wrong[] = []
  if (!choice) wrong.push({ field: 'choice', expected: 'Choose your decision' })
  else wrong.push(...whatTheChoiceNeeds(choice, typed, deferUntilDay))
  if (isDay && deferUntilDay && deferUntilDay <= today)
    wrong.push(
      choice === 'moreTime'
        ? { field: 'moreTimeUntilDay', expected: 'The date until which you need more time must be after today' }
        : { field: 'deferUntilDay', expected: 'The date to defer to must be after today' },
    )
  for (const [index, { due, blocks }] of conditions.entries()) {
    const dueOn = isBlank(due) ? undefined : isoDay(due)
    if (dueOn !== undefined && day.safeParse(dueOn).success && dueOn <= today)
      wrong.push({ field: `conditions.${index}.dueOn`, expected: 'The date a condition is due must be after today' })
    if (blocks.trim() && !toCome.some(({ id }) => id === blocks.trim()))
      wrong.push({
        field: `conditions.${index}.blocksStage`,
        expected: 'Choose one of the stages still to come, or that no stage waits for the condition',
      })
  }
  if (typed.toMeetingDay && choice === 'defer' && !meeting)
    wrong.push({ field: 'deferUntilDay', expected: 'That meeting can no longer be deferred to: give a date' })
  if (meeting && typedDay)
    wrong.push({ field: 'deferUntilDay', expected: 'Choose the board’s next meeting or give a date, not both' })
  if (typed.toMeetingDay && choice && choice !== 'defer')
    wrong.push({ field: 'choice', expected: 'You chose the board’s next meeting: choose to defer, or clear it' })
  wrong.push(...wrongNumber(form, typed.typedNumber))

  const read = commands.castVote.payload.safeParse(candidate)
  if (!read.success) wrong.push(...wrongAsTyped(read.error, choice))
  const tooLarge = Buffer.byteLength(JSON.stringify(candidate)) > voteLimitBytes
  if (tooLarge)
    wrong.push({
      field: 'reason',
      expected: 'Everything you wrote together must be at most 30 KB: put the rest in a paper',
    })
  if (read.success && wrong.length === 0) return { vote: read.data }
  const tooLong = tooLarge || read.error?.issues.some(({ code }) => code === 'too_big') === true
  return { wrong: inPageOrder(wrong), tooLong }
}

/** Everything but agreeing is explained; points and conditions explain themselves. */
const needsReason: readonly Vote['choice'][] = ['defer', 'moreTime', 'stop', 'abstain', 'declareInterest']

/** What a choice asks for besides itself, and what was typed that belongs to another choice. */
const whatTheChoiceNeeds = (
  choice: Vote['choice'],
  { points, conditions, reason }: Typed,
  deferUntilDay: string | undefined,
): Wrong[] => {
  const wrong: Wrong[] = []
  const hasReason = reason.trim() !== ''
  if (choice === 'approveWithConditions' && conditions.length === 0)
    wrong.push({ field: 'conditions.0.text', expected: 'Write at least one condition, or choose to agree without any' })
  if (choice === 'sendBack' && points.length === 0 && !hasReason)
    wrong.push({ field: 'points.0', expected: 'Write at least one point for the change team to answer' })
  const isUntilADate = choice === 'defer' || choice === 'moreTime'
  if (choice === 'defer' && !deferUntilDay)
    wrong.push({ field: 'deferUntilDay', expected: 'Give the date to defer to' })
  if (choice === 'moreTime' && !deferUntilDay)
    wrong.push({ field: 'moreTimeUntilDay', expected: 'Give the date until which you need more time' })
  if (needsReason.includes(choice) && !hasReason)
    wrong.push({ field: 'reason', expected: 'Say why, so that the change team can act on it' })
  if (choice !== 'approveWithConditions' && conditions.length > 0)
    wrong.push({ field: 'choice', expected: 'You wrote a condition: choose the decision with conditions, or clear it' })
  if (choice !== 'sendBack' && points.length > 0)
    wrong.push({ field: 'choice', expected: 'You wrote a point to answer: choose to send back, or clear it' })
  if (!isUntilADate && deferUntilDay)
    wrong.push({ field: 'choice', expected: 'You gave a date to come back to: choose to defer, or clear it' })
  return wrong
}

const names: Record<string, string> = { reason: 'The reason', points: 'Each point', conditions: 'Each condition' }

/** The schema's findings in the words of the page. The choice is asked for above, so its own finding would say it twice. */
const wrongAsTyped = (error: z.ZodError, choice: Vote['choice'] | undefined): Wrong[] =>
  expectations(error.issues).flatMap(({ path, expected }): Wrong[] => {
    const [head = '', , part] = path.map(String)
    if (head === 'choice') return []
    if (path.length === 1 && head !== 'reason' && head !== 'deferUntilDay')
      return [{ field: head, expected: `Write at most 20 ${head}` }]
    if (head === 'deferUntilDay')
      return choice === 'moreTime'
        ? [{ field: 'moreTimeUntilDay', expected: 'The date until which you need more time must be a real day' }]
        : [{ field: head, expected: 'The date to defer to must be a real day' }]
    if (part === 'dueOn') return [{ field: path.join('.'), expected: 'The date a condition is due must be a real day' }]
    if (part === 'ownerTitle') return [{ field: path.join('.'), expected: `Who meets a condition ${expected}` }]
    if (part === 'mayDischarge')
      return [{ field: path.join('.'), expected: `Who may accept that a condition is met ${expected}` }]
    return [{ field: path.join('.'), expected: `${names[head] ?? head} ${expected}` }]
  })

const order = ['choice', 'conditions', 'points', 'deferUntilDay', 'moreTimeUntilDay', 'reason', 'typedAnswer']
const place = ({ field }: Wrong) => order.indexOf(field.split('.')[0] ?? '')
const inPageOrder = (wrong: Wrong[]) => wrong.sort((a, b) => place(a) - place(b))
