import type { DecisionLink, Person, RecordedInitiative } from '../../activities/ports.ts'
import type { StoredMachine } from '../../machines/case-file.ts'
import { assuranceNeeded, assuranceToOpen } from '../../machines/assurance.ts'
import { maySit } from '../../machines/terms-of-reference.ts'
import { mayRead } from '../../machines/paper-readers.ts'
import { endedReviewIn } from '../../machines/past.ts'
import { currentBallot, type Ballot, type ReviewContext } from '../../machines/review.ts'
import { papersAtHand } from '../../machines/room.ts'
import { sittingIn } from '../../machines/seats.ts'
import type { Seat } from '../../machines/vocabulary/board.ts'
import type { Assurance } from '../../machines/vocabulary/people.ts'
import type { ApiParts } from '../parts.ts'

/** Why a link that was once good no longer is. Each has its own words; none of them says anything of the case. */
export type WhyEnded =
  'papersReplaced' | 'papersWithdrawn' | 'reviewEnded' | 'seatChangedHands' | 'deputySits' | 'expired'

/**
 * How a link stands now. `open`: its seat may decide, or change its decision. `onHold`: it explains the hold and works again after.
 * `receipt`: the board's consideration is over and this seat decided, so it keeps sight of its own decision and the outcome.
 * `ended`: it says why.
 */
export type Standing = { kind: 'open' | 'onHold' | 'receipt' } | { kind: 'ended'; why: WhyEnded }

/**
 * The browser (or program) a link was opened in, where a code may be asked for: `secret` is its own and names it. B once a code that
 * was mailed to the seat's holder has been entered in it.
 */
export type Browser = { secret?: string; assurance: Assurance; codeAsked: boolean }

/** Everything a link stands for, read from the record: the pages and the decision itself work on this and nothing else. */
export type Matter = {
  link: DecisionLink
  recorded: RecordedInitiative
  review: StoredMachine<ReviewContext>
  /** As the board's terms were when the papers went out; absent when the seat has left the board. */
  seat: Seat | undefined
  /** The seat's decision that counts. */
  ballot: Ballot | undefined
  standing: Standing
  browser: Browser
}

type Reading = Pick<ApiParts, 'calendar' | 'clock'> & {
  links: Pick<ApiParts['links'], 'find'>
  initiatives: Pick<ApiParts['initiatives'], 'find' | 'entries'>
  directory: Pick<ApiParts['directory'], 'board' | 'person'>
  codes: Pick<ApiParts['codes'], 'standing'>
}

/** What a token stands for; undefined for one that was never given out. Reading changes nothing about it. */
export const findMatter = async (
  parts: Reading,
  token: string,
  browserSecret?: string,
): Promise<Matter | undefined> => {
  const link = await parts.links.find(token)
  return link && matterOf(parts, link, browserSecret)
}

/** What a link stands for now; undefined when the record knows nothing of its review. */
export const matterOf = async (
  parts: Reading,
  link: DecisionLink,
  browserSecret?: string,
): Promise<Matter | undefined> => {
  const recorded = await parts.initiatives.find(link.initiativeId)
  if (!recorded) return undefined
  // An initiative of many rounds leaves its oldest to the audit; their links still say what was decided.
  const review =
    recorded.state.reviews[link.reviewId] ??
    endedReviewIn(await parts.initiatives.entries(link.initiativeId), link.reviewId)
  if (!review) return undefined
  const seat = review.context.terms.seats.find(({ seatId }) => seatId === link.seatId)
  const ballot = currentBallot(review.context, link.seatId)
  const stands = { link, recorded, review, seat, ballot }
  const [standing, browser] = await Promise.all([standingOf(parts, stands), browserOf(parts, stands, browserSecret)])
  return { ...stands, standing, browser }
}

type Stands = Omit<Matter, 'standing' | 'browser'>

/** Whether a code is of use here: to decide at this board, or to open one of its papers. */
export const needsCode = ({ review, recorded, seat }: Pick<Matter, 'review' | 'recorded' | 'seat'>): boolean => {
  const { terms } = review.context
  const { plan } = recorded.state.initiative.context
  const readable = papersAtHand(review.context).filter((paper) => mayRead(paper, seat))
  return assuranceNeeded(terms) === 'B' || readable.some(({ marking }) => assuranceToOpen(marking, plan) === 'B')
}

/** Whether a code is still to be entered before anything of this board is answered from this browser. */
export const codeIsNeeded = ({ review, browser }: Pick<Matter, 'review' | 'browser'>): boolean =>
  assuranceNeeded(review.context.terms) === 'B' && browser.assurance === 'A'

const browserOf = async (parts: Reading, stands: Stands, secret: string | undefined): Promise<Browser> => {
  if (secret === undefined || !needsCode(stands)) return { assurance: 'A', codeAsked: false }
  const { initiativeId, reviewId, seatId, holderId } = stands.link
  const came = await parts.codes.standing({ secret, initiativeId, reviewId, seatId, holderId })
  return { secret, assurance: came === 'confirmed' ? 'B' : 'A', codeAsked: came === 'asked' }
}

const standingOf = async (parts: Reading, matter: Stands): Promise<Standing> => {
  const { link, review, seat, ballot } = matter
  if (link.expiresInstant !== undefined && link.expiresInstant <= parts.clock()) return ended('expired')
  if (review.context.submissionId !== link.submissionId) return ended('papersReplaced')
  if (review.status !== 'active') {
    if (ballot?.holderId === link.holderId) return { kind: 'receipt' }
    return ended(whyOver(matter))
  }
  const sits = seat && sittingIn(review.context, seat)
  if (sits?.forHolderId === link.holderId) return ended('deputySits')
  if (sits?.personId !== link.holderId || !(await maySitStill(parts, matter))) return ended('seatChangedHands')
  return { kind: review.value === 'onHold' ? 'onHold' : 'open' }
}

const ended = (why: WhyEnded): Standing => ({ kind: 'ended', why })

const whyOver = (matter: Stands): WhyEnded => {
  if (wasSentAgain(matter)) return 'papersReplaced'
  return matter.review.value === 'withdrawn' ? 'papersWithdrawn' : 'reviewEnded'
}

/** Whether newer papers of the same stage have gone to the same board: every earlier link is then one to replaced papers. */
export const wasSentAgain = ({ recorded, review: { context } }: Pick<Matter, 'recorded' | 'review'>): boolean =>
  Object.values(recorded.state.reviews).some(
    ({ context: other }) =>
      other.stage === context.stage &&
      other.terms.boardId === context.terms.boardId &&
      other.openedInstant > context.openedInstant,
  )

/**
 * Whether the board's present terms still let the link's reader sit in the seat: somebody who has left a board must not decide for it,
 * even while the terms the papers went out with name them. A board the directory does not know is taken by its frozen terms alone.
 */
const maySitStill = async (
  { directory, calendar, clock }: Reading,
  { link, review, seat }: Stands,
): Promise<boolean> => {
  const today = calendar.dayOf(clock())
  const board = await directory.board(review.context.terms.boardId, today)
  if (!board || maySit(board, link.seatId, link.holderId, today)) return true
  // A deputy named for this one matter needs no place in the terms, as long as the holder they sit for has theirs.
  const sits = seat && sittingIn(review.context, seat)
  return sits?.forHolderId !== undefined && maySit(board, link.seatId, sits.forHolderId, today)
}

/** The person a link was given to, where the directory knows them. */
export const holderOf = ({ directory }: Pick<Reading, 'directory'>, { link }: Matter): Promise<Person | undefined> =>
  directory.person(link.holderId)
