import { sql } from 'kysely'
import type { AgendaEdition, Agendas } from '../ports/meetings.ts'
import type { StoreConnection } from './connection.ts'

const agenda = sql`
  json_build_object('number', agenda_number, 'boardId', board_id, 'day', day, 'personId', person_id, 'edition', edition)::jsonb || sent
  as agenda`

type Found = { agenda: AgendaEdition }

/** Agendas as rows: an edition and the mail that brings it are one statement, and there is one of each, whoever writes it first. */
export const agendasOf = (connection: StoreConnection, clock: () => number): Agendas => ({
  newest: ({ boardId, day }) =>
    connection.run(async (em) => {
      const { rows } = await sql<Found>`
        select distinct on (person_id) ${agenda} from agenda_edition where board_id = ${boardId} and day = ${day}
        order by person_id, edition desc`.execute(em.getKysely())
      return rows.map((row) => row.agenda)
    }),

  issue: ({ boardId, day, personId, edition, initiativeId, ...sent }) =>
    connection.run(async (em) => {
      const nowInstant = clock()
      await sql`
        with issued as (
          insert into agenda_edition (board_id, day, person_id, edition, sent)
          values (${boardId}, ${day}, ${personId}, ${edition}, ${JSON.stringify(sent)}::jsonb)
          on conflict do nothing returning agenda_number
        )
        insert into outbox_mail (kind, initiative_id, person_id, number, sequence, created_instant, next_attempt_instant)
        select 'agenda', ${initiativeId}, ${personId}, agenda_number, 1, ${nowInstant}::bigint, ${nowInstant}::bigint
        from issued on conflict do nothing`.execute(em.getKysely())
    }),

  find: (number) =>
    connection.run(async (em) => {
      const { rows } = await sql<Found>`
        select ${agenda} from agenda_edition where agenda_number = ${number}`.execute(em.getKysely())
      return rows[0]?.agenda
    }),
})
