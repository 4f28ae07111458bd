import * as z from 'zod'
import { boardTerms } from './vocabulary/board.ts'
import { answerToComment, circulation, comment, endOfCirculation, noComment } from './vocabulary/circulation.ts'
import { creation } from './vocabulary/creation.ts'
import { provenance, rating, reportedDate, stageId } from './vocabulary/facts.ts'
import { hardDate } from './vocabulary/hard-date.ts'
import { meeting } from './vocabulary/meeting.ts'
import { governancePlan } from './vocabulary/plan.ts'
import { room, roomConfirmation, roomRefusal } from './vocabulary/room.ts'
import { paperRef, positionShape, proposal } from './vocabulary/submission.ts'
import { day, identifier, instant, line, passage } from './vocabulary/text.ts'

/**
 * Everything a person may ask of an initiative, by name: the update, the API operation and the form carry the same word.
 * `fact` is the event the machines see once it has happened.
 */
export const commands = {
  create: { fact: 'created', title: 'Begin the record', payload: creation },
  stateStage: {
    fact: 'stageStated',
    title: 'Say which stage it is at',
    payload: z.strictObject({ stage: stageId, provenance }),
  },
  provideEvidence: {
    fact: 'evidenceProvided',
    title: 'Add a paper',
    payload: z.strictObject({ evidenceId: identifier, paper: paperRef }),
  },
  answerPoint: {
    fact: 'pointAnswered',
    title: 'Answer a point raised by the board',
    payload: z.strictObject({ pointId: identifier, answer: passage }),
  },
  submit: {
    fact: 'submitted',
    title: 'Send the papers to the board',
    payload: z.strictObject({
      proposal,
      boards: z.array(boardTerms).min(1).max(8),
      /** An update, a new baseline, an exception: decided by the same machinery, and the stage does not move. */
      betweenGates: z.literal(true).optional(),
      /** The papers of a decision between gates. A gate's papers are the evidence that was added for it. */
      papers: z.array(paperRef).max(40).optional(),
    }),
  },
  withdrawSubmission: {
    fact: 'submissionWithdrawn',
    title: 'Withdraw the papers',
    payload: z.strictObject({
      reason: passage,
      /** Papers of a decision between gates; those of the gate when absent. */
      submissionId: identifier.optional(),
    }),
  },
  addBoard: {
    fact: 'boardAdded',
    title: 'Ask another board about the same papers',
    payload: z.strictObject({ terms: boardTerms, reason: passage }),
  },
  mergeBoard: {
    fact: 'boardMerged',
    title: 'Go on at the board this one was merged into',
    payload: z.strictObject({ reviewId: identifier, terms: boardTerms, reason: passage }),
  },
  castVote: {
    fact: 'voteCast',
    title: 'Record a decision',
    payload: z.strictObject({
      reviewId: identifier,
      seatId: identifier,
      holderId: identifier,
      /** The number of the seat's decision the form was served with; 0 where there was none. */
      decisionNumber: z.int().min(0).max(9999),
      ...positionShape,
    }),
  },
  moveSeat: {
    fact: 'seatMoved',
    title: 'Say who decides for a member from now on',
    payload: z.strictObject({
      reviewId: identifier,
      seatId: identifier,
      personId: identifier,
      /** The deputy's own title; a new holder goes by the seat's. */
      title: line.optional(),
      as: z.enum(['holder', 'deputy']),
      reason: passage,
    }),
  },
  moveMeeting: {
    fact: 'meetingMoved',
    title: 'Move a decision to another meeting of its board',
    payload: z.strictObject({ reviewId: identifier, meeting, reason: passage }),
  },
  recordRoom: { fact: 'roomRecorded', title: 'Record what the board decided in the room', payload: room },
  confirmRoom: {
    fact: 'roomConfirmed',
    title: 'Confirm what the board decided in the room',
    payload: roomConfirmation,
  },
  refuseRoom: {
    fact: 'roomRefused',
    title: 'Say that the board decided something else in the room',
    payload: roomRefusal,
  },
  reportChairsAction: {
    fact: 'chairsActionReported',
    title: 'Record that a chair’s action was reported',
    payload: z.strictObject({
      reviewId: identifier,
      /** The meeting of the board it was told to. */
      meetingDay: day,
      /** The end of that day, worked out by the caller's calendar. */
      meetingEndsInstant: instant,
      /** As minuted. */
      note: passage,
      /** The role of whoever minutes it: the board's secretary. */
      recordedBy: line,
    }),
  },
  disputeDecision: {
    fact: 'decisionDisputed',
    title: 'This was not me',
    payload: z.strictObject({
      reviewId: identifier,
      seatId: identifier,
      decisionNumber: z.int().min(1),
      statement: passage,
    }),
  },
  openConsultation: {
    fact: 'consultationOpened',
    title: 'Open a consultation',
    payload: z.strictObject({
      cohortId: identifier,
      title: line,
      openedOn: z.iso.date(),
      /** The minimum period's end, computed by the caller from the plan. */
      minimumEndsInstant: instant,
    }),
  },
  closeConsultation: {
    fact: 'consultationClosed',
    title: 'Close a consultation',
    payload: z.strictObject({ cohortId: identifier, summary: passage }),
  },
  circulate: { fact: 'papersCirculated', title: 'Circulate papers for comment', payload: circulation },
  comment: { fact: 'commentMade', title: 'Comment on circulated papers', payload: comment },
  noComment: { fact: 'noCommentMade', title: 'Say that there is no comment', payload: noComment },
  answerComment: { fact: 'commentAnswered', title: 'Answer a comment', payload: answerToComment },
  closeCirculation: { fact: 'circulationClosed', title: 'Close a circulation', payload: endOfCirculation },
  planTranche: {
    fact: 'tranchePlanned',
    title: 'Plan a roll-out tranche',
    payload: z.strictObject({ trancheId: identifier, title: line, plannedFor: reportedDate.optional() }),
  },
  postponeTranche: {
    fact: 'tranchePostponed',
    title: 'Move a roll-out tranche to another date',
    payload: z.strictObject({ trancheId: identifier, plannedFor: reportedDate, reason: passage }),
  },
  confirmReadiness: {
    fact: 'readinessConfirmed',
    title: 'Confirm a roll-out tranche is ready',
    payload: z.strictObject({ trancheId: identifier, statement: passage }),
  },
  goLive: {
    fact: 'trancheWentLive',
    title: 'Record that a roll-out tranche is live',
    payload: z.strictObject({ trancheId: identifier, kind: z.enum(['interim', 'full']), note: passage.optional() }),
  },
  skipStage: {
    fact: 'stageNotRequired',
    title: 'Record that this stage is not required',
    payload: z.strictObject({ stage: stageId, reason: passage }),
  },
  hold: {
    fact: 'held',
    title: 'Put on hold',
    payload: z.strictObject({ reason: passage, reviewOnInstant: instant.optional() }),
  },
  resume: { fact: 'resumed', title: 'Resume', payload: z.strictObject({ note: passage.optional() }) },
  dischargeCondition: {
    fact: 'conditionDischarged',
    title: 'Record that a condition is met',
    payload: z.strictObject({
      conditionId: identifier,
      evidence: passage,
      /** The paper that shows it, where there is one. */
      paper: paperRef.optional(),
      /** The role of whoever accepts it: the one who may, where the condition names one. */
      acceptedBy: line,
    }),
  },
  setHardDate: { fact: 'hardDateSet', title: 'Set a hard date', payload: hardDate },
  dropHardDate: {
    fact: 'hardDateDropped',
    title: 'Take a hard date away',
    payload: z.strictObject({ dateId: identifier, reason: passage }),
  },
  rate: { fact: 'ratingRecorded', title: 'Record a rating', payload: rating },
  changePlan: {
    fact: 'planChanged',
    title: 'Change the governance plan',
    payload: z.strictObject({ plan: governancePlan, reason: passage }),
  },
  close: {
    fact: 'closureReported',
    title: 'Close with a report',
    payload: z.strictObject({ report: passage }),
  },
  closeEarly: {
    fact: 'closedEarly',
    title: 'Close early',
    payload: z.strictObject({ reason: passage, report: passage }),
  },
  withdraw: { fact: 'withdrawn', title: 'Withdraw the initiative', payload: z.strictObject({ reason: passage }) },
} as const

