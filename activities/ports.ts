import type { Recording } from '../workflows/messages.ts'

/**
 * The activities an initiative's workflow starts. Each is safe to repeat. `record` is retried until it succeeds; the others have an
 * overall limit, after which the workflow records that they gave up.
 */
export type InitiativeActivities = {
  /**
   * In one transaction: the audit entries that continue the stored chain, the read model guarded by version, and the outbox mails
   * that follow from the entries (receipts). Repeating it changes nothing.
   * @throws ApplicationFailure `ChainBroken` when an entry contradicts the stored one of the same number: an alarm, nothing overwritten.
   */
  record(recording: Recording): Promise<void>
  /** Writes one outbox mail for each seat of a review that has not decided; a repeat finds the rows it wrote. */
  askBoard(asking: Asking): Promise<void>
  /** Likewise for reminder `number` (1, 2, …) to the seats that have not decided. */
  remindBoard(asking: Asking & { number: number }): Promise<void>
  /** Tells the board's secretary and the PMO that the decision is overdue. */
  escalate(asking: Asking): Promise<void>
}

/** Which review, with everything its mails say: frozen terms and words travel with it, nothing is looked up later. */
export type Asking = { initiativeId: string; reviewId: string }
