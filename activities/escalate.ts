import type { InitiativeActivities, Ports } from './ports.ts'

/**
 * Writes a mail that a board's decision is overdue: to its secretary first, then step by step to whom the terms name. It goes to the PMO
 * where the board has no secretary on file, and where a step's people are not known.
 */
export const createEscalate =
  (
    { outbox }: Pick<Ports, 'outbox'>,
    wake: () => void = () => {},
    pmoPersonId = 'pmo',
  ): InitiativeActivities['escalate'] =>
  async ({
    initiativeId,
    reviewId,
    submissionId,
    sequence,
    secretaryId = pmoPersonId,
    step = 0,
    to,
    personIds = [],
  }) => {
    const told = to === undefined ? [secretaryId] : personIds.length > 0 ? personIds : [pmoPersonId]
    await outbox.ensure(
      told.map((personId) => ({
        kind: 'escalation',
        initiativeId,
        reviewId,
        submissionId,
        personId,
        number: step,
        sequence,
      })),
    )
    wake()
  }
