import { CancellationScope, proxyActivities } from '@temporalio/workflow'
import type { AuditEntry } from '../machines/audit-entry.ts'
import type { StoredCase } from '../machines/case-file.ts'
import type { InitiativeActivities } from '../activities/ports.ts'
import { byteCountOf, sealEntry, type ChainHead } from './chain.ts'

/** Retried until it succeeds: while PostgreSQL is away, decisions wait in the workflow's history. */
const { record } = proxyActivities<Pick<InitiativeActivities, 'record'>>({
  startToCloseTimeout: '10 seconds',
  retry: { initialInterval: '200 milliseconds', backoffCoefficient: 2, maximumInterval: '10 seconds' },
})

/** Beyond these the record is behind, and further commands are refused until it has caught up (design, "How a change reaches the record"). */
const unrecordedLimit = { entries: 200, bytes: 128 * 1024 }

/** A record that has not answered for so long is taken to be away. */
const awayAfterMilliseconds = 5_000

type Unrecorded = { entry: AuditEntry; byteCount: number }
type State = { state: StoredCase; stateHash: string }
type Waiting = { until: () => boolean; resolve: () => void }

/**
 * The one writer of an initiative's record. Entries are numbered and chained here; one `record` activity at a time stores whatever
 * is not yet stored, with the newest full state.
 */
export class Recorder {
  private readonly initiativeId: string
  private head: ChainHead
  private recordedSequence: number
  private unrecorded: Unrecorded[] = []
  private newest: State | undefined
  private storing = false
  private handedOverInstant = 0
  private stateWanted = false
  private waiting: Waiting[] = []

  constructor(initiativeId: string, head: ChainHead) {
    this.initiativeId = initiativeId
    this.head = head
    this.recordedSequence = head.sequence
  }

  /** Numbers and chains an entry, to be stored at the next `handOver`. Answers with the sealed entry. */
  add(entry: Omit<AuditEntry, 'sequence' | 'previousHash' | 'hash' | 'stateHash'>, state: State): AuditEntry {
    const sealed = sealEntry(this.head, { ...entry, stateHash: state.stateHash })
    this.head = { sequence: sealed.sequence, hash: sealed.hash }
    this.unrecorded.push({ entry: sealed, byteCount: byteCountOf(sealed) })
    this.newest = state
    return sealed
  }

  /** Hands over the newest state again, without entries: for a read model that fell behind. */
  async again(state: State) {
    this.newest = state
    this.stateWanted = true
    this.handOver()
    await this.when(() => !this.storing)
  }

  chainHead(): ChainHead {
    return this.head
  }

  unrecordedCount(): number {
    return this.unrecorded.length
  }

  isBehind(): boolean {
    const byteCount = this.unrecorded.reduce((total, each) => total + each.byteCount, 0)
    return this.unrecorded.length >= unrecordedLimit.entries || byteCount >= unrecordedLimit.bytes
  }

  isCaughtUp(): boolean {
    return this.unrecorded.length === 0 && !this.storing
  }

  /** Whether what was handed over last has not been stored for longer than a record takes that is there. */
  isKeptWaiting(nowInstant: number): boolean {
    return this.storing && nowInstant - this.handedOverInstant > awayAfterMilliseconds
  }

  /** Resolves once the entry of this number can be read. */
  recorded(sequence: number): Promise<void> {
    return this.when(() => this.recordedSequence >= sequence)
  }

  /** A plain promise: Temporal's `condition` would be asked again at every wake of every decision that waits. */
  private async when(until: () => boolean): Promise<void> {
    if (!until()) await new Promise<void>((resolve) => this.waiting.push({ until, resolve }))
  }

  /**
   * Sets about storing everything added since. It is called once all that follows at once from an act is added, and never put off to
   * a later turn: what Temporal is asked must come in the same order when an act finds its initiative asleep and when it wakes with it.
   */
  handOver() {
    if (!this.storing && (this.unrecorded.length > 0 || this.stateWanted)) void this.store()
  }

  private async store() {
    this.storing = true
    while (this.newest && (this.unrecorded.length > 0 || this.stateWanted)) {
      const handedOver = [...this.unrecorded]
      const { newest, head } = this
      this.stateWanted = false
      this.handedOverInstant = Date.now()
      // A request to cancel the workflow cancels no record.
      await CancellationScope.nonCancellable(() =>
        record({
          initiativeId: this.initiativeId,
          entries: handedOver.map(({ entry }) => entry),
          version: head.sequence,
          headHash: head.hash,
          ...newest,
        }),
      )
      this.unrecorded = this.unrecorded.slice(handedOver.length)
      this.recordedSequence = Math.max(this.recordedSequence, handedOver.at(-1)?.entry.sequence ?? 0)
      this.tell()
    }
    this.storing = false
    this.tell()
  }

  private tell() {
    const { waiting } = this
    this.waiting = waiting.filter(({ until }) => !until())
    for (const { until, resolve } of waiting) if (until()) resolve()
  }
}
