import type { InitiativeActivities, Ports } from './ports.ts'

/**
 * Writes the mail that chases the report of one chair's action to its board's secretary, once the meeting it was to be told to is over.
 * It goes to the PMO where no secretary is known. A repeat finds the row.
 */
export const createChaseChairsAction =
  (
    { outbox }: Pick<Ports, 'outbox'>,
    wake: () => void = () => {},
    pmoPersonId = 'pmo',
  ): InitiativeActivities['chaseChairsAction'] =>
  async ({ personId = pmoPersonId, ...about }) => {
    await outbox.ensure([{ kind: 'chairsActionOverdue', ...about, personId, number: 0 }])
    wake()
  }
