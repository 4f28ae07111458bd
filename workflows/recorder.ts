import { utf8ToBytes } from '@noble/hashes/utils.js'
import { condition, proxyActivities } from '@temporalio/workflow'
import type { AuditEntry } from '../machines/audit-entry.ts'
import type { StoredCase } from '../machines/case-file.ts'
import type { InitiativeActivities } from '../activities/ports.ts'
import { sealEntry, type ChainHead } from './chain.ts'

/** Retried until it succeeds: while PostgreSQL is away, decisions wait in the workflow's history. */
const { record } = proxyActivities<Pick<InitiativeActivities, 'record'>>({
  startToCloseTimeout: '10 seconds',
  retry: { initialInterval: '200 milliseconds', backoffCoefficient: 2, maximumInterval: '10 seconds' },
})

/** Beyond these the record is behind, and further commands are refused until it has caught up (design, "How a change reaches the record"). */
const unrecordedLimit = { entries: 200, bytes: 128 * 1024 }

type Unrecorded = { entry: AuditEntry; bytes: number }
type State = { state: StoredCase; stateHash: string }

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
  private stateWanted = false

  constructor(initiativeId: string, head: ChainHead) {
    this.initiativeId = initiativeId
    this.head = head
    this.recordedSequence = head.sequence
  }

  /** Numbers and chains an entry and sets about storing it. Answers with the sealed entry. */
  add(entry: Omit<AuditEntry, 'sequence' | 'previousHash' | 'hash' | 'stateHash'>, state: State): AuditEntry {
    const sealed = sealEntry(this.head, { ...entry, stateHash: state.stateHash })
    this.head = { sequence: sealed.sequence, hash: sealed.hash }
    this.unrecorded.push({ entry: sealed, bytes: utf8ToBytes(JSON.stringify(sealed)).length })
    this.newest = state
    void this.store()
    return sealed
  }

  /** Hands over the newest state again, without entries: for a read model that fell behind. */
  async again(state: State) {
    this.newest = state
    this.stateWanted = true
    void this.store()
    await condition(() => !this.storing)
  }

  chainHead(): ChainHead {
    return this.head
  }

  unrecordedCount(): number {
    return this.unrecorded.length
  }

  isBehind(): boolean {
    const bytes = this.unrecorded.reduce((total, each) => total + each.bytes, 0)
    return this.unrecorded.length >= unrecordedLimit.entries || bytes >= unrecordedLimit.bytes
  }

  isCaughtUp(): boolean {
    return this.unrecorded.length === 0 && !this.storing
  }

  /** Resolves once the entry of this number can be read. */
  async recorded(sequence: number) {
    await condition(() => this.recordedSequence >= sequence)
  }

  private async store() {
    if (this.storing) return
    this.storing = true
    while (this.newest && (this.unrecorded.length > 0 || this.stateWanted)) {
      const entries = this.unrecorded.map(({ entry }) => entry)
      this.stateWanted = false
      await record({
        initiativeId: this.initiativeId,
        entries,
        version: this.head.sequence,
        headHash: this.head.hash,
        ...this.newest,
      })
      this.unrecorded = this.unrecorded.slice(entries.length)
      this.recordedSequence = Math.max(this.recordedSequence, entries.at(-1)?.sequence ?? 0)
    }
    this.storing = false
  }
}
