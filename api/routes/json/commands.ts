import type { FastifyInstance } from 'fastify'
import * as z from 'zod'
import { boundInWords } from '../../../activities/words/meetings.ts'
import { commands, type CommandName, type CommandPayload } from '../../../machines/commands.ts'
import { hashOf } from '../../../workflows/chain.ts'
import { commandUpdateId } from '../../../workflows/ids.ts'
import { actorOf, answered } from '../../answers.ts'
import type { ApiParts, Asked } from '../../parts.ts'
import { Problem } from '../../problems.ts'
import { commandHeaders, initiativeParams, recordedAnswer } from '../../schemas/asked.ts'
import { componentOf, named, problems } from '../../schemas/named.ts'
import { circulationBody, prepareCirculation } from './preparing-circulation.ts'
import { prepareRoom, roomBody } from './preparing-room.ts'
import { prepareReport, reportBody } from './preparing-report.ts'
import { preparing } from './preparing.ts'

/** What can be asked of a running initiative here. A member decides, whoever was in the chair confirms and a stakeholder comments with their link alone. */
type Offered = Exclude<CommandName, 'create' | 'castVote' | 'confirmRoom' | 'refuseRoom' | 'comment' | 'noComment'>

type Params = z.infer<typeof initiativeParams>
type Headers = z.infer<typeof commandHeaders>
type Preparation<Name extends Offered, Body> = (body: Body, initiativeId: string) => Promise<CommandPayload<Name>>

/** Which meetings papers go to, where they go to boards that decide at their meetings. */
const saying = (payload: object): { meetings?: string[] } => {
  const put = commands.submit.payload.safeParse(payload)
  const added = commands.addBoard.payload.safeParse(payload)
  const boards = put.success ? put.data.boards : added.success ? [added.data.terms] : []
  const meetings = boards.flatMap(boundInWords)
  return meetings.length > 0 ? { meetings } : {}
}

/** Every command of an initiative as an operation of its own, under the command's name. */
export const commandRoutes = async (app: FastifyInstance, parts: ApiParts): Promise<void> => {
  const { cases, initiatives } = parts

  /** An act recorded earlier under this key, although its preparation would be refused by now. */
  const before = async (name: Offered, initiativeId: string, body: object, key: string): Promise<Asked | undefined> => {
    const entries = await initiatives.entries(initiativeId)
    const entry = entries.find(({ updateId }) => updateId === commandUpdateId(key))
    if (!entry) return undefined
    const { event, sequence, atInstant } = entry
    const kept = Object.entries(body).filter(([field]) => field in event)
    const same = kept.every(([field, value]) => hashOf([value]) === hashOf([Reflect.get(event, field)]))
    return event.type === commands[name].fact && same
      ? { kind: 'alreadyRecorded', sequence, atInstant }
      : { kind: 'keyReused' }
  }

  const offerPrepared = <Name extends Offered, Body extends object>(
    name: Name,
    body: z.ZodType<Body>,
    prepare: Preparation<Name, Body>,
  ) => {
    app.route<{ Params: Params; Headers: Headers }>({
      method: 'POST',
      url: `/api/initiatives/:initiativeId/commands/${name}`,
      schema: {
        operationId: name,
        summary: commands[name].title,
        description: 'Answered once it is in the record. Sent again with the same key it is recorded once.',
        tags: ['Commands'],
        params: initiativeParams,
        headers: commandHeaders,
        body: z.globalRegistry.get(body)?.id ? body : named(componentOf(name), body),
        response: { 200: recordedAnswer, ...problems },
      },
      handler: async ({ params: { initiativeId }, headers, body: checked }) => {
        const sent = body.parse(checked)
        const key = headers['idempotency-key']
        let payload: CommandPayload<Name>
        try {
          payload = await prepare(sent, initiativeId)
        } catch (error) {
          const recorded = error instanceof Problem ? await before(name, initiativeId, sent, key) : undefined
          if (recorded) return answered(initiativeId, recorded)
          throw error
        }
        const asked = await cases.command(name, initiativeId, payload, actorOf(headers), key)
        return { ...answered(initiativeId, asked), ...(asked.kind === 'recorded' ? saying(payload) : {}) }
      },
    })
  }
  const offer = <Name extends Offered>(name: Name, payload: z.ZodType<CommandPayload<Name>>) =>
    offerPrepared(name, payload, async (sent) => sent)

  const {
    submission,
    addedBoard,
    mergedBoard,
    movedMeeting,
    seat,
    paper,
    discharge,
    hardDate,
    consultation,
    hold,
    plan,
  } = preparing(parts)
  offer('stateStage', commands.stateStage.payload)
  offerPrepared('provideEvidence', commands.provideEvidence.payload, paper)
  offer('answerPoint', commands.answerPoint.payload)
  offerPrepared('submit', submission.body, submission.prepare)
  offer('withdrawSubmission', commands.withdrawSubmission.payload)
  offerPrepared('addBoard', addedBoard.body, addedBoard.prepare)
  offerPrepared('mergeBoard', mergedBoard.body, mergedBoard.prepare)
  offerPrepared('moveSeat', seat.body, seat.prepare)
  offerPrepared('moveMeeting', movedMeeting.body, movedMeeting.prepare)
  offerPrepared('recordRoom', roomBody, prepareRoom(parts))
  offerPrepared('reportChairsAction', reportBody, prepareReport(parts))
  offer('disputeDecision', commands.disputeDecision.payload)
  offerPrepared('circulate', circulationBody, prepareCirculation(parts))
  offer('answerComment', commands.answerComment.payload)
  offer('closeCirculation', commands.closeCirculation.payload)
  offerPrepared('openConsultation', consultation.body, consultation.prepare)
  offer('closeConsultation', commands.closeConsultation.payload)
  offer('planTranche', commands.planTranche.payload)
  offer('postponeTranche', commands.postponeTranche.payload)
  offer('confirmReadiness', commands.confirmReadiness.payload)
  offer('goLive', commands.goLive.payload)
  offer('skipStage', commands.skipStage.payload)
  offerPrepared('hold', hold.body, hold.prepare)
  offer('resume', commands.resume.payload)
  offerPrepared('dischargeCondition', commands.dischargeCondition.payload, discharge)
  offerPrepared('setHardDate', hardDate.body, hardDate.prepare)
  offer('dropHardDate', commands.dropHardDate.payload)
  offer('rate', commands.rate.payload)
  offerPrepared('changePlan', plan.body, plan.prepare)
  offer('close', commands.close.payload)
  offer('closeEarly', commands.closeEarly.payload)
  offer('withdraw', commands.withdraw.payload)
}
