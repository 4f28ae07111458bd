import type { AuditEntry } from '../../machines/audit-entry.ts'
import type { StoredCase } from '../../machines/case-file.ts'
import { extensionIn } from '../../machines/initiative/extensions.ts'
import { ofParty, partyIdsOn } from '../../machines/rules/parties.ts'
import { sittingIn } from '../../machines/seats.ts'
import type { OutboxMail } from '../ports.ts'

type Mail = Pick<OutboxMail, 'kind' | 'reviewId' | 'submissionId' | 'personId' | 'number'> & { onlyIfOnFile: boolean }

/**
 * What follows when the more time of one party is nearly over, or over: its members and the change team are told, the PMO where no
 * change team is on file. A party that decided meanwhile is told nothing; one whose review has left the state has the change team told.
 */
export const mailsOfExtensions = (
  event: AuditEntry['event'],
  { initiative, reviews }: StoredCase,
  pmoPersonId: string,
): Mail[] => {
  const told = event.type === 'deadlinePassed' ? extensionIn(event.name) : undefined
  const { extensions = [], changeTeam } = initiative.context
  const stands = extensions.some(({ reviewId, partyId }) => reviewId === told?.reviewId && partyId === told.partyId)
  if (!told || !stands || initiative.status !== 'active') return []
  const { reviewId, partyId, when } = told
  const review = reviews[reviewId]?.context
  const own = (review?.terms.seats ?? []).filter((seat) => ofParty(seat, partyId))
  const members = review ? own.flatMap((seat) => sittingIn(review, seat)?.personId ?? []) : []
  const readers = new Set([...members, changeTeam?.personId ?? pmoPersonId])
  return [...readers].map((personId) => ({
    kind: when === 'over' ? 'moreTimeOver' : 'moreTimeEnding',
    reviewId,
    ...(review ? { submissionId: review.submissionId } : {}),
    personId,
    number: 1 + partyIdsOn(review?.terms.seats ?? []).indexOf(partyId),
    onlyIfOnFile: !members.includes(personId),
  }))
}
