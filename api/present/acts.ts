import type { CaseFile } from '../../machines/case-file.ts'
import type { CaseEvent } from '../../machines/case-events.ts'
import { inOrderBegun, silentStakeholders } from '../../machines/circulation/context.ts'
import { commands, type CommandName } from '../../machines/commands.ts'
import { currentStage } from '../../machines/initiative/progress.ts'
import { isOpen } from '../../machines/initiative/conditions.ts'
import type { InitiativeContext } from '../../machines/initiative/context.ts'
import { missingEvidence, unansweredPoints } from '../../machines/initiative/why-not.ts'
import { stageOf, stages } from '../../machines/stages/index.ts'
import type { Proposal } from '../../machines/vocabulary/submission.ts'
import { whyNot } from '../../machines/why-not.ts'
import { boardActsOf } from './board-acts.ts'
import { isIn } from './place.ts'
import { reportsToRecord } from './reports-to-record.ts'

/** The commands that have a page. A decision and a comment are made by their links alone; a record begins by import or the API. */
export type ActName = Exclude<
  CommandName,
  'create' | 'castVote' | 'confirmRoom' | 'refuseRoom' | 'comment' | 'noComment' | 'disputeDecision' | 'changePlan'
>

/** Something that may be done to an initiative now, or not yet, with the reason. */
export type ShownAct = { name: ActName; title: string; href: string; subject: Record<string, string>; why?: string }

/** Makes the act of a name, with why the event it becomes is refused, what it concerns, and its title. */
export type ActOf = (name: ActName, event: CaseEvent, subject?: Record<string, string>, about?: string) => ShownAct

const anyText = '…'

/**
 * Papers that ask the boards the plan names, to find out what else would stand in the way of sending them. Who sits on the boards is
 * looked up when they are sent; here their members are whoever the papers are for.
 */
const submission = (context: InitiativeContext, atInstant: number): CaseEvent => {
  const { plan, evidence, organisations } = context
  const stage = currentStage(context)
  const proposal: Proposal = { ask: 'decide', asks: anyText, authorises: anyText, risks: [] }
  const papers = Object.values((stage && evidence[stage]) ?? {})
  const readers = papers.flatMap((paper) => paper.readers?.seatIds ?? [])
  const seats = [...new Set([anyId, ...readers])].map((seatId) => ({
    seatId,
    title: anyText,
    organisationIds: organisations.map(({ organisationId }) => organisationId),
    holderId: anyId,
    chair: true,
  }))
  const boards = (stage ? plan.gates[stage].boards : []).map(({ board, ask, together, only, assurance }) => ({
    boardId: board,
    name: board,
    termsVersion: 1,
    ask,
    ...(together ? { together } : {}),
    ...(only ? { only } : {}),
    ...(assurance ? { assurance } : {}),
    rule: { kind: 'unanimous' as const },
    seats,
    decideByInstant: atInstant + 1,
    reminderInstants: [],
  }))
  return { type: 'submitted', atInstant, proposal, boards }
}

