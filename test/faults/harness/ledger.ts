import { appendFileSync } from 'node:fs'

/** What somebody outside means to happen once. */
export type Intent = {
  initiativeId: string
  /** In words, one of its kind: `submit #4`, `s4b1 kent`. */
  act: string
} & (
  | { kind: 'command'; updateId: string }
  | { kind: 'decision'; reviewId: string; seatId: string; choice: 'approve' | 'sendBack' }
  /** Whoever was in the chair confirms what was recorded of the meeting. */
  | { kind: 'confirmation'; reviewId: string }
)

/** What one press came to for the person who pressed. Unknown: no answer, or one that promises nothing. */
export type Outcome = 'confirmed' | 'unknown' | 'refused'

/** An intent and what became of it, as far as people were told. */
export type Promised = {
  intent: Intent
  presses: number
  confirmed: number
  refused: number
  /** The entry's number, where an answer named it: it must stay that one. */
  sequences: number[]
}

/** What people were told, kept outside the system: in memory and, a line a press, in a file no part knows. */
export type Ledger = {
  pressed(
    intent: Intent,
    outcome: Outcome,
    about?: { status?: number | undefined; sequence?: number | undefined; words?: string | undefined },
  ): void
  promised(): Promised[]
  /** Presses by what they came to. */
  counts(): Record<Outcome, number>
  /** Answers that blame the server although nothing was wrong with what was asked, by status and words. */
  faults(): Map<string, number>
}

export const createLedger = (file?: string): Ledger => {
  const known = new Map<string, Promised>()
  const counts: Record<Outcome, number> = { confirmed: 0, unknown: 0, refused: 0 }
  const faults = new Map<string, number>()
  return {
    pressed: (intent, outcome, { status, sequence, words } = {}) => {
      const key = `${intent.initiativeId} ${intent.act}`
      const promised = known.get(key) ?? { intent, presses: 0, confirmed: 0, refused: 0, sequences: [] }
      known.set(key, promised)
      promised.presses += 1
      if (outcome === 'confirmed') promised.confirmed += 1
      if (outcome === 'refused') promised.refused += 1
      if (sequence !== undefined && !promised.sequences.includes(sequence)) promised.sequences.push(sequence)
      counts[outcome] += 1
      if (status === 500) {
        const fault = `${status} to ${intent.act.split(' ')[0]}: ${(words ?? '').replace(/\s+/g, ' ').slice(0, 100)}`
        faults.set(fault, (faults.get(fault) ?? 0) + 1)
      }
      if (file) {
        const line = { atInstant: Date.now(), ...intent, outcome, status, sequence }
        appendFileSync(file, `${JSON.stringify(line)}\n`)
      }
    },
    promised: () => [...known.values()],
    counts: () => ({ ...counts }),
    faults: () => faults,
  }
}
