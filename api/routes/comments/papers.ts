import type { FastifyInstance } from 'fastify'
import { assuranceToOpen, higherMarking } from '../../../machines/assurance.ts'
import { noteAccess } from '../../decisions/access.ts'
import type { ApiParts } from '../../parts.ts'
import type { CountLinkUse } from '../decisions/link-limits.ts'
import { showOpenAgain, showSaid } from '../decisions/pages.ts'
import { sendPaper } from '../decisions/papers.ts'
import { visitorOf } from '../decisions/visit.ts'
import { showOver } from './pages.ts'
import { openCirculated } from './visit.ts'

type Asked = { Params: { sha256: string } }

/**
 * The papers a stakeholder comments on, in every version that was circulated, while comments are taken, up to the marking the plan lets
 * a link open by itself. Each opening is noted.
 */
export const circulatedPapers = (app: FastifyInstance, parts: ApiParts, count: CountLinkUse): void => {
  app.get<Asked>('/comment/:initiativeId/:circulationId/:personId/papers/:sha256', async (request, reply) => {
    const circulated = await openCirculated(parts, request, reply)
    if (!circulated) return showOpenAgain(reply)
    const { link, recorded, circulation, standing } = circulated
    await count.page(request, link.tokenId)
    if (standing.kind === 'ended' || standing.kind === 'receipt') return showOver(reply, standing.why)
    const paper = circulation.papers.map((each) => each.paper).find(({ sha256 }) => sha256 === request.params.sha256)
    if (standing.kind !== 'open' || !paper)
      return showSaid(reply, 404, 'There is no such paper here', ['Your papers are listed on your page.'])
    // A marking may have been raised since the papers went out.
    const now = await parts.papers.find(paper.sha256)
    const marking = now ? higherMarking(paper.marking, now.marking) : paper.marking
    if (assuranceToOpen(marking, recorded.state.initiative.context.plan) !== 'A') {
      await noteAccess(parts.links, visitorOf(request), link, 'postRefused', `paper ${paper.sha256} is ${marking}`)
      return showSaid(reply, 403, 'A link in an email does not open this paper', [
        `It is marked ${marking}, which is above what the link alone may open. Ask the change team for it.`,
      ])
    }
    const bytes = await parts.papers.read(paper.sha256)
    if (!bytes)
      return showSaid(reply, 404, 'This paper is missing', [
        'It is listed, but its content is not where papers are kept. Please tell the change team.',
      ])
    await noteAccess(parts.links, visitorOf(request), link, 'paperOpened', paper.sha256)
    return sendPaper(reply, paper.mediaType, bytes)
  })
}
