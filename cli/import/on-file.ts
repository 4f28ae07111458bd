import * as z from 'zod'
import { ApiUnreachable, type JsonApi } from '../api/json-api.ts'
import type { AskedRow } from './row-asked.ts'

const rows = z.array(z.looseObject({}))
const lists = {
  organisation: {
    path: '/api/organisations',
    content: z.object({ organisations: rows }).transform((found) => found.organisations),
    id: 'organisationId',
  },
  person: {
    path: '/api/people',
    content: z.object({ people: rows }).transform((found) => found.people),
    id: 'personId',
  },
  board: { path: '/api/boards', content: z.object({ boards: rows }).transform((found) => found.boards), id: 'boardId' },
  plan: { path: '/api/plans', content: z.object({ plans: rows }).transform((found) => found.plans), id: 'id' },
} as const

/** Reads what is on file before anything is asked. What it answers for a row: what stands under its id now; undefined when nothing does. */
export async function readOnFile(api: JsonApi): Promise<(row: AskedRow) => Promise<unknown>> {
  const found = new Map<string, unknown>()
  for (const [kind, { path, content, id }] of Object.entries(lists)) {
    const answer = await api.ask('GET', path)
    const read = answer.ok ? content.safeParse(answer.content) : undefined
    if (!read?.success) throw new ApiUnreachable(`${api.url}${path} does not answer as Gatehouse would.`)
    for (const row of read.data) found.set(nameOf(kind, row[id], kind === 'plan' ? row['version'] : undefined), row)
  }
  return async (row) => {
    if (row.kind !== 'initiative')
      return found.get(nameOf(row.kind, row.id, row.kind === 'plan' ? row.value.version : undefined))
    const answer = await api.ask('GET', `/api/initiatives/${row.id}`)
    if (answer.ok) return answer.content
    if (answer.status === 404) return undefined
    throw new ApiUnreachable(`${api.url}/api/initiatives/${row.id} cannot be read: ${answer.detail}`)
  }
}

const nameOf = (...parts: unknown[]) => JSON.stringify(parts)
