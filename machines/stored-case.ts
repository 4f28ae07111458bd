import { createActor, type AnyStateMachine, type SnapshotFrom } from 'xstate'
import type { CaseFile, StoredCase, StoredMachine } from './case-file.ts'
import { circulationMachine } from './circulation/machine.ts'
import { consultationMachine } from './consultation.ts'
import { initiativeMachine } from './initiative/machine.ts'
import { reviewMachine } from './review-machine.ts'
import { rollOutMachine } from './roll-out.ts'

/** A machine's persisted form: plain JSON, with the history a resume needs (resolveState would forget it). */
const stored = <Context, Live extends StoredMachine<Context>>(
  machine: { getPersistedSnapshot(snapshot: Live): object },
  snapshot: Live & StoredMachine<Context>,
): StoredMachine<Context> => ({
  ...machine.getPersistedSnapshot(snapshot),
  status: snapshot.status,
  value: snapshot.value,
  context: snapshot.context,
})

/** A machine as it was stored. The actor is never started: XState offers no other public door to its restoring of history. */
const restored = <Machine extends AnyStateMachine>(
  machine: Machine,
  from: StoredMachine<unknown>,
): SnapshotFrom<Machine> => {
  const snapshot = {
    historyValue: {},
    children: {},
    ...from,
    status: from.status === 'done' ? ('done' as const) : ('active' as const),
    output: undefined,
    error: undefined,
  }
  return createActor(machine, { snapshot, input: undefined }).getSnapshot()
}

const each = <From, To>(machines: Readonly<Record<string, From>>, change: (from: From) => To): Record<string, To> =>
  Object.fromEntries(Object.entries(machines).map(([id, from]) => [id, change(from)]))

/** A case as plain JSON: what the record stores, pages read and continue-as-new carries. */
export const storeCase = ({ initiative, reviews, consultations, rollOuts, circulations }: CaseFile): StoredCase => ({
  initiative: stored(initiativeMachine, initiative),
  reviews: each(reviews, (review) => stored(reviewMachine, review)),
  consultations: each(consultations, (consultation) => stored(consultationMachine, consultation)),
  rollOuts: each(rollOuts, (rollOut) => stored(rollOutMachine, rollOut)),
  // A state that never circulated papers stays as it was recorded before there were circulations.
  ...(Object.keys(circulations).length > 0
    ? { circulations: each(circulations, (circulation) => stored(circulationMachine, circulation)) }
    : {}),
})

/**
 * A stored case, ready to go on: a held one resumes at the exact place it left.
 * @throws Error when a stored state no longer exists in the machine: a release must migrate it first.
 */
export const restoreCase = ({
  initiative,
  reviews,
  consultations,
  rollOuts,
  circulations = {},
}: StoredCase): CaseFile => ({
  initiative: restored(initiativeMachine, initiative),
  reviews: each(reviews, (review) => restored(reviewMachine, review)),
  consultations: each(consultations, (consultation) => restored(consultationMachine, consultation)),
  rollOuts: each(rollOuts, (rollOut) => restored(rollOutMachine, rollOut)),
  circulations: each(circulations, (circulation) => restored(circulationMachine, circulation)),
})
