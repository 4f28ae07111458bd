import type { FastifyInstance } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import * as z from 'zod'
import type { ApiParts } from '../../parts.ts'
import { named } from '../../schemas/named.ts'

const answers = z.enum(['answers', 'doesNotAnswer'])
const health = named(
  'Health',
  z.object({ postgres: answers, temporal: answers, sentence: z.string().describe('The same in words') }),
)

const within = <Value>(milliseconds: number, promise: Promise<Value>, otherwise: Value): Promise<Value> => {
  const late = new Promise<Value>((resolve) => {
    setTimeout(() => resolve(otherwise), milliseconds).unref()
  })
  return Promise.race([promise, late])
}

/** Whether what the API stands on answers. Mail is the worker's. */
export const healthRoutes = async (app: FastifyInstance, { cases, initiatives }: ApiParts): Promise<void> => {
  const postgresAnswers = () =>
    initiatives.find('health').then(
      () => true,
      () => false,
    )

  app.withTypeProvider<ZodTypeProvider>().route({
    method: 'GET',
    url: '/api/health',
    schema: {
      operationId: 'readHealth',
      summary: 'Whether PostgreSQL and Temporal answer',
      tags: ['Running'],
      response: { 200: health, 503: health },
    },
    handler: async (_request, reply) => {
      const [postgres, temporal] = await Promise.all([
        within(3_000, postgresAnswers(), false),
        within(3_000, cases.reachable(), false),
      ])
      const silent = [...(postgres ? [] : ['PostgreSQL']), ...(temporal ? [] : ['Temporal'])]
      const sentence =
        silent.length === 0
          ? 'Everything the API stands on answers.'
          : `${silent.join(' and ')} cannot be reached just now; Gatehouse keeps trying.`
      const say = (isThere: boolean) => (isThere ? ('answers' as const) : ('doesNotAnswer' as const))
      return reply
        .code(silent.length === 0 ? 200 : 503)
        .send({ postgres: say(postgres), temporal: say(temporal), sentence })
    },
  })
}
