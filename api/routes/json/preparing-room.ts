import * as z from 'zod'
import { commands, type CommandPayload } from '../../../machines/commands.ts'
import { laterMeeting, type ReviewContext } from '../../../machines/review.ts'
import { room, roomPosition, roomSeat } from '../../../machines/vocabulary/room.ts'
import { conditionWritten } from '../../../machines/vocabulary/submission.ts'
import { refusedAs, unknownInitiative } from '../../answers.ts'
import { conditionsWorkedOut } from '../../decisions/conditions.ts'
import { soonBefore } from '../../decisions/typed.ts'
import type { ApiParts } from '../../parts.ts'
import { wrongFields } from '../../problems.ts'

const conditionSaid = conditionWritten.omit({ ownerId: true, dueInstant: true, dueSoonInstant: true })
const positionSaid = roomPosition
  .omit({ deferUntilInstant: true, deferSoonInstant: true })
  .extend({ conditions: z.array(conditionSaid).max(20).default([]) })

/** What a secretary writes down of a meeting; moments and people are worked out from it. */
export const roomBody = room.omit({ dayEndsInstant: true }).extend({
  seats: z
    .array(roomSeat.extend({ position: positionSaid.optional() }))
    .min(1)
    .max(60),
})
export type RoomBody = z.infer<typeof roomBody>

/** The last moment of a day: boards also meet in the evening, when working hours are over. */
const midnightAfter = (day: string, calendar: ApiParts['calendar']) => calendar.at(day, '23:59') + 59_999

type Prepared = CommandPayload<'recordRoom'>

/** What was decided in the room, with the moments of its days, the people its conditions name, and its papers looked up. */
export const prepareRoom =
  ({
    initiatives,
    papers,
    calendar,
    directory,
    clock,
  }: Pick<ApiParts, 'initiatives' | 'papers' | 'calendar' | 'directory' | 'clock'>) =>
  async (sent: RoomBody, initiativeId: string): Promise<Prepared> => {
    const recorded = await initiatives.find(initiativeId)
    if (!recorded) throw unknownInitiative(initiativeId)
    const review = recorded.state.reviews[sent.reviewId]
    if (!review) throw refusedAs('UnknownReview', `reviewId: there is no board decision ${sent.reviewId}.`)
    if (sent.day > calendar.dayOf(clock()))
      throw wrongFields([{ in: 'body', field: 'day', expected: 'must not be after today' }], 422)
    for (const [index, { sha256 }] of sent.tabledPapers.entries())
      if (!(await papers.find(sha256))) {
        const expected = 'must be the hash of a paper on file; send its file to /api/papers first'
        throw wrongFields([{ in: 'body', field: `tabledPapers.${index}.sha256`, expected }], 422)
      }
    const endOf = ({ deferUntilDay, toMeeting }: z.infer<typeof positionSaid>, context: ReviewContext) =>
      deferUntilDay === undefined
        ? undefined
        : ((toMeeting && laterMeeting(context, deferUntilDay)?.endsInstant) ?? calendar.endOfDay(deferUntilDay))
    const seats: Prepared['seats'] = []
    for (const { position, ...seat } of sent.seats) {
      if (!position) {
        seats.push(seat)
        continue
      }
      const deferUntilInstant = endOf(position, review.context)
      const conditions = await conditionsWorkedOut(position.conditions, { recorded, review }, { calendar, directory })
      seats.push({
        ...seat,
        position: {
          ...position,
          conditions,
          ...(deferUntilInstant === undefined ? {} : { deferUntilInstant }),
          ...(deferUntilInstant !== undefined && position.choice === 'moreTime'
            ? { deferSoonInstant: soonBefore(deferUntilInstant, calendar) }
            : {}),
        },
      })
    }
    return commands.recordRoom.payload.parse({ ...sent, seats, dayEndsInstant: midnightAfter(sent.day, calendar) })
  }
