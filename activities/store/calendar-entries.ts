import { sql } from 'kysely'
import type { CalendarEntries, CalendarEntry } from '../ports/meetings.ts'
import type { StoreConnection } from './connection.ts'

const entry = sql`
  json_build_object('number', entry_number, 'uid', uid, 'sequence', sequence, 'personId', person_id, 'boardId', board_id, 'day', day,
    'rehearsal', rehearsal, 'boardName', said -> 'boardName', 'meeting', said -> 'meeting', 'organiser', organiser,
    'initiativeId', initiative_id) as entry`

type Found = { entry: CalendarEntry }

/** Two senders that invite the same person at the same moment: the second finds the first one's entry. */
const attemptsAtMost = 3

/** Calendar entries as rows. Each change is one statement: the entry, its new number in the row, and the mail that cancels it. */
export const calendarEntriesOf = (connection: StoreConnection, clock: () => number): CalendarEntries => {
  const put = (wanted: Parameters<CalendarEntries['invite']>[0], movedFromDay: string | undefined) =>
    connection.run(async (em) => {
      const { personId, boardId, day, rehearsal, boardName, meeting, organiser, initiativeId } = wanted
      const said = sql`${JSON.stringify({ boardName, meeting })}::jsonb`
      const theirs = sql`
        person_id = ${personId} and board_id = ${boardId} and rehearsal = ${rehearsal} and cancelled_instant is null`
      const { rows } = await sql<Found>`
        with same as (
          update calendar_entry
          set sequence = sequence + (said <> ${said})::int, said = ${said}, initiative_id = ${initiativeId}
          where ${theirs} and day = ${day} returning *
        ), moved as (
          update calendar_entry
          set day = ${day}, sequence = sequence + 1, said = ${said}, initiative_id = ${initiativeId}
          where ${theirs} and day = ${movedFromDay ?? null} and not exists (select from calendar_entry where ${theirs} and day = ${day})
          returning *
        ), added as (
          insert into calendar_entry (person_id, board_id, day, rehearsal, said, organiser, initiative_id)
          select ${personId}, ${boardId}, ${day}, ${rehearsal}, ${said}, ${JSON.stringify(organiser)}::jsonb, ${initiativeId}
          where not exists (select from same) and not exists (select from moved)
          on conflict do nothing returning *
        )
        select ${entry} from (select * from same union all select * from moved union all select * from added) found
      `.execute(em.getKysely())
      return rows[0]?.entry
    })

  return {
    invite: async (wanted, movedFromDay) => {
      for (let attempt = 1; attempt <= attemptsAtMost; attempt += 1) {
        const found = await put(wanted, movedFromDay)
        if (found) return found
      }
      throw new Error(`The calendar entry of ${wanted.personId} is being written by somebody else.`)
    },

    standing: (fromDay) =>
      connection.run(async (em) => {
        const { rows } = await sql<Found>`
          select ${entry} from calendar_entry where cancelled_instant is null and day >= ${fromDay}
          order by entry_number`.execute(em.getKysely())
        return rows.map((row) => row.entry)
      }),

    cancel: (number) =>
      connection.run(async (em) => {
        const nowInstant = clock()
        await sql`
          with cancelled as (
            update calendar_entry set cancelled_instant = ${nowInstant}::bigint, sequence = sequence + 1
            where entry_number = ${number} and cancelled_instant is null returning *
          )
          insert into outbox_mail (kind, initiative_id, person_id, number, sequence, created_instant, next_attempt_instant)
          select 'meetingOff', initiative_id, person_id, entry_number, 1, ${nowInstant}::bigint, ${nowInstant}::bigint
          from cancelled on conflict do nothing`.execute(em.getKysely())
      }),

    find: (number) =>
      connection.run(async (em) => {
        const { rows } = await sql<Found>`
          select ${entry} from calendar_entry where entry_number = ${number}`.execute(em.getKysely())
        return rows[0]?.entry
      }),
  }
}
