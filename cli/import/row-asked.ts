import { createHash } from 'node:crypto'
import canonicalize from 'canonicalize'
import * as z from 'zod'
import type { PortfolioRow } from '../../activities/portfolio/portfolio-file.ts'
import type { ImportedInitiative } from '../../activities/portfolio/resolved-initiative.ts'
import type { GovernancePlan } from '../../machines/vocabulary/plan.ts'
import type { Provenance } from '../../machines/vocabulary/facts.ts'
import type { Sent } from '../api/json-api.ts'

/** What is on file already, by kind and id: rows that are there are compared, never overwritten. */
export type OnFile = {
  organisation: ReadonlyMap<string, unknown>
  person: ReadonlyMap<string, unknown>
  board: ReadonlyMap<string, unknown>
  plan: ReadonlyMap<string, unknown>
}

/** A row that is asked of the API. Sources and programmes travel inside the rows that name them. */
export type AskedRow = Extract<PortfolioRow, { kind: 'organisation' | 'person' | 'board' | 'initiative' }> | PlanRow
export type PlanRow = Omit<Extract<PortfolioRow, { kind: 'plan' }>, 'value'> & { value: GovernancePlan; yaml: string }

export type Importer = { portfolioId: string; role: string; plans: ReadonlyMap<string, GovernancePlan> }

export type Asking = { method: 'PUT' | 'POST'; path: string; sent: Sent }

/** The request that brings a row in. The same row asked again is the same act to the API. */
export const askingOf = (row: AskedRow, importer: Importer): Asking => {
  const headers = {
    'x-acting-as': importer.role,
    'idempotency-key': `import-${sha256([importer.portfolioId, row.kind, row.id, row.sha256])}`,
  }
  switch (row.kind) {
    case 'organisation':
      return {
        method: 'PUT',
        path: `/api/organisations/${row.id}`,
        sent: { headers, json: without('organisationId', row.value) },
      }
    case 'person':
      return { method: 'PUT', path: `/api/people/${row.id}`, sent: { headers, json: without('personId', row.value) } }
    case 'board':
      return { method: 'PUT', path: `/api/boards/${row.id}`, sent: { headers, json: without('boardId', row.value) } }
    case 'plan':
      return { method: 'POST', path: '/api/plans', sent: { headers, yaml: row.yaml } }
    case 'initiative': {
      const json = { ...creationOf(row.value, importer), importedRowSha256: row.sha256 }
      return { method: 'POST', path: '/api/initiatives', sent: { headers, json } }
    }
  }
}

/** The id stands in the path. */
const without = (key: string, value: object) =>
  Object.fromEntries(Object.entries(value).filter(([each]) => each !== key))

/** The initiative as its record begins: every fact names who brought it in. */
const creationOf = ({ planId, creation }: ImportedInitiative, { role, plans }: Importer) => {
  const plan = plans.get(planId)
  const by = <Fact extends { provenance: Provenance }>(fact: Fact): Fact => ({
    ...fact,
    provenance: { ...fact.provenance, importedBy: role },
  })
  return {
    ...creation,
    plan: plan && { id: plan.id, version: plan.version },
    entry: by(creation.entry),
    ...(creation.waitsFor ? { waitsFor: by(creation.waitsFor) } : {}),
    decisions: creation.decisions.map(by),
    facts: creation.facts.map(by),
    ratings: creation.ratings.map(by),
  }
}

/** How a row compares with what is on file under its id. */
export const comparedOnFile = (row: AskedRow, there: unknown): 'absent' | 'unchanged' | 'differs' => {
  if (there === undefined) return 'absent'
  if (row.kind === 'initiative') return importedFrom.safeParse(there).data === row.sha256 ? 'unchanged' : 'differs'
  return same(row.value, versionless(row, there)) ? 'unchanged' : 'differs'
}

/** The hash of the row an initiative was begun from. */
const importedFrom = z
  .object({ state: z.object({ initiative: z.object({ context: z.object({ importedRowSha256: z.string() }) }) }) })
  .transform(({ state }) => state.initiative.context.importedRowSha256)

/** A board's version is counted by the record and in no file; a plan's is part of it. */
const versionless = (row: AskedRow, there: unknown): unknown => {
  if (row.kind !== 'board') return there
  const { version: _version, ...terms } = z.looseObject({ version: z.unknown().optional() }).catch({}).parse(there)
  return terms
}

const same = (one: unknown, other: unknown) => sha256(one) === sha256(other)

/** Of what JSON would carry: a key that is undefined and one that is absent are the same. */
const sha256 = (value: unknown) =>
  createHash('sha256')
    .update(canonicalize(JSON.parse(JSON.stringify(value))) ?? '')
    .digest('hex')
