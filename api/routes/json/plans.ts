import type { FastifyInstance } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import * as z from 'zod'
import { readPlan } from '../../../activities/plan-file.ts'
import { governancePlan } from '../../../machines/vocabulary/plan.ts'
import { identifier } from '../../../machines/vocabulary/text.ts'
import type { ApiParts } from '../../parts.ts'
import { filePlan, type Place } from '../../plans.ts'
import { wrongFields, wrongFieldsOf } from '../../problems.ts'
import { named, problems } from '../../schemas/named.ts'

const planPut = named(
  'PlanPut',
  z.object({ planId: identifier, version: z.int(), outcome: z.enum(['added', 'changed', 'unchanged']) }),
)

const plans = named('Plans', z.object({ plans: z.array(governancePlan) }))

/** The plan in a request, and where its keys stand in it: by line in a file, by name in JSON. */
const planSent = (sent: unknown): { plan: z.infer<typeof governancePlan>; placed: Place } => {
  if (typeof sent === 'string') {
    const read = readPlan(sent)
    if ('problems' in read)
      throw wrongFields(read.problems.map(({ key, line, expected }) => ({ in: 'body', field: key, line, expected })))
    return { plan: read.plan, placed: (path) => ({ field: path.join('.'), line: read.lineOf(path) }) }
  }
  const read = governancePlan.safeParse(sent)
  if (!read.success) throw wrongFields(wrongFieldsOf(read.error, 'body'))
  return { plan: read.data, placed: (path) => ({ field: path.join('.') }) }
}

/** Governance plans: put on file, by version, and read back. */
export const planRoutes = async (app: FastifyInstance, { directory }: ApiParts): Promise<void> => {
  app.addContentTypeParser(
    ['application/yaml', 'application/x-yaml', 'text/yaml'],
    { parseAs: 'string' },
    async (_request: unknown, text: string) => text,
  )
  const typed = app.withTypeProvider<ZodTypeProvider>()

  typed.route({
    method: 'POST',
    url: '/api/plans',
    schema: {
      operationId: 'putPlan',
      summary: 'Put a governance plan on file',
      description:
        'As JSON, or as a YAML file with Content-Type: application/yaml, whose problems name their line. ' +
        'A version never changes: the same again changes nothing, other content needs a new number.',
      tags: ['Directory'],
      consumes: ['application/json', 'application/yaml'],
      body: governancePlan,
      response: { 200: planPut, 201: planPut, ...problems },
    },
    // A file comes as text, and its problems are to name their lines.
    validatorCompiler: () => (sent: unknown) => ({ value: sent }),
    handler: async (request, reply) => {
      const { plan, placed } = planSent(request.body)
      const outcome = await filePlan(plan, directory, placed)
      return reply.code(outcome === 'unchanged' ? 200 : 201).send({ planId: plan.id, version: plan.version, outcome })
    },
  })

  typed.route({
    method: 'GET',
    url: '/api/plans',
    schema: {
      operationId: 'readPlans',
      summary: 'Every governance plan on file',
      tags: ['Directory'],
      response: { 200: plans, ...problems },
    },
    handler: async () => ({ plans: await directory.plans() }),
  })
}
