import { createHash } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import * as z from 'zod'
import { problemBody } from '../../api/problems.ts'
import { startApi, type StartedApi } from './started-api.ts'

let started: StartedApi
let url = ''

beforeAll(async () => {
  started = await startApi()
  url = await started.app.listen({ host: '127.0.0.1', port: 0 })
})
afterAll(() => started.stop())

const send = async (parts: Record<string, string | Blob>) => {
  const form = new FormData()
  for (const [name, value] of Object.entries(parts)) form.append(name, value)
  const response = await fetch(`${url}/api/papers`, { method: 'POST', body: form })
  return { status: response.status, json: await response.json() }
}

const bytes = Buffer.from('%PDF-1.7 the business case')
const file = new Blob([bytes], { type: 'application/pdf' })
const words = { title: 'The business case', version: '1.0', marking: 'OFFICIAL', pageCount: '12' }

describe('a paper', () => {
  it('is kept under the hash of its content, and read back as an attachment that no browser runs', async () => {
    const sha256 = createHash('sha256').update(bytes).digest('hex')
    expect(await send({ ...words, file })).toEqual({
      status: 201,
      json: { ...words, pageCount: 12, sha256, mediaType: 'application/pdf', sizeBytes: bytes.length },
    })
    const read = await fetch(`${url}/api/papers/${sha256}`)
    expect(Buffer.from(await read.arrayBuffer())).toEqual(bytes)
    expect(read.headers.get('content-disposition')).toBe("attachment; filename*=UTF-8''The%20business%20case")
    expect(read.headers.get('x-content-type-options')).toBe('nosniff')
    expect(read.headers.get('content-type')).toBe('application/octet-stream')
  })

  it('without file, title or version is refused, naming each', async () => {
    const { status, json } = await send({ marking: 'SECRET' })
    expect(status).toBe(400)
    expect(problemBody.parse(json).errors.map(({ field }) => field)).toEqual(['title', 'version', 'marking', 'file'])
  })

  it('larger than 25 MB is refused as too large', async () => {
    const { status } = await send({ ...words, file: new Blob([Buffer.alloc(25 * 1024 * 1024 + 1)]) })
    expect(status).toBe(413)
  })

  it('nobody sent is answered 404, and what is no hash 400', async () => {
    expect((await fetch(`${url}/api/papers/${'0'.repeat(64)}`)).status).toBe(404)
    expect((await fetch(`${url}/api/papers/..%2Fkeys.json`)).status).toBe(400)
  })

  it('sent as JSON is refused in words', async () => {
    const response = await fetch(`${url}/api/papers`, {
      method: 'POST',
      body: '{}',
      headers: { 'content-type': 'application/json' },
    })
    expect(response.status).toBe(415)
    expect(z.object({ detail: z.string() }).parse(await response.json()).detail).toContain('multipart/form-data')
  })
})
