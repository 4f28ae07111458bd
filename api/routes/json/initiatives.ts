import type { FastifyInstance } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import type * as z from 'zod'
import type { OutboxMail, RecordedInitiative } from '../../../activities/ports.ts'
import { whyNotSubmitBefore } from '../../../machines/circulation/why-not.ts'
import { creation, type Creation } from '../../../machines/vocabulary/creation.ts'
import { currentStage } from '../../../machines/initiative/progress.ts'
import { blockingConditions, missingEvidence, unansweredPoints } from '../../../machines/initiative/why-not.ts'
import { stageOf } from '../../../machines/stages/index.ts'
import { restoreCase } from '../../../machines/stored-case.ts'
import { waitingFor } from '../../../machines/waiting-for.ts'
import { actorOf, answered, unknownInitiative } from '../../answers.ts'
import type { ApiParts } from '../../parts.ts'
import { chosenPlan, planChosen } from '../../plans.ts'
import { wrongFields, type WrongField } from '../../problems.ts'
import { rowsOf } from '../../rows.ts'
import { commandHeaders, initiativeParams, recordedAnswer } from '../../schemas/asked.ts'
import { named, problems } from '../../schemas/named.ts'
import { momentOf } from '../pages/moment-of.ts'
import { history, initiativeView, portfolio, type portfolioRow } from '../../schemas/views.ts'

const beginning = named('Create', creation.extend({ plan: planChosen }))

/** Beginning an initiative's record, and reading what is in it. */
export const initiativeRoutes = async (app: FastifyInstance, parts: ApiParts): Promise<void> => {
  const { cases, clock, directory, initiatives, outbox } = parts
  const typed = app.withTypeProvider<ZodTypeProvider>()

  typed.route({
    method: 'POST',
    url: '/api/initiatives',
    schema: {
      operationId: 'create',
      summary: 'Begin the record',
      description:
        'Starts an initiative at the stage it is really at, under a governance plan written out or named as it is on file. ' +
        'Answered once it is in the record.',
      tags: ['Commands'],
      headers: commandHeaders,
      body: beginning,
      response: { 201: recordedAnswer, 200: recordedAnswer, ...problems },
    },
    handler: async ({ headers, body }, reply) => {
      const payload = { ...body, plan: await chosenPlan(body.plan, directory) }
      await refuseReminders(payload, parts)
      const by = actorOf(headers)
      const actor = body.importedRowSha256 ? { ...by, kind: 'importer' as const, channel: 'import' as const } : by
      const asked = await cases.begin(payload, actor, headers['idempotency-key'])
      const answer = answered(body.initiativeId, asked)
      return reply
        .code(answer.outcome === 'recorded' ? 201 : 200)
        .header('location', `/api/initiatives/${body.initiativeId}`)
        .send(answer)
    },
  })

  typed.route({
    method: 'GET',
    url: '/api/portfolio',
    schema: {
      operationId: 'readPortfolio',
      summary: 'Every initiative: its stage, whom it waits for, what needs action, its ratings',
      tags: ['Reading'],
      response: { 200: portfolio, ...problems },
    },
    handler: async () => {
      const [all, mails] = await Promise.all([initiatives.list(), outbox.ofAllOpen()])
      const mailsOf = Map.groupBy(mails, ({ initiativeId }) => initiativeId)
      const shown = await rowsOf(all, mails, await momentOf(parts), outbox)
      const needsOf = new Map(shown.map(({ initiativeId, needs }) => [initiativeId, needs]))
      return {
        asAtInstant: clock(),
        initiatives: all.map((each) => ({
          ...rowOf(each, mailsOf.get(each.initiativeId) ?? []),
          needsAction: (needsOf.get(each.initiativeId) ?? []).map(({ kind, sentence, daysLate, next }) => ({
            kind,
            sentence,
            daysLate,
            next,
          })),
        })),
      }
    },
  })

  typed.route({
    method: 'GET',
    url: '/api/initiatives/:initiativeId',
    schema: {
      operationId: 'readInitiative',
      summary: 'One initiative as it stands in the record, and what it waits for',
      tags: ['Reading'],
      params: initiativeParams,
      response: { 200: initiativeView, ...problems },
    },
    handler: async ({ params: { initiativeId } }) => {
      const [recorded, mails] = await Promise.all([initiatives.find(initiativeId), outbox.ofInitiative(initiativeId)])
      if (!recorded) throw unknownInitiative(initiativeId)
      return { ...recorded, waitingFor: waitingFor(recorded.state, mails), readiness: readinessOf(recorded) }
    },
  })

  typed.route({
    method: 'GET',
    url: '/api/initiatives/:initiativeId/history',
    schema: {
      operationId: 'readHistory',
      summary: 'Every entry of its record, as it was chained',
      tags: ['Reading'],
      params: initiativeParams,
      response: { 200: history, ...problems },
    },
    handler: async ({ params: { initiativeId } }) => {
      const entries = await initiatives.entries(initiativeId)
      if (entries.length === 0) throw unknownInitiative(initiativeId)
      return { initiativeId, entries }
    },
  })
}

/**
 * A reminder goes to somebody who can be written to, at a moment to come. What is on record already is for the workflow to answer:
 * the same request again is the same act, whenever it comes.
 * @throws Problem naming each reminder that cannot go out.
 */
const refuseReminders = async (
  { initiativeId, reminders }: Creation,
  { initiatives, directory, clock }: Pick<ApiParts, 'initiatives' | 'directory' | 'clock'>,
): Promise<void> => {
  if (reminders.length === 0 || (await initiatives.find(initiativeId))) return
  const people = new Set((await directory.people()).map(({ personId }) => personId))
  const wrong = reminders.flatMap(({ atInstant, personId }, index): WrongField[] => [
    ...(people.has(personId)
      ? []
      : [wrongIn(`reminders.${index}.personId`, 'must be a person on file, because a reminder needs an address')]),
    ...(atInstant > clock() ? [] : [wrongIn(`reminders.${index}.atInstant`, 'must be a moment to come')]),
  ])
  if (wrong.length > 0) throw wrongFields(wrong, 422)
}

const wrongIn = (field: string, expected: string): WrongField => ({ in: 'body', field, expected })

const statusOf = ({ state: { initiative } }: RecordedInitiative) => {
  if (initiative.status === 'done') return initiative.context.closure?.outcome ?? 'completed'
  return initiative.context.hold ? 'onHold' : 'running'
}

const rowOf = (
  recorded: RecordedInitiative,
  mails: OutboxMail[],
): Omit<z.infer<typeof portfolioRow>, 'needsAction'> => {
  const { initiativeId, version, recordedInstant, state } = recorded
  const { title, reference, marking, programme, organisations, ratings, plan } = state.initiative.context
  return {
    initiativeId,
    version,
    recordedInstant,
    waitingFor: waitingFor(state, mails),
    title,
    reference,
    marking,
    programme,
    organisations,
    stage: currentStage(state.initiative.context),
    status: statusOf(recorded),
    rehearsal: plan.kind === 'rehearsal',
    ratings,
  }
}

/** What the papers of the present stage still need. */
const readinessOf = ({ state }: RecordedInitiative) => {
  const { circulations, initiative } = restoreCase(state)
  const stage = currentStage(initiative.context)
  return {
    missingEvidence: missingEvidence(initiative.context),
    unansweredPoints: unansweredPoints(initiative.context),
    blockingConditions: blockingConditions(initiative.context),
    stillCirculating: whyNotSubmitBefore(circulations, initiative.context)?.reason,
    stillNeeded: stage && stageOf(stage).whyNotSubmit?.(initiative.context)?.reason,
  }
}
