import * as z from 'zod'
import { boardTerms } from '../../machines/vocabulary/board.ts'
import { certainty, provenance, rating, reportedDate, reportedFact, stageId } from '../../machines/vocabulary/facts.ts'
import { basis } from '../../machines/vocabulary/hard-date.ts'
import { organisationRef, roleHolder, stakeholder } from '../../machines/vocabulary/people.ts'
import { meeting } from '../../machines/vocabulary/meeting.ts'
import { governancePlan } from '../../machines/vocabulary/plan.ts'
import { marking, paperRef, proposal } from '../../machines/vocabulary/submission.ts'
import { wayAsked } from '../../machines/vocabulary/way.ts'
import { moment, named } from './named.ts'
import { deadline, review } from './review.ts'
import { decidedInTheRoom } from './room.ts'

/** A machine as the record holds it. Only the fields named here leave the process. */
const machine = <Context extends z.ZodType>(context: Context) =>
  z.object({
    status: z.string().describe('`active`, or `done` once it has ended'),
    value: z.unknown().describe('The state of the machine, by name; nested where a state has states of its own'),
    context,
  })

const stageProgress = z.object({
  standing: z.enum(['ahead', 'current', 'passed', 'notRequired', 'before']),
  certainty,
  sinceInstant: moment.optional(),
  endedInstant: moment.optional(),
  reason: z.string().optional(),
  round: z.int(),
})

const submission = z.object({
  submissionId: z.string(),
  stage: stageId,
  round: z.int(),
  proposal,
  papers: z.array(paperRef),
  boards: z.array(boardTerms),
  submittedInstant: moment,
})

const party = z.object({
  partyId: z.string(),
  title: z.string(),
  organisationIds: z.array(z.string()),
  stand: z.enum(['agreed', 'didNotAgree', 'disagree', 'moreTime', 'abstained', 'tookNoPart', 'stillToDecide']),
  untilInstant: moment.optional(),
  soonInstant: moment.optional(),
  untilDay: z.string().optional(),
})

const decision = z.object({
  decisionId: z.string(),
  boardName: z.string(),
  boardId: z.string().optional(),
  verb: z.string().optional().describe('The verb of the source, for a decision a source reports'),
  wording: z.string(),
  outcome: z.string(),
  on: z.union([reportedDate, z.object({ precision: z.literal('instant'), atInstant: moment })]),
  stage: stageId.optional(),
  round: z.int().optional(),
  authorises: z.string().optional(),
  doesNotAuthorise: z.string().optional(),
  because: z.string().optional(),
  reviewId: z.string().optional(),
  deferredTo: meeting.optional().describe('The board’s meeting it was deferred to'),
  way: wayAsked.optional().describe('By correspondence or by chair’s action, and why'),
  toReport: z
    .object({
      meeting: meeting.optional().describe('Absent where none was on file when it was taken'),
      secretary: roleHolder.optional(),
      overdue: z.literal(true).optional(),
      reported: z
        .object({ meetingDay: z.string(), note: z.string(), recordedBy: z.string(), atInstant: moment })
        .optional(),
    })
    .optional()
    .describe('A chair’s action is reported to the board’s next meeting, and minuted there'),
  room: decidedInTheRoom.optional().describe('`wording` is then as it was amended there, where it was'),
  parties: z.array(party).optional().describe('Where the board decides by organisation or by pair: where each stood'),
  provenance,
})

export const point = named(
  'Point',
  z.object({
    pointId: z.string(),
    stage: stageId,
    round: z.int(),
    text: z.string(),
    raisedBy: z.string(),
    answer: z.string().optional(),
  }),
)

export const condition = named(
  'Condition',
  z.object({
    conditionId: z.string(),
    text: z.string(),
    ownerTitle: z.string().optional(),
    ownerId: z.string().optional(),
    dueOn: z.string().optional(),
    dueInstant: moment.optional(),
    dueSoonInstant: moment.optional(),
    blocksStage: z.string().optional(),
    mayDischarge: z.string().optional().describe('Who may accept that it is met, by role'),
    chased: z.enum(['dueSoon', 'overdue']).optional(),
    raisedBy: z.string(),
    stage: stageId,
    discharged: z
      .object({ evidence: z.string(), acceptedBy: z.string(), atInstant: moment, paper: paperRef.optional() })
      .optional(),
    superseded: z
      .object({ because: z.string(), atInstant: moment })
      .optional()
      .describe('Another board of the same papers did not agree, so there is nothing left to meet'),
  }),
)

