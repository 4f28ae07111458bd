import { defineSearchAttributeKey, type SearchAttributePair } from '@temporalio/common'
import { defineQuery, defineUpdate } from '@temporalio/workflow'
import { commands, type CommandName, type CommandPayload } from '../machines/commands.ts'
import type { AuditEntry } from '../machines/audit-entry.ts'
import type { StoredCase } from '../machines/case-file.ts'
import type { Ballot } from '../machines/review.ts'
import type { Actor } from '../machines/vocabulary/people.ts'

/** The workflow's type name. */
export const initiativeWorkflowType = 'initiative'

/** What the workflow starts with. `carried` is what the run before handed on; `limits` are when a run hands itself on. */
export type InitiativeStart = {
  initiativeId: string
  carried?: unknown
  limits?: { updates: number; events: number; days: number }
}

/** Where an initiative is, from closed lists: what Temporal's own list can search for (decision 6). */
export type Whereabouts = { stage: string; status: string }

export const stageAttribute = defineSearchAttributeKey('GatehouseStage', 'KEYWORD')
export const statusAttribute = defineSearchAttributeKey('GatehouseStatus', 'KEYWORD')

/** Whereabouts as the search attributes of a workflow. */
export const searchAttributesOf = ({ stage, status }: Whereabouts): SearchAttributePair[] => [
  { key: stageAttribute, value: stage },
  { key: statusAttribute, value: status },
]

/** Where an initiative begins: given to Temporal with its start, because writing it later is one event more. */
export const beginsAt = ({ entry }: CommandPayload<'create'>): Whereabouts => ({
  stage: entry.stage ?? 'none',
  status: 'running',
})

/** What every command carries besides its own words: who, and an id that makes a repeat harmless (also the update's id). */
export type Asked<Name extends CommandName> = { payload: CommandPayload<Name>; by: Actor; updateId: string }

/** One command's whole size; a longer one could end the workflow, so it is refused (reliability rule 3). */
export const updateLimitBytes = 32 * 1024

/**
 * The answer to a command, given only once its entry is in the record. `commandSha256` is the hash of the payload that counted:
 * where it differs from the one sent, the idempotency key had been used for something else (Temporal itself answers a repeated id).
 */
export type Answer = {
  kind: 'recorded' | 'alreadyRecorded'
  /** The entry's number in the initiative's record. */
  sequence: number
  atInstant: number
  commandSha256: string
  /** For a decision: the seat's recorded choice, whichever press it came from. */
  ballot?: Ballot
}

/** The update of a command, under the command's own name. */
export const commandUpdate = <Name extends CommandName>(name: Name) => defineUpdate<Answer, [Asked<Name>]>(name)

export const commandNames = Object.keys(commands).filter((name): name is CommandName => name in commands)

/** The state as the record would store it, to compare with what is stored. */
export type CurrentState = {
  state: StoredCase
  stateHash: string
  version: number
  headHash: string
  unrecordedCount: number
}
export const currentState = defineQuery<CurrentState>('currentState')

/** Asks the workflow to hand its newest state to the record again: the reconciler's and the rebuild's door. */
export const recordAgain = defineUpdate<{ version: number }>('recordAgain')

/**
 * What the workflow's one recorder hands over: entries that continue the stored chain, and the newest full state.
 * `version` is the number of the last entry; the read model only ever moves forward by it.
 */
export type Recording = {
  initiativeId: string
  entries: AuditEntry[]
  version: number
  headHash: string
  stateHash: string
  state: StoredCase
}
