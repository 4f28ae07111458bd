import type { BoardAsked } from '../../machines/audit-entry.ts'
import type { StoredCase } from '../../machines/case-file.ts'
import type { MailOfEntry } from './mails-of-entries.ts'

type Mail = Omit<MailOfEntry, 'initiativeId' | 'sequence'>

/** Where a chair is asked to act for a board: its other members are told, and asked nothing. */
export const toldOfAChairsAction = ({ reviewId, submissionId }: BoardAsked, { reviews }: StoredCase): Mail[] => {
  const way = reviews[reviewId]?.context.terms.way
  return way?.by === 'chairsAction'
    ? [...new Set(way.informed.map(({ personId }) => personId))].map((personId) => ({
        kind: 'chairsActionAsked',
        reviewId,
        submissionId,
        personId,
        number: 0,
        onlyIfOnFile: true,
      }))
    : []
}

/** Once the chair has acted: the other members, and the secretary who is to report it. */
export const chairsActionTaken = ({ reviewId }: { reviewId: string }, { reviews }: StoredCase): Mail[] => {
  const review = reviews[reviewId]
  const { way, secretary } = review?.context.terms ?? {}
  if (review?.status !== 'done' || review.value === 'withdrawn' || way?.by !== 'chairsAction') return []
  const told = [...way.informed.map(({ personId }) => personId), ...(secretary?.personId ? [secretary.personId] : [])]
  return [...new Set(told)].map((personId) => ({
    kind: 'chairsActionTaken',
    reviewId,
    submissionId: review.context.submissionId,
    personId,
    number: 0,
    onlyIfOnFile: true,
  }))
}
