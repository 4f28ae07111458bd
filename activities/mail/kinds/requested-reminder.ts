import { currentStage } from '../../../machines/initiative/progress.ts'
import { waitingFor } from '../../../machines/waiting-for.ts'
import { dateInWords, dayInWords } from '../../words/dates.ts'
import { stageInWords } from '../../words/decisions.ts'
import type { MailParts } from '../about.ts'
import { facts, link, list, quote, section, sentence, type MailContent } from '../content.ts'
import { opening, subjectOf } from './opening.ts'
import { waits } from './waits.ts'

/**
 * Reminds somebody of what a row asked for when the initiative's record began, and says where it stands today.
 * @throws Error when the record has no such reminder.
 */
export const requestedReminder = (parts: MailParts): MailContent => {
  const { row, recorded, links, nowInstant } = parts
  const initiative = recorded.state.initiative.context
  const reminder = initiative.reminders[row.number - 1]
  if (!reminder) throw new Error(`The initiative ${row.initiativeId} has no reminder ${row.number}`)
  const marked = { initiative, leastMarking: parts.leastMarking }
  const stage = currentStage(initiative)
  return {
    subject: subjectOf(marked, 'A reminder that was asked for'),
    sections: [
      ...opening(marked),
      ...section(
        undefined,
        sentence(
          `When this initiative was recorded on ${dayInWords(initiative.createdInstant)}, a reminder to you was asked for ` +
            `on ${dayInWords(reminder.atInstant)}:`,
        ),
        quote(reminder.about),
        facts([
          ['Initiative', initiative.title],
          ['Reference', initiative.reference],
          ['Programme', initiative.programme?.name],
          ['Stage', stage ? stageInWords(stage) : initiative.entry.stage ? undefined : 'not reported'],
        ]),
      ),
      ...section(`What it waits for, as at ${dateInWords(nowInstant)}`, list(waits(waitingFor(recorded.state, [])))),
      ...section(undefined, links.pageUrl ? link('See the initiative', links.pageUrl) : undefined),
    ],
  }
}
