import * as z from 'zod'
import { circulation } from '../../../machines/vocabulary/circulation.ts'
import { isoDuration } from '../../../machines/vocabulary/text.ts'
import { day } from '../../../machines/vocabulary/text.ts'
import type { CommandPayload } from '../../../machines/commands.ts'
import type { ApiParts } from '../../parts.ts'
import { wrongFields, type WrongField } from '../../problems.ts'

const { circulationId, priority, title, evidenceIds, stakeholders, asks } = circulation.shape

export const circulationBody = z.strictObject({
  circulationId,
  priority: priority.describe('1 is read first'),
  title,
  evidenceIds: evidenceIds.describe('Which papers of the present gate, as they stand now'),
  stakeholders: stakeholders.describe('Each by the id of a person on file, with title and organisation'),
  asks: asks.describe('What feedback is asked for, word for word'),
  commentBy: day.describe('The day whose end comments are due'),
  answerBy: day
    .optional()
    .describe('The day whose end the change team’s answers are due; five working days after comments without it'),
  remindBefore: z
    .array(isoDuration)
    .max(10)
    .default(['P2D'])
    .describe('How long before comments are due those who are silent are reminded, whole days as working days'),
})
export type CirculationBody = z.infer<typeof circulationBody>

/** How long the change team has for its answers where it does not say so itself. */
const usualTimeForAnswers = 'P5D'

/**
 * What circulating papers carries beyond what people say: moments worked out by calendar, from people who can be written to.
 * @throws Problem naming each field that cannot be.
 */
export const prepareCirculation =
  ({ directory, calendar, clock }: Pick<ApiParts, 'directory' | 'calendar' | 'clock'>) =>
  async ({ commentBy, answerBy, remindBefore, ...sent }: CirculationBody): Promise<CommandPayload<'circulate'>> => {
    const commentByInstant = calendar.endOfDay(commentBy)
    const answerByInstant = answerBy
      ? calendar.endOfDay(answerBy)
      : calendar.after(commentByInstant, usualTimeForAnswers, 'working')
    const onFile = new Set((await directory.people()).map(({ personId }) => personId))
    const wrong: WrongField[] = sent.stakeholders.flatMap(({ personId }, index) =>
      onFile.has(personId)
        ? []
        : [wrongIn(`stakeholders.${index}.personId`, `must be a person on file; ${personId} is none`)],
    )
    if (commentByInstant <= clock()) wrong.push(wrongIn('commentBy', 'must be a day that has not ended yet'))
    if (answerByInstant < commentByInstant)
      wrong.push(wrongIn('answerBy', 'must not be before the day comments are due'))
    if (wrong.length > 0) throw wrongFields(wrong, 422)
    const reminderInstants = remindBefore
      .map((duration) => calendar.before(commentByInstant, duration, 'working'))
      .filter((instant) => instant > clock() && instant < commentByInstant)
      .toSorted((a, b) => a - b)
    return { ...sent, commentByInstant, answerByInstant, reminderInstants }
  }

const wrongIn = (field: string, expected: string): WrongField => ({ in: 'body', field, expected })
