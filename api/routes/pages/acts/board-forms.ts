import * as z from 'zod'
import { submissionOf } from '../../../../machines/initiative/boards.ts'
import { deputyOn, holderOn, type Board } from '../../../../machines/terms-of-reference.ts'
import { ask } from '../../../../machines/vocabulary/board.ts'
import { gateBoard } from '../../../../machines/vocabulary/plan.ts'
import { day, identifier, passage } from '../../../../machines/vocabulary/text.ts'
import { sittingIn } from '../../../../machines/seats.ts'
import { calendarOfSeats } from '../../../board-calendar.ts'
import { meetingToCome } from '../../../meetings.ts'
import type { ApiParts } from '../../../parts.ts'
import { wrongFields } from '../../../problems.ts'
import { preparing } from '../../json/preparing.ts'
import { dayTyped, line, type Field } from './field.ts'
import { actForm, type About, type ActForm } from './form.ts'
import { asks } from './submission-form.ts'

const notAtAGate = ['rebaseline', 'agreeException']

/** What was chosen from a list that begins with nothing chosen. */
const chosen = z.string().min(1, 'must not be empty')

const addedBoard = z.strictObject({ boardId: chosen.pipe(identifier), ask, decideBy: day.optional(), reason: passage })

/** Who decides for whom, as one choice: "kent deputy deputy-chief-kent". No id holds a space. */
const movedSeat = z.strictObject({ reviewId: identifier, who: chosen, reason: passage })
const sittingChosen = (who: string) => {
  const [seatId, as, personId] = who.split(' ')
  return { seatId, as, personId }
}

