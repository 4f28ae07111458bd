import type { FastifyInstance } from 'fastify'
import { findCirculated } from '../../comments/circulated.ts'
import { commentPaths } from '../../comments/paths.ts'
import { noteAccess } from '../../decisions/access.ts'
import type { ApiParts } from '../../parts.ts'
import type { CountLinkUse } from '../decisions/link-limits.ts'
import { showUnknown } from '../decisions/links.ts'
import { visitorOf } from '../decisions/visit.ts'
import { showOver } from './pages.ts'
import { keepCommentToken } from './visit.ts'

type Linked = { Params: { token: string } }

/** The addresses in mails to stakeholders. Opening one moves the token into a cookie and changes nothing; HEAD and OPTIONS do no more. */
export const commentLinks = (app: FastifyInstance, parts: ApiParts, count: CountLinkUse): void => {
  app.get<Linked>('/c/:token', async (request, reply) => {
    const circulated = await findCirculated(parts, request.params.token)
    if (!circulated) {
      await noteAccess(parts.links, visitorOf(request), undefined, 'unknownToken')
      await count.unknownToken(request)
      return showUnknown(reply)
    }
    const { link, standing } = circulated
    await count.page(request, link.tokenId)
    await noteAccess(parts.links, visitorOf(request), link, 'linkFetched')
    keepCommentToken(reply, link, request.params.token)
    if (standing.kind === 'ended') return showOver(reply, standing.why)
    return reply.redirect(commentPaths.page(link), 303)
  })

  app.options('/c/:token', async (_request, reply) => reply.header('allow', 'GET, HEAD, OPTIONS').send(''))
}
