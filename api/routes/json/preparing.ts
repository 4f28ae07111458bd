import * as z from 'zod'
import { commands, type CommandPayload } from '../../../machines/commands.ts'
import { currentStage } from '../../../machines/initiative/changes.ts'
import { proposal } from '../../../machines/vocabulary/submission.ts'
import { day, identifier, line, passage } from '../../../machines/vocabulary/text.ts'
import { refusedAs, unknownInitiative } from '../../answers.ts'
import type { ApiParts } from '../../parts.ts'
import { chosenPlan, planChosen } from '../../plans.ts'
import { wrongFields } from '../../problems.ts'
import { freezeBoards } from '../../submissions.ts'

const submissionBody = z.strictObject({
  proposal,
  boardId: identifier
    .optional()
    .describe(
      'For papers that do not ask for the decision: which board of the gate they go to, where there are several',
    ),
})

const consultationBody = z.strictObject({ cohortId: identifier, title: line })

const holdBody = z.strictObject({
  reason: passage,
  reviewOn: day.optional().describe('The day on which the hold is looked at again; its end is meant'),
})

const planBody = z.strictObject({ plan: planChosen, reason: passage })

/**
 * What some commands carry beyond what people say: moments worked out by calendar, terms as they stand today. Each throws a Problem
 * in words where it cannot be worked out; whether the command may happen is for the workflow to say.
 */
export const preparing = ({ initiatives, directory, papers, calendar, clock }: ApiParts) => {
  const contextOf = async (initiativeId: string) => {
    const recorded = await initiatives.find(initiativeId)
    if (!recorded) throw unknownInitiative(initiativeId)
    if (recorded.state.initiative.status === 'done')
      throw refusedAs('Closed', 'This initiative is closed, so nothing more can be done to it.')
    return recorded.state.initiative.context
  }

  return {
    paper: async (sent: CommandPayload<'provideEvidence'>): Promise<CommandPayload<'provideEvidence'>> => {
      if (await papers.find(sent.paper.sha256)) return sent
      const expected = 'must be the hash of a paper on file; send its file to /api/papers first'
      throw wrongFields([{ in: 'body', field: 'paper.sha256', expected }], 422)
    },
    submission: {
      body: submissionBody,
      prepare: async (
        { proposal: put, boardId }: z.infer<typeof submissionBody>,
        initiativeId: string,
      ): Promise<CommandPayload<'submit'>> => {
        const context = await contextOf(initiativeId)
        const stage = currentStage(context)
        if (!stage)
          throw refusedAs('NotPossibleNow', 'The papers cannot go out because it is at none of the five stages now.')
        const frozen = await freezeBoards(
          { plan: context.plan, stage, ask: put.ask, nowInstant: clock(), ...(boardId ? { boardId } : {}) },
          { directory, calendar },
        )
        if ('refused' in frozen) throw refusedAs(frozen.refused.type, frozen.refused.reason)
        return commands.submit.payload.parse({ proposal: put, boards: frozen.boards })
      },
    },
    consultation: {
      body: consultationBody,
      prepare: async (
        sent: z.infer<typeof consultationBody>,
        initiativeId: string,
      ): Promise<CommandPayload<'openConsultation'>> => {
        const { plan } = await contextOf(initiativeId)
        const { consultation } = plan.gates.consultation
        if (!consultation)
          throw refusedAs(
            'NoMinimumPeriod',
            `The governance plan ${plan.title} sets no minimum period for a consultation.`,
          )
        const nowInstant = clock()
        return {
          ...sent,
          openedOn: calendar.dayOf(nowInstant),
          minimumEndsInstant: calendar.after(nowInstant, consultation.minimumPeriod, 'calendar'),
        }
      },
    },
    hold: {
      body: holdBody,
      prepare: async ({ reason, reviewOn }: z.infer<typeof holdBody>): Promise<CommandPayload<'hold'>> => {
        const reviewOnInstant = reviewOn === undefined ? undefined : calendar.endOfDay(reviewOn)
        if (reviewOnInstant !== undefined && reviewOnInstant <= clock())
          throw wrongFields([{ in: 'body', field: 'reviewOn', expected: 'must be a day that has not ended yet' }], 422)
        return { reason, ...(reviewOnInstant === undefined ? {} : { reviewOnInstant }) }
      },
    },
    plan: {
      body: planBody,
      prepare: async ({ plan, reason }: z.infer<typeof planBody>): Promise<CommandPayload<'changePlan'>> => ({
        plan: await chosenPlan(plan, directory),
        reason,
      }),
    },
  }
}