const initiative = z.object({
  initiativeId: z.string(),
  title: z.string(),
  reference: z.string(),
  marking,
  programme: z.object({ programmeId: z.string(), name: z.string() }).optional(),
  organisations: z.array(organisationRef),
  sro: roleHolder.optional(),
  executiveLead: roleHolder.optional(),
  changeTeam: roleHolder.optional(),
  plan: governancePlan,
  entry: z.object({ stage: stageId.optional(), provenance, note: z.string().optional() }),
  waitsFor: z.object({ whom: z.string(), what: z.string(), since: reportedDate.optional(), provenance }).optional(),
  stages: z.record(stageId, stageProgress),
  createdInstant: moment,
  sinceInstant: moment.describe('When the present wait began'),
  evidence: z.partialRecord(stageId, z.record(z.string(), paperRef)),
  submission: submission.optional(),
  boardPosition: z.int().describe('The first of the boards now asked; those asked together with it follow'),
  betweenGates: z.array(submission).optional().describe('What boards are asked between gates now'),
  extensions: z
    .array(
      z.object({
        reviewId: z.string(),
        boardName: z.string(),
        partyId: z.string(),
        title: z.string(),
        untilInstant: moment.optional(),
        soonInstant: moment.optional().describe('When it is reminded that its time is nearly over'),
        untilDay: z.string().optional(),
        ended: z.literal(true).optional(),
      }),
    )
    .optional()
    .describe('Organisations and pairs with more time, each for itself alone'),
  hardDates: z
    .array(
      z.object({
        dateId: z.string(),
        title: z.string(),
        basis,
        onDay: z.string(),
        atInstant: moment.describe('The end of that day'),
        warnBefore: z.string(),
        warnInstant: moment,
        standing: z.enum(['warned', 'passed']).optional(),
      }),
    )
    .optional()
    .describe('Dates nobody here can move'),
  points: z.array(point),
  conditions: z.array(condition),
  decisions: z.array(decision),
  inAuditOnly: z
    .object({ decisions: z.int(), points: z.int(), conditions: z.int() })
    .optional()
    .describe('How many older ones an initiative of many rounds has left to its history'),
  facts: z.array(reportedFact),
  ratings: z.array(rating),
  deferredUntilInstant: moment.optional(),
  hold: z
    .object({
      reason: z.string(),
      sinceInstant: moment,
      reviewOnInstant: moment.optional(),
      reviewPassedInstant: moment.optional(),
    })
    .optional(),
  disputes: z.array(
    z.object({
      reviewId: z.string(),
      seatId: z.string(),
      decisionNumber: z.int(),
      statement: z.string(),
      atInstant: moment,
    }),
  ),
  closure: z
    .object({
      outcome: z.enum(['completed', 'closedEarly', 'withdrawn']),
      reason: z.string().optional(),
      report: z.string().optional(),
      atInstant: moment.optional(),
    })
    .optional(),
  cohortIds: z.array(z.string()),
  openCohortIds: z.array(z.string()),
  trancheIds: z.array(z.string()),
  liveTrancheIds: z.array(z.string()),
  deadlines: z.array(deadline),
  reminders: z
    .array(z.object({ reminderId: z.string(), atInstant: moment, personId: z.string(), about: z.string() }))
    .default([])
    .describe('Asked for when the record began; those still ahead have a deadline'),
  importedRowSha256: z.string().optional(),
})

const circulation = z.object({
  circulationId: z.string(),
  number: z.int().describe('Its place among the initiative’s batches, counted from 1'),
  stage: stageId,
  priority: z.int(),
  title: z.string(),
  papers: z
    .array(z.object({ evidenceId: z.string(), fromEdition: z.int(), paper: paperRef }))
    .describe('Each paper as it stood from an edition on; replacing one begins the next edition'),
  stakeholders: z.array(stakeholder),
  asks: z.string().describe('What feedback is asked for'),
  openedInstant: moment,
  commentByInstant: moment,
  answerByInstant: moment,
  edition: z.int(),
  comments: z.array(
    z.object({
      number: z.int(),
      stakeholderId: z.string(),
      edition: z.int().describe('The edition of the papers it is on'),
      evidenceId: z.string().optional().describe('The paper it is on; absent where it is on all of them'),
      where: z.string().optional(),
      text: z.string().optional().describe('Absent once it has left the state; the history keeps it'),
      atInstant: moment,
      answered: z
        .object({ outcome: z.enum(['changed', 'notChanged']), answer: z.string().optional(), atInstant: moment })
        .optional(),
    }),
  ),
  noComments: z.record(z.string(), moment).describe('Who said that they have no comment, and when'),
  deadlines: z.array(deadline),
  remindersSent: z.int(),
  heldSinceInstant: moment.optional(),
  wereDueInstant: moment.optional().describe('When comments were due, once that has passed'),
  answersWereDueInstant: moment.optional(),
  closed: z.object({ atInstant: moment, reason: z.string().optional() }).optional(),
  inAuditOnly: z
    .object({ stakeholders: z.int(), comments: z.int(), changed: z.int(), noComments: z.int() })
    .optional()
    .describe('All that is left here of an old circulation; the history keeps the rest'),
})

const consultation = z.object({
  cohortId: z.string(),
  title: z.string(),
  openedOn: z.string(),
  openedInstant: moment,
  minimumEndsInstant: moment,
  deadlines: z.array(deadline),
  summary: z.string().optional(),
  closedInstant: moment.optional(),
})

const rollOut = z.object({
  trancheId: z.string(),
  title: z.string(),
  plannedFor: reportedDate.optional(),
  earlierDates: z.array(z.object({ plannedFor: reportedDate.optional(), reason: z.string(), atInstant: moment })),
  readiness: z.object({ statement: z.string(), atInstant: moment }).optional(),
  liveSinceInstant: moment.optional(),
  interimSinceInstant: moment.optional(),
})

/** An initiative with everything it opened, as it stands in the record. */
export const caseState = named(
  'CaseState',
  z.object({
    initiative: machine(named('Initiative', initiative)),
    reviews: z.record(z.string(), machine(named('Review', review))),
    consultations: z.record(z.string(), machine(named('Consultation', consultation))),
    rollOuts: z.record(z.string(), machine(named('RollOut', rollOut))),
    circulations: z
      .record(z.string(), machine(named('Circulation', circulation)))
      .optional()
      .describe('Absent until papers are first circulated'),
  }),
)
