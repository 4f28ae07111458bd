import { defineEntity, p, type InferEntity } from '@mikro-orm/postgresql'
import type { StoredCase } from '../../../machines/case-file.ts'

/**
 * An initiative: the claim of its id, which is for ever, and how it stands in the record. `version` is the number of its last
 * recorded entry; before the first (0) only the id is there. `stage` and `status` repeat what the state says, to filter by.
 */
export const InitiativeRow = defineEntity({
  name: 'InitiativeRow',
  tableName: 'initiative',
  properties: {
    initiativeId: p.text().primary(),
    claimedInstant: p.bigint('number'),
    version: p.integer().default(0),
    headHash: p.text().default('0'.repeat(64)),
    stateHash: p.text().nullable(),
    state: p.json<StoredCase>().nullable(),
    stage: p.text().nullable(),
    status: p.enum(['active', 'onHold', 'closed']).nullable().index(),
    recordedInstant: p.bigint('number').nullable(),
  },
})
export type InitiativeRow = InferEntity<typeof InitiativeRow>
