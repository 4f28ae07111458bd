import type { FactOf } from '../commands.ts'
import { betweenGatesId, boardsAsked } from './boards.ts'
import type { InitiativeContext } from './context.ts'
import { certaintyUnder, currentStage } from './progress.ts'
import { outliving } from './reminders.ts'

/** The papers put to the boards of the stage, or to one between gates. */
export const papersPut = (
  initiative: InitiativeContext,
  { proposal, boards, papers, betweenGates, atInstant }: FactOf<'submit'>,
): Partial<InitiativeContext> => {
  const stage = currentStage(initiative)
  if (!stage) return {}
  const put = {
    stage,
    round: initiative.stages[stage].round,
    proposal,
    boards,
    certainty: certaintyUnder(initiative.plan),
    submittedInstant: atInstant,
  }
  if (betweenGates) {
    const betweenGatesCount = (initiative.betweenGatesCount ?? 0) + 1
    const submission = { ...put, submissionId: betweenGatesId(betweenGatesCount), papers: papers ?? [] }
    return { betweenGates: [...(initiative.betweenGates ?? []), submission], betweenGatesCount }
  }
  const submissionCount = initiative.submissionCount + 1
  return {
    submission: {
      ...put,
      submissionId: `s${submissionCount}`,
      papers: Object.values(initiative.evidence[stage] ?? {}),
    },
    submissionCount,
    boardPosition: 0,
    stages: {
      ...initiative.stages,
      [stage]: { ...initiative.stages[stage], round: initiative.stages[stage].round + 1 },
    },
    sinceInstant: atInstant,
    deadlines: outliving(initiative.deadlines),
    deferredUntilInstant: undefined,
  }
}

/** Another board is asked at the same time as those already asked about the papers. */
export const boardAdded = (
  initiative: InitiativeContext,
  { terms }: FactOf<'addBoard'>,
): Partial<InitiativeContext> => {
  const { submission, boardPosition } = initiative
  if (!submission) return {}
  const next = boardPosition + boardsAsked(initiative).length
  return { submission: { ...submission, boards: submission.boards.toSpliced(next, 0, { ...terms, together: true }) } }
}
