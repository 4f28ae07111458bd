import { defineEntity, p } from '@mikro-orm/postgresql'

/** A key that Temporal's payloads were encrypted with, by a fingerprint that tells nothing of the key; never the key. */
export const PayloadKeyRow = defineEntity({
  name: 'PayloadKeyRow',
  tableName: 'payload_key',
  properties: {
    keyId: p.text().primary(),
    fingerprint: p.text(),
    firstUsedInstant: p.bigint('number'),
  },
})
