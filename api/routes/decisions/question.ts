import type { FastifyInstance, FastifyReply } from 'fastify'
import { noteAccess } from '../../decisions/access.ts'
import type { Matter } from '../../decisions/matter.ts'
import { paths } from '../../decisions/paths.ts'
import { askSecretary, secretaryOnFile, type Questioned } from '../../decisions/question.ts'
import type { ApiParts } from '../../parts.ts'
import { databaseAway } from '../../problems.ts'
import { readFormBody, repeatedFields, type FormBody } from './form-body.ts'
import type { CountLinkUse } from './link-limits.ts'
import { showQuestion } from './forms.ts'
import { showEnded, showNotConfirmed, showOpenAgain, showSaid } from './pages.ts'
import { isOwnOrigin, openMatter, placeOf, visitorOf } from './visit.ts'

const at = '/decide/:initiativeId/:reviewId/:seatId/question'

/** A question to the board's secretary: GET shows a box to write it in, POST mails it. */
export const questionPages = (app: FastifyInstance, parts: ApiParts, count: CountLinkUse): void => {
  app.get(at, async (request, reply) => {
    const matter = await openMatter(parts, request, reply)
    if (!matter) return showOpenAgain(reply)
    await count.page(request, matter.link.tokenId)
    await noteAccess(parts.links, visitorOf(request), matter.link, 'pageShown')
    if (matter.standing.kind === 'ended') return showEnded(reply, matter)
    return (await secretaryOnFile(parts, matter.review.context))
      ? showQuestion(parts, reply, matter)
      : showNobodyToAsk(reply, matter)
  })

  app.get(`${at}/sent`, async (request, reply) => {
    const matter = await openMatter(parts, request, reply)
    if (!matter) return showOpenAgain(reply)
    return showSaid(
      reply,
      200,
      'Your question is on its way',
      [
        'It goes to the board’s secretary by email. The answer comes to the address we hold for you.',
        'A question decides nothing: your decision is still yours to record, and no date has moved.',
      ],
      { recordedHref: paths.decide(matter.link) },
    )
  })

  app.post(at, async (request, reply) => {
    const sent = readFormBody(request.body)
    try {
      const matter = await openMatter(parts, request, reply)
      if (matter) await count.form(request, matter.link.tokenId, sent.sealedForm)
      const came = await askSecretary(parts, {
        matter,
        place: placeOf(request),
        visitor: visitorOf(request),
        isOwnOrigin: isOwnOrigin(parts, request),
        sealedForm: sent.sealedForm,
        decoy: sent.decoy,
        typedNumber: sent.typed.typedNumber,
        question: sent.question,
      })
      return await answer(parts, reply, matter, came, sent)
    } catch (error) {
      if (!databaseAway(error)) throw error
      request.log.error({ err: error }, 'a question could not be kept')
      return showNotConfirmed(reply, request.url, repeatedFields(request.body))
    }
  })
}

const showNobodyToAsk = (reply: FastifyReply, { link }: Matter, written?: string) =>
  showSaid(
    reply,
    409,
    'There is nobody to send a question to',
    ['No address of the board’s secretary is on file. The page of your decision says whom to speak to.'],
    { recordedHref: paths.decide(link), ...(written ? { written: [{ label: 'Your question', text: written }] } : {}) },
  )

const answer = async (
  parts: ApiParts,
  reply: FastifyReply,
  matter: Matter | undefined,
  came: Questioned,
  { typed: { typedNumber }, question }: FormBody,
) => {
  const written = question.trim() ? [{ label: 'Your question', text: question }] : []
  if (came.kind === 'linkMissing' || !matter) return showOpenAgain(reply, written)
  const back = { question, typedNumber }
  switch (came.kind) {
    case 'sent':
      return reply.redirect(paths.questionSent(matter.link), 303)
    case 'linkEnded':
      return showEnded(reply, matter)
    case 'nobodyToAsk':
      return showNobodyToAsk(reply, matter, question)
    case 'foreignOrigin':
      return showSaid(reply, 403, 'This was not sent', ['It did not come from a page of Gatehouse.'], { written })
    case 'formMissing':
      return showQuestion(parts, reply, matter, {
        ...back,
        code: 403,
        notice: 'This was not sent: the page it was typed in was not this one. Check it and press again.',
      })
    case 'tooQuick':
    case 'decoyFilled':
      return showQuestion(parts, reply, matter, {
        ...back,
        code: 422,
        form: came.form,
        notice: 'This was not sent: it arrived as if a program had sent it. Check it and press again.',
      })
    case 'notRight':
      return showQuestion(parts, reply, matter, { ...back, ...came, code: came.tooLong ? 400 : 422 })
    case 'tooMany':
      return showQuestion(parts, reply, matter, {
        ...back,
        code: 429,
        form: came.form,
        notice:
          'This was not sent: you have asked several questions within the hour. Speak to the secretary, or send it later.',
      })
  }
}
