import type { InitiativeActivities, Ports } from './ports.ts'

/** Writes reminder `number` to the seats named, those that have not decided, and wakes the sender. A repeat finds the rows. */
export const createRemindBoard =
  ({ outbox }: Pick<Ports, 'outbox'>, wake: () => void = () => {}): InitiativeActivities['remindBoard'] =>
  async ({ seats, secretaryId: _secretary, ...about }) => {
    await outbox.ensure(
      seats.map(({ seatId, holderId: personId }) => ({ kind: 'reminder', ...about, seatId, personId })),
    )
    wake()
  }
