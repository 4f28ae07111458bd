import type { InitiativeActivities, Ports } from './ports.ts'

/** Writes a mail to the board's secretary that its decision is overdue; to the PMO where the board has no secretary on file. */
export const createEscalate =
  (
    { outbox }: Pick<Ports, 'outbox'>,
    wake: () => void = () => {},
    pmoPersonId = 'pmo',
  ): InitiativeActivities['escalate'] =>
  async ({ initiativeId, reviewId, submissionId, sequence, secretaryId = pmoPersonId }) => {
    await outbox.ensure([
      { kind: 'escalation', initiativeId, reviewId, submissionId, personId: secretaryId, number: 0, sequence },
    ])
    wake()
  }
