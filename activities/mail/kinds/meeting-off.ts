import { meetingInWords } from '../../words/meetings.ts'
import type { MailParts } from '../about.ts'
import { section, sentence, type MailContent } from '../content.ts'
import { opening, subjectOfBoard } from './opening.ts'
import { contactBlocks } from './parts.ts'

/**
 * Takes a meeting out of somebody's calendar: nothing they are asked to decide is before it any more. Says nothing of what was.
 * @throws Error when no calendar entry is on file for it.
 */
export const meetingOff = (parts: MailParts): MailContent => {
  const { calendarEntry, recorded, leastMarking } = parts
  if (!calendarEntry) throw new Error('There is no calendar entry for this mail')
  const { boardName, meeting } = calendarEntry
  const marked = { initiative: recorded.state.initiative.context, leastMarking }
  return {
    subject: subjectOfBoard(marked, `Nothing for you at the meeting: ${boardName}, ${meetingInWords(meeting)}`),
    sections: [
      ...opening(marked),
      ...section(
        undefined,
        sentence(
          `Nothing you are asked to decide is before the ${boardName} meeting of ${meetingInWords(meeting)} any more: ` +
            'it was decided, withdrawn or moved, or somebody else decides in your place.',
        ),
        sentence('This email takes its entry out of your calendar.'),
        sentence('The meeting itself may still be held. Ask the board\u2019s secretary if you are not sure.'),
      ),
      ...section('Contact', ...contactBlocks(parts.secretary)),
    ],
  }
}
