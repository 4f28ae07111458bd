import { keepAgendas, type AgendaKeeping } from './agenda-keeper.ts'
import { keepCalendars, type CalendarKeeping } from './calendar-keeper.ts'
import { regularly } from './regularly.ts'

/** After whoever keeps the seats has looked, who reads as much. */
const firstAfterMilliseconds = 20_000

/** Every minute: takes meetings out of calendars and sends agendas, on one reading of the record. @returns what stops it. */
export const keepMeetingsRegularly = (keeping: AgendaKeeping & CalendarKeeping): (() => void) =>
  regularly(
    async () => {
      const { initiatives } = keeping
      let read: ReturnType<typeof initiatives.beforeMeetings> | undefined
      const once = {
        ...keeping,
        initiatives: { ...initiatives, beforeMeetings: () => (read ??= initiatives.beforeMeetings()) },
      }
      await keepCalendars(once)
      await keepAgendas(once)
    },
    {
      everyMilliseconds: 60_000,
      firstAfterMilliseconds,
      failed: (reason) => keeping.log.warn({ reason }, 'the meetings of boards could not be looked at'),
    },
  )
