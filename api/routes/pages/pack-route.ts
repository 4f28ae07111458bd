import type { FastifyInstance } from 'fastify'
import { endedReviewIn } from '../../../machines/past.ts'
import { unknownInitiative } from '../../answers.ts'
import type { ApiParts } from '../../parts.ts'
import { presentPack } from '../../present/pack.ts'
import { Problem } from '../../problems.ts'
import type { Page } from '../../views/views.ts'

type Params = { initiativeId: string; reviewId: string }

/** `GET /initiatives/:initiativeId/reviews/:reviewId/pack`: what a board has before it, and what it decided, as one page to be printed. */
export const packRoute = (app: FastifyInstance, { initiatives }: ApiParts): void => {
  app.get<{ Params: Params }>('/initiatives/:initiativeId/reviews/:reviewId/pack', async ({ params }, reply) => {
    const { initiativeId, reviewId } = params
    const recorded = await initiatives.find(initiativeId)
    if (!recorded) throw unknownInitiative(initiativeId)
    // The oldest of very many rounds are in the audit alone.
    const review = recorded.state.reviews[reviewId] ?? endedReviewIn(await initiatives.entries(initiativeId), reviewId)
    if (!review) throw new Problem(404, 'unknown-review', `There is no board decision ${reviewId} of this initiative.`)
    const pack = presentPack(recorded, review)
    const { marking, plan } = recorded.state.initiative.context
    const page: Page = {
      title: `${pack.board}: ${pack.initiative.title}`,
      marking,
      rehearsal: plan.kind === 'rehearsal',
      back: { href: `/initiatives/${initiativeId}`, text: 'Back to the initiative' },
    }
    return reply.view('pack.njk', { page, pack })
  })
}
