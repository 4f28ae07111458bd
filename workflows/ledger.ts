import type { CaseFile } from '../machines/case-file.ts'
import { currentBallot, type Ballot } from '../machines/review.ts'
import type { CommandPayload } from '../machines/commands.ts'
import { sittingIn } from '../machines/seats.ts'

/** A command that counted: kept so that the same id, sent again after continue-as-new, is answered and not counted twice. */
export type KnownCommand = { updateId: string; sequence: number; atInstant: number; commandSha256: string }

/** How many commands are remembered; a caller that repeats one does so within minutes, not a thousand commands later. */
const remembered = 1000

/** How much of that is handed to the next run: some two hundred commands. A repeated vote is recognised by its ballot as well. */
const carriedBytes = 48 * 1024

/** The command ids an initiative has taken, bounded and carried through continue-as-new. */
export class Ledger {
  private known: KnownCommand[]

  constructor(known: readonly KnownCommand[] = []) {
    this.known = [...known]
  }

  find(updateId: string): KnownCommand | undefined {
    return this.known.find((command) => command.updateId === updateId)
  }

  add(command: KnownCommand) {
    this.known = [...this.known, command].slice(-remembered)
  }

  /** The newest, as many as the next run is to carry. */
  carried(): KnownCommand[] {
    const newestFirst = this.known.toReversed()
    let bytes = 0
    const tooMany = newestFirst.findIndex((command) => (bytes += JSON.stringify(command).length) > carriedBytes)
    return (tooMany === -1 ? newestFirst : newestFirst.slice(0, tooMany)).toReversed()
  }
}

/**
 * The seat's recorded decision when this vote must not count: the same press again, a form that was not served with the decision
 * that stands, or anything after the end. The form's number decides, no clock is compared. Undefined when the vote is new, and for
 * whoever does not sit in the seat.
 */
export const standingBallot = (
  { reviews }: CaseFile,
  { reviewId, seatId, holderId, decisionNumber }: CommandPayload<'castVote'>,
  updateId: string,
): Ballot | undefined => {
  const review = reviews[reviewId]
  const seat = review?.context.terms.seats.find((each) => each.seatId === seatId)
  if (!review || !seat) return undefined
  const repeated = review.context.ballots[seatId]?.find((ballot) => ballot.updateId === updateId)
  if (repeated?.holderId === holderId) return repeated
  if (sittingIn(review.context, seat)?.personId !== holderId) return undefined
  const current = currentBallot(review.context, seatId)
  if (!current) return undefined
  return review.status === 'done' || decisionNumber !== current.number ? current : undefined
}
