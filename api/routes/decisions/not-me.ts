import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { noteAccess } from '../../decisions/access.ts'
import { dispute, disputable, type Disputed } from '../../decisions/dispute.ts'
import type { Matter } from '../../decisions/matter.ts'
import { paths } from '../../decisions/paths.ts'
import type { ApiParts } from '../../parts.ts'
import { databaseAway } from '../../problems.ts'
import { readFormBody, repeatedFields, type FormBody } from './form-body.ts'
import type { CountLinkUse } from './link-limits.ts'
import { showNotMe } from './forms.ts'
import { showEnded, showNotConfirmed, showOpenAgain, showSaid } from './pages.ts'
import { isOwnOrigin, openMatter, placeOf, visitorOf } from './visit.ts'

const at = '/decide/:initiativeId/:reviewId/:seatId/not-me'

/** "This was not me": reached from a receipt's own link, or from the page that shows the recorded decision. */
export const notMePages = (app: FastifyInstance, parts: ApiParts, count: CountLinkUse): void => {
  const open = async (request: FastifyRequest, reply: FastifyReply) =>
    (await openMatter(parts, request, reply, 'notMe')) ?? openMatter(parts, request, reply, 'decide')

  app.get(at, async (request, reply) => {
    const matter = await open(request, reply)
    if (!matter) return showOpenAgain(reply)
    await count.page(request, matter.link.tokenId)
    await noteAccess(parts.links, visitorOf(request), matter.link, 'pageShown')
    if (isExpired(matter)) return showEnded(reply, matter, false)
    const ballot = disputed(matter)
    return ballot ? showNotMe(parts, reply, matter, ballot) : showNothing(reply)
  })

  app.post(at, async (request, reply) => {
    const sent = readFormBody(request.body)
    try {
      const matter = await open(request, reply)
      if (matter) await count.form(request, matter.link.tokenId, sent.sealedForm)
      const came = await dispute(parts, {
        matter,
        place: placeOf(request),
        visitor: visitorOf(request),
        isOwnOrigin: isOwnOrigin(parts, request),
        sealedForm: sent.sealedForm,
        decoy: sent.decoy,
        typedNumber: sent.typed.typedNumber,
        statement: sent.statement,
      })
      return await answer(parts, request, reply, matter, came, sent)
    } catch (error) {
      if (!databaseAway(error)) throw error
      request.log.error({ err: error }, 'a dispute could not be looked up')
      return showNotConfirmed(reply, request.url, repeatedFields(request.body))
    }
  })

  app.get(`${at}/recorded`, async (request, reply) => {
    const matter = await open(request, reply)
    if (!matter) return showOpenAgain(reply)
    return showSaid(reply, 200, 'Recorded: this was not you', [
      'The board’s secretary and the PMO are told, and will speak to you.',
      'The decision stands until it is put right by an act in the record.',
    ])
  })
}

const isExpired = ({ standing }: Matter) => standing.kind === 'ended' && standing.why === 'expired'

const disputed = (matter: Matter) => {
  const number = disputable(matter)
  return matter.review.context.ballots[matter.link.seatId]?.find((ballot) => ballot.number === number)
}

const showNothing = (reply: FastifyReply) =>
  showSaid(reply, 404, 'There is no decision to dispute', ['No decision is recorded for this place on the board.'])

const answer = async (
  parts: ApiParts,
  request: FastifyRequest,
  reply: FastifyReply,
  matter: Matter | undefined,
  came: Disputed,
  { typed: { typedNumber }, statement }: FormBody,
) => {
  if (came.kind === 'linkMissing' || !matter) return showOpenAgain(reply)
  const ballot = disputed(matter)
  if (came.kind === 'recorded') return reply.redirect(paths.disputed(matter.link), 303)
  if (came.kind === 'linkEnded') return showEnded(reply, matter, false)
  if (came.kind === 'nothingToDispute' || !ballot) return showNothing(reply)
  const back = { statement, typedNumber }
  switch (came.kind) {
    case 'foreignOrigin':
      return showSaid(reply, 403, 'This was not recorded', ['It was not sent from a page of Gatehouse.'])
    case 'formMissing':
      return showNotMe(parts, reply, matter, ballot, {
        ...back,
        code: 403,
        notice: 'This was not recorded: the page it was typed in was not this one. Check it and press again.',
      })
    case 'tooQuick':
    case 'decoyFilled':
      return showNotMe(parts, reply, matter, ballot, {
        ...back,
        code: 422,
        form: came.form,
        notice: 'This was not recorded: it arrived as if a program had sent it. Check it and press again.',
      })
    case 'notRight':
      return showNotMe(parts, reply, matter, ballot, { ...back, ...came, code: came.tooLong ? 400 : 422 })
    case 'notConfirmed':
      return showNotConfirmed(reply, request.url, repeatedFields(request.body))
    case 'refused':
      return showSaid(reply, 409, 'This was not recorded', [came.reason])
  }
}
