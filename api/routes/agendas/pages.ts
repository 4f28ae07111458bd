import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import * as z from 'zod'
import { agendaPaths, findAgenda, itemToken, type Agenda, type AgendaPlace } from '../../agendas/agenda.ts'
import { noteAccess } from '../../decisions/access.ts'
import { findMatter } from '../../decisions/matter.ts'
import { paths } from '../../decisions/paths.ts'
import type { ApiParts } from '../../parts.ts'
import { isAllRehearsed, markingOfAgenda, presentAgenda } from '../../present/agenda.ts'
import type { Page } from '../../views/views.ts'
import type { CountLinkUse } from '../decisions/link-limits.ts'
import { showUnknown } from '../decisions/links.ts'
import { showEnded, showSaid } from '../decisions/pages.ts'
import { keepForFourHours, keepToken, placeOf, visitorOf } from '../decisions/visit.ts'

/** A cookie of its own for each meeting and member. */
const cookieName = ({ boardId, day, personId }: AgendaPlace) => `__Host-gatehouse-agenda-${boardId}.${day}.${personId}`

const place = z.object({ boardId: z.string(), day: z.string(), personId: z.string() })

/** What the cookie of this agenda stands for; undefined without one, or for a token of another. Using the cookie renews it. */
const openAgenda = async (
  parts: ApiParts,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<{ agenda: Agenda; token: string } | undefined> => {
  const wanted = place.parse(request.params)
  const token = request.cookies[cookieName(wanted)]
  const agenda = token ? await findAgenda(parts, token) : undefined
  if (!token || !agenda || agendaPaths.page(agenda.link) !== agendaPaths.page(wanted)) return undefined
  keepForFourHours(reply, cookieName(wanted), token)
  return { agenda, token }
}

/**
 * The agenda of a meeting for one member. Opening its link moves the token into a cookie and changes nothing, nor does opening a matter
 * on it: each is decided on its own page.
 */
export const agendaPages = (app: FastifyInstance, parts: ApiParts, count: CountLinkUse): void => {
  app.get<{ Params: { token: string } }>('/a/:token', async (request, reply) => {
    const { token } = request.params
    const link = await parts.links.findAgenda(token)
    if (!link) {
      await noteAccess(parts.links, visitorOf(request), undefined, 'unknownToken')
      await count.unknownToken(request)
      return showUnknown(reply)
    }
    await count.page(request, link.tokenId)
    await noteAccess(parts.links, visitorOf(request), link, 'linkFetched')
    keepForFourHours(reply, cookieName(link), token)
    return reply.redirect(agendaPaths.page(link), 303)
  })
  app.options('/a/:token', async (_request, reply) => reply.header('allow', 'GET, HEAD, OPTIONS').send(''))

  app.get('/agenda/:boardId/:day/:personId', async (request, reply) => {
    const opened = await openAgenda(parts, request, reply)
    if (!opened) return showFromEmail(reply)
    const { agenda } = opened
    await count.page(request, agenda.link.tokenId)
    await noteAccess(parts.links, visitorOf(request), agenda.link, 'pageShown')
    const shown = presentAgenda(agenda, parts.clock())
    const page: Page = {
      title: `Agenda: ${shown.board}, ${shown.meeting}`,
      forMember: true,
      marking: markingOfAgenda(agenda.items),
      rehearsal: isAllRehearsed(agenda.items),
    }
    return reply.view('agendas/agenda.njk', { page, agenda: shown })
  })

  app.get('/agenda/:boardId/:day/:personId/:initiativeId/:reviewId/:seatId', async (request, reply) => {
    const opened = await openAgenda(parts, request, reply)
    if (!opened) return showFromEmail(reply)
    const token = itemToken(opened.token, placeOf(request))
    const matter = await findMatter(parts, token)
    if (!matter) return showUnknown(reply)
    const { link, standing } = matter
    await count.page(request, link.tokenId)
    await noteAccess(parts.links, visitorOf(request), link, 'linkFetched')
    keepToken(reply, link, 'decide', token)
    if (standing.kind === 'ended') return showEnded(reply, matter)
    return reply.redirect(paths.decide(link), 303)
  })
}

/** An address without its token, as a calendar shows it or a browser remembers it. */
const showFromEmail = (reply: FastifyReply) =>
  showSaid(reply, 403, 'Open your agenda from the email', [
    'What you are asked to decide at a meeting is emailed to you once its papers are in. The link in that email opens your agenda here.',
    'For your safety a page stays open for four hours after it was last used.',
  ])
