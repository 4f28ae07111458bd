import * as z from 'zod'
import type { CommandName } from '../../machines/commands.ts'
import { boardTerms, decisionRule, seat } from '../../machines/vocabulary/board.ts'
import {
  provenance,
  rating,
  reportedDate,
  reportedDecision,
  reportedFact,
  stageId,
} from '../../machines/vocabulary/facts.ts'
import { organisationRef, roleHolder } from '../../machines/vocabulary/people.ts'
import { gate, governancePlan } from '../../machines/vocabulary/plan.ts'
import { choice, conditionWritten, money, paperRef, proposal } from '../../machines/vocabulary/submission.ts'
import { problemBody } from '../problems.ts'

/** Gives a schema its name among the components of the API document. A name is given once. */
export const named = <Schema extends z.ZodType>(id: string, schema: Schema): Schema => {
  z.globalRegistry.add(schema, { ...z.globalRegistry.get(schema), id })
  return schema
}

const vocabulary: Record<string, z.ZodType> = {
  BoardTerms: boardTerms,
  Choice: choice,
  ConditionWritten: conditionWritten,
  DecisionRule: decisionRule,
  Gate: gate,
  GovernancePlan: governancePlan,
  Money: money,
  OrganisationRef: organisationRef,
  PaperRef: paperRef,
  Problem: problemBody,
  Proposal: proposal,
  Provenance: provenance,
  Rating: rating,
  ReportedDate: reportedDate,
  ReportedDecision: reportedDecision,
  ReportedFact: reportedFact,
  RoleHolder: roleHolder,
  Seat: seat,
  StageId: stageId,
}
for (const [id, schema] of Object.entries(vocabulary)) named(id, schema)

/** "dischargeCondition" is sent as a DischargeCondition. */
export const componentOf = (name: CommandName) => `${name.charAt(0).toUpperCase()}${name.slice(1)}`

/** A moment in an answer or a request. */
export const moment = z.int().describe('Milliseconds since 1970 in UTC')

/** What every route may answer with besides what was asked for. */
export const problems = {
  '4xx': {
    description: 'What was asked cannot be done; `detail` says why',
    content: { 'application/problem+json': { schema: problemBody } },
  },
  '5xx': {
    description: 'Gatehouse could not answer, or could not confirm in time; asking again is safe',
    content: { 'application/problem+json': { schema: problemBody } },
  },
}
