import type { FastifyInstance } from 'fastify'
import type { ApiParts } from '../../parts.ts'
import { initiativeRoute } from './initiative-route.ts'
import { portfolioRoute } from './portfolio-route.ts'

/** The pages of the change teams and the PMO: the portfolio, each initiative, and (development only) what may be done to it. */
export default async function pages(app: FastifyInstance, parts: ApiParts): Promise<void> {
  portfolioRoute(app, parts)
  initiativeRoute(app, parts)
}
