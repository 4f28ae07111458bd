import type { InitiativeContext } from '../initiative/context.ts'
import type { Refusal } from '../refusal.ts'
import type { StageId } from '../vocabulary/facts.ts'

/**
 * One stage of the field: its words, and what sets it apart from the others. Every stage prepares papers, submits them, is
 * reviewed by the boards its governance plan names, and comes to an outcome; a stage adds its own conditions here.
 */
export type Stage = {
  id: StageId
  title: string
  /** What the change team is doing while it prepares: the words of "waiting for". */
  preparing: string
  /** Why the papers may not go out yet, beyond missing evidence, unanswered points and open conditions. */
  whyNotSubmit?: (initiative: InitiativeContext) => Refusal | undefined
  /** What must still happen after the board approved, before the stage is over; undefined when nothing is left. */
  stillToDo?: (initiative: InitiativeContext) => string | undefined
}
