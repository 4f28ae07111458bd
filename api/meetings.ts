import type { Calendar } from '../activities/ports.ts'
import type { Board } from '../machines/terms-of-reference.ts'
import type { Meeting } from '../machines/vocabulary/meeting.ts'
import type { BoardTerms } from '../machines/vocabulary/board.ts'

type Dated = Pick<Board, 'meetings' | 'papersDueBefore'>

/** When a meeting begins; with its day where its hour is not on file. */
const beginningOf = ({ day, startsInstant }: Meeting, calendar: Calendar) => startsInstant ?? calendar.at(day, '00:00')

/** A board's meetings with their moments, in order. Without a cut-off papers may come until the meeting begins. */
export const meetingsOf = ({ meetings, papersDueBefore }: Dated, calendar: Calendar): Meeting[] =>
  meetings
    .map((held) => {
      const { day, startsAt, papersDue = papersDueBefore } = typeof held === 'string' ? { day: held } : held
      const beginsInstant = calendar.at(day, startsAt ?? '00:00')
      const closesInstant = calendar.endOfDay(day)
      return {
        day,
        ...(startsAt === undefined ? {} : { startsInstant: beginsInstant }),
        papersDueInstant:
          papersDue === undefined ? beginsInstant : calendar.before(beginsInstant, papersDue, 'working'),
        // A board that meets in the evening decides after the working day has closed.
        endsInstant: beginsInstant < closesInstant ? closesInstant : calendar.at(day, '23:59'),
      }
    })
    .sort((a, b) => a.endsInstant - b.endsInstant)

type Times = { nowInstant: number; fromInstant: number }

/**
 * The first meeting from a moment on whose papers are still due now, and the one before it that was missed because they were not;
 * undefined where no such meeting is on file.
 */
export const meetingToCome = (
  board: Dated,
  { nowInstant, fromInstant }: Times,
  calendar: Calendar,
): (Pick<BoardTerms, 'missedMeeting' | 'nextMeetings'> & { meeting: Meeting }) | undefined => {
  const toCome = meetingsOf(board, calendar).filter((each) => beginningOf(each, calendar) >= fromInstant)
  const first = toCome.findIndex(({ papersDueInstant }) => papersDueInstant >= nowInstant)
  const meeting = toCome[first]
  if (!meeting) return undefined
  const missed = toCome.slice(0, first)[0]
  return {
    meeting,
    ...(missed ? { missedMeeting: { day: missed.day, papersDueInstant: missed.papersDueInstant } } : {}),
    ...meetingsAfter(board, meeting.endsInstant, calendar),
  }
}

/** The meetings a board has after a moment, to come back to: at most four. */
export const meetingsAfter = (
  board: Dated,
  afterInstant: number,
  calendar: Calendar,
): Pick<BoardTerms, 'nextMeetings'> => {
  const nextMeetings = meetingsOf(board, calendar)
    .filter((each) => beginningOf(each, calendar) > afterInstant)
    .slice(0, 4)
  return nextMeetings.length > 0 ? { nextMeetings } : {}
}
