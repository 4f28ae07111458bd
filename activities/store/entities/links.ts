import { defineEntity, p, type InferEntity } from '@mikro-orm/postgresql'
import type { AccessNote, DecisionLink } from '../../ports.ts'
import type { CommentLink } from '../../ports/circulation.ts'

/** What a link in a mail stands for. Looked up by the token's SHA-256; the token itself is kept nowhere. */
export const DecisionLinkRow = defineEntity({
  name: 'DecisionLinkRow',
  tableName: 'decision_link',
  properties: {
    tokenSha256: p.text().primary().fieldName('token_sha256'),
    tokenId: p.uuid().unique(),
    purpose: p.text().$type<DecisionLink['purpose']>(),
    initiativeId: p.text(),
    reviewId: p.text(),
    submissionId: p.text(),
    seatId: p.text(),
    holderId: p.text(),
    decisionNumber: p.integer().nullable(),
    mintedInstant: p.bigint('number'),
    expiresInstant: p.bigint('number').nullable(),
  },
})
export type DecisionLinkRow = InferEntity<typeof DecisionLinkRow>

/** What a link in a mail to a stakeholder stands for, kept as decision links are, and apart from them. */
export const CommentLinkRow = defineEntity({
  name: 'CommentLinkRow',
  tableName: 'comment_link',
  properties: {
    tokenSha256: p.text().primary().fieldName('token_sha256'),
    tokenId: p.uuid().unique(),
    purpose: p.text().$type<CommentLink['purpose']>(),
    initiativeId: p.text(),
    circulationId: p.text(),
    personId: p.text(),
    mintedInstant: p.bigint('number'),
  },
})
export type CommentLinkRow = InferEntity<typeof CommentLinkRow>

/** What a link in a mail to the agenda of a meeting stands for, kept as decision links are, and apart from them. */
export const AgendaLinkRow = defineEntity({
  name: 'AgendaLinkRow',
  tableName: 'agenda_link',
  properties: {
    tokenSha256: p.text().primary().fieldName('token_sha256'),
    tokenId: p.uuid().unique(),
    personId: p.text(),
    boardId: p.text(),
    day: p.text(),
    mintedInstant: p.bigint('number'),
  },
})
export type AgendaLinkRow = InferEntity<typeof AgendaLinkRow>

/** One visit to a link or refused form, append-only, outside the chain (reliability rule 24). */
export const AccessRow = defineEntity({
  name: 'AccessRow',
  tableName: 'access_row',
  uniques: [
    {
      name: 'access_row_once',
      expression: 'create unique index access_row_once on access_row (press_id) where press_id is not null',
    },
  ],
  properties: {
    accessId: p.bigint('number').primary().autoincrement(),
    atInstant: p.bigint('number'),
    kind: p.text().$type<AccessNote['kind']>(),
    tokenId: p.text().nullable(),
    initiativeId: p.text().nullable().index(),
    reviewId: p.text().nullable(),
    seatId: p.text().nullable(),
    circulationId: p.text().nullable(),
    personId: p.text().nullable(),
    reason: p.text().nullable(),
    /** Names the press a question came by, so that a repeat of it is recognised. */
    pressId: p.text().nullable(),
    ipAddress: p.text().nullable(),
    userAgent: p.text().nullable(),
  },
})
export type AccessRow = InferEntity<typeof AccessRow>
