import * as z from 'zod'
import { boundInWords } from '../../../activities/words/meetings.ts'
import { commands, type CommandPayload } from '../../../machines/commands.ts'
import type { InitiativeContext } from '../../../machines/initiative/context.ts'
import { maySit } from '../../../machines/terms-of-reference.ts'
import { ownCasePersonIds } from '../../../machines/initiative/opening.ts'
import { currentStage } from '../../../machines/initiative/progress.ts'
import type { BoardTerms } from '../../../machines/vocabulary/board.ts'
import { gateBoard, type GateBoard } from '../../../machines/vocabulary/plan.ts'
import { wayAsked, type WayAsked } from '../../../machines/vocabulary/way.ts'
import { paperRef, proposal } from '../../../machines/vocabulary/submission.ts'
import { day, identifier, line, passage } from '../../../machines/vocabulary/text.ts'
import { refusedAs, unknownInitiative } from '../../answers.ts'
import type { ApiParts } from '../../parts.ts'
import { chosenPlan, planChosen } from '../../plans.ts'
import { wrongFields } from '../../problems.ts'
import { calendarOfSeats } from '../../board-calendar.ts'
import { meetingsOf } from '../../meetings.ts'
import { freezeBoard, freezeBoards } from '../../submissions.ts'

const submissionBody = z.strictObject({
  proposal,
  boardId: identifier
    .optional()
    .describe(
      'For papers that do not ask for the decision: which board of the gate they go to, where there are several',
    ),
  betweenGates: z
    .literal(true)
    .optional()
    .describe(
      'An update, a new baseline, an exception: asked of a board the plan names for it; the stage does not move',
    ),
  papers: z.array(paperRef).max(40).optional().describe('The papers of a decision between gates'),
  forOrganisationIds: z
    .array(identifier)
    .min(1)
    .max(60)
    .optional()
    .describe('Asks these organisations alone, as those that had been given more time'),
  ways: z
    .array(wayAsked.extend({ boardId: identifier }))
    .max(8)
    .optional()
    .describe('Boards asked by correspondence or by chair’s action, each with the reason, where their terms allow it'),
})

const addedBoardBody = z.strictObject({
  board: gateBoard,
  reason: passage,
  way: wayAsked.optional().describe('By correspondence or by chair’s action, where its terms allow it'),
})

const mergedBoardBody = z.strictObject({
  reviewId: identifier,
  boardId: identifier.describe('The board it was merged into'),
  reason: passage,
})

const seatBody = z.strictObject({
  reviewId: identifier,
  seatId: identifier,
  personId: identifier.describe('Who decides for the seat from now on'),
  as: z.enum(['holder', 'deputy']),
  reason: passage,
})

const movedMeetingBody = z.strictObject({
  reviewId: identifier,
  day: day.describe('The day of one of the board’s meetings on file'),
  reason: passage,
})

const consultationBody = z.strictObject({ cohortId: identifier, title: line })

const holdBody = z.strictObject({
  reason: passage,
  reviewOn: day.optional().describe('The day on which the hold is looked at again; its end is meant'),
})

