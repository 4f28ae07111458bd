import type { OutboxMail, RecordedInitiative } from '../../../activities/ports.ts'
import type { AuditEntry } from '../../../machines/audit-entry.ts'
import { openCase, take, type CaseFile } from '../../../machines/case-file.ts'
import type { CaseEvent } from '../../../machines/case-events.ts'
import type { CommandPayload } from '../../../machines/commands.ts'
import { storeCase } from '../../../machines/stored-case.ts'
import { theClock, type Actor } from '../../../machines/vocabulary/people.ts'
import { whyNot } from '../../../machines/why-not.ts'
import { hashOf, noEntries, sealEntry } from '../../../workflows/chain.ts'
import { changeTeam } from '../../support/case.ts'
import { stakeholderNamed } from '../../support/circulation.ts'

/** Monday 14 June 2027, 10am in London: the moment every page of these tests is read. */
export const now = Date.UTC(2027, 5, 14, 9)
export const day = 86_400_000
export const hour = 3_600_000

/** An initiative as a page finds it: its record, its entries and the mails about it. */
export type Told = { recorded: RecordedInitiative; entries: AuditEntry[]; mails: OutboxMail[]; caseFile: CaseFile }

const byOf = (event: CaseEvent): Actor => {
  if (event.type === 'deadlinePassed') return theClock
  if (event.type === 'voteCast')
    return { kind: 'member', role: 'board member', personId: event.holderId, channel: 'emailLink', assurance: 'A' }
  return 'stakeholderId' in event ? stakeholderNamed(event.stakeholderId) : changeTeam
}

/**
 * An initiative that began at `createdInstant` and to which these things happened, in this order.
 * @throws Error when one of them is refused: a story told here must be possible.
 */
export const tell = (
  creation: CommandPayload<'create'>,
  createdInstant: number,
  events: readonly CaseEvent[],
  mails: readonly Partial<OutboxMail>[] = [],
): Told => {
  const importer: Actor = { kind: 'importer', role: 'PMO', channel: 'import' }
  let { caseFile } = openCase({ ...creation, createdInstant })
  const stateHash = () => hashOf(storeCase(caseFile))
  const entries = [
    sealEntry(noEntries, {
      atInstant: createdInstant,
      by: importer,
      event: { type: 'created', atInstant: createdInstant, ...creation },
      stateHash: stateHash(),
    }),
  ]
  for (const event of events) {
    const refused = whyNot(caseFile, event)
    if (refused) throw new Error(`${creation.initiativeId}: ${event.type} is refused: ${refused.reason}`)
    caseFile = take(caseFile, event).caseFile
    const head = entries.at(-1)
    entries.push(
      sealEntry(head ?? noEntries, { atInstant: event.atInstant, by: byOf(event), event, stateHash: stateHash() }),
    )
  }
  const last = entries.at(-1)
  const { initiativeId } = creation
  return {
    caseFile,
    entries,
    recorded: {
      initiativeId,
      version: entries.length,
      state: storeCase(caseFile),
      stateHash: stateHash(),
      headHash: last?.hash ?? '',
      recordedInstant: last?.atInstant ?? createdInstant,
    },
    mails: mails.map((mail, index) => ({
      mailId: `${initiativeId}-${index}`,
      kind: 'invitation',
      initiativeId,
      personId: 'nobody',
      number: 0,
      sequence: 1,
      state: 'sent',
      attempts: 1,
      nextAttemptInstant: 0,
      ...mail,
    })),
  }
}
