import fastifyView from '@fastify/view'
import type { FastifyInstance } from 'fastify'
import { join } from 'node:path'
import nunjucks from 'nunjucks'
import {
  dateInWords,
  dayInWords,
  lengthInWords,
  reportedDateInWords,
  shortDateInWords,
} from '../../activities/words/dates.ts'
import { poundsInWords } from '../../activities/words/money.ts'
import type { Marking } from '../../machines/vocabulary/submission.ts'
import { pageAsWritten } from '../present/as-written.ts'
import { registerAssets } from './assets.ts'
import { packageFolder } from './styles.ts'

/** What the frame of a page (`layout.njk`) shows. A page's title reads "<title> – Gatehouse", with "Error: " before it when `hasErrors`. */
export type Page = {
  title: string
  hasErrors?: boolean
  /** The highest marking of anything shown. */
  marking?: Marking
  /** What is shown is being played through and decides nothing real. */
  rehearsal?: boolean
  /** The page acts and there is no sign-in yet. */
  developmentOnly?: boolean
  /** A board member's page: no way from it to other initiatives. */
  forMember?: boolean
  back?: { href: string; text: string }
  footerLinks?: { href: string; text: string }[]
}

/**
 * Teaches an app to show pages: `reply.view('portfolio.njk', { page, … })`. Templates are looked for here, then among GOV.UK's
 * (`govuk/components/…`) and MOJ's (`moj/components/…`). Everything is escaped unless a template says `safe`.
 * Filters: `date` (an instant: "14 June 2027 at 10am"), `day` ("14 June 2027"), `shortDate` (needs now), `reportedDate`, `money`
 * (pence), `length` (milliseconds). `date` and `mojDate` replace MOJ's, which show the process's own zone.
 * Marks that hide or reorder what follows are shown by their code, wherever somebody's words hold them.
 * Registering them again, or in a part of an app that has them, changes nothing.
 */
export const registerViews = async (app: FastifyInstance): Promise<void> => {
  if (app.hasReplyDecorator('view')) return
  app.addHook('onSend', async (_request, reply, payload) =>
    typeof payload === 'string' && String(reply.getHeader('content-type')).startsWith('text/html')
      ? pageAsWritten(payload)
      : payload,
  )
  const assets = await registerAssets(app)
  await app.register(fastifyView, {
    engine: { nunjucks },
    templates: [
      import.meta.dirname,
      join(packageFolder('govuk-frontend'), 'dist'),
      packageFolder('@ministryofjustice/frontend'),
    ],
    options: {
      autoescape: true,
      throwOnUndefined: false,
      trimBlocks: true,
      lstripBlocks: true,
      noCache: false,
      onConfigure: (environment: nunjucks.Environment) => {
        environment
          .addGlobal('assets', { styles: assets.styles, icon: assets.icon })
          .addGlobal('gatehouseLogo', logoWithName(assets.logo))
          .addFilter('date', dateInWords)
          .addFilter('mojDate', dateInWords)
          .addFilter('day', dayInWords)
          .addFilter('shortDate', shortDateInWords)
          .addFilter('reportedDate', reportedDateInWords)
          .addFilter('length', lengthInWords)
          .addFilter('money', poundsInWords)
      },
    },
  })
}

/** The mark drawn in the page itself, so that it needs no request and takes the header's colours; the word beside it is its name. */
const logoWithName = (logo: string) =>
  `${logo.trim().replace('<svg ', '<svg aria-hidden="true" focusable="false" ').replace('#16404d', 'none')}<span>Gatehouse</span>`
