import type { FastifyInstance } from 'fastify'
import * as z from 'zod'
import { dateInWords } from '../../../activities/words/dates.ts'
import type { RecordedInitiative } from '../../../activities/ports.ts'
import type { AuditEntry } from '../../../machines/audit-entry.ts'
import { restoreCase } from '../../../machines/stored-case.ts'
import { unknownInitiative } from '../../answers.ts'
import type { ApiParts } from '../../parts.ts'
import { pictureInWords, pictureOf } from '../../picture.ts'
import { contentsOf } from '../../present/contents.ts'
import { presentInitiative } from '../../present/initiative.ts'
import { entryInWords } from '../../present/timeline.ts'
import type { Page } from '../../views/views.ts'
import { footerLinksOf, momentOf } from './moment-of.ts'

type Params = { initiativeId: string }

/** What an address may ask of an initiative's page; anything else is left out. */
const asking = z.object({
  timeline: z.literal('all').optional().catch(undefined),
  recorded: z.coerce.number().int().min(1).optional().catch(undefined),
})

const found = async ({ initiatives }: ApiParts, initiativeId: string): Promise<RecordedInitiative> => {
  const recorded = await initiatives.find(initiativeId)
  if (!recorded) throw unknownInitiative(initiativeId)
  return recorded
}

/** What the banner after an act says: read from the record, never from the address. */
const bannerOf = (entries: readonly AuditEntry[], sequence: number | undefined, { state }: RecordedInitiative) => {
  const entry = entries.find((each) => each.sequence === sequence)
  return entry && { what: entryInWords(entry, state), sequence: entry.sequence, at: dateInWords(entry.atInstant) }
}

/** `GET /initiatives/:initiativeId`, and the picture of its machine by itself. */
export const initiativeRoute = (app: FastifyInstance, parts: ApiParts): void => {
  app.get<{ Params: Params }>('/initiatives/:initiativeId', async ({ params: { initiativeId }, query }, reply) => {
    const recorded = await found(parts, initiativeId)
    const [entries, mails, moment, svg] = await Promise.all([
      parts.initiatives.entries(initiativeId),
      parts.outbox.ofInitiative(initiativeId),
      momentOf(parts),
      pictureOf(recorded.state),
    ])
    const { timeline, recorded: sequence } = asking.parse(query)
    const isWholeTimeline = timeline === 'all'
    const shown = presentInitiative(recorded, restoreCase(recorded.state), entries, mails, moment, { isWholeTimeline })
    const { marking, plan } = recorded.state.initiative.context
    const page: Page = {
      title: shown.title,
      marking,
      rehearsal: plan.kind === 'rehearsal',
      back: { href: '/', text: 'All initiatives' },
      footerLinks: footerLinksOf(parts),
    }
    return reply.view('initiative.njk', {
      page,
      ...shown,
      contents: contentsOf(shown),
      recordedBanner: bannerOf(entries, sequence, recorded),
      picture: { svg, words: pictureInWords(recorded.state) },
    })
  })

  app.get<{ Params: Params }>(
    '/initiatives/:initiativeId/picture.svg',
    async ({ params: { initiativeId }, query }, reply) => {
      const { state } = await found(parts, initiativeId)
      const isWhole = z.object({ whole: z.literal('yes') }).safeParse(query).success
      return reply.type('image/svg+xml').send(await pictureOf(state, { isWhole }))
    },
  )
}
