import * as z from 'zod'
import { dayInWords } from '../../../../activities/words/dates.ts'
import { decidingSeats } from '../../../../machines/review.ts'
import { meetingOf } from '../../../../machines/review-dates.ts'
import { roomToConfirm } from '../../../../machines/room.ts'
import { sittingIn } from '../../../../machines/seats.ts'
import { marking } from '../../../../machines/vocabulary/submission.ts'
import { line as lineOfText } from '../../../../machines/vocabulary/text.ts'
import type { ApiParts } from '../../../parts.ts'
import { wrongFields } from '../../../problems.ts'
import { prepareRoom, roomBody } from '../../json/preparing-room.ts'
import { dayTyped, line, lines, optionalLine, type Typed } from './field.ts'
import { actForm, type ActForm } from './form.ts'
import { deputy, nothingSaid, reviewOf, roomFields } from './room-fields.ts'
import { dateWritten } from './written.ts'

/** The page's own: papers tabled before that stay, and the one that comes with it. */
const roomTyped = roomBody.omit({ tabledPapers: true }).extend({
  leftOut: z.array(z.string()).max(20),
  paper: z.strictObject({ title: lineOfText, version: lineOfText, marking }).optional(),
})

/** "Publish the costs; Chief Finance Officer; 14 June 2028": who and when may be left out. */
const conditionTyped = (text: string) => {
  const [words = '', ...rest] = text.split(';').map((part) => part.trim())
  const when = rest.at(-1) === undefined ? undefined : dateWritten(rest.at(-1) ?? '')
  const dueOn = when?.precision === 'day' ? when.on : undefined
  const [ownerTitle, ...more] = dueOn ? rest.slice(0, -1) : rest
  return words && more.length === 0
    ? { text: words, ...(ownerTitle ? { ownerTitle } : {}), ...(dueOn ? { dueOn } : {}) }
    : undefined
}

type Conditions = NonNullable<ReturnType<typeof conditionTyped>>[]

const positionTyped = (typed: Typed, seatId: string, conditions: Conditions) => {
  const choice = line(typed, `says-${seatId}`)
  if (choice === '' || choice === nothingSaid) return undefined
  const points = choice === 'sendBack' ? lines(typed, `words-${seatId}`) : []
  const reason = choice === 'sendBack' ? undefined : optionalLine(typed, `words-${seatId}`)
  const deferUntilDay = dayTyped(typed, `until-${seatId}`)
  return {
    choice,
    points,
    conditions: choice === 'approveWithConditions' ? conditions : [],
    ...(reason ? { reason } : {}),
    ...(deferUntilDay ? { deferUntilDay } : {}),
    ...(line(typed, `changed-${seatId}-yes`) === 'yes' ? { changedInTheRoom: true } : {}),
  }
}

const seatTyped = (typed: Typed, seatId: string, conditions: Conditions) => {
  const there = line(typed, `there-${seatId}`)
  const isDeputy = there.startsWith(deputy)
  const position = positionTyped(typed, seatId, conditions)
  return {
    seatId,
    attendance: isDeputy ? 'deputyPresent' : there,
    ...(isDeputy ? { deputyId: there.slice(deputy.length) } : {}),
    ...(position ? { position } : {}),
  }
}

/** The form of a board's secretary: who was in the room, what each decided, and what was tabled and amended there. */
export const roomForm = (parts: ApiParts): ActForm => {
  const prepare = prepareRoom(parts)
  return actForm({
    name: 'recordRoom',
    quote: (about) => reviewOf(about)?.proposal.asks,
    notes: async (about) => {
      const review = reviewOf(about)
      const meeting = review && meetingOf(review)
      const before = review && roomToConfirm(review)
      const aside = review?.terms.seats.filter((seat) => !sittingIn(review, seat)).map(({ title }) => title) ?? []
      return [
        'Nothing of this counts until whoever was in the chair has confirmed it by the link in an email. Each member is then told what was recorded for them.',
        ...(meeting ? [`The papers are for the meeting of ${dayInWords(meeting.day)}.`] : []),
        ...(before
          ? [`Version ${before.version} waits for the chair. This one takes its place; the earlier one is kept.`]
          : []),
        ...(aside.length > 0 ? [`Standing aside from a case of their own: ${aside.join('; ')}.`] : []),
      ]
    },
    fields: roomFields,
    schema: roomTyped,
    body: (typed, about, wrong) => {
      const review = reviewOf(about)
      const conditions = lines(typed, 'conditions').flatMap(
        (text) =>
          conditionTyped(text) ??
          wrong('conditions', 'must each be a condition, who meets it and by which day, with ; between') ??
          [],
      )
      const seats = review ? decidingSeats(review) : []
      const tabled = (review && roomToConfirm(review)?.tabledPapers) ?? []
      const wording = optionalLine(typed, 'wording')
      const title = optionalLine(typed, 'title')
      return {
        reviewId: about.subject['reviewId'] ?? '',
        day: dayTyped(typed, 'day') ?? '',
        seats: seats.map(({ seatId }) => seatTyped(typed, seatId, conditions)),
        ...(wording ? { wording } : {}),
        leftOut: tabled.flatMap(({ sha256 }) =>
          line(typed, `left-out-${sha256.slice(0, 16)}`) === 'yes' ? [sha256] : [],
        ),
        recordedBy: line(typed, 'recorded-by'),
        ...(title ? { paper: { title, version: line(typed, 'version'), marking: line(typed, 'marking') } } : {}),
      }
    },
    prepare: async ({ leftOut, paper, ...sent }, initiativeId, file) => {
      const hasFile = file !== undefined && file.bytes.length > 0
      if (hasFile !== (paper !== undefined))
        throw wrongFields([
          hasFile
            ? { in: 'body', field: 'paper.title', expected: 'must be given with the file' }
            : { in: 'body', field: 'file', expected: 'must be given with its title' },
        ])
      const review = (await parts.initiatives.find(initiativeId))?.state.reviews[sent.reviewId]?.context
      const before = (review && roomToConfirm(review)?.tabledPapers) ?? []
      const kept = before.filter(({ sha256 }) => !leftOut.includes(sha256))
      const added = hasFile && paper ? [await parts.papers.keep({ ...file, ...paper })] : []
      return prepare({ ...sent, tabledPapers: [...kept, ...added] }, initiativeId)
    },
  })
}
