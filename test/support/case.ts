import type { CommandPayload } from '../../machines/commands.ts'
import { creation } from '../../machines/vocabulary/creation.ts'
import type { BoardTerms, DecisionRule } from '../../machines/vocabulary/board.ts'
import { stageId } from '../../machines/vocabulary/facts.ts'
import type { Actor } from '../../machines/vocabulary/people.ts'
import { governancePlan, type GovernancePlan } from '../../machines/vocabulary/plan.ts'
import type { Choice, Proposal } from '../../machines/vocabulary/submission.ts'

/** The change team, acting through the API. */
export const changeTeam: Actor = { kind: 'person', role: 'change team', channel: 'api' }

/** The holder of a seat, acting through the link in their email. */
export const memberHolding = (holderId: string): Actor => ({
  kind: 'member',
  role: 'Chief Constable',
  personId: holderId,
  channel: 'emailLink',
  assurance: 'A',
  tokenId: `link-of-${holderId}`,
})

/** A board of three with a quorum of two, whose plan is the same at every gate unless a test says otherwise. */
export const aPlan = (overrides: { [Key in keyof GovernancePlan]?: unknown } = {}): GovernancePlan =>
  governancePlan.parse({
    id: 'plan',
    version: 1,
    title: 'Plan of the three chiefs',
    kind: 'statutory',
    gates: Object.fromEntries(
      stageId.options.map((stage) => [stage, { boards: [{ board: 'chiefs', decideWithin: 'P10D' }] }]),
    ),
    ...overrides,
  })

/** An initiative of Kent and Essex about to enter its outline business case. */
export const anInitiative = (
  overrides: { [Key in keyof CommandPayload<'create'>]?: unknown } = {},
): CommandPayload<'create'> =>
  creation.parse({
    initiativeId: 'vetting',
    title: '7F Vetting',
    reference: '7F-VET',
    organisations: [
      { organisationId: 'kent', name: 'Kent Police' },
      { organisationId: 'essex', name: 'Essex Police' },
    ],
    plan: aPlan(),
    entry: { stage: 'outlineBusinessCase', provenance: { certainty: 'recorded' } },
    ...overrides,
  })

export const seatIds = ['kent', 'essex', 'norfolk'] as const
export type SeatId = (typeof seatIds)[number]

/** The board of three: two must agree, one refusal sends the papers back. */
export const theChiefs = (overrides: Partial<BoardTerms> & { rule?: DecisionRule } = {}): BoardTerms => ({
  boardId: 'chiefs',
  name: 'Chief Constables',
  termsVersion: 1,
  ask: 'decide',
  rule: { kind: 'nOfM', approvals: 2, refusal: 'ends' },
  seats: seatIds.map((seatId) => ({
    seatId,
    title: `Chief Constable, ${seatId[0]?.toUpperCase()}${seatId.slice(1)}`,
    organisationIds: [seatId],
    holderId: `chief-constable-${seatId}`,
    chair: seatId === 'kent',
  })),
  decideByInstant: 4_000_000_000_000,
  reminderInstants: [],
  ...overrides,
})

/** Papers that ask a board to decide, unless a test says otherwise. */
export const aProposal = (overrides: Partial<Proposal> = {}): Proposal => ({
  ask: 'decide',
  asks: 'approve the business case for a single vetting unit',
  authorises: 'work on the next stage',
  risks: [],
  ...overrides,
})

/** One member's vote on a review. */
export const aVote = (
  seatId: string,
  choice: Choice = 'approve',
  overrides: Partial<CommandPayload<'castVote'>> = {},
): CommandPayload<'castVote'> => ({
  reviewId: 's1b1',
  seatId,
  holderId: `chief-constable-${seatId}`,
  decisionNumber: 0,
  choice,
  points: [],
  conditions: [],
  ...(choice === 'approve' ? {} : { reason: 'The savings are not shown by force.' }),
  ...overrides,
})
