import { defineEntity, p, type InferEntity } from '@mikro-orm/postgresql'
import type { GovernancePlan } from '../../../machines/vocabulary/plan.ts'
import type { Division } from '../../../machines/vocabulary/working-days.ts'
import type { OrganisationKind } from '../../ports.ts'
import type { Board } from '../../../machines/terms-of-reference.ts'

export const OrganisationRow = defineEntity({
  name: 'OrganisationRow',
  tableName: 'organisation',
  properties: {
    organisationId: p.text().primary(),
    name: p.text(),
    kind: p.text().$type<OrganisationKind>(),
    commissionerId: p.text().nullable(),
    division: p.text().$type<Division>().nullable(),
    closedDays: p.json<string[]>().nullable(),
  },
})
export type OrganisationRow = InferEntity<typeof OrganisationRow>

/** Names and addresses are here and nowhere else, so that an erasure has one place to go to. */
export const PersonRow = defineEntity({
  name: 'PersonRow',
  tableName: 'person',
  properties: {
    personId: p.text().primary(),
    name: p.text(),
    email: p.text(),
    phone: p.text().nullable(),
  },
})
export type PersonRow = InferEntity<typeof PersonRow>

/** What every version of a board has in common is its id: a row to lock while a version is added. */
export const BoardRow = defineEntity({
  name: 'BoardRow',
  tableName: 'board',
  properties: { boardId: p.text().primary() },
})

/** A board's terms of reference from a day on. The version with the latest day that has come is in force. */
export const BoardVersionRow = defineEntity({
  name: 'BoardVersionRow',
  tableName: 'board_version',
  properties: {
    boardId: () => p.manyToOne(BoardRow).mapToPk().primary().fieldName('board_id'),
    version: p.integer().primary(),
    fromDay: p.date(),
    sha256: p.text(),
    terms: p.json<Omit<Board, 'version'>>(),
  },
})

export const GovernancePlanRow = defineEntity({
  name: 'GovernancePlanRow',
  tableName: 'governance_plan',
  properties: {
    planId: p.text().primary(),
    version: p.integer().primary(),
    sha256: p.text(),
    plan: p.json<GovernancePlan>(),
  },
})
export type GovernancePlanRow = InferEntity<typeof GovernancePlanRow>
