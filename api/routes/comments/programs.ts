import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import type * as z from 'zod'
import {
  answersDueInstantOf,
  commentsDueInstantOf,
  papersIn,
  papersOfComment,
} from '../../../machines/circulation/context.ts'
import { refusedAs } from '../../answers.ts'
import { findCirculated, type Circulated, type WhyOver } from '../../comments/circulated.ts'
import { comment, type Commented } from '../../comments/comment.ts'
import { noteAccess } from '../../decisions/access.ts'
import type { ApiParts } from '../../parts.ts'
import { presentOver } from '../../present/comment-page.ts'
import { Problem } from '../../problems.ts'
import { commentAnswer, commentSent, commentView } from '../../schemas/comment.ts'
import { linkHeaders } from '../../schemas/decision.ts'
import { problems } from '../../schemas/named.ts'
import type { CountLinkUse } from '../decisions/link-limits.ts'
import { notPressed, notRight } from '../decisions/not-recorded.ts'
import { bearerOf, isOwnOrigin, visitorOf } from '../decisions/visit.ts'
import { freshCommentForm } from './pages.ts'

/** The same journey for programs: the link's token as bearer, the same form, the same typed answer, the same one way to comment. */
export const commentApi = (app: FastifyInstance, parts: ApiParts, count: CountLinkUse): void => {
  const typed = app.withTypeProvider<ZodTypeProvider>()

  const circulatedFor = async (request: FastifyRequest): Promise<Circulated> => {
    const token = bearerOf(request)
    const circulated = token ? await findCirculated(parts, token) : undefined
    if (circulated) return circulated
    await noteAccess(parts.links, visitorOf(request), undefined, 'unknownToken')
    await count.unknownToken(request)
    throw new Problem(
      401,
      'unknown-link',
      'Send the token of the link in the email that asked for comments as "Authorization: Bearer <token>".',
    )
  }

  typed.route({
    method: 'GET',
    url: '/api/comment',
    schema: {
      operationId: 'readCirculated',
      summary:
        'What a stakeholder is asked to comment on, what they said and what came of it, and the form to answer with',
      tags: ['Comments'],
      headers: linkHeaders,
      response: { 200: commentView, ...problems },
    },
    handler: async (request) => {
      const circulated = await circulatedFor(request)
      await count.page(request, circulated.link.tokenId)
      await noteAccess(parts.links, visitorOf(request), circulated.link, 'pageShown')
      const { standing } = circulated
      if (standing.kind === 'ended') throw overAs(standing.why)
      const form = standing.kind === 'open' ? await freshCommentForm(parts, circulated) : undefined
      return viewCirculated(circulated, standing.kind, form)
    },
  })

  typed.route({
    method: 'POST',
    url: '/api/comment',
    schema: {
      operationId: 'recordComment',
      summary: 'Record a stakeholder’s comment, or that they have none',
      description: 'Answered once it is in the record. The same form sent again is the same press: it counts once.',
      tags: ['Comments'],
      headers: linkHeaders,
      body: commentSent,
      response: { 200: commentAnswer, ...problems },
    },
    handler: async (request) => {
      const circulated = await circulatedFor(request)
      const { form, typedAnswer, ...said } = request.body
      await count.form(request, circulated.link.tokenId, form)
      const commented = await comment(parts, {
        circulated,
        visitor: visitorOf(request),
        // A browser page of somebody else's cannot send this header unasked; one that tries is refused all the same.
        isOwnOrigin: request.headers.origin === undefined || isOwnOrigin(parts, request),
        sealedForm: form,
        decoy: '',
        typed: { ...said, typedNumber: typedAnswer },
      })
      if (commented.kind !== 'recorded' && commented.kind !== 'alreadyRecorded') throw refusalOf(commented)
      return { outcome: commented.kind, says: commented.says }
    },
  })
}

const overAs = (why: WhyOver) => {
  const { title, sentences } = presentOver(why)
  return new Problem(
    410,
    why === 'circulationClosed' ? 'circulation-closed' : 'closed',
    `${title}. ${sentences.join(' ')}`,
  )
}

/** Why a press of a program was not accepted, as problem+json. */
const refusalOf = (came: Exclude<Commented, { kind: 'recorded' } | { kind: 'alreadyRecorded' }>): Problem => {
  switch (came.kind) {
    case 'linkEnded':
      return overAs(came.why)
    case 'linkMissing':
    case 'foreignOrigin':
    case 'formMissing':
    case 'tooQuick':
    case 'decoyFilled':
      return notPressed({ kind: came.kind })
    case 'notRight':
      return notRight(came)
    case 'refused':
      return refusedAs(came.type, came.reason)
    case 'notConfirmed':
      return new Problem(503, 'not-confirmed', came.reason)
  }
}

const viewCirculated = (
  { recorded, circulation, stakeholder, own, link }: Circulated,
  standing: 'open' | 'onHold' | 'receipt',
  form: { sealed: string; typedNumber: string } | undefined,
): z.input<typeof commentView> => {
  const { initiativeId, title, reference, marking, plan } = recorded.state.initiative.context
  const { number, priority, stage, asks, edition, noComments } = circulation
  const noCommentInstant = Object.hasOwn(noComments, link.personId) ? noComments[link.personId] : undefined
  return {
    standing,
    initiative: { initiativeId, title, reference },
    marking,
    rehearsal: plan.kind === 'rehearsal',
    stage,
    stakeholder: { title: stakeholder.title, organisation: stakeholder.organisation },
    batch: { number, priority, title: circulation.title },
    asks,
    commentByInstant: commentsDueInstantOf(circulation),
    answerByInstant: answersDueInstantOf(circulation),
    // After the end no paper is named any more.
    papers:
      standing === 'receipt'
        ? []
        : papersIn(circulation, edition).map(({ evidenceId, paper }) => ({
            evidenceId,
            sha256: paper.sha256,
            title: paper.title,
            version: paper.version,
            marking: paper.marking,
          })),
    comments: own.map((said) => ({
      number: said.number,
      papers: papersOfComment(circulation, said).map(({ paper }) => ({ title: paper.title, version: paper.version })),
      atInstant: said.atInstant,
      ...(said.evidenceId ? { evidenceId: said.evidenceId } : {}),
      ...(said.where ? { where: said.where } : {}),
      ...(said.text ? { text: said.text } : {}),
      ...(said.answered ? { answered: said.answered } : {}),
    })),
    ...(noCommentInstant === undefined ? {} : { noCommentInstant }),
    ...(form ? { form: form.sealed, typedNumber: form.typedNumber } : {}),
  }
}
