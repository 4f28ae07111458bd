import type { PayloadCodec } from '@temporalio/common'
import type { Ports } from '../activities/ports.ts'
import type { CommandName, CommandPayload } from '../machines/commands.ts'
import type { Ballot } from '../machines/review.ts'
import type { Actor } from '../machines/vocabulary/people.ts'

/** What came of something a person asked for. A refusal is an answer, never a fault. */
export type Asked =
  | { kind: 'recorded' | 'alreadyRecorded'; sequence: number; atInstant: number; ballot?: Ballot }
  | { kind: 'refused'; type: string; reason: string }
  /** The record did not answer in time: press again, the same press later shows what was recorded. */
  | { kind: 'notConfirmed'; reason: string }
  | { kind: 'unknownInitiative' }
  | { kind: 'keyReused' }

/** The door to the workflows: one update a command, one Temporal connection a process. */
export type Cases = {
  /** Starts an initiative's workflow and begins its record; repeating it with the same key is harmless. */
  begin(creation: CommandPayload<'create'>, by: Actor, idempotencyKey: string): Promise<Asked>
  /** Any other command. `idempotencyKey` makes a repeat harmless. */
  command<Name extends Exclude<CommandName, 'create' | 'castVote'>>(
    name: Name,
    initiativeId: string,
    payload: CommandPayload<Name>,
    by: Actor,
    idempotencyKey: string,
  ): Promise<Asked>
  /** A member's decision: the update id is made of review, seat and the form's nonce. */
  castVote(initiativeId: string, vote: CommandPayload<'castVote'>, by: Actor, formNonce: string): Promise<Asked>
  /** Whether Temporal answers now. */
  reachable(): Promise<boolean>
}

/** How often decision links may be used, before 429 is answered (reliability rule 21). */
export type LinkLimits = {
  /** Pages and papers, for each token. */
  getsPerMinute: number
  /** Forms, for each token. The same form again is not a new one. */
  postsPerMinute: number
  /** Unknown tokens, for each address. Real ones never count: a whole force may sit behind one address. */
  unknownPerHour: number
  /** Questions to the board's secretary, for each seat and review. */
  questionsPerHour: number
  /** One-time codes, for each seat and review. */
  codesPerHour: number
}

/** What the API is made of: every route takes what it needs from here, so that tests can pass real or chosen parts. */
export type ApiParts = Ports & {
  cases: Cases
  /** `http://127.0.0.1:3000`: the fixed host of every link; never taken from a Host header. */
  publicUrl: string
  /** Seals decision forms; from the key file in the data folder. */
  formKey: Uint8Array
  /** The least time between a form's page and its POST (reliability rule 16); 0 in the benchmark. */
  dwellMilliseconds: number
  clock: () => number
  /** Domains a person's address may be at (MAIL_DOMAINS); any when absent. */
  mailDomains?: readonly string[]
  /** How payloads are read for Temporal's own UI, and the origin of that UI; nobody is shown any when absent. */
  payloads?: { codec: PayloadCodec; askedFrom: string }
  /** Limits on the use of decision links; what is left out is as `usualLinkLimits` has it. */
  linkLimits?: Partial<LinkLimits>
  /** Where the development mailbox and Temporal's own UI are, for the footer of development pages. */
  developmentLinks: { mailbox?: string; temporal?: string }
}
