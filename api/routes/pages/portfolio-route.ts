import type { FastifyInstance } from 'fastify'
import { DatabaseUnreachable } from '../../../activities/store/database-error.ts'
import type { ApiParts } from '../../parts.ts'
import { portfolioFilter } from '../../present/filter.ts'
import type { Moment } from '../../present/moment.ts'
import { presentPortfolio } from '../../present/portfolio.ts'
import { rowOf, type Row } from '../../present/row.ts'
import type { Page } from '../../views/views.ts'
import { byInitiative, footerLinksOf, momentOf } from './moment-of.ts'

type Seen = { rows: Row[]; moment: Moment }

/** Every initiative's row, read from the record now. */
const readRows = async (parts: ApiParts): Promise<Seen> => {
  const [moment, recorded, mails] = await Promise.all([
    momentOf(parts),
    parts.initiatives.list(),
    parts.outbox.ofAllOpen(),
  ])
  const mailsOf = byInitiative(mails)
  return { moment, rows: recorded.map((each) => rowOf(each, mailsOf.get(each.initiativeId) ?? [], moment)) }
}

/**
 * `GET /`: every initiative, what needs action first. While the record cannot be read it shows the rows this process saw last,
 * and how old they are.
 */
export const portfolioRoute = (app: FastifyInstance, parts: ApiParts): void => {
  let last: Seen | undefined
  app.get('/', async (request, reply) => {
    try {
      last = await readRows(parts)
    } catch (error) {
      if (!last || !(error instanceof DatabaseUnreachable)) throw error
    }
    const { rows, moment } = last
    const filter = portfolioFilter.parse(request.query)
    const shown = presentPortfolio(rows, filter, { ...moment, nowInstant: parts.clock() }, moment.nowInstant)
    const page: Page = { title: 'Initiatives', marking: shown.marking, footerLinks: footerLinksOf(parts) }
    return reply.view('portfolio.njk', { page, ...shown })
  })
}
