import { randomUUID } from 'node:crypto'
import type { FastifyInstance, InjectOptions } from 'fastify'
import * as z from 'zod'
import { problemBody } from '../../api/problems.ts'
import { initiativeView } from '../../api/schemas/views.ts'
import type { StartedApi } from './started-api.ts'
import { stageId } from '../../machines/vocabulary/facts.ts'
import type { GovernancePlan } from '../../machines/vocabulary/plan.ts'
import { aPlan, seatIds, theChiefs } from '../support/case.ts'

export type Answered = { status: number; text: string; headers: Record<string, unknown>; json: unknown }

/** Headers of a command sent once, by the change team. */
export const once = (key: string = randomUUID()) => ({ 'idempotency-key': key, 'x-acting-as': 'change team' })

export const ask = async (
  app: FastifyInstance,
  method: 'GET' | 'POST' | 'PUT',
  url: string,
  body?: object | string,
  headers: Record<string, string> = method === 'POST' ? once() : {},
): Promise<Answered> => {
  const options: InjectOptions = { method, url, headers }
  const response = await app.inject(body === undefined ? options : { ...options, payload: body })
  const isJson = String(response.headers['content-type']).includes('json')
  return {
    status: response.statusCode,
    text: response.body,
    headers: response.headers,
    json: isJson ? response.json<unknown>() : undefined,
  }
}

/** A command of an initiative. */
export const command = (app: FastifyInstance, initiativeId: string, name: string, body: object = {}, key?: string) =>
  ask(app, 'POST', `/api/initiatives/${initiativeId}/commands/${name}`, body, once(key))

/** The problem an answer states; fails the test where it states none. */
export const problemIn = ({ json, headers }: Answered) => {
  if (!String(headers['content-type']).startsWith('application/problem+json'))
    throw new Error(`No problem was answered but ${JSON.stringify(json)}`)
  return problemBody.parse(json)
}

/** The fields a problem names. */
export const fieldsIn = (answer: Answered) => problemIn(answer).errors.map(({ field }) => field)

const recorded = z.object({ outcome: z.string(), sequence: z.number(), atInstant: z.number() })
export const recordedIn = (answer: Answered) => {
  if (answer.status >= 300) throw new Error(`Refused with ${answer.status}: ${answer.text}`)
  return recorded.parse(answer.json)
}

export const initiativeAt = async (app: FastifyInstance, initiativeId: string) => {
  const answer = await ask(app, 'GET', `/api/initiatives/${initiativeId}`)
  if (answer.status !== 200) throw new Error(answer.text)
  return initiativeView.parse(answer.json)
}

/** Puts the board of the three chiefs, their forces and addresses on file. */
export const putTheChiefs = async ({ app }: Pick<StartedApi, 'app'>): Promise<void> => {
  const { boardId, name, rule, seats } = theChiefs()
  const answers: Answered[] = []
  for (const seatId of seatIds) {
    const title = seats.find((seat) => seat.seatId === seatId)?.title ?? seatId
    answers.push(await ask(app, 'PUT', `/api/organisations/${seatId}`, { name: `${seatId} police`, kind: 'force' }))
    answers.push(
      await ask(app, 'PUT', `/api/people/chief-constable-${seatId}`, { name: title, email: `chief@${seatId}.example` }),
    )
  }
  answers.push(
    await ask(app, 'PUT', `/api/boards/${boardId}`, {
      name,
      fromDay: '2020-01-01',
      rule,
      ruleProvenance: { certainty: 'assumed' },
      membersProvenance: { certainty: 'assumed' },
      seats: seats.map(({ holderId, ...seat }) => ({
        ...seat,
        holdings: [{ personId: holderId, fromDay: '2020-01-01' }],
      })),
    }),
  )
  const refused = answers.find(({ status }) => status >= 300)
  if (refused) throw new Error(refused.text)
}

/** A plan as it may be put on file: the three chiefs decide at every gate, and a consultation runs for 45 days. */
export const aFiledPlan = (
  id = 'plan',
  gate: { decideWithin?: string; evidence?: { id: string; title: string }[] } = {},
): GovernancePlan => {
  const { decideWithin = 'P10D', evidence = [] } = gate
  const gates = stageId.options.map((stage) => [
    stage,
    {
      boards: [{ board: 'chiefs', decideWithin }],
      evidence,
      ...(stage === 'consultation' ? { consultation: { minimumPeriod: 'P45D', basis: 'section 188' } } : {}),
    },
  ])
  return aPlan({ id, gates: Object.fromEntries(gates) })
}
