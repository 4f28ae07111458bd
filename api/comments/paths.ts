import type { CommentLink } from '../../activities/ports/circulation.ts'

/** Whose page of which papers: every stakeholder has one of their own. */
export type CommentPlace = Pick<CommentLink, 'initiativeId' | 'circulationId' | 'personId'>

/** The addresses of a stakeholder's pages. None of them holds a token. */
const base = ({ initiativeId, circulationId, personId }: CommentPlace) =>
  `/comment/${initiativeId}/${circulationId}/${personId}`

export const commentPaths = {
  page: base,
  recorded: (place: CommentPlace) => `${base(place)}/recorded`,
  paper: (place: CommentPlace, sha256: string) => `${base(place)}/papers/${sha256}`,
}
