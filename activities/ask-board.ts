import type { Asking, InitiativeActivities, Ports } from './ports.ts'

type NewMail = Parameters<Ports['outbox']['ensure']>[0][number]

/** One mail for each seat asked, to its holder. */
export const mailsToSeats = (
  { initiativeId, reviewId, submissionId, sequence, seats }: Asking,
  kind: 'invitation' | 'reminder',
  number: number,
): NewMail[] =>
  seats.map(({ seatId, holderId }) => ({
    kind,
    initiativeId,
    reviewId,
    submissionId,
    seatId,
    personId: holderId,
    number,
    sequence,
  }))

/**
 * Writes an invitation to every seat of a review and wakes the sender. It waits for no mail server: the rows are what is promised,
 * and a repeat finds them.
 */
export const createAskBoard =
  ({ outbox }: Pick<Ports, 'outbox'>, wake: () => void = () => {}): InitiativeActivities['askBoard'] =>
  async (asking) => {
    await outbox.ensure(mailsToSeats(asking, 'invitation', 0))
    wake()
  }
