import * as z from 'zod'
import { evidenceItem } from '../../machines/vocabulary/plan.ts'
import { rating, stageId } from '../../machines/vocabulary/facts.ts'
import { actor, organisationRef } from '../../machines/vocabulary/people.ts'
import { marking } from '../../machines/vocabulary/submission.ts'
import { needKinds } from '../present/needs-action.ts'
import { caseState, condition, point } from './case.ts'
import { moment, named } from './named.ts'

/** Whom an initiative waits for, for what, since when, due when: the same answer pages and reminders give. */
export const waitingFor = named(
  'WaitingFor',
  z.object({
    whom: z.object({
      kind: z.enum(['member', 'stakeholder', 'changeTeam', 'pmo', 'outside', 'clock', 'sponsor', 'owner', 'secretary']),
      title: z.string(),
      personId: z.string().optional(),
      seatId: z.string().optional(),
    }),
    what: z.string(),
    sinceInstant: moment.optional(),
    sinceSaid: z.string().optional().describe('The date of the source, in its words, where no moment is known'),
    dueInstant: moment.optional(),
    overdue: z.boolean(),
    reviewId: z.string().optional(),
    circulationId: z.string().optional(),
    conditionId: z.string().optional(),
    hardDateId: z.string().optional(),
    partyId: z.string().optional(),
    problem: z.string().optional().describe('Why it cannot arrive by itself'),
  }),
)

const standing = {
  initiativeId: z.string(),
  version: z.int().describe('The number of the last entry in its record'),
  recordedInstant: moment,
  waitingFor: z.array(waitingFor),
}

const needOfAction = named(
  'NeedOfAction',
  z.object({
    kind: z.enum(needKinds),
    sentence: z.string().describe('What is wrong, whom it waits for and since when, as the portfolio page says it'),
    daysLate: z.int().describe('Working days late; 0 where lateness is not what is wrong'),
    next: z.string().describe('What happens next by itself, and when'),
  }),
)

export const portfolioRow = named(
  'PortfolioRow',
  z.object({
    ...standing,
    title: z.string(),
    reference: z.string(),
    marking,
    programme: z.object({ programmeId: z.string(), name: z.string() }).optional(),
    organisations: z.array(organisationRef),
    stage: stageId.optional().describe('Absent where no source names the stage, and after the last one'),
    status: z.enum(['running', 'onHold', 'completed', 'closedEarly', 'withdrawn']),
    rehearsal: z.boolean().describe('Whether its plan is a rehearsal, so that its decisions are not real'),
    ratings: z.array(rating),
    needsAction: z.array(needOfAction).describe('The worst first'),
  }),
)

export const portfolio = named('Portfolio', z.object({ asAtInstant: moment, initiatives: z.array(portfolioRow) }))

/** What the papers of this stage still need before they can go to the board. */
export const readiness = named(
  'Readiness',
  z.object({
    missingEvidence: z.array(evidenceItem),
    unansweredPoints: z.array(point),
    blockingConditions: z.array(condition),
    stillCirculating: z
      .string()
      .optional()
      .describe('Which papers are still before stakeholders, and which comments are to be answered, in words'),
    stillNeeded: z.string().optional().describe('What the stage itself still asks for, in words'),
  }),
)

export const initiativeView = named(
  'InitiativeView',
  z.object({ ...standing, stateHash: z.string(), headHash: z.string(), readiness, state: caseState }),
)

/** An entry exactly as it was chained: its hash is the SHA-256 of its canonical JSON (RFC 8785) without `hash`. */
export const auditEntry = named(
  'AuditEntry',
  z.object({
    sequence: z.int(),
    previousHash: z.string(),
    hash: z.string(),
    atInstant: moment,
    by: actor,
    updateId: z.string().optional(),
    event: z.looseObject({ type: z.string(), atInstant: moment }).describe('What happened, as it was recorded'),
    paperSha256s: z.array(z.string()).optional().describe('The papers sent, or those a decision was made on'),
    asked: z
      .array(
        z.object({
          reviewId: z.string(),
          submissionId: z.string(),
          seats: z.array(z.object({ seatId: z.string(), holderId: z.string() })),
        }),
      )
      .optional()
      .describe('The boards asked from this entry on, seat by seat'),
    stateHash: z.string(),
  }),
)

export const history = named('History', z.object({ initiativeId: z.string(), entries: z.array(auditEntry) }))
