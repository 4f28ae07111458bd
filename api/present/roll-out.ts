import { dayInWords, reportedDateInWords, weekdayDateInWords } from '../../activities/words/dates.ts'
import type { StoredCase } from '../../machines/case-file.ts'
import { isIn, type Tag } from './place.ts'

/** The cohorts consulted, in the order they were opened. */
export const cohorts = ({ consultations }: StoredCase) =>
  Object.values(consultations).map((consultation) => {
    const { title, openedOn, minimumEndsInstant, closedInstant, summary } = consultation.context
    const running = isIn(consultation, 'minimumPeriodRunning')
    const tag: Tag = closedInstant
      ? { text: 'closed', kind: 'done' }
      : { text: running ? 'minimum period running' : 'may be closed', kind: 'plain' }
    return {
      title,
      tag,
      opened: dayInWords(openedOn),
      minimum: `${running ? 'ends' : 'ended'} ${weekdayDateInWords(minimumEndsInstant)}`,
      closed: closedInstant === undefined ? '' : dayInWords(closedInstant),
      summary: summary ?? '',
    }
  })

const dated = (date: Parameters<typeof reportedDateInWords>[0] | undefined) =>
  date ? reportedDateInWords(date) : 'no date'

/** The roll-out tranches with their earlier dates and why each moved; who is live with what. */
export const tranches = ({ rollOuts }: StoredCase) =>
  Object.values(rollOuts).map((rollOut) => {
    const { title, plannedFor, earlierDates, readiness, liveSinceInstant, interimSinceInstant } = rollOut.context
    const tag: Tag =
      liveSinceInstant !== undefined
        ? { text: 'live', kind: 'done' }
        : interimSinceInstant !== undefined
          ? { text: 'live in the interim', kind: 'done' }
          : { text: readiness && isIn(rollOut, 'ready') ? 'ready' : 'planned', kind: 'plain' }
    return {
      title,
      tag,
      planned: dated(plannedFor),
      earlier: earlierDates.map((earlier) => ({
        was: dated(earlier.plannedFor),
        reason: earlier.reason,
        moved: dayInWords(earlier.atInstant),
      })),
      readiness: readiness ? { statement: readiness.statement, on: dayInWords(readiness.atInstant) } : undefined,
      interim: interimSinceInstant === undefined ? '' : dayInWords(interimSinceInstant),
      live: liveSinceInstant === undefined ? '' : dayInWords(liveSinceInstant),
    }
  })
