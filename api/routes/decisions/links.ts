import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { DecisionLink } from '../../../activities/ports.ts'
import { noteAccess } from '../../decisions/access.ts'
import { mailCurrentPosition } from '../../decisions/current-position.ts'
import { findMatter, type Matter } from '../../decisions/matter.ts'
import { paths } from '../../decisions/paths.ts'
import { roomAnsweredBy } from '../../decisions/room.ts'
import type { ApiParts } from '../../parts.ts'
import type { CountLinkUse } from './link-limits.ts'
import { showEnded, showOpenAgain, showSaid } from './pages.ts'
import { isOwnOrigin, keepToken, openMatter, visitorOf } from './visit.ts'

type Linked = { Params: { token: string } }

/**
 * The addresses in mails. Scanners open them before people do, as often as they like: opening one moves the token into a cookie and
 * changes nothing. HEAD and OPTIONS do no more.
 */
export const mailedLinks = (app: FastifyInstance, parts: ApiParts, count: CountLinkUse): void => {
  const found = async (request: FastifyRequest<Linked>, purpose: DecisionLink['purpose']) => {
    const matter = await findMatter(parts, request.params.token)
    if (!matter || matter.link.purpose !== purpose) {
      await noteAccess(parts.links, visitorOf(request), undefined, 'unknownToken')
      await count.unknownToken(request)
      return undefined
    }
    await count.page(request, matter.link.tokenId)
    await noteAccess(parts.links, visitorOf(request), matter.link, 'linkFetched')
    return matter
  }
  const open = (request: FastifyRequest<Linked>, reply: FastifyReply, { link }: Matter) =>
    keepToken(reply, link, link.purpose, request.params.token)

  app.get<Linked>('/d/:token', async (request, reply) => {
    const matter = await found(request, 'decide')
    if (!matter) return showUnknown(reply)
    open(request, reply, matter)
    if (matter.standing.kind === 'ended') return showEnded(reply, matter)
    return reply.redirect(paths.decide(matter.link), 303)
  })

  // The same link, from the mail straight to the box for a question.
  app.get<Linked>('/d/:token/question', async (request, reply) => {
    const matter = await found(request, 'decide')
    if (!matter) return showUnknown(reply)
    open(request, reply, matter)
    if (matter.standing.kind === 'ended') return showEnded(reply, matter)
    return reply.redirect(paths.question(matter.link), 303)
  })

  // The same link, from the mail straight to what was decided in the room.
  app.get<Linked>('/d/:token/room', async (request, reply) => {
    const matter = await found(request, 'decide')
    if (!matter) return showUnknown(reply)
    open(request, reply, matter)
    if (matter.standing.kind === 'ended' && !roomAnsweredBy(matter)) return showEnded(reply, matter)
    return reply.redirect(paths.room(matter.link), 303)
  })

  app.get<Linked>('/not-me/:token', async (request, reply) => {
    const matter = await found(request, 'notMe')
    if (!matter) return showUnknown(reply)
    if (matter.standing.kind === 'ended' && matter.standing.why === 'expired') return showEnded(reply, matter, false)
    open(request, reply, matter)
    return reply.redirect(paths.notMe(matter.link), 303)
  })

  for (const url of ['/d/:token', '/d/:token/question', '/d/:token/room', '/not-me/:token'])
    app.options(url, async (_request, reply) => reply.header('allow', 'GET, HEAD, OPTIONS').send(''))

  app.post('/decide/:initiativeId/:reviewId/:seatId/position', async (request, reply) => {
    const matter = await openMatter(parts, request, reply)
    if (!matter) return showOpenAgain(reply)
    await count.form(request, matter.link.tokenId, undefined)
    if (!isOwnOrigin(parts, request)) {
      await noteAccess(parts.links, visitorOf(request), matter.link, 'postRefused', 'not sent from a page of ours')
      return showSaid(reply, 403, 'That was not done', [
        'Open the link in your email again and press the button there.',
      ])
    }
    await mailCurrentPosition(parts, matter)
    await noteAccess(parts.links, visitorOf(request), matter.link, 'currentLinkAsked')
    return showSaid(reply, 200, 'We are emailing how things stand', [
      'It goes to the address we hold, and to no other. If nothing arrives within the hour, speak to the board’s secretary.',
    ])
  })
}

/** One neutral page for every token that was never given out: it tells a guesser nothing. */
export const showUnknown = (reply: FastifyReply) =>
  showSaid(reply, 404, 'This link does not work', [
    'Check that you opened the whole link: some mail programs break long ones. Copy it from the email into the address bar if need be.',
  ])
