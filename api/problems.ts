import type { FastifyError } from 'fastify'
import * as z from 'zod'
import { DatabaseUnreachable } from '../activities/store/database-error.ts'
import { expectations } from '../machines/vocabulary/expectation.ts'

/** A wrong field of a request: where it stands, by name, and what was expected there. */
export const wrongField = z.object({
  in: z.enum(['body', 'header', 'path', 'query']),
  field: z.string(),
  line: z.int().optional().describe('The line of the file it stands on, where a file was sent'),
  expected: z.string(),
})
export type WrongField = z.infer<typeof wrongField>

/** An answer that is not the one asked for (RFC 9457), in words for the person who asked. */
export const problemBody = z.object({
  type: z.string().describe('Names the kind of problem for programs, `urn:gatehouse:problem:…`'),
  title: z.string(),
  status: z.int(),
  detail: z.string().describe('What happened and what to do, in words'),
  errors: z.array(wrongField).describe('The wrong fields, where fields were wrong'),
})
export type ProblemBody = z.infer<typeof problemBody>

const titles: Record<number, string> = {
  400: 'Something in the request is not as expected',
  403: 'Not allowed',
  404: 'Not found',
  409: 'Not possible now',
  410: 'No longer there',
  413: 'Too large',
  415: 'This kind of content is not read here',
  422: 'Something in the request cannot be right',
  429: 'Too many requests',
  500: 'Gatehouse failed',
  503: 'Not confirmed yet',
}

/** Thrown by any route to answer with a problem: as problem+json on /api, as a page elsewhere. */
export class Problem extends Error {
  readonly statusCode: number
  readonly kind: string
  readonly errors: WrongField[]

  /** `kind` in lower-case words with hyphens, `unknown-initiative`; `detail` says what to do. */
  constructor(statusCode: number, kind: string, detail: string, errors: WrongField[] = []) {
    super(detail)
    this.name = 'Problem'
    this.statusCode = statusCode
    this.kind = kind
    this.errors = errors
  }
}

/** "reviewOn must be a day such as 2027-06-14" */
const sentence = ({ field, line, expected }: WrongField) =>
  `${line === undefined ? '' : `line ${line}: `}${field || 'the content'} ${expected}`

/** Refuses fields that are not as expected: 400 for their form, 422 for what they name. */
export const wrongFields = (errors: WrongField[], statusCode: 400 | 422 = 400): Problem =>
  new Problem(statusCode, 'wrong-fields', `${errors.map(sentence).join('; ')}.`, errors)

/** zod's findings about one part of a request. */
export const wrongFieldsOf = (error: z.core.$ZodError, part: WrongField['in']): WrongField[] =>
  expectations(error.issues).map(({ path, expected }) => {
    const field = path.join('.')
    return { in: part, field: part === 'header' ? headerName(field) : field, expected }
  })

/** "idempotency-key" as people write it. */
const headerName = (name: string) => name.replace(/(?<=^|-)[a-z]/g, (letter) => letter.toUpperCase())

const plain: Record<string, [number, string, string]> = {
  FST_ERR_CTP_BODY_TOO_LARGE: [413, 'too-large', 'A request may hold at most 64 KB. Papers have a route of their own.'],
  FST_ERR_CTP_INVALID_MEDIA_TYPE: [415, 'unknown-content', 'Send JSON with the header Content-Type: application/json.'],
  FST_ERR_CTP_EMPTY_JSON_BODY: [400, 'no-content', 'The request has no content; expected JSON.'],
  FST_ERR_CTP_INVALID_JSON_BODY: [400, 'not-json', 'The content is not JSON.'],
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: [400, 'wrong-length', 'The content is not as long as its header says.'],
}

/** Whether an error says that PostgreSQL does not answer: asking again later is safe. */
export const databaseAway = (error: unknown): boolean => error instanceof DatabaseUnreachable

/** What an error says to whoever asked; what it does not know is a 500 that tells nothing of the inside. */
export const problemOf = (error: FastifyError | Problem | Error): Problem => {
  if (error instanceof Problem) return error
  const code = 'code' in error ? error.code : ''
  const known = plain[code]
  if (known) return new Problem(...known)
  const status = 'statusCode' in error && typeof error.statusCode === 'number' ? error.statusCode : 500
  if (status < 500) return new Problem(status, 'request-refused', error.message)
  if (databaseAway(error))
    return new Problem(
      503,
      'record-unreachable',
      'The record cannot be read just now. Nothing is lost; try again soon.',
    )
  return new Problem(500, 'failed', 'Gatehouse failed to answer this. The log of the server says why.')
}

export const bodyOf = ({ statusCode, kind, message, errors }: Problem): ProblemBody => ({
  type: `urn:gatehouse:problem:${kind}`,
  title: titles[statusCode] ?? 'Not possible',
  status: statusCode,
  detail: message,
  errors,
})
