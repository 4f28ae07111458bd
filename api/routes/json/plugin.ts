import type { FastifyInstance } from 'fastify'
import type { ApiParts } from '../../parts.ts'
import { Problem } from '../../problems.ts'
import { commandRoutes } from './commands.ts'
import { directoryRoutes } from './directory.ts'
import { healthRoutes } from './health.ts'
import { initiativeRoutes } from './initiatives.ts'
import { meetingRoutes } from './meetings.ts'
import { paperRoutes } from './papers.ts'
import { payloadRoutes } from './payloads.ts'
import { planRoutes } from './plans.ts'
import { questionRoutes } from './questions.ts'

/** The JSON API, each group of routes with parsers of its own. */
export default async function jsonApi(app: FastifyInstance, parts: ApiParts): Promise<void> {
  // What a form of some other site could send by itself is not read here.
  app.removeContentTypeParser(['text/plain', 'application/x-www-form-urlencoded'])
  app.addHook('onRequest', async ({ method, url, headers: { origin } }, reply) => {
    reply.header('cache-control', 'no-store')
    // Programs send no Origin, browsers always do: a page of some other site may not act here, whatever name it reached us by.
    const isAct = !['GET', 'HEAD', 'OPTIONS'].includes(method) && !url.startsWith('/api/payloads/')
    if (isAct && origin !== undefined && origin !== new URL(parts.publicUrl).origin)
      throw new Problem(403, 'foreign-origin', 'This was sent from a page of another site, so nothing was done.')
  })
  for (const routes of [
    initiativeRoutes,
    commandRoutes,
    directoryRoutes,
    meetingRoutes,
    planRoutes,
    questionRoutes,
    paperRoutes,
    payloadRoutes,
    healthRoutes,
  ])
    await app.register(routes, parts)
  app.get('/api/openapi.json', { schema: { hide: true } }, async () => app.swagger())
}
