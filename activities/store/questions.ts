import { sql } from 'kysely'
import type { Question, Questions } from '../ports.ts'
import type { StoreConnection } from './connection.ts'

/** Questions as access rows, which are only ever added: the words stand in `reason`, and the row's number is the question's. */
export const questionsOf = (connection: StoreConnection, clock: () => number): Questions => ({
  keep: (
    { tokenId, initiativeId, reviewId, seatId, question, pressId, ipAddress, userAgent },
    { most, sinceInstant },
  ) =>
    connection.run(async (em) => {
      await sql`
        insert into access_row (at_instant, kind, token_id, initiative_id, review_id, seat_id, reason, press_id,
                                ip_address, user_agent)
        select ${clock()}::bigint, 'questionAsked', ${tokenId}, ${initiativeId}, ${reviewId}, ${seatId}, ${question},
               ${pressId}, ${ipAddress ?? null}, ${userAgent ?? null}
        where (
          select count(*) from access_row
          where kind = 'questionAsked' and initiative_id = ${initiativeId} and review_id = ${reviewId}
            and seat_id = ${seatId} and at_instant > ${sinceInstant}
        ) < ${most}
        on conflict (press_id) where press_id is not null do nothing`.execute(em.getKysely())
      const { rows } = await sql<{ number: string }>`
        select access_id as number from access_row where press_id = ${pressId}`.execute(em.getKysely())
      const [kept] = rows
      return kept ? Number(kept.number) : 'tooMany'
    }),

  find: (number) =>
    connection.run(async (em) => {
      const { rows } = await sql<{ question: Question }>`
        select json_build_object('question', reason, 'holderId', holder_id, 'atInstant', at_instant) as question
        from access_row join decision_link on decision_link.token_id::text = access_row.token_id
        where access_id = ${number} and kind = 'questionAsked'`.execute(em.getKysely())
      return rows[0]?.question
    }),

  ofReview: (initiativeId, reviewId) =>
    connection.run(async (em) => {
      const { rows } = await sql<{ asked: { number: number; seatId: string; question: string; atInstant: number } }>`
        select json_build_object('number', access_id, 'seatId', seat_id, 'question', reason, 'atInstant', at_instant)
               as asked
        from access_row
        where kind = 'questionAsked' and initiative_id = ${initiativeId} and review_id = ${reviewId}
        order by access_id`.execute(em.getKysely())
      return rows.map(({ asked }) => asked)
    }),
})
