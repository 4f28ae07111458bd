import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { noteAccess } from '../../decisions/access.ts'
import { askCode } from '../../decisions/code.ts'
import { decide, type Decided } from '../../decisions/decide.ts'
import type { Matter } from '../../decisions/matter.ts'
import { matterOf } from '../../decisions/matter.ts'
import { paths } from '../../decisions/paths.ts'
import type { ApiParts } from '../../parts.ts'
import { presentTyped } from '../../present/decision-form.ts'
import { databaseAway } from '../../problems.ts'
import { tooManyCodes } from './code.ts'
import { readFormBody, repeatedFields, type FormBody } from './form-body.ts'
import type { CountLinkUse } from './link-limits.ts'
import { showEnded, showForm, showHold, showNotConfirmed, showOpenAgain, showRecorded, showSaid } from './pages.ts'
import { isOwnOrigin, openMatter, placeOf, visitorOf } from './visit.ts'

const at = '/decide/:initiativeId/:reviewId/:seatId'

/** The decision page: GET shows, POST decides, and what is shown after a POST comes from the record. */
export const decisionPages = (app: FastifyInstance, parts: ApiParts, count: CountLinkUse): void => {
  app.get<{ Querystring: { change?: string } }>(at, async (request, reply) => {
    const matter = await openMatter(parts, request, reply)
    if (!matter) return showOpenAgain(reply)
    await count.page(request, matter.link.tokenId)
    await noteAccess(parts.links, visitorOf(request), matter.link, 'pageShown')
    const { standing, ballot } = matter
    if (standing.kind === 'ended') return showEnded(reply, matter)
    if (ballot && (standing.kind !== 'open' || request.query.change !== '1'))
      return showRecorded(parts, reply, matter, ballot)
    return standing.kind === 'onHold' ? showHold(parts, reply, matter) : showForm(parts, reply, matter)
  })

  app.get(`${at}/recorded`, async (request, reply) => {
    const matter = await openMatter(parts, request, reply)
    if (!matter) return showOpenAgain(reply)
    await count.page(request, matter.link.tokenId)
    if (matter.standing.kind === 'ended') return showEnded(reply, matter)
    if (!matter.ballot) return reply.redirect(paths.decide(matter.link), 303)
    return showRecorded(parts, reply, matter, matter.ballot)
  })

  app.post(at, async (request, reply) => {
    const sent = readFormBody(request.body)
    try {
      const matter = await openMatter(parts, request, reply)
      if (matter) await count.form(request, matter.link.tokenId, sent.sealedForm)
      if (sent.asksCode && matter) return await sendCode(parts, request, reply, matter, sent)
      const decided = await decide(parts, {
        matter,
        place: placeOf(request),
        visitor: visitorOf(request),
        isOwnOrigin: isOwnOrigin(parts, request),
        ...sent,
      })
      return await answer(parts, request, reply, { matter, decided, typed: sent.typed })
    } catch (error) {
      if (!databaseAway(error)) throw error
      request.log.error({ err: error }, 'a decision could not be looked up')
      return showNotConfirmed(reply, request.url, repeatedFields(request.body))
    }
  })
}

/** Has a code mailed to somebody who is filling in the form: it comes back with every word, and a place to type the code in. */
const sendCode = async (
  parts: ApiParts,
  request: FastifyRequest,
  reply: FastifyReply,
  matter: Matter,
  { sealedForm, decoy, typed }: FormBody,
) => {
  const came = await askCode(parts, {
    matter,
    visitor: visitorOf(request),
    isOwnOrigin: isOwnOrigin(parts, request),
    sealedForm,
    decoy,
    typedNumber: typed.typedNumber,
    on: 'decide',
  })
  const now = (await matterOf(parts, matter.link, matter.browser.secret)) ?? matter
  switch (came.kind) {
    case 'sent':
      return showUnsent(parts, reply, now, { code: 200, typed, form: came.form, notice: codeSent })
    case 'tooMany':
      return showUnsent(parts, reply, now, { code: 429, typed, form: came.form, notice: tooManyCodes })
    case 'notNeeded':
      return showUnsent(parts, reply, now, { code: 409, typed, notice: 'No code is needed here now.' })
    case 'notRight':
      return answer(parts, request, reply, { matter: now, decided: { ...came, tooLong: false }, typed })
    default:
      return answer(parts, request, reply, { matter: now, decided: came, typed })
  }
}

