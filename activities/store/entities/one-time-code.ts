import { defineEntity, p, type InferEntity } from '@mikro-orm/postgresql'

/** A one-time code somebody asked for; `codeHash` is that of the newest copy mailed, nothing before the first and after it was entered. */
export const OneTimeCodeRow = defineEntity({
  name: 'OneTimeCodeRow',
  tableName: 'one_time_code',
  indexes: [{ name: 'one_time_code_seat_index', properties: ['initiativeId', 'reviewId', 'seatId'] }],
  properties: {
    codeNumber: p.bigint('number').primary().autoincrement(),
    pressId: p.text().unique(),
    sessionSha256: p.text().fieldName('session_sha256').index(),
    initiativeId: p.text(),
    reviewId: p.text(),
    seatId: p.text(),
    holderId: p.text(),
    askedInstant: p.bigint('number'),
    codeHash: p.text().nullable(),
    expiresInstant: p.bigint('number').nullable(),
    tries: p.integer().default(0),
    confirmedInstant: p.bigint('number').nullable(),
  },
})
export type OneTimeCodeRow = InferEntity<typeof OneTimeCodeRow>
