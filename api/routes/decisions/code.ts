import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { noteAccess } from '../../decisions/access.ts'
import { askCode, enterCode, type CodeAsked, type CodeChecked } from '../../decisions/code.ts'
import { matterOf, needsCode, type Matter } from '../../decisions/matter.ts'
import { paths } from '../../decisions/paths.ts'
import type { ApiParts } from '../../parts.ts'
import { databaseAway } from '../../problems.ts'
import { readFormBody, repeatedFields, type FormBody } from './form-body.ts'
import type { CountLinkUse } from './link-limits.ts'
import { showCode } from './forms.ts'
import { showEnded, showNotConfirmed, showOpenAgain, showSaid } from './pages.ts'
import { isOwnOrigin, openMatter, placeOf, visitorOf } from './visit.ts'

const at = '/decide/:initiativeId/:reviewId/:seatId/code'

/**
 * One-time codes for what the link alone does not open: GET only shows, POST has a code mailed, and POST of the code lets this browser
 * open and decide with it. What is shown afterwards is always the member's own page.
 */
export const codePages = (app: FastifyInstance, parts: ApiParts, count: CountLinkUse): void => {
  app.get(at, async (request, reply) => {
    const matter = await openMatter(parts, request, reply)
    if (!matter) return showOpenAgain(reply)
    await count.page(request, matter.link.tokenId)
    await noteAccess(parts.links, visitorOf(request), matter.link, 'pageShown')
    if (matter.standing.kind === 'ended') return showEnded(reply, matter)
    const isOfUse = matter.standing.kind === 'open' && needsCode(matter) && matter.browser.assurance === 'A'
    return isOfUse ? showCode(parts, reply, matter) : reply.redirect(paths.decide(matter.link), 303)
  })

  const pressed = async (
    request: FastifyRequest,
    reply: FastifyReply,
    press: (matter: Matter | undefined, sent: FormBody) => Promise<CodeAsked | CodeChecked>,
  ) => {
    const sent = readFormBody(request.body)
    try {
      const matter = await openMatter(parts, request, reply)
      if (matter) await count.form(request, matter.link.tokenId, sent.sealedForm)
      return await answer(parts, reply, matter, await press(matter, sent), sent)
    } catch (error) {
      if (!databaseAway(error)) throw error
      request.log.error({ err: error }, 'a code could not be looked up')
      return showNotConfirmed(reply, request.url, repeatedFields(request.body))
    }
  }
  const pressOf = (request: FastifyRequest, matter: Matter | undefined, { sealedForm, decoy }: FormBody) => ({
    matter,
    place: placeOf(request),
    visitor: visitorOf(request),
    isOwnOrigin: isOwnOrigin(parts, request),
    sealedForm,
    decoy,
    on: 'code' as const,
  })

  app.post(at, (request, reply) =>
    pressed(request, reply, (matter, sent) =>
      askCode(parts, { ...pressOf(request, matter, sent), typedNumber: sent.typed.typedNumber }),
    ),
  )
  app.post(`${at}/entered`, (request, reply) =>
    pressed(request, reply, (matter, sent) =>
      enterCode(parts, { ...pressOf(request, matter, sent), code: sent.typed.code }),
    ),
  )
}

const answer = async (
  parts: ApiParts,
  reply: FastifyReply,
  matter: Matter | undefined,
  came: CodeAsked | CodeChecked,
  { typed: { typedNumber, code } }: FormBody,
) => {
  if (came.kind === 'linkMissing' || !matter) return showOpenAgain(reply)
  const back = { typedNumber, code }
  switch (came.kind) {
    case 'sent':
      return reply.redirect(paths.code(matter.link), 303)
    case 'confirmed':
    case 'notNeeded':
      return reply.redirect(paths.decide(matter.link), 303)
    case 'linkEnded':
      return showEnded(reply, matter)
    case 'foreignOrigin':
      return showSaid(reply, 403, 'That was not done', ['It did not come from a page of Gatehouse.'])
    case 'formMissing':
      return showCode(parts, reply, matter, {
        ...back,
        code: '',
        status: 403,
        notice: 'That was not done: the page it was typed in was not this one. Check it and press again.',
      })
    case 'tooQuick':
    case 'decoyFilled':
      return showCode(parts, reply, matter, {
        ...back,
        status: 422,
        form: came.form,
        notice: 'That was not done: it arrived as if a program had sent it. Check it and press again.',
      })
    case 'notRight': {
      // After a wrong try another code may be needed; what stands is read anew.
      const now = (await matterOf(parts, matter.link, matter.browser.secret)) ?? matter
      return showCode(parts, reply, now, { ...back, status: 422, wrong: came.wrong, form: came.form })
    }
    case 'tooMany':
      return showCode(parts, reply, matter, { ...back, status: 429, form: came.form, notice: tooManyCodes })
  }
}

/** Said on the decision form too. */
export const tooManyCodes =
  'No code was sent: several were asked for within the hour. Use the newest, or ask again later; the board’s secretary can help.'
