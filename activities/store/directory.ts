import { LockMode, type EntityManager } from '@mikro-orm/postgresql'
import { sql } from 'kysely'
import { hashOf } from '../../workflows/chain.ts'
import type { Directory, Organisation, Person, Put } from '../ports.ts'
import type { Board } from '../../machines/terms-of-reference.ts'
import type { StoreConnection } from './connection.ts'
import { BoardRow, BoardVersionRow, GovernancePlanRow, OrganisationRow, PersonRow } from './entities/directory.ts'

/** People, organisations, boards and plans as rows; boards and plans keep every version they had. */
export const directoryOf = (connection: StoreConnection): Directory => ({
  putOrganisation: (organisation) =>
    connection.run(async (em) => {
      const { organisationId, name, kind, commissionerId = null, division = null, closedDays = null } = organisation
      const [stored] = await em.find(OrganisationRow, { organisationId })
      if (stored && hashOf(organisationOf(stored)) === hashOf(organisation)) return 'unchanged'
      await em.upsert(OrganisationRow, { organisationId, name, kind, commissionerId, division, closedDays })
      return stored ? 'changed' : 'added'
    }),

  organisations: () =>
    connection.run(async (em) =>
      (await em.find(OrganisationRow, {}, { orderBy: { name: 'asc' } })).map(organisationOf),
    ),

  putPerson: (person) =>
    connection.run(async (em) => {
      const { personId, name, email, phone = null } = person
      const [stored] = await em.find(PersonRow, { personId })
      if (stored && hashOf(personOf(stored)) === hashOf(person)) return 'unchanged'
      await em.upsert(PersonRow, { personId, name, email, phone })
      return stored ? 'changed' : 'added'
    }),

  person: (personId) =>
    connection.run(async (em) => {
      const row = await em.findOne(PersonRow, { personId })
      return row ? personOf(row) : undefined
    }),

  people: () =>
    connection.run(async (em) => (await em.find(PersonRow, {}, { orderBy: { name: 'asc' } })).map(personOf)),

  putBoard: (board) => connection.run((em) => em.transactional((em) => putBoard(em, board))),

  board: (boardId, onDay) =>
    connection.run(async (em) => {
      const row = await em.findOne(
        BoardVersionRow,
        { boardId, ...(onDay === undefined ? {} : { fromDay: { $lte: onDay } }) },
        { orderBy: { fromDay: 'desc', version: 'desc' } },
      )
      return row ? { ...row.terms, version: row.version } : undefined
    }),

  boards: () =>
    connection.run(async (em) => {
      const rows = await em.find(BoardVersionRow, {}, { orderBy: { boardId: 'asc', fromDay: 'asc', version: 'asc' } })
      const newest = new Map<string, Board>(rows.map((row) => [row.boardId, { ...row.terms, version: row.version }]))
      return [...newest.values()]
    }),

  putPlan: (plan) =>
    connection.run(async (em): Promise<Put | 'conflict'> => {
      const { id: planId, version } = plan
      const sha256 = hashOf(plan)
      const { rows } = await sql`
        insert into governance_plan (plan_id, version, sha256, plan)
        values (${planId}, ${version}, ${sha256}, ${JSON.stringify(plan)}::jsonb)
        on conflict do nothing returning version`.execute(em.getKysely())
      const versions = await em.find(GovernancePlanRow, { planId }, { fields: ['version', 'sha256'] })
      if (rows.length === 1) return versions.length === 1 ? 'added' : 'changed'
      return versions.find((row) => row.version === version)?.sha256 === sha256 ? 'unchanged' : 'conflict'
    }),

  plan: (planId, version) =>
    connection.run(async (em) => {
      const row = await em.findOne(
        GovernancePlanRow,
        { planId, ...(version === undefined ? {} : { version }) },
        { orderBy: { version: 'desc' } },
      )
      return row?.plan
    }),

  plans: () =>
    connection.run(async (em) => {
      const rows = await em.find(GovernancePlanRow, {}, { orderBy: { planId: 'asc', version: 'asc' } })
      return rows.map(({ plan }) => plan)
    }),
})

/**
 * Terms are compared with those now in force from the same day: going back to how they were before is a new version too, and putting
 * the present ones again is none.
 */
const putBoard = async (em: EntityManager, terms: Omit<Board, 'version'>): Promise<Put> => {
  const { boardId, fromDay } = terms
  const sha256 = hashOf(terms)
  await em.upsert(BoardRow, { boardId }, { onConflictFields: ['boardId'], onConflictAction: 'ignore' })
  // Two imports at once take turns, so that each version gets its own number.
  await em.findOneOrFail(BoardRow, { boardId }, { lockMode: LockMode.PESSIMISTIC_WRITE })
  const versions = await em.find(BoardVersionRow, { boardId }, { orderBy: { version: 'desc' } })
  if (versions.find((row) => row.fromDay === fromDay)?.sha256 === sha256) return 'unchanged'
  const version = (versions[0]?.version ?? 0) + 1
  await em.insert(BoardVersionRow, { boardId, version, fromDay, sha256, terms })
  return version === 1 ? 'added' : 'changed'
}

const organisationOf = (row: OrganisationRow): Organisation => ({
  organisationId: row.organisationId,
  name: row.name,
  kind: row.kind,
  ...(row.commissionerId ? { commissionerId: row.commissionerId } : {}),
  ...(row.division ? { division: row.division } : {}),
  ...(row.closedDays ? { closedDays: row.closedDays } : {}),
})

const personOf = ({ personId, name, email, phone }: PersonRow): Person => ({
  personId,
  name,
  email,
  ...(phone ? { phone } : {}),
})
