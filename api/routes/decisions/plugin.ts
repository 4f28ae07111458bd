import type { FastifyError, FastifyInstance } from 'fastify'
import type { ApiParts } from '../../parts.ts'
import { agendaPages } from '../agendas/pages.ts'
import { codePages } from './code.ts'
import { commentPages } from '../comments/comment.ts'
import { commentLinks } from '../comments/links.ts'
import { circulatedPapers } from '../comments/papers.ts'
import { commentApi } from '../comments/programs.ts'
import { decisionPages } from './decide.ts'
import { linkLimits } from './link-limits.ts'
import { mailedLinks } from './links.ts'
import { notMePages } from './not-me.ts'
import { showSaid } from './pages.ts'
import { paperPages } from './papers.ts'
import { passOnPages } from './pass-on.ts'
import { questionPages } from './question.ts'
import { roomApi } from './room-programs.ts'
import { roomPages } from './room.ts'
import { decisionApi } from './programs.ts'

/** Members' pages load our own stylesheet and pictures and run nothing. */
const policy = [
  "default-src 'none'",
  "style-src 'self'",
  "img-src 'self'",
  "form-action 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join('; ')

/**
 * What people do by links in mails, for people and for programs: from the link to a recorded decision and its receipt, and from the link
 * to a recorded comment and its answer.
 */
export default async function decisions(app: FastifyInstance, parts: ApiParts): Promise<void> {
  const count = linkLimits(app, parts.linkLimits)

  // A page behind a link belongs to one person: nothing on the way may keep it, index it or learn where it came from.
  app.addHook('onRequest', async (_request, reply) => {
    void reply.headers({
      'cache-control': 'no-store',
      'referrer-policy': 'no-referrer',
      'x-robots-tag': 'noindex, nofollow',
      'content-security-policy': policy,
    })
  })
  app.addHook('onRoute', (route) => {
    route.schema = { ...route.schema, hide: route.schema?.hide ?? !route.url.startsWith('/api/') }
  })

  app.setErrorHandler<FastifyError>(async (error, request, reply) => {
    if (error.code !== 'FST_ERR_CTP_BODY_TOO_LARGE' || request.url.startsWith('/api/')) throw error
    return showSaid(reply, 413, 'That was too large, and was not recorded', [
      'A reason or a point may hold 4,000 characters. Go back to the page before: what you wrote is still there.',
    ])
  })

  mailedLinks(app, parts, count)
  decisionPages(app, parts, count)
  paperPages(app, parts, count)
  codePages(app, parts, count)
  questionPages(app, parts, count)
  passOnPages(app, parts, count)
  roomPages(app, parts, count)
  notMePages(app, parts, count)
  decisionApi(app, parts, count)
  roomApi(app, parts, count)
  agendaPages(app, parts, count)
  commentLinks(app, parts, count)
  commentPages(app, parts, count)
  circulatedPapers(app, parts, count)
  commentApi(app, parts, count)
}
