import { defineEntity, p, type InferEntity } from '@mikro-orm/postgresql'
import type { AgendaEdition } from '../../ports/meetings.ts'

/** An agenda a member was sent, so that it is sent once, and again only once it has changed. */
export const AgendaEditionRow = defineEntity({
  name: 'AgendaEditionRow',
  tableName: 'agenda_edition',
  uniques: [{ name: 'agenda_edition_once', properties: ['boardId', 'day', 'personId', 'edition'] }],
  properties: {
    agendaNumber: p.bigint('number').primary().autoincrement(),
    boardId: p.text(),
    day: p.text(),
    personId: p.text(),
    edition: p.integer(),
    sent: p.json<Pick<AgendaEdition, 'items' | 'startsInstant' | 'changes'>>(),
  },
})
export type AgendaEditionRow = InferEntity<typeof AgendaEditionRow>