/** The forms of whoever steers decisions already before a board: another board, one merged into another, another person in a seat. */
export const boardForms = (parts: ApiParts): ActForm[] => {
  const { directory, calendar, clock } = parts
  const { addedBoard: added, mergedBoard: merged, seat } = preparing(parts)
  const reviewOf = ({ reviews, subject }: About) => reviews[subject['reviewId'] ?? '']?.context
  const boardName = (about: About) => reviewOf(about)?.terms.name

  const boardField = async (label: string, besides: readonly string[]): Promise<Field> => ({
    name: 'board',
    path: 'boardId',
    label,
    kind: 'select',
    options: [
      { value: '', text: 'Choose a board on file' },
      ...(await directory.boards())
        .filter(({ boardId }) => !besides.includes(boardId))
        .map(({ boardId, name }) => ({ value: boardId, text: name })),
    ],
  })

  /** Whom the terms of today name for each seat and who does not sit there already. Where they put a deputy in for dates, only they move it. */
  const whoMaySit = async (about: About): Promise<NonNullable<Field['options']>> => {
    const review = reviewOf(about)
    const today = calendar.dayOf(clock())
    const [board, people] = await Promise.all([
      review && directory.board(review.terms.boardId, today),
      directory.people(),
    ])
    if (!review || !board) return []
    const nameOf = new Map(people.map(({ personId, name }) => [personId, name]))
    return review.terms.seats.flatMap((each) => {
      const onFile = board.seats.find(({ seatId }) => seatId === each.seatId)
      if (!onFile || deputyOn(onFile, today) !== undefined) return []
      const sits = sittingIn(review, each)
      return namedFor(onFile, today)
        .filter(({ personId, as }) => nameOf.has(personId) && !(sits?.personId === personId && sits.as === as))
        .map(({ personId, as }) => ({
          value: `${each.seatId} ${as} ${personId}`,
          text: `For ${each.title}: ${as === 'holder' ? `its member, ${nameOf.get(personId) ?? ''}` : (nameOf.get(personId) ?? '')}`,
        }))
    })
  }

  return [
    actForm({
      name: 'addBoard',
      notes: async () => [
        'Its members are asked now, beside the boards asked already. The papers wait for all of them.',
      ],
      fields: async ({ context }) => [
        await boardField('Board', context.submission?.boards.map(({ boardId }) => boardId) ?? []),
        {
          name: 'ask',
          path: 'ask',
          label: 'What it is asked to do',
          kind: 'choice',
          options: ask.options
            .filter((value) => !notAtAGate.includes(value))
            .map((value) => ({ value, text: asks[value] })),
        },
        {
          name: 'decide-by',
          path: 'decideBy',
          label: 'Due at the end of',
          kind: 'day',
          optional: true,
          hint: 'Left empty, it decides at its next meeting on file whose papers are still due. Members who have not decided are reminded two working days and one working day before.',
        },
        { name: 'reason', path: 'reason', label: 'Reason', kind: 'text' },
      ],
      schema: addedBoard,
      body: (typed) => ({
        boardId: line(typed, 'board'),
        ask: line(typed, 'ask'),
        decideBy: dayTyped(typed, 'decide-by'),
        reason: line(typed, 'reason'),
      }),
      prepare: async ({ boardId, ask: asked, decideBy, reason }, initiativeId) => {
        if (decideBy !== undefined && calendar.endOfDay(decideBy) <= clock())
          throw wrongFields([{ in: 'body', field: 'decideBy', expected: 'must be a day that has not ended yet' }], 422)
        const onFile = await directory.board(boardId, calendar.dayOf(clock()))
        const now = { nowInstant: clock(), fromInstant: clock() }
        const isAtMeeting = onFile && decideBy === undefined
        if (isAtMeeting && !meetingToCome(onFile, now, await calendarOfSeats(onFile.seats, parts))) {
          const expected = 'must be given: no meeting of this board is on file whose papers are still due'
          throw wrongFields([{ in: 'body', field: 'decideBy', expected }], 422)
        }
        const reminders = ['P2D', 'P1D']
        const board = gateBoard.parse({
          board: boardId,
          ask: asked,
          reminders,
          ...(decideBy === undefined ? { at: 'meeting' } : { decideWithin: 'P1D' }),
        })
        return added.prepare({ board, reason }, initiativeId, decideBy)
      },
    }),
    actForm({
      name: 'mergeBoard',
      quote: boardName,
      notes: async () => [
        'Decisions already made stand, and the time to decide stays. The members of the other board are asked now.',
      ],
      fields: async (about) => {
        const review = reviewOf(about)
        const others = review && submissionOf(about.context, review.submissionId)?.boards.map(({ boardId }) => boardId)
        return [
          await boardField('The board it was merged into', [review?.terms.boardId ?? '', ...(others ?? [])]),
          { name: 'reason', path: 'reason', label: 'Reason', kind: 'text' },
        ]
      },
      schema: merged.body.extend({ boardId: chosen.pipe(identifier) }),
      body: (typed, { subject }) => ({
        reviewId: subject['reviewId'] ?? '',
        boardId: line(typed, 'board'),
        reason: line(typed, 'reason'),
      }),
      prepare: merged.prepare,
    }),
    actForm({
      name: 'moveSeat',
      quote: boardName,
      notes: async (about) =>
        (await whoMaySit(about)).length > 0
          ? []
          : [
              'The terms of this board name nobody else for any of its seats. Put the terms first, with the deputy or the new holder.',
            ],
      fields: async (about) => [
        {
          name: 'who',
          path: 'who',
          label: 'Who decides from now on',
          kind: 'select',
          hint: 'Those the board’s terms name. They are sent a link of their own; the link of whoever sat there ends and says why.',
          options: [{ value: '', text: 'Choose a member and who decides' }, ...(await whoMaySit(about))],
        },
        { name: 'reason', path: 'reason', label: 'Reason', kind: 'text' },
      ],
      schema: movedSeat,
      body: (typed, { subject }) => ({
        reviewId: subject['reviewId'] ?? '',
        who: line(typed, 'who'),
        reason: line(typed, 'reason'),
      }),
      prepare: async ({ who, ...sent }, initiativeId) => {
        const read = seat.body.safeParse({ ...sent, ...sittingChosen(who) })
        if (!read.success)
          throw wrongFields([{ in: 'body', field: 'who', expected: 'must be one of those in the list' }], 422)
        return seat.prepare(read.data, initiativeId)
      },
    }),
  ]
}

const namedFor = (seat: Board['seats'][number], today: string): { personId: string; as: 'holder' | 'deputy' }[] => {
  const holderId = holderOn(seat, today)
  return [
    ...(holderId === undefined ? [] : [{ personId: holderId, as: 'holder' as const }]),
    ...(seat.deputies ?? [])
      .filter(({ personId }) => personId !== holderId)
      .map(({ personId }) => ({ personId, as: 'deputy' as const })),
  ]
}
