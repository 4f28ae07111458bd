import type * as z from 'zod'
import { commands, type CommandPayload } from '../../../machines/commands.ts'
import type { ApiParts } from '../../parts.ts'
import { wrongFields } from '../../problems.ts'

/** As people say it: the end of the meeting's day is worked out. */
export const reportBody = commands.reportChairsAction.payload.omit({ meetingEndsInstant: true })

/** A chair's action as reported to a meeting that has been held. Throws a Problem where its day is still to come. */
export const prepareReport =
  ({ calendar, clock }: Pick<ApiParts, 'calendar' | 'clock'>) =>
  async (sent: z.infer<typeof reportBody>): Promise<CommandPayload<'reportChairsAction'>> => {
    if (sent.meetingDay > calendar.dayOf(clock()))
      throw wrongFields(
        [{ in: 'body', field: 'meetingDay', expected: 'must be the day of a meeting that has been held' }],
        422,
      )
    return { ...sent, meetingEndsInstant: calendar.at(sent.meetingDay, '23:59') }
  }
