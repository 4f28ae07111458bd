import type { DecisionRecord } from '../../machines/initiative/context.ts'
import { dayInWords } from './dates.ts'
import { meetingInWords } from './meetings.ts'

/** To which meeting a chair's action is, or was, reported; empty for a decision of the board itself. */
export const reportInWords = ({ boardName, toReport }: Pick<DecisionRecord, 'boardName' | 'toReport'>): string => {
  if (!toReport) return ''
  const { meeting, overdue, reported } = toReport
  if (reported)
    return `Reported to the ${boardName} meeting of ${dayInWords(reported.meetingDay)}, as ${reported.recordedBy} recorded: ${reported.note}`
  if (!meeting)
    return `It is to be reported to the next ${boardName} meeting and minuted there; none was on file when it was taken.`
  return overdue
    ? `It was to be reported to the ${boardName} meeting of ${meetingInWords(meeting)}; nobody has recorded that it was.`
    : `It is to be reported to the ${boardName} meeting of ${meetingInWords(meeting)} and minuted there.`
}
