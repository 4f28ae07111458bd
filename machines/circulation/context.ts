import type { FactOf } from '../commands.ts'
import type { Deadline } from '../deadlines.ts'
import type { CommentOutcome } from '../vocabulary/circulation.ts'
import type { StageId } from '../vocabulary/facts.ts'
import type { Stakeholder } from '../vocabulary/people.ts'
import type { PaperRef } from '../vocabulary/submission.ts'

/** A paper in circulation, as it stood from an edition on: replacing any paper of the batch begins the next edition. */
export type CirculatedPaper = { evidenceId: string; fromEdition: number; paper: PaperRef }

export type CirculationInput = {
  circulationId: string
  /** Its place among the initiative's batches, counted from 1. */
  number: number
  stage: StageId
  /** 1 is read first. */
  priority: number
  title: string
  papers: CirculatedPaper[]
  stakeholders: Stakeholder[]
  /** What feedback is asked for, word for word. */
  asks: string
  openedInstant: number
  commentByInstant: number
  answerByInstant: number
  reminderInstants: number[]
}

/** One comment of one stakeholder, on the papers as they stood in an edition: on one of them, or on all. */
export type Comment = {
  /** Counted from 1 through the whole batch. */
  number: number
  stakeholderId: string
  edition: number
  evidenceId?: string
  /** Page or paragraph, as the stakeholder gives it. */
  where?: string
  /** Absent once it has left the state; the audit keeps it. */
  text?: string
  atInstant: number
  answered?: { outcome: CommentOutcome; answer?: string; atInstant: number }
}

export type CirculationContext = CirculationInput & {
  edition: number
  comments: Comment[]
  /** Who said that they have no comment, and when. */
  noComments: Record<string, number>
  deadlines: Deadline[]
  remindersSent: number
  heldSinceInstant?: number
  /** When comments were due, once that has passed: a hold may have moved it. */
  wereDueInstant?: number
  /** When answers were due, once that has passed. */
  answersWereDueInstant?: number
  closed?: { atInstant: number; reason?: string }
  /** Set once all but the counts have left the state because it grew large: the rest is in the audit. */
  inAuditOnly?: CirculationCounts
}

/** How many were asked, how many comments they made, how many of them changed the papers, how many people had none. */
export type CirculationCounts = { stakeholders: number; comments: number; changed: number; noComments: number }

export type CirculationEvent =
  | FactOf<'comment'>
  | FactOf<'noComment'>
  | FactOf<'answerComment'>
  | FactOf<'closeCirculation'>
  | { type: 'paperReplaced'; atInstant: number; evidenceId: string; paper: PaperRef }
  | { type: 'deadlinePassed'; atInstant: number; name: string }
  | { type: 'held'; atInstant: number }
  | { type: 'resumed'; atInstant: number }
  | { type: 'initiativeEnded'; atInstant: number }

type Numbered = { context: Pick<CirculationContext, 'number'> }

/** An initiative's circulations in the order they began; a database does not keep the order they were written in. */
export const inOrderBegun = <Circulation extends Numbered>(
  circulations: Readonly<Record<string, Circulation>>,
): Circulation[] => Object.values(circulations).toSorted((a, b) => a.context.number - b.context.number)

/** The stakeholders who have neither commented nor said that they have no comment, in the order they were named. */
export const silentStakeholders = ({
  stakeholders,
  comments,
  noComments,
}: Pick<CirculationContext, 'stakeholders' | 'comments' | 'noComments'>): Stakeholder[] =>
  stakeholders.filter(
    ({ personId }) =>
      !Object.hasOwn(noComments, personId) && !comments.some(({ stakeholderId }) => stakeholderId === personId),
  )

export const unansweredComments = ({ comments }: Pick<CirculationContext, 'comments'>): Comment[] =>
  comments.filter(({ answered }) => !answered)

/** What a circulation came to so far, in numbers. Who commented after saying that they had no comment has commented. */
export const countsOf = ({ stakeholders, comments, noComments, inAuditOnly }: CirculationContext): CirculationCounts =>
  inAuditOnly ?? {
    stakeholders: stakeholders.length,
    comments: comments.length,
    changed: comments.filter(({ answered }) => answered?.outcome === 'changed').length,
    noComments: Object.keys(noComments).filter(
      (personId) => !comments.some(({ stakeholderId }) => stakeholderId === personId),
    ).length,
  }

/** Each paper as it stood in an edition, in the order they were circulated. */
export const papersIn = (
  { papers }: Pick<CirculationContext, 'papers'>,
  edition: number,
): { evidenceId: string; paper: PaperRef }[] => {
  const standing = new Map<string, PaperRef>()
  for (const { evidenceId, fromEdition, paper } of papers) if (fromEdition <= edition) standing.set(evidenceId, paper)
  return [...standing].map(([evidenceId, paper]) => ({ evidenceId, paper }))
}

/** The papers a comment is on, as they stood when it was written. */
export const papersOfComment = (circulation: Pick<CirculationContext, 'papers'>, comment: Comment) =>
  papersIn(circulation, comment.edition).filter(
    ({ evidenceId }) => comment.evidenceId === undefined || comment.evidenceId === evidenceId,
  )

/** When comments are due, or were: it moves with every hold until it has passed. */
export const commentsDueInstantOf = ({ deadlines, wereDueInstant, commentByInstant }: CirculationContext): number =>
  deadlines.find(({ name }) => name === 'comments')?.atInstant ?? wereDueInstant ?? commentByInstant

/** When the comments must be answered, or were to be. */
export const answersDueInstantOf = (context: CirculationContext): number =>
  context.deadlines.find(({ name }) => name === 'answers')?.atInstant ??
  context.answersWereDueInstant ??
  context.answerByInstant