const codeSent =
  'We have emailed a code to the address we hold for you. Type it below your number and record your decision: nothing is recorded yet.'

/** What the member sees after a press. */
const answer = async (
  parts: ApiParts,
  request: FastifyRequest,
  reply: FastifyReply,
  { matter, decided, typed }: { matter: Matter | undefined; decided: Decided; typed: FormBody['typed'] },
) => {
  if (decided.kind === 'linkMissing' || !matter) return showOpenAgain(reply, presentTyped(typed))
  switch (decided.kind) {
    case 'recorded':
    case 'alreadyRecorded':
      return reply.redirect(paths.recorded(matter.link), 303)
    case 'linkEnded':
      return showEnded(reply, matter)
    case 'foreignOrigin':
      return showSaid(
        reply,
        403,
        'This was not recorded',
        ['It was not sent from a page of Gatehouse. Open the link in your email and decide there.'],
        { written: presentTyped(typed) },
      )
    case 'formMissing':
      return showUnsent(parts, reply, matter, {
        code: 403,
        typed,
        notice:
          'This was not recorded: the page it was typed in was not this one. Check it, type the new number and press again.',
      })
    case 'tooQuick':
    case 'decoyFilled':
      return showUnsent(parts, reply, matter, {
        code: 422,
        typed,
        form: decided.form,
        notice: 'This was not recorded: it arrived as if a program had sent it. Check it and press again.',
      })
    case 'notRight': {
      // A code that was typed may have been right, or the last try.
      const now = typed.code ? ((await matterOf(parts, matter.link, matter.browser.secret)) ?? matter) : matter
      return showUnsent(parts, reply, now, { code: decided.tooLong ? 400 : 422, typed, ...decided })
    }
    case 'notConfirmed':
      return showNotConfirmed(reply, request.url, repeatedFields(request.body))
    case 'anotherStands':
    case 'refused':
      return showNotCounted(parts, reply, matter, decided, typed)
  }
}

/** The form again with every word in it; where nothing can be decided just now, the words set out beside why. */
const showUnsent = async (
  parts: ApiParts,
  reply: FastifyReply,
  matter: Matter,
  back: Parameters<typeof showForm>[3] & object,
) => {
  if (matter.standing.kind === 'open') return showForm(parts, reply, matter, back)
  if (matter.standing.kind === 'onHold') return showHold(parts, reply, matter, back.code, back.typed)
  return matter.ballot
    ? showRecorded(parts, reply, matter, matter.ballot, {
        code: back.code,
        sentences: [back.notice ?? 'Nothing was changed.'],
      })
    : showEnded(reply, matter)
}

/** A press that came too late, or on top of a decision its page did not know: what stands is shown, from the record as it is now. */
const showNotCounted = async (
  parts: ApiParts,
  reply: FastifyReply,
  before: Matter,
  decided: Extract<Decided, { kind: 'anotherStands' | 'refused' }>,
  typed: FormBody['typed'],
) => {
  const matter = (await matterOf(parts, before.link, before.browser.secret)) ?? before
  const why =
    decided.kind === 'refused'
      ? decided.reason
      : matter.standing.kind === 'receipt'
        ? 'The board decision has been made, so nothing can be changed any more.'
        : 'The decision recorded for you is another one, and it stands.'
  const sentences = [why, 'What you just sent was not counted.']
  if (matter.ballot) return showRecorded(parts, reply, matter, matter.ballot, { code: 409, sentences })
  if (matter.standing.kind === 'onHold') return showHold(parts, reply, matter, 409, typed)
  return showSaid(reply, 409, 'This was not recorded', sentences, { written: presentTyped(typed) })
}
