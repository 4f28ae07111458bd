import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import * as z from 'zod'
import type { Room } from '../../../machines/room.ts'
import { noteAccess } from '../../decisions/access.ts'
import { codeIsNeeded, matterOf, type Matter } from '../../decisions/matter.ts'
import { paths } from '../../decisions/paths.ts'
import { answerRoom, roomAnsweredBy, roomFor, type RoomAnswered } from '../../decisions/room.ts'
import type { ApiParts } from '../../parts.ts'
import { presentPapers } from '../../present/decision-papers.ts'
import { presentWrong } from '../../present/decision-form.ts'
import { outcomeOf, settlesInWords } from '../../present/recorded-decision.ts'
import { presentRoom } from '../../present/room.ts'
import { databaseAway } from '../../problems.ts'
import type { Form } from '../../decisions/sealed-form.ts'
import type { Wrong } from '../../decisions/typed.ts'
import { readFormBody, repeatedFields } from './form-body.ts'
import type { CountLinkUse } from './link-limits.ts'
import { freshForm, presentPage, showEnded, showHold, showNotConfirmed, showOpenAgain, showSaid } from './pages.ts'
import { isOwnOrigin, openMatter, placeOf, visitorOf } from './visit.ts'

const at = '/decide/:initiativeId/:reviewId/:seatId/room'

const answerSent = z.object({ answer: z.string().catch('') }).catch({ answer: '' })

type Back = {
  code: number
  answer: string
  reason: string
  typedNumber: string
  wrong?: Wrong[]
  notice?: string
  form?: Form
}

/** What was decided in the room, for whoever was in the chair: GET shows it, POST records whether it is right. */
export const roomPages = (app: FastifyInstance, parts: ApiParts, count: CountLinkUse): void => {
  app.get(at, async (request, reply) => {
    const matter = await openMatter(parts, request, reply)
    if (!matter) return showOpenAgain(reply)
    await count.page(request, matter.link.tokenId)
    await noteAccess(parts.links, visitorOf(request), matter.link, 'pageShown')
    return show(parts, reply, matter)
  })

  app.post(at, async (request, reply) => {
    const sent = readFormBody(request.body)
    const { answer } = answerSent.parse(request.body)
    try {
      const matter = await openMatter(parts, request, reply)
      if (matter) await count.form(request, matter.link.tokenId, sent.sealedForm)
      const { reason, typedNumber } = sent.typed
      const came = await answerRoom(parts, {
        matter,
        place: placeOf(request),
        visitor: visitorOf(request),
        isOwnOrigin: isOwnOrigin(parts, request),
        sealedForm: sent.sealedForm,
        decoy: sent.decoy,
        answer,
        reason,
        typedNumber,
      })
      return await answered(parts, request, reply, { matter, came, typed: { answer, reason, typedNumber } })
    } catch (error) {
      if (!databaseAway(error)) throw error
      request.log.error({ err: error }, 'what was decided in the room could not be answered')
      return showNotConfirmed(reply, request.url, repeatedFields(request.body))
    }
  })
}

/** What waits for this reader, or what they answered; nothing of it is for anybody else. */
const show = async (parts: ApiParts, reply: FastifyReply, matter: Matter, back?: Back) => {
  const waiting = roomFor(matter)
  if (waiting && matter.standing.kind === 'onHold') return showHold(parts, reply, matter)
  if (waiting && matter.standing.kind === 'open') return showRoom(parts, reply, matter, waiting, back)
  const before = roomAnsweredBy(matter)
  if (before) return showRoom(parts, reply, matter, before, back)
  if (matter.standing.kind === 'ended') return showEnded(reply, matter)
  return showSaid(
    reply,
    404,
    'Nothing waits for you to confirm',
    ['What was decided in the room is confirmed by whoever was in the chair, once its secretary has recorded it.'],
    { recordedHref: paths.decide(matter.link) },
  )
}

const showRoom = async (parts: ApiParts, reply: FastifyReply, matter: Matter, room: Room, back?: Back) => {
  const { asking, page } = await presentPage(parts, matter)
  const isAsked = roomFor(matter)?.version === room.version
  const form = isAsked ? await freshForm(parts, matter, 'room', back?.form, room.version) : undefined
  const shown = presentRoom(matter.review.context, room)
  const papers = presentPapers(matter, matter.link)
  return reply.code(back?.code ?? 200).view('decisions/room.njk', {
    page: page(`What the board decided, ${asking.initiative.reference}`, { hasErrors: (back?.wrong ?? []).length > 0 }),
    asking,
    notice: back?.notice,
    room: {
      ...shown,
      tabled: shown.tabled.map((each) => ({ ...each, ...papers.find(({ sha256 }) => sha256 === each.sha256) })),
    },
    settled: outcomeOf(matter.review) !== undefined,
    settles: settlesInWords(matter.review),
    codeHref: isAsked && codeIsNeeded(matter) ? paths.code(matter.link) : undefined,
    decideHref: paths.decide(matter.link),
    form: form && {
      action: paths.room(matter.link),
      ...form,
      answer: back?.answer ?? '',
      reason: back?.reason ?? '',
      typed: { typedNumber: back?.form ? back.typedNumber : '' },
      wrong: presentWrong(back?.wrong ?? []),
    },
  })
}

type Answering = {
  matter: Matter | undefined
  came: RoomAnswered
  typed: Pick<Back, 'answer' | 'reason' | 'typedNumber'>
}

const answered = async (
  parts: ApiParts,
  request: FastifyRequest,
  reply: FastifyReply,
  { matter, came, typed }: Answering,
) => {
  const written = typed.reason.trim() ? [{ label: 'What is not as the board decided it', text: typed.reason }] : []
  if (came.kind === 'linkMissing' || !matter) return showOpenAgain(reply, written)
  const again = async (code: number, notice: string, more: Partial<Back> = {}) =>
    show(parts, reply, (await matterOf(parts, matter.link, matter.browser.secret)) ?? matter, {
      ...typed,
      code,
      notice,
      ...more,
    })
  switch (came.kind) {
    case 'recorded':
      return reply.redirect(paths.room(matter.link), 303)
    case 'linkEnded':
      return showEnded(reply, matter)
    case 'codeNeeded':
      return reply.redirect(paths.code(matter.link), 303)
    case 'nothingToConfirm':
      return show(parts, reply, matter)
    case 'foreignOrigin':
      return showSaid(reply, 403, 'This was not recorded', ['It did not come from a page of Gatehouse.'], { written })
    case 'formMissing':
      return again(403, 'This was not recorded: the page it was chosen in was not this one. Check it and press again.')
    case 'tooQuick':
    case 'decoyFilled':
      return again(
        422,
        'This was not recorded: it arrived as if a program had sent it. Check it and press again.',
        came,
      )
    case 'notRight':
      return show(parts, reply, matter, {
        ...typed,
        code: came.tooLong ? 400 : 422,
        wrong: came.wrong,
        form: came.form,
      })
    case 'notConfirmed':
      return showNotConfirmed(reply, request.url, repeatedFields(request.body))
    case 'refused':
      return again(409, `Your answer was not recorded. ${came.reason.replace(/^[a-z]\w*: /, '')}`)
  }
}
