import { randomBytes } from 'node:crypto'
import { defaultPayloadConverter } from '@temporalio/common'
import type { FastifyInstance } from 'fastify'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import * as z from 'zod'
import { dataConverterFor } from '../../activities/codec/data-converter.ts'
import { inOneCodec } from '../../activities/codec/in-one-codec.ts'
import { createApp } from '../../api/app.ts'
import { startApi, type StartedApi } from './started-api.ts'

const askedFrom = 'http://127.0.0.1:8233'
const keys = { current: 'k1', keys: { k1: randomBytes(32) } }
const codec = inOneCodec(dataConverterFor({ payloadEncryption: 'on', keys }))

let started: StartedApi
let app: FastifyInstance
beforeAll(async () => {
  started = await startApi()
  app = await createApp({ ...started.parts, payloads: { codec, askedFrom } })
})
afterAll(async () => {
  await app.close()
  await started.stop()
})

const written = z.object({
  payloads: z.array(z.object({ metadata: z.record(z.string(), z.string()), data: z.string() })),
})
const inJson = (value: unknown) => {
  const { metadata, data } = defaultPayloadConverter.toPayload(value)
  const encoding = Buffer.from(metadata?.['encoding'] ?? []).toString('base64')
  return { metadata: { encoding }, data: Buffer.from(data ?? []).toString('base64') }
}
const ask = (work: string, payload: object, headers: Record<string, string> = {}) =>
  app.inject({ method: 'POST', url: `/api/payloads/${work}`, payload, headers: { origin: askedFrom, ...headers } })

describe('the payloads Temporal’s own pages show', () => {
  it('are encrypted and read again for the one Temporal UI that is known', async () => {
    const plain = [inJson({ title: '7F Vetting' }), inJson('x'.repeat(100_000)), inJson(null)]
    const encoded = await ask('encode', { payloads: plain })
    expect(encoded.statusCode).toBe(200)
    expect(encoded.body).not.toContain(plain[0]?.data)
    const decoded = await ask('decode', encoded.json())
    expect(decoded.headers).toMatchObject({
      'access-control-allow-origin': askedFrom,
      vary: 'origin',
      'cache-control': 'no-store',
    })
    expect(written.parse(decoded.json()).payloads).toEqual(plain)
  })

  it('are asked for with a preflight, which is answered', async () => {
    const answer = await app.inject({
      method: 'OPTIONS',
      url: '/api/payloads/decode',
      headers: {
        origin: askedFrom,
        'access-control-request-method': 'POST',
        'access-control-request-headers': 'content-type,x-namespace',
      },
    })
    expect(answer.statusCode).toBe(204)
    expect(answer.headers).toMatchObject({
      'access-control-allow-origin': askedFrom,
      'access-control-allow-methods': 'POST',
      'access-control-allow-headers': 'content-type, x-namespace, authorization',
    })
    expect(answer.headers).not.toHaveProperty('access-control-allow-credentials')
  })

  it.each([
    'http://evil.example',
    'null',
    'http://127.0.0.1:8234',
    'https://127.0.0.1:8233',
    'http://127.0.0.1:8233.evil.example',
  ])('are refused to pages of %s, also before they ask', async (origin) => {
    for (const answer of [
      await ask('decode', { payloads: [] }, { origin }),
      await app.inject({ method: 'OPTIONS', url: '/api/payloads/decode', headers: { origin } }),
    ]) {
      expect(answer.statusCode).toBe(403)
      expect(answer.headers).not.toHaveProperty('access-control-allow-origin')
    }
  })

  it('are refused in words where they are none, or were changed', async () => {
    const encoded = written.parse((await ask('encode', { payloads: [inJson('a')] })).json())
    const [payload] = encoded.payloads
    const changed = { ...payload, data: Buffer.from('nothing of the kind, and long enough').toString('base64') }
    expect((await ask('decode', { payloads: [changed] })).json()).toMatchObject({
      status: 422,
      detail: expect.stringContaining('was changed since'),
    })
    expect((await ask('decode', { payloads: [{ data: '***' }] })).json()).toMatchObject({
      status: 400,
      errors: [{ field: 'payloads.0.data', expected: 'must be bytes in base64' }],
    })
    const form = { 'content-type': 'text/plain' }
    expect(
      (await app.inject({ method: 'POST', url: '/api/payloads/decode', payload: '{}', headers: form })).statusCode,
    ).toBe(415)
  })

  it('are shown to nobody where no Temporal UI is known', async () => {
    const url = '/api/payloads/decode'
    expect((await started.app.inject({ method: 'POST', url, payload: { payloads: [] } })).statusCode).toBe(404)
  })
})
