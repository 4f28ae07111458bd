import * as z from 'zod'
import { identifier, line, text } from './text.ts'

/** A body that takes part: a force, a commissioner, a fire service, a council. */
export const organisationRef = z.strictObject({ organisationId: identifier, name: line })
export type OrganisationRef = z.infer<typeof organisationRef>

/** Somebody by role, "Chief Constable, Kent"; `personId` where the person's address is on file. */
export const roleHolder = z.strictObject({ title: line, personId: identifier.optional() })
export type RoleHolder = z.infer<typeof roleHolder>

/** Somebody outside the boards whose comment on papers is asked for, by link; the address is the one on file. */
export const stakeholder = z.strictObject({ personId: identifier, title: line, organisation: line })
export type Stakeholder = z.infer<typeof stakeholder>

/**
 * How it is known that a member is who they are (reliability rule 17). A: the link in the email and a typed answer. B: besides, a
 * one-time code sent to the address on file.
 */
export const assurance = z.enum(['A', 'B'])
export type Assurance = z.infer<typeof assurance>

/**
 * Who acted, in what role and by which channel. A machine's own act is `clock` or `system`, so that it never looks like a person's.
 * `tokenId` names the link, never the token itself.
 */
export const actor = z.strictObject({
  kind: z.enum(['person', 'member', 'stakeholder', 'importer', 'clock', 'system']),
  role: line,
  personId: identifier.optional(),
  channel: z.enum(['api', 'page', 'emailLink', 'import', 'clock', 'system']),
  assurance: assurance.optional(),
  tokenId: text(64).optional(),
})
export type Actor = z.infer<typeof actor>

/** The clock, when a deadline passes. */
export const theClock: Actor = { kind: 'clock', role: 'the clock', channel: 'clock' }

/** Gatehouse itself, when an effect ends or fails. */
export const theSystem: Actor = { kind: 'system', role: 'Gatehouse', channel: 'system' }
