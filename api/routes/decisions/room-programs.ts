import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import type * as z from 'zod'
import { followsInWords } from '../../../activities/words/room.ts'
import type { Room } from '../../../machines/room.ts'
import { noteAccess } from '../../decisions/access.ts'
import { matterOf, type Matter } from '../../decisions/matter.ts'
import { answerRoom, roomAnsweredBy, roomFor, type RoomAnswered } from '../../decisions/room.ts'
import type { ApiParts } from '../../parts.ts'
import { Problem } from '../../problems.ts'
import { problems } from '../../schemas/named.ts'
import { linkHeaders } from '../../schemas/decision.ts'
import { roomAnswerSent, roomView } from '../../schemas/room.ts'
import { matterByProgram, pressByProgram } from './by-program.ts'
import type { CountLinkUse } from './link-limits.ts'
import { freshForm } from './pages.ts'
import { endedAs, refusalOf } from './refusals.ts'
import { visitorOf } from './visit.ts'

const nothingHere = () =>
  new Problem(404, 'nothing-to-confirm', 'Nothing recorded of a meeting waits for the holder of this link.')

/** The chair's answer for programs: the same link, the same form, the same checks. */
export const roomApi = (app: FastifyInstance, parts: ApiParts, count: CountLinkUse): void => {
  const typed = app.withTypeProvider<ZodTypeProvider>()

  const matterFor = (request: FastifyRequest) =>
    matterByProgram(parts, count, request, ({ link }) => link.purpose === 'decide')

  const view = async (matter: Matter): Promise<z.output<typeof roomView>> => {
    const waiting = matter.standing.kind === 'open' ? roomFor(matter) : undefined
    const room = waiting ?? roomAnsweredBy(matter)
    if (!room && matter.standing.kind === 'ended') throw endedAs(matter.standing.why)
    if (!room) throw nothingHere()
    const form = waiting && (await freshForm(parts, matter, 'room', undefined, room.version))
    return { ...asRecorded(matter, room), ...(form ? { form: form.sealed, typedNumber: form.typedNumber } : {}) }
  }

  typed.route({
    method: 'GET',
    url: '/api/decision/room',
    schema: {
      operationId: 'readRoom',
      summary: 'What was recorded of a meeting, for whoever was in the chair, and the form to answer with',
      tags: ['Decisions'],
      headers: linkHeaders,
      response: { 200: roomView, ...problems },
    },
    handler: async (request) => {
      const matter = await matterFor(request)
      await count.page(request, matter.link.tokenId)
      await noteAccess(parts.links, visitorOf(request), matter.link, 'pageShown')
      return view(matter)
    },
  })

  typed.route({
    method: 'POST',
    url: '/api/decision/room',
    schema: {
      operationId: 'answerRoom',
      summary: 'Confirm what was decided in the room, or say that it is not what was decided',
      description: 'Answered once it is in the record, with what is recorded then.',
      tags: ['Decisions'],
      headers: linkHeaders,
      body: roomAnswerSent,
      response: { 200: roomView, ...problems },
    },
    handler: async (request) => {
      const matter = await matterFor(request)
      await count.form(request, matter.link.tokenId, request.body.form)
      const came = await answerRoom(parts, {
        ...pressByProgram(parts, matter, request, request.body),
        answer: request.body.answer,
        reason: request.body.reason,
        typedNumber: request.body.typedAnswer,
      })
      if (came.kind !== 'recorded') throw whyNot(came)
      return view((await matterOf(parts, matter.link, matter.browser.secret)) ?? matter)
    },
  })
}

const whyNot = (came: Exclude<RoomAnswered, { kind: 'recorded' }>): Problem => {
  if (came.kind === 'nothingToConfirm') return nothingHere()
  if (came.kind === 'codeNeeded')
    return new Problem(
      403,
      'code-needed',
      'This board wants a one-time code besides the link: ask for one and enter it.',
    )
  return refusalOf(came)
}

const asRecorded = ({ review: { context } }: Matter, room: Room): z.output<typeof roomView> => {
  const { version, day, recordedBy, atInstant, wording, seats, tabledPapers, confirmed, refused } = room
  return {
    version,
    day,
    recordedBy,
    atInstant,
    wording: wording ?? context.proposal.asks,
    amended: wording !== undefined,
    seats: seats.map(({ seatId, attendance, personId, position }) => ({
      seatId,
      attendance,
      personId,
      choice: position?.choice,
      reason: position?.reason,
      points: position?.points,
      conditions: position?.conditions,
    })),
    tabledPapers,
    follows: confirmed || refused ? [] : followsInWords(context, room),
    confirmed: confirmed && { by: confirmed.by, atInstant: confirmed.atInstant },
    refused: refused && { by: refused.by, atInstant: refused.atInstant, reason: refused.reason },
  }
}
