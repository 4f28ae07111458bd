import { defineEntity, p, type InferEntity } from '@mikro-orm/postgresql'
import type { Marking } from '../../../machines/vocabulary/submission.ts'

/** What people call a paper; its bytes lie under its hash in the data folder. */
export const PaperRow = defineEntity({
  name: 'PaperRow',
  tableName: 'paper',
  properties: {
    sha256: p.text().primary(),
    title: p.text(),
    version: p.text(),
    marking: p.text().$type<Marking>(),
    mediaType: p.text(),
    sizeBytes: p.integer(),
    pageCount: p.integer().nullable(),
    keptInstant: p.bigint('number'),
  },
})
export type PaperRow = InferEntity<typeof PaperRow>
