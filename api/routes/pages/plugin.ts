import type { FastifyInstance } from 'fastify'
import type { ApiParts } from '../../parts.ts'
import { registerViews } from '../../views/views.ts'
import { actRoutes } from './acts/route.ts'
import { initiativeRoute } from './initiative-route.ts'
import { meetingRoute } from './meeting-route.ts'
import { packRoute } from './pack-route.ts'
import { papersRoute } from './papers-route.ts'
import { portfolioRoute } from './portfolio-route.ts'

/** The pages of the change teams and the PMO: the portfolio, each initiative, its papers, and (development only) what may be done to it. */
export default async function pages(app: FastifyInstance, parts: ApiParts): Promise<void> {
  await registerViews(app)
  // What a page shows is marked and may change at any moment: no browser or proxy keeps it.
  app.addHook('onRequest', async (_request, reply) => {
    reply.header('cache-control', 'no-store')
  })
  portfolioRoute(app, parts)
  initiativeRoute(app, parts)
  meetingRoute(app, parts)
  papersRoute(app, parts)
  packRoute(app, parts)
  await app.register(actRoutes, parts)
}
