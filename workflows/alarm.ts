import { CancellationScope, isCancellation, sleep } from '@temporalio/workflow'

/**
 * At most one durable timer, for the earliest deadline. It is restarted only when the earliest becomes earlier: one that became
 * later rings, is found not due, and is set again. A timer costs two events to start and to end; most deadlines never pass.
 */
export class Alarm {
  private ringsAt: number | undefined
  private scope: CancellationScope | undefined
  private ringing = false

  /** Makes sure it rings at or before this instant; does nothing where it already will. */
  setTo(instant: number | undefined, nowInstant: number) {
    if (instant === undefined || (this.ringsAt !== undefined && this.ringsAt <= instant)) return
    this.scope?.cancel()
    this.ringsAt = instant
    const scope = new CancellationScope()
    this.scope = scope
    void scope.run(() => this.wait(scope, Math.max(1, instant - nowInstant)))
  }

  /** Whether it has rung since it was last asked. */
  rang(): boolean {
    return this.ringing
  }

  /** Takes note of the ring, so that the alarm can be set again. */
  heard() {
    this.ringing = false
  }

  private async wait(scope: CancellationScope, milliseconds: number) {
    try {
      await sleep(milliseconds)
    } catch (error) {
      if (isCancellation(error)) return
      throw error
    }
    if (this.scope !== scope) return
    this.ringsAt = undefined
    this.ringing = true
  }
}
