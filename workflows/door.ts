import * as z from 'zod'
import { commands, type CommandName } from '../machines/commands.ts'
import { refusal, type Refusal } from '../machines/refusal.ts'
import { actor, type Actor } from '../machines/vocabulary/people.ts'
import { text } from '../machines/vocabulary/text.ts'
import { byteCountOf } from './chain.ts'
import { updateLimitBytes } from './messages.ts'

const asked = z.strictObject({ payload: z.unknown(), by: actor, updateId: text(300) })

/**
 * Whoever asks is named, and is never the clock or Gatehouse itself: what those do, no update asks for. But that open reviews follow
 * their boards' terms of reference is seen to by Gatehouse, from outside.
 */
const mayAsk = (name: CommandName, kind: Actor['kind']) =>
  kind !== 'clock' && (kind !== 'system' || name === 'moveSeat')

/**
 * What may be asked by whoever came by a link: a member decides, passes a decision on, answers what was recorded of the room, or says
 * that it was not them; a stakeholder comments. All else is asked by those who prepare and govern the case.
 */
const askedByLink: Partial<Record<Actor['kind'], readonly CommandName[]>> = {
  member: ['castVote', 'moveSeat', 'confirmRoom', 'refuseRoom', 'disputeDecision'],
  stakeholder: ['comment', 'noComment'],
}

const refusedAs = (error: z.ZodError, name: string): Refusal => {
  const [issue] = error.issues
  return refusal('InvalidInput', `${issue?.path.join('.') || name}: ${issue?.message ?? 'not as expected'}`)
}

/**
 * Why what was sent is not even a command, whoever sent it by whatever client; undefined when it is one. Everything that could end
 * up in the record is checked here, because a text that PostgreSQL refuses would hold up an initiative's record for ever.
 * `ownUpdateId` is the id Temporal knows the update by: the ledger, the audit and Temporal must mean the same press.
 */
export const whyNotAsked = (name: CommandName, sent: unknown, ownUpdateId: string | undefined): Refusal | undefined => {
  if (byteCountOf(sent ?? null) > updateLimitBytes)
    return refusal('TooLarge', `What was sent is larger than ${updateLimitBytes / 1024} KB; papers are sent as files.`)
  const read = asked.safeParse(sent)
  if (!read.success) return refusedAs(read.error, 'command')
  if (!mayAsk(name, read.data.by.kind)) return refusal('InvalidInput', 'by: must be a person, a member or an importer')
  if (askedByLink[read.data.by.kind]?.includes(name) === false)
    return refusal('NotByLink', `A ${read.data.by.kind} cannot ask for this by the link they were sent.`)
  if (read.data.updateId !== ownUpdateId)
    return refusal('InvalidInput', 'updateId: must be the id the update itself was sent with')
  const payload = commands[name].payload.safeParse(read.data.payload)
  if (!payload.success) return refusedAs(payload.error, 'payload')
  const { kind, personId } = read.data.by
  if ('holderId' in payload.data && (kind !== 'member' || personId !== payload.data.holderId))
    return refusal('NotTheHolder', 'Only the member who holds a seat can decide for it, and nobody in their name.')
  if ('stakeholderId' in payload.data && (kind !== 'stakeholder' || personId !== payload.data.stakeholderId))
    return refusal('NotTheStakeholder', 'Only the stakeholder asked can comment, and nobody in their name.')
  return undefined
}
