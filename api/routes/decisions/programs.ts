import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import type * as z from 'zod'
import { noteAccess } from '../../decisions/access.ts'
import { askCode } from '../../decisions/code.ts'
import { decide } from '../../decisions/decide.ts'
import { dispute, disputable } from '../../decisions/dispute.ts'
import { matterOf, needsCode, type Matter } from '../../decisions/matter.ts'
import { withoutEmptyBoxes, type Typed } from '../../decisions/typed.ts'
import type { ApiParts } from '../../parts.ts'
import { Problem } from '../../problems.ts'
import { viewDecision, viewRecorded } from '../../present/decision-view.ts'
import {
  decisionAnswer,
  codeAsked,
  codeSent,
  decisionSent,
  decisionView,
  disputeAnswer,
  disputeSent,
  disputeView,
  linkHeaders,
} from '../../schemas/decision.ts'
import { problems } from '../../schemas/named.ts'
import { matterByProgram, pressByProgram } from './by-program.ts'
import type { CountLinkUse } from './link-limits.ts'
import { freshForm } from './pages.ts'
import { endedAs, refusalOf } from './refusals.ts'
import { newBrowserSecret, visitorOf } from './visit.ts'

/** The same journey for programs: the link's token as bearer, the same form, the same typed answer, the same one way to decide. */
export const decisionApi = (app: FastifyInstance, parts: ApiParts, count: CountLinkUse): void => {
  const typed = app.withTypeProvider<ZodTypeProvider>()

  const matterFor = (request: FastifyRequest) => matterByProgram(parts, count, request)
  const toDecide = async (request: FastifyRequest): Promise<Matter> => {
    const matter = await matterFor(request)
    if (matter.link.purpose === 'decide') return matter
    throw new Problem(403, 'not-a-decision-link', 'This link is for "this was not me" and cannot decide.')
  }

  typed.route({
    method: 'GET',
    url: '/api/decision',
    schema: {
      operationId: 'readDecision',
      summary: 'What the holder of a decision link is asked, and the form to answer with',
      tags: ['Decisions'],
      headers: linkHeaders,
      response: { 200: decisionView, ...problems },
    },
    handler: async (request) => {
      const matter = await toDecide(request)
      await count.page(request, matter.link.tokenId)
      await noteAccess(parts.links, visitorOf(request), matter.link, 'pageShown')
      if (matter.standing.kind === 'ended') throw endedAs(matter.standing.why)
      const form = matter.standing.kind === 'open' ? await freshForm(parts, matter, 'decide', undefined) : undefined
      const session = needsCode(matter) ? (matter.browser.secret ?? newBrowserSecret()) : undefined
      return { ...viewDecision(matter, parts.clock(), form), session }
    },
  })

  typed.route({
    method: 'POST',
    url: '/api/decision',
    schema: {
      operationId: 'recordDecision',
      summary: 'Record the decision of a seat',
      description: 'Answered once it is in the record. The same form sent again is the same press: it counts once.',
      tags: ['Decisions'],
      headers: linkHeaders,
      body: decisionSent,
      response: { 200: decisionAnswer, ...problems },
    },
    handler: async (request) => {
      const matter = await toDecide(request)
      await count.form(request, matter.link.tokenId, request.body.form)
      const decided = await decide(parts, {
        ...pressByProgram(parts, matter, request, request.body),
        typed: typedIn(request.body),
      })
      if (decided.kind !== 'recorded' && decided.kind !== 'alreadyRecorded') throw refusalOf(decided)
      const now = (await matterOf(parts, matter.link, matter.browser.secret)) ?? matter
      return { outcome: decided.kind, recorded: viewRecorded(now, decided.ballot) }
    },
  })

  typed.route({
    method: 'POST',
    url: '/api/decision/code',
    schema: {
      operationId: 'askForCode',
      summary: 'Have a one-time code mailed to the holder of the seat',
      description:
        'For the session named in the header alone, and to the address on file alone. Nothing else changes; the form can still be used to decide.',
      tags: ['Decisions'],
      headers: linkHeaders,
      body: codeSent,
      response: { 202: codeAsked, ...problems },
    },
    handler: async (request, reply) => {
      const matter = await toDecide(request)
      await count.form(request, matter.link.tokenId, request.body.form)
      const came = await askCode(parts, {
        ...pressByProgram(parts, matter, request, request.body),
        typedNumber: request.body.typedAnswer,
        on: 'decide',
      })
      if (came.kind !== 'sent') throw refusalOf(came)
      return reply.code(202).send({ outcome: 'emailed' as const })
    },
  })

  typed.route({
    method: 'GET',
    url: '/api/decision/dispute',
    schema: {
      operationId: 'readDispute',
      summary: 'The recorded decision that "this was not me" would dispute, and the form to say so with',
      tags: ['Decisions'],
      headers: linkHeaders,
      response: { 200: disputeView, ...problems },
    },
    handler: async (request) => {
      const matter = await matterFor(request)
      await count.page(request, matter.link.tokenId)
      if (matter.standing.kind === 'ended' && matter.standing.why === 'expired') throw endedAs('expired')
      const number = disputable(matter)
      const ballot = matter.review.context.ballots[matter.link.seatId]?.find((each) => each.number === number)
      if (!ballot) throw new Problem(404, 'nothing-to-dispute', 'No decision is recorded for this seat.')
      const { sealed, typedNumber } = await freshForm(parts, matter, 'dispute', undefined, ballot.number)
      return { disputed: viewRecorded(matter, ballot), form: sealed, typedNumber }
    },
  })

  typed.route({
    method: 'POST',
    url: '/api/decision/dispute',
    schema: {
      operationId: 'disputeWithLink',
      summary: 'Say that a recorded decision was not made by the member',
      description: 'The decision stands until a recorded act; the board’s secretary and the PMO are told.',
      tags: ['Decisions'],
      headers: linkHeaders,
      body: disputeSent,
      response: { 200: disputeAnswer, ...problems },
    },
    handler: async (request) => {
      const matter = await matterFor(request)
      await count.form(request, matter.link.tokenId, request.body.form)
      const disputed = await dispute(parts, {
        ...pressByProgram(parts, matter, request, request.body),
        typedNumber: request.body.typedAnswer,
        statement: request.body.statement,
      })
      if (disputed.kind !== 'recorded') throw refusalOf(disputed)
      const { atInstant, byMail } = disputed
      return { outcome: 'recorded' as const, atInstant, byMail }
    },
  })
}

const dateOf = (day: string) => {
  const [year = '', month = '', ofMonth = ''] = day.split('-')
  return { day: ofMonth, month, year }
}

const typedIn = (sent: z.output<typeof decisionSent>): Typed =>
  withoutEmptyBoxes({
    choice: sent.choice,
    reason: sent.reason,
    points: sent.points,
    conditions: sent.conditions.map(({ text, ownerTitle, dueOn, blocksStage, mayDischarge }) => ({
      text,
      owner: ownerTitle,
      due: dateOf(dueOn),
      blocks: blocksStage,
      acceptedBy: mayDischarge,
    })),
    deferUntil: dateOf(sent.deferUntilDay),
    toMeetingDay: sent.deferToMeetingDay,
    typedNumber: sent.typedAnswer,
    code: sent.code,
  })
