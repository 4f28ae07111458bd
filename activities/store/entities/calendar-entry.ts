import { defineEntity, p, type InferEntity } from '@mikro-orm/postgresql'
import type { CalendarEntry } from '../../ports/meetings.ts'

/** An entry mails have put into somebody's calendar; of those that stand, one for each person and meeting. */
export const CalendarEntryRow = defineEntity({
  name: 'CalendarEntryRow',
  tableName: 'calendar_entry',
  uniques: [
    {
      name: 'calendar_entry_standing',
      expression:
        'create unique index calendar_entry_standing on calendar_entry (person_id, board_id, day, rehearsal) ' +
        'where cancelled_instant is null',
    },
  ],
  properties: {
    entryNumber: p.bigint('number').primary().autoincrement(),
    uid: p.uuid().defaultRaw('gen_random_uuid()'),
    sequence: p.integer().default(0),
    personId: p.text(),
    boardId: p.text(),
    day: p.text(),
    rehearsal: p.boolean(),
    said: p.json<Pick<CalendarEntry, 'boardName' | 'meeting'>>(),
    organiser: p.json<CalendarEntry['organiser']>(),
    initiativeId: p.text(),
    cancelledInstant: p.bigint('number').nullable(),
  },
})
export type CalendarEntryRow = InferEntity<typeof CalendarEntryRow>