/** What may be done to an initiative now: what moves it on first, then what cannot be done yet and why, then the rest. */
export const actsOf = (caseFile: CaseFile, atInstant: number) => {
  const { initiative, rollOuts, consultations, circulations } = caseFile
  const { context } = initiative
  const stage = currentStage(context)
  const isPreparing = isIn(initiative, 'preparing')
  const noAct: ShownAct[] = []

  const act: ActOf = (name, event, subject = {}, about) => {
    const query = new URLSearchParams(subject).toString()
    const why = whyNot(caseFile, event)?.reason
    return {
      name,
      title: about ? `${commands[name].title}: ${about}` : commands[name].title,
      href: `/initiatives/${context.initiativeId}/acts/${name}${query ? `?${query}` : ''}`,
      subject,
      ...(why ? { why } : {}),
    }
  }
  const paper = (id: string, title: string) =>
    act(
      'provideEvidence',
      { type: 'evidenceProvided', atInstant, evidenceId: id, paper: anyPaper },
      { evidenceId: id },
      title,
    )
  const planTranche = act('planTranche', { type: 'tranchePlanned', atInstant, trancheId: anyId, title: anyText })
  const missing = missingEvidence(context)
  const given = stage ? context.plan.gates[stage].evidence.filter((item) => !missing.includes(item)) : []

  const circulate = act('circulate', {
    type: 'papersCirculated',
    atInstant,
    circulationId: anyId,
    priority: 1,
    title: anyText,
    evidenceIds: given.map(({ id }) => id),
    stakeholders: [{ personId: anyId, title: anyText, organisation: anyText }],
    asks: anyText,
    commentByInstant: atInstant + 1,
    answerByInstant: atInstant + 1,
    reminderInstants: [],
  })
  const batchesToClose = inOrderBegun(circulations)
    .filter((circulation) => isIn(circulation, 'open'))
    .map((circulation) => {
      const { circulationId, number, title } = circulation.context
      return {
        isDue: isIn(circulation, 'late') || silentStakeholders(circulation.context).length === 0,
        act: act(
          'closeCirculation',
          { type: 'circulationClosed', atInstant, circulationId, reason: anyText },
          { circulationId },
          `batch ${number}, ${title}`,
        ),
      }
    })

  const movingOn = [
    ...stages
      .slice(0, 1)
      .map(({ id }) =>
        act('stateStage', { type: 'stageStated', atInstant, stage: id, provenance: { certainty: 'recorded' } }),
      ),
    act('resume', { type: 'resumed', atInstant }),
    ...unansweredPoints(context).map(({ pointId, text }) =>
      act('answerPoint', { type: 'pointAnswered', atInstant, pointId, answer: anyText }, { pointId }, text),
    ),
    ...inOrderBegun(circulations).flatMap(({ context: { circulationId, number, title, comments } }) =>
      comments
        .filter(({ answered }) => !answered)
        .map((comment) =>
          act(
            'answerComment',
            {
              type: 'commentAnswered',
              atInstant,
              circulationId,
              commentNumber: comment.number,
              outcome: 'changed',
              answer: anyText,
            },
            { circulationId, commentNumber: String(comment.number) },
            `comment ${comment.number} on batch ${number}, ${title}`,
          ),
        ),
    ),
    ...batchesToClose.filter(({ isDue }) => isDue).map((each) => each.act),
    ...missing.map(({ id, title }) => paper(id, title)),
    ...(isPreparing && given.length > 0 ? [circulate] : noAct),
    ...(stage === 'consultation' && isPreparing
      ? [
          act('openConsultation', {
            type: 'consultationOpened',
            atInstant,
            cohortId: anyId,
            title: anyText,
            openedOn: anyDay,
            minimumEndsInstant: 0,
          }),
        ]
      : noAct),
    ...Object.entries(consultations)
      .filter(([, consultation]) => consultation.status === 'active')
      .map(([cohortId, { context: cohort }]) =>
        act(
          'closeConsultation',
          { type: 'consultationClosed', atInstant, cohortId, summary: anyText },
          { cohortId },
          cohort.title,
        ),
      ),
    ...(stage === 'goLive' && context.trancheIds.length === 0 ? [planTranche] : noAct),
    ...Object.entries(stage === 'goLive' ? rollOuts : {}).flatMap(([trancheId, rollOut]) => [
      ...(isIn(rollOut, 'planned')
        ? [
            act(
              'confirmReadiness',
              { type: 'readinessConfirmed', atInstant, trancheId, statement: anyText },
              { trancheId },
              rollOut.context.title,
            ),
          ]
        : noAct),
      ...(isIn(rollOut, 'ready') || isIn(rollOut, 'interimLive')
        ? [
            act(
              'goLive',
              { type: 'trancheWentLive', atInstant, trancheId, kind: 'full' },
              { trancheId },
              rollOut.context.title,
            ),
          ]
        : noAct),
    ]),
    ...(isPreparing ? [act('submit', submission(context, atInstant))] : noAct),
    ...context.conditions.filter(isOpen).map(({ conditionId, text, mayDischarge }) =>
      act(
        'dischargeCondition',
        {
          type: 'conditionDischarged',
          atInstant,
          conditionId,
          evidence: anyText,
          acceptedBy: mayDischarge ?? anyText,
        },
        { conditionId },
        text,
      ),
    ),
    ...reportsToRecord(context, { atInstant, anyText, anyDay }).map(({ event, reviewId, about }) =>
      act('reportChairsAction', event, { reviewId }, about),
    ),
    act('close', { type: 'closureReported', atInstant, report: anyText }),
  ]
  const rest = [
    act('withdrawSubmission', { type: 'submissionWithdrawn', atInstant, reason: anyText }),
    ...boardActsOf(caseFile, atInstant, act),
    ...batchesToClose.filter(({ isDue }) => !isDue).map((each) => each.act),
    ...given.map(({ id, title }) => paper(id, `${title} (another version)`)),
    ...(context.trancheIds.length > 0 || stage !== 'goLive' ? [planTranche] : noAct),
    ...Object.entries(rollOuts).map(([trancheId, { context: tranche }]) =>
      act(
        'postponeTranche',
        { type: 'tranchePostponed', atInstant, trancheId, plannedFor: { precision: 'notReported' }, reason: anyText },
        { trancheId },
        tranche.title,
      ),
    ),
    act('rate', {
      type: 'ratingRecorded',
      atInstant,
      kind: 'team',
      rag: 'green',
      date: { precision: 'notReported' },
      provenance: { certainty: 'recorded' },
    }),
    act('setHardDate', {
      type: 'hardDateSet',
      atInstant,
      dateId: anyId,
      title: anyText,
      basis: 'other',
      onDay: anyDay,
      dayInstant: atInstant,
      warnBefore: 'P1D',
      warnInstant: atInstant - 1,
    }),
    ...(context.hardDates ?? []).map(({ dateId, title }) =>
      act('dropHardDate', { type: 'hardDateDropped', atInstant, dateId, reason: anyText }, { dateId }, title),
    ),
    act('hold', { type: 'held', atInstant, reason: anyText }),
    ...(stage
      ? [
          act(
            'skipStage',
            { type: 'stageNotRequired', atInstant, stage, reason: anyText },
            { stage },
            stageOf(stage).title,
          ),
        ]
      : noAct),
    act('closeEarly', { type: 'closedEarly', atInstant, reason: anyText, report: anyText }),
    act('withdraw', { type: 'withdrawn', atInstant, reason: anyText }),
  ]
  // What is merely not its turn is left out; what the change team works towards says what is still in the way.
  const worthSaying: readonly ActName[] = ['submit', 'closeConsultation', 'goLive']
  return {
    /** Every act looked at, possible or not: what the page of an act asks for its own. */
    all: [...movingOn, ...rest],
    now: movingOn.filter(({ why }) => !why),
    notYet: movingOn.filter(({ name, why }) => why && worthSaying.includes(name)),
    other: rest.filter(({ why }) => !why),
  }
}

const anyId = 'another-one'
const anyDay = '2000-01-01'
const anyPaper = {
  sha256: '0'.repeat(64),
  title: anyText,
  version: anyText,
  marking: 'OFFICIAL' as const,
  mediaType: 'application/octet-stream',
  sizeBytes: 0,
}
