import * as z from 'zod'
import { ask, decisionRule, escalationTo } from './board.ts'
import { stageId } from './facts.ts'
import { assurance } from './people.ts'
import { marking } from './submission.ts'
import { identifier, isoDuration, line, passage } from './text.ts'

/** One board at a gate: what it is asked, by which rule when not its own, how long it has and when it is reminded. */
export const gateBoard = z
  .strictObject({
    board: identifier,
    ask: ask.default('decide'),
    /** Asked at the same time as the board before it. Where one of such boards does not agree, the others' decisions end with it. */
    together: z.boolean().optional(),
    /**
     * Asks only the seats of organisations that agreed at the boards before: a force recommends at one board and confirms with its
     * commissioner later. Those given more time, and those who did not agree, hold up nobody meanwhile.
     */
    only: z.literal('thoseWhoAgreed').optional(),
    /** Overrides the board's own rule; say why in `ruleNote`. */
    rule: decisionRule.optional(),
    ruleNote: line.optional(),
    /** It decides at its next meeting whose papers are still due; in place of `decideWithin`. */
    at: z.literal('meeting').optional(),
    decideWithin: isoDuration.optional(),
    /** Whole days in `decideWithin` and `reminders` are counted in working days, those of every organisation asked, or as calendar days. */
    days: z.enum(['working', 'calendar']).default('working'),
    /** How long before the decision is due each reminder goes out. */
    reminders: z.array(isoDuration).max(10).default([]),
    /** B: its members decide with a one-time code besides the link in the email. A when left out. */
    assurance: assurance.optional(),
    /**
     * Who is told next, and how long after the decision was due; the secretary is told when it falls due, a working day before chair or
     * PMO can be. Nothing is ever approved by it: it stays open.
     */
    escalations: z
      .array(
        z
          .strictObject({ to: escalationTo, after: isoDuration })
          .refine(
            ({ to, after }) => to === 'deputy' || /^P(?!0)\d+[DW]/.test(after),
            'must tell the chair and the PMO at least a working day (P1D) after the secretary',
          ),
      )
      .max(6)
      .optional(),
  })
  .refine(({ at, decideWithin }) => (at === undefined) !== (decideWithin === undefined), {
    path: ['decideWithin'],
    error: 'must say how long the board has; or else at: meeting, and then no time',
  })
export type GateBoard = z.infer<typeof gateBoard>

export const evidenceItem = z.strictObject({ id: identifier, title: line })
export type EvidenceItem = z.infer<typeof evidenceItem>

/** What one gate needs before it can be passed. Boards are asked in the order they stand. */
export const gate = z.strictObject({
  boards: z.array(gateBoard).max(8).default([]),
  evidence: z.array(evidenceItem).max(30).default([]),
  consultation: z.strictObject({ minimumPeriod: isoDuration, basis: passage }).optional(),
})
export type Gate = z.infer<typeof gate>

/** Which boards decide at which gate, by what rule and by when. Versioned; pinned by an initiative when it starts. */
export const governancePlan = z.strictObject({
  id: identifier,
  version: z.int().min(1),
  title: line,
  /** A rehearsal plan's decisions are tagged as rehearsed on every page. */
  kind: z.enum(['statutory', 'rehearsal']),
  note: passage.optional(),
  /** The highest marking of a paper that the link in an email opens by itself; above it a one-time code is asked for. OFFICIAL when left out. */
  bareLinkMarking: marking.optional(),
  gates: z.record(stageId, gate),
  /** Boards that may be asked between gates: for an update to note, a new baseline, an exception. The stage does not move. */
  betweenGates: z.array(gateBoard).max(8).optional(),
})
export type GovernancePlan = z.infer<typeof governancePlan>