export type CommandName = keyof typeof commands
export type CommandPayload<Name extends CommandName> = z.infer<(typeof commands)[Name]['payload']>

/** What a command becomes once it has happened: a past fact, with the moment it was taken. */
// The type parameter keeps each fact's name a literal, which is what tells the facts apart.
// oxlint-disable-next-line typescript/no-unnecessary-type-parameters
const fact = <Type extends string, Shape extends z.ZodRawShape>(command: {
  fact: Type
  payload: z.ZodObject<Shape, z.core.$strict>
}) => command.payload.extend({ type: z.literal(command.fact), atInstant: instant })

/** What makes a decision count carries the id of the press it came by, so that the same press is recognised for ever. */
const ofAPress = { updateId: z.string().max(300) }
const voteCast = fact(commands.castVote).extend(ofAPress)
const roomConfirmed = fact(commands.confirmRoom).extend(ofAPress)

/** Every fact a person's act can become, once the record has begun. */
export const commandFact = z.discriminatedUnion('type', [
  voteCast,
  fact(commands.stateStage),
  fact(commands.provideEvidence),
  fact(commands.answerPoint),
  fact(commands.submit),
  fact(commands.withdrawSubmission),
  fact(commands.addBoard),
  fact(commands.mergeBoard),
  fact(commands.moveSeat),
  fact(commands.moveMeeting),
  fact(commands.recordRoom),
  roomConfirmed,
  fact(commands.refuseRoom),
  fact(commands.reportChairsAction),
  fact(commands.disputeDecision),
  fact(commands.openConsultation),
  fact(commands.closeConsultation),
  fact(commands.circulate),
  fact(commands.comment),
  fact(commands.noComment),
  fact(commands.answerComment),
  fact(commands.closeCirculation),
  fact(commands.planTranche),
  fact(commands.postponeTranche),
  fact(commands.confirmReadiness),
  fact(commands.goLive),
  fact(commands.skipStage),
  fact(commands.hold),
  fact(commands.resume),
  fact(commands.dischargeCondition),
  fact(commands.setHardDate),
  fact(commands.dropHardDate),
  fact(commands.rate),
  fact(commands.changePlan),
  fact(commands.close),
  fact(commands.closeEarly),
  fact(commands.withdraw),
])
export type CommandFact = z.infer<typeof commandFact>
export type FactOf<Name extends CommandName> = Extract<CommandFact, { type: (typeof commands)[Name]['fact'] }>
