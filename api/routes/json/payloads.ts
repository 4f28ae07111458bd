import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import type { Payload } from '@temporalio/common'
import * as z from 'zod'
import type { ApiParts } from '../../parts.ts'
import { Problem } from '../../problems.ts'

/** One page of a history in Temporal's own UI: whole states, packed and encrypted. */
const bodyLimitBytes = 32 * 1024 * 1024

const base64 = z.base64({ error: 'must be bytes in base64' })
/** Payloads as Temporal writes them in JSON. */
const written = z.strictObject({
  payloads: z
    .array(z.strictObject({ metadata: z.record(z.string(), base64).optional(), data: base64.optional() }))
    .max(5_000),
})
type Written = z.infer<typeof written>

const bytes = (text: string): Uint8Array => new Uint8Array(Buffer.from(text, 'base64'))
const text = (read: Uint8Array): string => Buffer.from(read).toString('base64')

const readPayload = ({ metadata = {}, data }: Written['payloads'][number]): Payload => ({
  metadata: Object.fromEntries(Object.entries(metadata).map(([key, value]) => [key, bytes(value)])),
  data: bytes(data ?? ''),
})

const writePayload = ({ metadata, data }: Payload): Written['payloads'][number] => ({
  metadata: Object.fromEntries(Object.entries(metadata ?? {}).map(([key, value]) => [key, text(value)])),
  data: text(data ?? new Uint8Array()),
})

/**
 * Temporal's remote codec: its own UI, in a browser, sends what Temporal keeps encrypted here and shows what comes back. Only that UI
 * may ask from a browser; there is no sign-in yet, so whoever may start programs on this machine may ask too.
 */
export const payloadRoutes = async (app: FastifyInstance, { payloads }: ApiParts): Promise<void> => {
  if (!payloads) return
  const { codec, askedFrom } = payloads

  const allow = ({ headers: { origin } }: FastifyRequest, reply: FastifyReply): void => {
    reply.header('vary', 'origin')
    if (origin === askedFrom) reply.header('access-control-allow-origin', askedFrom)
    else if (origin !== undefined)
      throw new Problem(403, 'foreign-origin', 'Only pages of the Temporal UI this Gatehouse knows may ask for this.')
  }

  for (const work of ['decode', 'encode'] as const) {
    const url = `/api/payloads/${work}`
    app.options(url, { schema: { hide: true } }, async (request, reply) => {
      allow(request, reply)
      return reply
        .code(204)
        .headers({
          'access-control-allow-methods': 'POST',
          'access-control-allow-headers': 'content-type, x-namespace, authorization',
          'access-control-max-age': '600',
        })
        .send()
    })
    app.withTypeProvider<ZodTypeProvider>().route({
      method: 'POST',
      url,
      bodyLimit: bodyLimitBytes,
      schema: { hide: true, body: written },
      handler: async (request, reply) => {
        allow(request, reply)
        const read = request.body.payloads.map(readPayload)
        const worked = await codec[work](read).catch((error: unknown) => {
          throw new Problem(422, 'unreadable', error instanceof Error ? error.message : 'The payloads cannot be read.')
        })
        return reply.send({ payloads: worked.map(writePayload) })
      },
    })
  }
}
