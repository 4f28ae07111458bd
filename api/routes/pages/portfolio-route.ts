import type { FastifyInstance } from 'fastify'
import { DatabaseUnreachable } from '../../../activities/store/database-error.ts'
import type { RecordAlarm } from '../../../activities/ports.ts'
import type { ApiParts } from '../../parts.ts'
import { portfolioFilter } from '../../present/filter.ts'
import type { Moment } from '../../present/moment.ts'
import { presentPortfolio } from '../../present/portfolio.ts'
import type { Row } from '../../present/row.ts'
import { rowsOf } from '../../rows.ts'
import type { Page } from '../../views/views.ts'
import { footerLinksOf, momentOf } from './moment-of.ts'

type Seen = { rows: Row[]; alarms: RecordAlarm[]; moment: Moment }

/** Every initiative's row, read from the record now. */
const readRows = async (parts: ApiParts): Promise<Seen> => {
  const { initiatives, outbox, alarms } = parts
  const [moment, recorded, open, raised] = await Promise.all([
    momentOf(parts),
    initiatives.list(),
    outbox.ofAllOpen(),
    alarms.open(),
  ])
  return { moment, alarms: raised, rows: await rowsOf(recorded, open, moment, outbox) }
}

/**
 * `GET /`: every initiative, what needs action first. While the record cannot be read it shows the rows this process saw last,
 * and how old they are; while Temporal does not answer it says that nothing new comes in.
 */
export const portfolioRoute = (app: FastifyInstance, parts: ApiParts): void => {
  let last: Seen | undefined
  const lastSeen = (error: unknown): Seen => {
    if (!last || !(error instanceof DatabaseUnreachable)) throw error
    return last
  }
  app.get('/', async (request, reply) => {
    const [isRunning, seen] = await Promise.all([parts.cases.reachable(), readRows(parts).catch(lastSeen)])
    const isOld = seen === last
    last = seen
    const { rows, alarms, moment } = seen
    const filter = portfolioFilter.parse(request.query)
    const nowMoment = { ...moment, nowInstant: parts.clock() }
    const shown = presentPortfolio(rows, filter, nowMoment, {
      readInstant: moment.nowInstant,
      isOld,
      isRunning,
      alarms,
    })
    const page: Page = { title: 'Initiatives', marking: shown.marking, footerLinks: footerLinksOf(parts) }
    return reply.view('portfolio.njk', { page, ...shown })
  })
}
