import type { AccessNote, DecisionLink, Links } from '../../activities/ports.ts'

/** Who came, as far as a request tells. */
export type Visitor = {
  ipAddress: string
  userAgent: string | undefined
  /** Told when the visit itself could not be noted. */
  warn: (error: unknown) => void
}

/** Where a request wanted to go when it has no link that could say. */
export type Place = Pick<DecisionLink, 'initiativeId' | 'reviewId' | 'seatId'>

/** What a visit was to: a link, or a place without one. */
type At = Pick<AccessNote, 'tokenId' | 'initiativeId' | 'reviewId' | 'seatId' | 'circulationId' | 'personId'>

/** Longest user agent kept; a longer one is nobody's browser. */
const userAgentCharacters = 300

/**
 * Notes a visit or a refused form in the append-only access rows. Seeing is not deciding: where a note cannot be written, a decision
 * that was recorded stays recorded and is shown as such.
 */
export const noteAccess = async (
  links: Pick<Links, 'noteAccess'>,
  visitor: Visitor,
  at: Partial<At> | undefined,
  kind: AccessNote['kind'],
  reason?: string,
): Promise<void> => {
  try {
    await links.noteAccess({ kind, ...noteOf(visitor, at), ...(reason ? { reason } : {}) })
  } catch (error) {
    visitor.warn(error)
  }
}

/** A press as it is noted: where it was meant to go, and who pressed. */
type Pressed = { matter: { link: DecisionLink } | undefined; place?: Place; visitor: Visitor }

/** Notes what a press came to: `did`, where it was taken or may still be; or else why it was not accepted. */
export const notePress = (
  links: Pick<Links, 'noteAccess'>,
  { matter, place, visitor }: Pressed,
  came: { kind: string; type?: string },
  did: string,
): Promise<void> =>
  came.kind === 'recorded' || came.kind === 'notConfirmed'
    ? noteAccess(links, visitor, matter?.link ?? place, 'posted', did)
    : noteAccess(links, visitor, matter?.link ?? place, 'postRefused', came.type ?? whyRefused[came.kind] ?? came.kind)

/** Who came, and where to, as an access row keeps it. */
export const noteOf = ({ ipAddress, userAgent }: Visitor, at: Partial<At> | undefined): Omit<AccessNote, 'kind'> => ({
  ...(at?.tokenId ? { tokenId: at.tokenId } : {}),
  ...(at?.initiativeId ? { initiativeId: at.initiativeId } : {}),
  ...(at?.reviewId ? { reviewId: at.reviewId } : {}),
  ...(at?.seatId ? { seatId: at.seatId } : {}),
  ...(at?.circulationId ? { circulationId: at.circulationId } : {}),
  ...(at?.personId ? { personId: at.personId } : {}),
  ipAddress,
  ...(userAgent ? { userAgent: userAgent.slice(0, userAgentCharacters) } : {}),
})

/** Why a press was not accepted, as the access row says it. */
export const whyRefused: Record<string, string> = {
  linkMissing: 'no live link came with it',
  linkEnded: 'the link has ended',
  foreignOrigin: 'not sent from a page of ours',
  formMissing: 'the form is missing or not the one shown on this link',
  tooQuick: 'sent before a person could have read the page',
  decoyFilled: 'a field no person sees was filled in',
  notRight: 'something on the form was missing or wrong',
  anotherStands: 'another decision stands',
  nothingToDispute: 'there is no decision to dispute',
  nothingToConfirm: 'nothing recorded in the room waits for whoever came',
  codeNeeded: 'no one-time code was entered',
  nobodyToAsk: 'no address of the board’s secretary is on file',
  notNeeded: 'no code is needed here',
  tooMany: 'too many in a short time',
}
