import type { FastifyInstance } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import * as z from 'zod'
import { identifier } from '../../../machines/vocabulary/text.ts'
import { unknownInitiative } from '../../answers.ts'
import type { ApiParts } from '../../parts.ts'
import { Problem } from '../../problems.ts'
import { moment, named, problems } from '../../schemas/named.ts'

const question = named(
  'MemberQuestion',
  z.object({
    number: z.int(),
    seatId: z.string(),
    title: z.string().describe('The member who asked, "Chief Constable, Kent"'),
    question: z.string(),
    askedInstant: moment,
    toSecretary: z
      .enum(['waiting', 'sent', 'delayed', 'undeliverable', 'notMailed'])
      .describe('How far its email to the board’s secretary has come; `notMailed` where the board has none on file'),
  }),
)
const questions = named('MemberQuestions', z.object({ reviewId: z.string(), questions: z.array(question) }))

/** What members asked the secretary about a decision before their board. */
export const questionRoutes = async (
  app: FastifyInstance,
  { initiatives, questions: asked, outbox }: ApiParts,
): Promise<void> => {
  app.withTypeProvider<ZodTypeProvider>().route({
    method: 'GET',
    url: '/api/initiatives/:initiativeId/reviews/:reviewId/questions',
    schema: {
      operationId: 'readQuestions',
      summary: 'What members asked the board’s secretary about a decision, the oldest first',
      description:
        'For the PMO and the board’s secretary. The secretary answers by email, to the member’s address on file: answers are not kept here.',
      tags: ['Reading'],
      params: z.object({ initiativeId: identifier, reviewId: identifier }),
      response: { 200: questions, ...problems },
    },
    handler: async ({ params: { initiativeId, reviewId } }) => {
      const recorded = await initiatives.find(initiativeId)
      if (!recorded) throw unknownInitiative(initiativeId)
      const review = recorded.state.reviews[reviewId]?.context
      if (!review)
        throw new Problem(404, 'unknown-review', `There is no board decision ${reviewId}.`, [
          { in: 'path', field: 'reviewId', expected: 'must be the id of a board decision of this initiative' },
        ])
      const [kept, mails] = await Promise.all([
        asked.ofReview(initiativeId, reviewId),
        outbox.ofInitiative(initiativeId),
      ])
      const mailOf = (number: number) => mails.find((mail) => mail.kind === 'question' && mail.number === number)
      return {
        reviewId,
        questions: kept.map(({ number, seatId, question: words, atInstant }) => ({
          number,
          seatId,
          title: review.terms.seats.find((seat) => seat.seatId === seatId)?.title ?? seatId,
          question: words,
          askedInstant: atInstant,
          toSecretary: toSecretary(mailOf(number)?.state),
        })),
      }
    },
  })
}

type MailState = Awaited<ReturnType<ApiParts['outbox']['ofInitiative']>>[number]['state']

const toSecretary = (state: MailState | undefined): z.infer<typeof question>['toSecretary'] => {
  switch (state) {
    case 'sent':
    case 'delayed':
    case 'undeliverable':
      return state
    case 'waiting':
    case 'sending':
      return 'waiting'
    case 'notNeeded':
    case undefined:
      return 'notMailed'
  }
}
