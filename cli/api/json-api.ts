import { setTimeout as pause } from 'node:timers/promises'
import * as z from 'zod'

/** What came of a request: the content asked for, or why not in words for a person. */
export type ApiAnswer =
  { ok: true; status: number; content: unknown } | { ok: false; status: number; kind: string; detail: string }

/** Gatehouse's public JSON API, as any client would use it. */
export type JsonApi = {
  /** `http://localhost:3000`, without a slash at the end. */
  url: string
  ask: (method: 'GET' | 'PUT' | 'POST', path: string, sent?: Sent) => Promise<ApiAnswer>
}

export type Sent = {
  /** Sent as JSON. */
  json?: unknown
  /** Sent as a YAML file. */
  yaml?: string
  /** Sent as a form with files. */
  form?: FormData
  headers?: Record<string, string>
}

/** Nothing answers at the address, or not as Gatehouse would. The message says what to do. */
export class ApiUnreachable extends Error {
  override readonly name = 'ApiUnreachable'
}

const problem = z.object({
  type: z.string(),
  detail: z.string(),
  errors: z.array(z.object({ field: z.string(), expected: z.string(), line: z.int().optional() })).default([]),
})

const tries = 10
const tryAgainAfterMs = 1_000

/**
 * Speaks to the API at `url`. Every request is safe to repeat (an id in the path, an idempotency key), so an answer of "not confirmed"
 * or "too many requests" is asked again, ten times at most.
 */
export const jsonApi = (url: string): JsonApi => {
  const base = url.replace(/\/+$/, '')
  return {
    url: base,
    ask: async (method, path, sent = {}) => {
      for (let tried = 1; ; tried += 1) {
        const response = await request(base, method, path, sent)
        const again = (response.status === 503 || response.status === 429) && tried < tries
        if (!again) return read(response, base)
        await response.arrayBuffer()
        await pause(Number(response.headers.get('retry-after') ?? 0) * 1_000 || tryAgainAfterMs * tried)
      }
    },
  }
}

const request = async (base: string, method: string, path: string, { json, yaml, form, headers }: Sent) => {
  const body = form ?? yaml ?? (json === undefined ? undefined : JSON.stringify(json))
  const type = yaml === undefined ? (json === undefined ? undefined : 'application/json') : 'application/yaml'
  try {
    return await fetch(`${base}${path}`, {
      method,
      headers: { accept: 'application/json', ...(type ? { 'content-type': type } : {}), ...headers },
      ...(body === undefined ? {} : { body }),
    })
  } catch (error) {
    const why = error instanceof Error && error.cause instanceof Error ? ` (${error.cause.message})` : ''
    throw new ApiUnreachable(
      `Nothing answers at ${base}${why}. Start Gatehouse with npm start, or name its address with --api.`,
      { cause: error },
    )
  }
}

const read = async (response: Response, base: string): Promise<ApiAnswer> => {
  const text = await response.text()
  const content = asJson(text)
  if (content === undefined)
    throw new ApiUnreachable(
      `What answers at ${base} is not Gatehouse's API: expected JSON, status ${response.status}.`,
    )
  if (response.ok) return { ok: true, status: response.status, content }
  const { type, detail, errors } = problem.safeParse(content).data ?? {
    type: '',
    detail: text.slice(0, 400),
    errors: [],
  }
  const places = errors.flatMap(({ line, field, expected }) => (line ? [`line ${line}: ${field} ${expected}`] : []))
  return {
    ok: false,
    status: response.status,
    kind: type.split(':').at(-1) ?? '',
    detail: places.length > 0 ? places.join('; ') : detail,
  }
}

const asJson = (text: string): unknown => {
  if (text === '') return null
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
