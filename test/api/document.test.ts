import { readFile } from 'node:fs/promises'
import { beforeAll, describe, expect, it } from 'vitest'
import * as z from 'zod'
import { openApiFile, openApiText } from '../../cli/openapi.ts'

const operation = z.looseObject({
  operationId: z.string(),
  tags: z.array(z.string()),
  parameters: z.array(z.looseObject({ name: z.string(), in: z.string() })).default([]),
  requestBody: z.looseObject({ content: z.record(z.string(), z.looseObject({ schema: z.unknown() })) }).optional(),
  responses: z.record(z.string(), z.unknown()),
})
const openApi = z.looseObject({
  openapi: z.string(),
  paths: z.record(z.string(), z.record(z.string(), operation)),
  components: z.looseObject({ schemas: z.record(z.string(), z.unknown()) }),
})

describe('the description of the API', () => {
  let text = ''
  let described: z.output<typeof openApi>
  beforeAll(async () => {
    text = await openApiText()
    described = openApi.parse(JSON.parse(text))
  })

  it('is the one in docs/openapi.json; after a change that is meant, run `npm run openapi` and commit it', async () => {
    expect(text).toBe(await readFile(openApiFile, 'utf8'))
  })

  it('is OpenAPI 3.1 and describes /api alone', () => {
    expect(described.openapi).toBe('3.1.0')
    expect(Object.keys(described.paths).filter((path) => !path.startsWith('/api/'))).toEqual([])
  })

  it('names every operation once, and every component it refers to', () => {
    const operations = Object.values(described.paths).flatMap((path) => Object.values(path))
    const ids = operations.map(({ operationId }) => operationId)
    expect(ids).toEqual([...new Set(ids)])
    const referred = new Set([...text.matchAll(/#\/components\/schemas\/(\w+)/g)].map(([, name]) => name))
    expect(referred).toEqual(new Set(Object.keys(described.components.schemas)))
  })

  it('asks every command for its idempotency key and role, and names its content', () => {
    const posts = Object.entries(described.paths).filter(([path]) => /commands\/|\/initiatives$/.test(path))
    const asked = posts.flatMap(([path, { post }]) => {
      const headers = post?.parameters.filter((parameter) => parameter.in === 'header').map(({ name }) => name)
      const content = post?.requestBody?.content['application/json']?.schema
      return [{ path, headers, content }]
    })
    expect(asked).toEqual(
      posts.map(([path]) => ({
        path,
        headers: ['Idempotency-Key', 'X-Acting-As'],
        content: { $ref: expect.stringMatching(/^#\/components\/schemas\//) },
      })),
    )
  })
})
