import { defineEntity, p, type InferEntity } from '@mikro-orm/postgresql'
import type { AuditEntry } from '../../../machines/audit-entry.ts'
import type { StoredCase } from '../../../machines/case-file.ts'

/**
 * One entry of an initiative's record, append-only. `state` is the whole case, kept with what happens once it is closed: Temporal
 * forgets closed workflows, so this is what a rebuild reads.
 */
export const AuditEntryRow = defineEntity({
  name: 'AuditEntryRow',
  tableName: 'audit_entry',
  properties: {
    initiativeId: p.text().primary(),
    sequence: p.integer().primary(),
    previousHash: p.text(),
    hash: p.text(),
    entry: p.json<AuditEntry>(),
    state: p.json<StoredCase>().nullable(),
    recordedInstant: p.bigint('number'),
  },
})
export type AuditEntryRow = InferEntity<typeof AuditEntryRow>
