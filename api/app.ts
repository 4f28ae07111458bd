import Fastify, { LogController, type FastifyBaseLogger, type FastifyInstance, type FastifyRequest } from 'fastify'
import { serializerCompiler } from 'fastify-type-provider-zod'
import type * as z from 'zod'
import { describeApi } from './document.ts'
import { plainErrorPage } from './error-page.ts'
import { masked } from './log.ts'
import type { ApiParts } from './parts.ts'
import { bodyOf, Problem, problemOf, wrongFields, wrongFieldsOf, type WrongField } from './problems.ts'
import decisions from './routes/decisions/plugin.ts'
import jsonApi from './routes/json/plugin.ts'
import pages from './routes/pages/plugin.ts'
import { secure } from './security.ts'
import { showErrorsAsPages } from './views/problems.ts'
import { registerViews } from './views/views.ts'

/** What a command or a form may hold; papers have a limit of their own (reliability rule 4). */
const bodyLimitBytes = 64 * 1024

const partOf: Record<string, WrongField['in']> = { headers: 'header', params: 'path', querystring: 'query' }

/** The whole application: JSON API, pages and decision links, on the parts given. It listens nowhere by itself. */
export const createApp = async (
  parts: ApiParts,
  { log }: { log?: FastifyBaseLogger } = {},
): Promise<FastifyInstance> => {
  const app: FastifyInstance = Fastify({
    ...(log ? { loggerInstance: log } : { logger: false }),
    logController: new LogController({ disableRequestLogging: true }),
    bodyLimit: bodyLimitBytes,
    requestTimeout: 60_000,
  })
  app.decorate('errorPage', { show: plainErrorPage })
  app.setSerializerCompiler(serializerCompiler)
  app.setValidatorCompiler<z.ZodType>(({ schema, httpPart = '' }) => (sent) => {
    const read = schema.safeParse(sent)
    if (read.success) return { value: read.data }
    return { error: wrongFields(wrongFieldsOf(read.error, partOf[httpPart] ?? 'body')) }
  })

  logAnswers(app)
  answerErrors(app)
  await secure(app, parts.publicUrl)
  await describeApi(app)
  await app.register(jsonApi, parts)
  await registerViews(app)
  showErrorsAsPages(app)
  await app.register(decisions, parts)
  await app.register(pages, parts)
  return app
}

const logAnswers = (app: FastifyInstance): void => {
  app.addHook('onResponse', async (request, reply) => {
    const { method, url } = request
    request.log.info(
      { method, url: masked(url), status: reply.statusCode, ms: Math.round(reply.elapsedTime) },
      'answered',
    )
  })
}

const isApi = ({ url }: FastifyRequest) => url === '/api' || url.startsWith('/api/')

/** Every error is a problem: JSON to programs, a page to people. Only what nobody expected is logged as an error. */
const answerErrors = (app: FastifyInstance): void => {
  app.setErrorHandler<Error>(async (error, request, reply) => {
    const problem = problemOf(error)
    if (problem.statusCode >= 500) request.log.error({ err: error }, 'not answered')
    const body = bodyOf(problem)
    reply.code(body.status)
    if (problem.statusCode === 503) reply.header('retry-after', '1')
    if (isApi(request)) {
      return reply.type('application/problem+json').serializer(JSON.stringify).send(body)
    }
    reply.type('text/html; charset=utf-8').serializer(String)
    return app.errorPage.show(body, request, reply)
  })
  app.setNotFoundHandler(async ({ method, url }) => {
    throw new Problem(404, 'not-found', `There is nothing at ${method} ${masked(url.split('?')[0] ?? '')}.`)
  })
}
