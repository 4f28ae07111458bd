import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import * as z from 'zod'
import { circulatedOf, type Circulated } from '../../comments/circulated.ts'
import { comment, type Commented } from '../../comments/comment.ts'
import { commentPaths } from '../../comments/paths.ts'
import type { TypedComment } from '../../comments/typed.ts'
import { noteAccess } from '../../decisions/access.ts'
import type { ApiParts } from '../../parts.ts'
import { databaseAway } from '../../problems.ts'
import { decoyField, repeatedFields } from '../decisions/form-body.ts'
import type { CountLinkUse } from '../decisions/link-limits.ts'
import { showNotConfirmed, showOpenAgain, showSaid } from '../decisions/pages.ts'
import { isOwnOrigin, visitorOf } from '../decisions/visit.ts'
import { showCommentForm, showCommentHold, showOver, showSaidSoFar, type CommentComesBack } from './pages.ts'
import { commentPlaceOf, openCirculated } from './visit.ts'

const at = '/comment/:initiativeId/:circulationId/:personId'

const asSeen = (sent: unknown): string => (typeof sent === 'string' ? sent.replaceAll('\r\n', '\n') : '')
const fields = z.record(z.string(), z.unknown())

/** Reads the page's form. Fields it does not know are ignored: a form may be older or newer than this process. */
const readBody = (body: unknown): { sealedForm: string | undefined; decoy: string; typed: TypedComment } => {
  const sent = fields.safeParse(body).data ?? {}
  const one = (name: string): string => asSeen(Array.isArray(sent[name]) ? sent[name][0] : sent[name])
  return {
    sealedForm: one('form') || undefined,
    decoy: one(decoyField),
    typed: {
      says: one('says'),
      evidenceId: one('paper'),
      where: one('where'),
      text: one('text'),
      typedNumber: one('typed-number'),
    },
  }
}

/** The stakeholder's page: GET shows, POST records, and what is shown after a POST comes from the record. */
export const commentPages = (app: FastifyInstance, parts: ApiParts, count: CountLinkUse): void => {
  app.get(at, async (request, reply) => {
    const circulated = await openCirculated(parts, request, reply)
    if (!circulated) return showOpenAgain(reply)
    await count.page(request, circulated.link.tokenId)
    await noteAccess(parts.links, visitorOf(request), circulated.link, 'pageShown')
    return show(parts, reply, circulated)
  })

  app.get(`${at}/recorded`, async (request, reply) => {
    const circulated = await openCirculated(parts, request, reply)
    if (!circulated) return showOpenAgain(reply)
    await count.page(request, circulated.link.tokenId)
    const { standing, own, circulation, link } = circulated
    if (standing.kind === 'ended') return showOver(reply, standing.why)
    if (own.length === 0 && !Object.hasOwn(circulation.noComments, link.personId))
      return reply.redirect(commentPaths.page(link), 303)
    return showSaidSoFar(parts, reply, circulated)
  })

  app.post(at, async (request, reply) => {
    const sent = readBody(request.body)
    try {
      const circulated = await openCirculated(parts, request, reply)
      if (circulated) await count.form(request, circulated.link.tokenId, sent.sealedForm)
      const commented = await comment(parts, {
        circulated,
        place: commentPlaceOf(request),
        visitor: visitorOf(request),
        isOwnOrigin: isOwnOrigin(parts, request),
        ...sent,
      })
      return await answer(parts, request, reply, circulated, commented, sent.typed)
    } catch (error) {
      if (!databaseAway(error)) throw error
      request.log.error({ err: error }, 'a comment could not be looked up')
      return showNotConfirmed(reply, request.url, repeatedFields(request.body))
    }
  })
}

/** The page as the link stands now. */
const show = (parts: ApiParts, reply: FastifyReply, circulated: Circulated) => {
  const { standing } = circulated
  switch (standing.kind) {
    case 'ended':
      return showOver(reply, standing.why)
    case 'receipt':
      return showSaidSoFar(parts, reply, circulated)
    case 'onHold':
      return showCommentHold(parts, reply, circulated)
    case 'open':
      return showCommentForm(parts, reply, circulated)
  }
}

/** What the stakeholder sees after a press. */
const answer = async (
  parts: ApiParts,
  request: FastifyRequest,
  reply: FastifyReply,
  circulated: Circulated | undefined,
  commented: Commented,
  typed: TypedComment,
) => {
  if (commented.kind === 'linkMissing' || !circulated) return showOpenAgain(reply)
  switch (commented.kind) {
    case 'recorded':
    case 'alreadyRecorded':
      return reply.redirect(commentPaths.recorded(circulated.link), 303)
    case 'linkEnded':
      return circulated.own.length > 0
        ? showSaidSoFar(parts, reply, circulated, {
            code: 410,
            sentences: ['It came after comments were closed.'],
            typed,
          })
        : showOver(reply, commented.why, typed)
    case 'foreignOrigin':
      return showSaid(reply, 403, 'This was not recorded', [
        'It was not sent from a page of Gatehouse. Open the link in your email and comment there.',
      ])
    case 'formMissing':
      return showUnsent(parts, reply, circulated, {
        code: 403,
        typed,
        notice:
          'This was not recorded: the page it was typed in was not this one. Check it, type the new number and press again.',
      })
    case 'tooQuick':
    case 'decoyFilled':
      return showUnsent(parts, reply, circulated, {
        code: 422,
        typed,
        form: commented.form,
        notice: 'This was not recorded: it arrived as if a program had sent it. Check it and press again.',
      })
    case 'notRight':
      return showUnsent(parts, reply, circulated, { code: commented.tooLong ? 400 : 422, typed, ...commented })
    case 'notConfirmed':
      return showNotConfirmed(reply, request.url, repeatedFields(request.body))
    case 'refused':
      return showRefused(parts, reply, circulated, commented, typed)
  }
}

/** The form again with every word in it; where nothing can be said just now, the words set out beside why. */
const showUnsent = (parts: ApiParts, reply: FastifyReply, circulated: Circulated, back: CommentComesBack) =>
  circulated.standing.kind === 'open'
    ? showCommentForm(parts, reply, circulated, back)
    : showCommentHold(parts, reply, circulated, back)

/** A press that came on top of one its page did not know, or too late: how it stands now is shown, with what was typed. */
const showRefused = async (
  parts: ApiParts,
  reply: FastifyReply,
  before: Circulated,
  { type, reason }: Extract<Commented, { kind: 'refused' }>,
  typed: TypedComment,
) => {
  const now = (await circulatedOf(parts, before.link)) ?? before
  const { standing } = now
  if (standing.kind === 'ended') return showOver(reply, standing.why, typed)
  if (standing.kind === 'onHold') return showCommentHold(parts, reply, now, { code: 409, typed })
  if (standing.kind === 'open' && type === 'OtherComment')
    return showCommentForm(parts, reply, now, {
      code: 409,
      typed,
      notice:
        'Something else of yours was recorded since this page was opened; it stands below. What you just sent was not: if you want to say it too, type the new number and press again.',
    })
  const sentences = [reason.replace(/^[a-z]\w*: /, ''), 'What you just sent was not recorded.']
  return showSaidSoFar(parts, reply, now, { code: 409, sentences, typed })
}
