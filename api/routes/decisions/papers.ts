import type { FastifyInstance, FastifyReply } from 'fastify'
import { assuranceToOpen, higherMarking } from '../../../machines/assurance.ts'
import { mayRead } from '../../../machines/paper-readers.ts'
import { papersAtHand } from '../../../machines/room.ts'
import { noteAccess } from '../../decisions/access.ts'
import { needsCode } from '../../decisions/matter.ts'
import { paths } from '../../decisions/paths.ts'
import type { ApiParts } from '../../parts.ts'
import type { CountLinkUse } from './link-limits.ts'
import { showEnded, showOpenAgain, showSaid } from './pages.ts'
import { openMatter, visitorOf } from './visit.ts'

type Asked = { Params: { sha256: string } }

/** What a browser may show in its window. Anything else, above all what could run as a page of ours, is handed over as a file. */
const readable = /^(application\/pdf|text\/(plain|markdown|csv)|image\/(png|jpeg))$/

const typeOf = (mediaType: string) => {
  const [plain = ''] = mediaType.split(';')
  const type = plain.trim().toLowerCase()
  if (!readable.test(type)) return { type: 'application/octet-stream', isShown: false }
  return { type: type.startsWith('text/') ? 'text/plain; charset=utf-8' : type, isShown: true }
}

/** A paper as a browser may have it: nothing in it can run as a page of ours. */
export const sendPaper = (reply: FastifyReply, mediaType: string, bytes: Buffer) => {
  const { type, isShown } = typeOf(mediaType)
  // A sandbox would keep a browser's own PDF viewer out; a PDF has no access to our pages without one.
  const sandbox = type === 'application/pdf' ? '' : '; sandbox'
  return reply
    .header(
      'content-security-policy',
      `default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'${sandbox}`,
    )
    .header('content-disposition', isShown ? 'inline' : 'attachment')
    .type(type)
    .send(bytes)
}

/**
 * The papers a member decides on: those of this submission alone, while it can be decided; by the link alone up to the marking the
 * plan says, above it once a code has been entered in this browser. Each opening is noted.
 */
export const paperPages = (app: FastifyInstance, parts: ApiParts, count: CountLinkUse): void => {
  app.get<Asked>('/decide/:initiativeId/:reviewId/:seatId/papers/:sha256', async (request, reply) => {
    const matter = await openMatter(parts, request, reply)
    if (!matter) return showOpenAgain(reply)
    const { link, recorded, review, seat, standing, browser } = matter
    await count.page(request, link.tokenId)
    if (standing.kind === 'ended') return showEnded(reply, matter)
    const back = { recordedHref: paths.decide(link) }
    // The same content may be there twice, for some readers and for all.
    const listed = papersAtHand(review.context).filter(({ sha256 }) => sha256 === request.params.sha256)
    const paper = listed.find((each) => mayRead(each, seat)) ?? listed[0]
    if (standing.kind !== 'open' || !paper)
      return showSaid(
        reply,
        404,
        'There is no such paper here',
        ['The papers of your decision are listed on its page.'],
        back,
      )
    if (!mayRead(paper, seat)) {
      await noteAccess(parts.links, visitorOf(request), link, 'postRefused', `paper ${paper.sha256} is for others`)
      return showSaid(
        reply,
        403,
        'This paper is for named readers',
        ['You are not one of them. The board’s secretary can say who is.'],
        back,
      )
    }
    // A marking may have been raised since the papers went out.
    const now = await parts.papers.find(paper.sha256)
    const marking = now ? higherMarking(paper.marking, now.marking) : paper.marking
    const needed = assuranceToOpen(marking, recorded.state.initiative.context.plan)
    if (needed === 'B' && browser.assurance === 'A') {
      await noteAccess(parts.links, visitorOf(request), link, 'postRefused', `paper ${paper.sha256} is ${marking}`)
      return showSaid(
        reply,
        403,
        'A link in an email does not open this paper',
        [
          `It is marked ${marking}, which is above what the link alone may open.`,
          needsCode(matter)
            ? 'A one-time code opens it: go to your decision and ask for one beside the paper.'
            : 'Its marking has been raised since it was sent out. Ask the board’s secretary for it.',
        ],
        back,
      )
    }
    const bytes = await parts.papers.read(paper.sha256)
    if (!bytes)
      return showSaid(
        reply,
        404,
        'This paper is missing',
        ['It is listed, but its content is not where papers are kept. Please tell the board’s secretary.'],
        back,
      )
    await noteAccess(
      parts.links,
      visitorOf(request),
      link,
      'paperOpened',
      browser.assurance === 'B' ? `${paper.sha256}, after a code` : paper.sha256,
    )
    return sendPaper(reply, paper.mediaType, bytes)
  })
}
