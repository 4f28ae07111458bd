import { defineEntity, p, type InferEntity } from '@mikro-orm/postgresql'

/** The newest contradiction between an initiative and its record; settled once they agree again. */
export const RecordAlarmRow = defineEntity({
  name: 'RecordAlarmRow',
  tableName: 'record_alarm',
  properties: {
    initiativeId: p.text().primary(),
    reason: p.text(),
    sinceInstant: p.bigint('number'),
    settledInstant: p.bigint('number').nullable(),
  },
})
export type RecordAlarmRow = InferEntity<typeof RecordAlarmRow>
