import type { FastifyInstance, FastifyReply } from 'fastify'
import { sittingIn } from '../../../machines/seats.ts'
import { noteAccess } from '../../decisions/access.ts'
import type { Matter } from '../../decisions/matter.ts'
import { deputiesNamed, passOn, type PassedOn } from '../../decisions/pass-on.ts'
import { paths } from '../../decisions/paths.ts'
import type { ApiParts } from '../../parts.ts'
import { databaseAway } from '../../problems.ts'
import { readFormBody, repeatedFields, type FormBody } from './form-body.ts'
import { showPassOn } from './forms.ts'
import type { CountLinkUse } from './link-limits.ts'
import { showEnded, showNotConfirmed, showOpenAgain, showSaid } from './pages.ts'
import { isOwnOrigin, openMatter, placeOf, visitorOf } from './visit.ts'

const at = '/decide/:initiativeId/:reviewId/:seatId/deputy'

/** Passing one decision to a deputy the board's terms name: GET shows whom, POST records it. */
export const passOnPages = (app: FastifyInstance, parts: ApiParts, count: CountLinkUse): void => {
  app.get(at, async (request, reply) => {
    const matter = await openMatter(parts, request, reply)
    if (!matter) return showOpenAgain(reply)
    await count.page(request, matter.link.tokenId)
    await noteAccess(parts.links, visitorOf(request), matter.link, 'pageShown')
    if (matter.standing.kind === 'ended') return showEnded(reply, matter)
    const deputies = await deputiesNamed(parts, matter)
    return deputies.length > 0 ? showPassOn(parts, reply, matter, deputies) : showNobodyNamed(reply, matter)
  })

  app.get(`${at}/passed`, async (request, reply) => {
    const matter = await openMatter(parts, request, reply)
    if (!matter) return showOpenAgain(reply)
    const sits = matter.seat && sittingIn(matter.review.context, matter.seat)
    if (sits?.as !== 'deputy') return reply.redirect(paths.decide(matter.link), 303)
    return showSaid(reply, 200, `${sits.title} decides in your place`, [
      'They are sent an email with a link of their own. What they decide is recorded as for you.',
      'Your own link has ended. The board’s secretary can hand the decision back to you while it is open.',
    ])
  })

  app.post(at, async (request, reply) => {
    const sent = readFormBody(request.body)
    try {
      const matter = await openMatter(parts, request, reply)
      if (matter) await count.form(request, matter.link.tokenId, sent.sealedForm)
      const came = await passOn(parts, {
        matter,
        place: placeOf(request),
        visitor: visitorOf(request),
        isOwnOrigin: isOwnOrigin(parts, request),
        sealedForm: sent.sealedForm,
        decoy: sent.decoy,
        typedNumber: sent.typed.typedNumber,
        deputyId: sent.deputyId,
        reason: sent.typed.reason,
      })
      return await answer(parts, reply, matter, came, sent)
    } catch (error) {
      if (!databaseAway(error)) throw error
      request.log.error({ err: error }, 'a decision could not be passed on')
      return showNotConfirmed(reply, request.url, repeatedFields(request.body))
    }
  })
}

const showNobodyNamed = (reply: FastifyReply, { link }: Matter) =>
  showSaid(
    reply,
    409,
    'Nobody is named as your deputy',
    ['The board’s terms name no deputy who could decide this in your place. The board’s secretary can name one.'],
    { recordedHref: paths.decide(link) },
  )

const answer = async (
  parts: ApiParts,
  reply: FastifyReply,
  matter: Matter | undefined,
  came: PassedOn,
  { typed: { typedNumber, reason }, deputyId }: FormBody,
) => {
  const written = reason.trim() ? [{ label: 'Your reason', text: reason }] : []
  if (came.kind === 'linkMissing' || !matter) return showOpenAgain(reply, written)
  const again = async (back: Partial<Parameters<typeof showPassOn>[4]> & { code: number }) =>
    showPassOn(parts, reply, matter, await deputiesNamed(parts, matter), { typedNumber, reason, deputyId, ...back })
  switch (came.kind) {
    case 'recorded':
      return reply.redirect(paths.passedOn(matter.link), 303)
    case 'linkEnded':
      return showEnded(reply, matter)
    case 'nobodyNamed':
      return showNobodyNamed(reply, matter)
    case 'codeNeeded':
      return reply.redirect(paths.code(matter.link), 303)
    case 'notOpen':
      return reply.redirect(paths.decide(matter.link), 303)
    case 'foreignOrigin':
      return showSaid(reply, 403, 'This was not recorded', ['It did not come from a page of Gatehouse.'], { written })
    case 'formMissing':
      return again({
        code: 403,
        notice: 'This was not recorded: the page it was typed in was not this one. Check it and press again.',
      })
    case 'tooQuick':
    case 'decoyFilled':
      return again({
        code: 422,
        form: came.form,
        notice: 'This was not recorded: it arrived as if a program had sent it. Check it and press again.',
      })
    case 'notRight':
      return again({ wrong: came.wrong, form: came.form, code: came.tooLong ? 400 : 422 })
    case 'refused':
      return showSaid(reply, 409, 'This was not recorded', [came.reason], {
        written,
        recordedHref: paths.decide(matter.link),
      })
    case 'notConfirmed':
      return showNotConfirmed(reply, paths.passOn(matter.link), [])
  }
}