const hardDateBody = commands.setHardDate.payload.omit({ dayInstant: true, warnInstant: true })

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

  const onFile = async (sha256: string, field: string) => {
    if (await papers.find(sha256)) return
    const expected = 'must be the hash of a paper on file; send its file to /api/papers first'
    throw wrongFields([{ in: 'body', field, expected }], 422)
  }

  const termsOf = async (
    board: GateBoard,
    context: InitiativeContext,
    { byDay, way }: { byDay?: string | undefined; way?: WayAsked | undefined } = {},
  ): Promise<BoardTerms> => {
    const nowInstant = clock()
    const from = {
      plan: context.plan,
      ownCasePersonIds: ownCasePersonIds(context),
      ...(way ? { way } : {}),
      nowInstant,
      fromInstant: nowInstant,
      ...(byDay === undefined ? {} : { decideByInstant: calendar.endOfDay(byDay) }),
    }
    const frozen = await freezeBoard(board, from, { directory, calendar })
    if ('refused' in frozen) throw refusedAs(frozen.refused.type, frozen.refused.reason)
    return frozen.terms
  }

  /** Who sits on a board is for its terms to say, not for whoever wants its decision. */
  const namedInTerms = async ({ reviewId, seatId, personId }: z.infer<typeof seatBody>, initiativeId: string) => {
    const recorded = await initiatives.find(initiativeId)
    const boardId = recorded?.state.reviews[reviewId]?.context.terms.boardId
    const today = calendar.dayOf(clock())
    const board = boardId === undefined ? undefined : await directory.board(boardId, today)
    if (board && !maySit(board, seatId, personId, today))
      throw refusedAs(
        'NotNamed',
        `personId: the terms of ${board.name} name them neither as holder nor as deputy of this seat; put the terms first.`,
      )
  }

  return {
    paper: async (sent: CommandPayload<'provideEvidence'>): Promise<CommandPayload<'provideEvidence'>> => {
      await onFile(sent.paper.sha256, 'paper.sha256')
      return sent
    },
    discharge: async (sent: CommandPayload<'dischargeCondition'>): Promise<CommandPayload<'dischargeCondition'>> => {
      if (sent.paper) await onFile(sent.paper.sha256, 'paper.sha256')
      return sent
    },
    submission: {
      body: submissionBody,
      /** The meetings that papers sent now would be for, where their boards decide at meetings; or why they cannot go out, in words. */
      meetings: async (context: InitiativeContext): Promise<string[]> => {
        const { plan } = context
        const stage = currentStage(context)
        if (!stage || plan.gates[stage].boards.every(({ at }) => at === undefined)) return []
        const frozen = await freezeBoards({ plan, stage, ask: 'decide', nowInstant: clock() }, { directory, calendar })
        return 'refused' in frozen ? [frozen.refused.reason] : frozen.boards.flatMap(boundInWords)
      },
      prepare: async (
        { proposal: put, boardId, forOrganisationIds, ways, ...beside }: z.infer<typeof submissionBody>,
        initiativeId: string,
      ): Promise<CommandPayload<'submit'>> => {
        const context = await contextOf(initiativeId)
        const stage = currentStage(context)
        if (!stage)
          throw refusedAs('NotPossibleNow', 'The papers cannot go out because it is at none of the five stages now.')
        const frozen = await freezeBoards(
          {
            plan: context.plan,
            stage,
            ask: put.ask,
            nowInstant: clock(),
            ...(boardId ? { boardId } : {}),
            ...(forOrganisationIds ? { forOrganisationIds } : {}),
            ...(ways ? { ways, ownCasePersonIds: ownCasePersonIds(context) } : {}),
            ...(beside.betweenGates ? { betweenGates: true } : {}),
          },
          { directory, calendar },
        )
        if ('refused' in frozen) throw refusedAs(frozen.refused.type, frozen.refused.reason)
        for (const { sha256 } of beside.papers ?? []) await onFile(sha256, 'papers')
        return commands.submit.payload.parse({ proposal: put, boards: frozen.boards, ...beside })
      },
    },
    addedBoard: {
      body: addedBoardBody,
      /** Due at the end of `byDay`, where one is given in place of the time the board has. */
      prepare: async (
        { board, reason, way }: z.infer<typeof addedBoardBody>,
        initiativeId: string,
        byDay?: string,
      ): Promise<CommandPayload<'addBoard'>> => {
        const terms = await termsOf(board, await contextOf(initiativeId), { byDay, way })
        return { terms: { ...terms, together: true }, reason }
      },
    },
    mergedBoard: {
      body: mergedBoardBody,
      prepare: async (
        { boardId, ...merged }: z.infer<typeof mergedBoardBody>,
        initiativeId: string,
      ): Promise<CommandPayload<'mergeBoard'>> => {
        const context = await contextOf(initiativeId)
        // The time to decide stays that of the board it began at; this one's is worked out and not used.
        const board = gateBoard.parse({ board: boardId, decideWithin: 'P1D' })
        return { ...merged, terms: await termsOf(board, context) }
      },
    },
    movedMeeting: {
      body: movedMeetingBody,
      prepare: async (
        { day: onDay, ...sent }: z.infer<typeof movedMeetingBody>,
        initiativeId: string,
      ): Promise<CommandPayload<'moveMeeting'>> => {
        const recorded = await initiatives.find(initiativeId)
        if (!recorded) throw unknownInitiative(initiativeId)
        const review = recorded.state.reviews[sent.reviewId]?.context
        if (!review) throw refusedAs('UnknownReview', `reviewId: there is no board decision ${sent.reviewId}.`)
        const { boardId, name } = review.terms
        const board = await directory.board(boardId, calendar.dayOf(clock()))
        const meeting =
          board &&
          meetingsOf(board, await calendarOfSeats(board.seats, { directory, calendar })).find(
            ({ day: on }) => on === onDay,
          )
        if (meeting) return { ...sent, meeting }
        const expected = `must be the day of a meeting of ${name} that is on file; add it to the board's terms first`
        throw wrongFields([{ in: 'body', field: 'day', expected }], 422)
      },
    },
    seat: {
      body: seatBody,
      prepare: async (sent: z.infer<typeof seatBody>, initiativeId: string): Promise<CommandPayload<'moveSeat'>> => {
        const person = await directory.person(sent.personId)
        if (!person) {
          const expected = 'must be a person on file, with an address the link can be sent to'
          throw wrongFields([{ in: 'body', field: 'personId', expected }], 422)
        }
        await namedInTerms(sent, initiativeId)
        return { ...sent, ...(sent.as === 'deputy' ? { title: person.name } : {}) }
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
    hardDate: {
      body: hardDateBody,
      prepare: async (sent: z.infer<typeof hardDateBody>): Promise<CommandPayload<'setHardDate'>> => {
        const dayInstant = calendar.endOfDay(sent.onDay)
        if (dayInstant <= clock())
          throw wrongFields([{ in: 'body', field: 'onDay', expected: 'must be a day that has not ended yet' }], 422)
        const warnInstant = calendar.before(dayInstant, sent.warnBefore, 'calendar')
        if (!(warnInstant >= 0))
          throw wrongFields([{ in: 'body', field: 'warnBefore', expected: 'must not reach back before 1970' }], 422)
        return { ...sent, dayInstant, warnInstant }
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
