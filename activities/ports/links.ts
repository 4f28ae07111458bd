import type { CommentLinks } from './circulation.ts'
import type { AgendaLinks } from './meetings.ts'

/** What a link in a mail stands for. The token itself is nowhere: only its SHA-256. */
export type DecisionLink = {
  tokenId: string
  purpose: 'decide' | 'notMe'
  initiativeId: string
  reviewId: string
  submissionId: string
  seatId: string
  holderId: string
  /** For `notMe`: which version of the seat's decision the receipt was for. */
  decisionNumber?: number
  mintedInstant: number
  expiresInstant?: number
}

/** Decision links and what is seen of their use. Reading a link changes nothing about it. */
export type Links = CommentLinks &
  AgendaLinks & {
    /** Mints a token of 256 random bits and keeps its hash; the token is returned once and never stored. */
    mint(link: Omit<DecisionLink, 'tokenId' | 'mintedInstant'>): Promise<{ token: string; tokenId: string }>
    find(token: string): Promise<DecisionLink | undefined>
    /** An append-only access row: "link fetched", "refused: typed answer missing". Never a token, never "member read". */
    noteAccess(access: AccessNote): Promise<void>
    accesses(initiativeId: string): Promise<(AccessNote & { atInstant: number })[]>
  }
export type AccessNote = {
  kind:
    | 'linkFetched'
    | 'pageShown'
    | 'postRefused'
    | 'posted'
    | 'paperOpened'
    | 'unknownToken'
    | 'currentLinkAsked'
    | 'disputed'
    | 'questionAsked'
    | 'codeAsked'
    | 'codeConfirmed'
  tokenId?: string
  initiativeId?: string
  reviewId?: string
  seatId?: string
  circulationId?: string
  personId?: string
  reason?: string
  ipAddress?: string
  userAgent?: string
}

/** What a member asked the secretary of a board, and when; `holderId` is who asked. */
export type Question = { question: string; holderId: string; atInstant: number }

/**
 * Questions are access rows, not entries of the record: they decide nothing, may be asked on hold and after the end, and must wait for
 * no workflow.
 */
export type Questions = {
  /**
   * Keeps a question and answers its number; the same press again answers the number it has. `tooMany`: the seat has asked `most`
   * about this review since then, and nothing was kept.
   */
  keep(
    asked: Required<Pick<AccessNote, 'tokenId' | 'initiativeId' | 'reviewId' | 'seatId'>> &
      Pick<AccessNote, 'ipAddress' | 'userAgent'> & { question: string; pressId: string },
    limit: { most: number; sinceInstant: number },
  ): Promise<number | 'tooMany'>
  find(number: number): Promise<Question | undefined>
  /** What was asked about a review, the oldest first. */
  ofReview(
    initiativeId: string,
    reviewId: string,
  ): Promise<{ number: number; seatId: string; question: string; atInstant: number }[]>
}

/** A browser at the page of a seat: `secret` is its own, and kept nowhere but hashed. */
export type CodeSession = { secret: string } & Pick<DecisionLink, 'initiativeId' | 'reviewId' | 'seatId' | 'holderId'>

/** What came of entering a code. `notSent`: it has been asked for, and its mail has not left yet. */
export type CodeEntered =
  { kind: 'confirmed' } | { kind: 'wrong'; triesLeft: number } | { kind: 'usedUp' | 'expired' | 'notSent' | 'notAsked' }

/**
 * One-time codes (reliability rule 17, level B): eight figures, ten minutes, five tries. Each belongs to the browser, seat and review
 * it was asked for; of several the newest counts.
 */
export type OneTimeCodes = {
  /** Notes that a code is wanted and answers its number; the same press again answers the number it has. */
  ask(
    request: CodeSession & { pressId: string },
    limit: { most: number; sinceInstant: number },
  ): Promise<number | 'tooMany'>
  /** Whether a code is still waited for, before one is made. */
  isWanted(number: number): Promise<boolean>
  /** Makes the code for one copy of the mail: it is answered once, kept only hashed, and takes the place of an earlier copy's. */
  mint(number: number): Promise<{ code: string; expiresInstant: number }>
  /** Once confirmed, a browser stays so for four hours. */
  confirm(session: CodeSession, code: string): Promise<CodeEntered>
  standing(session: CodeSession): Promise<'notAsked' | 'asked' | 'confirmed'>
}
