import type { InitiativeActivities, Ports } from './ports.ts'

/** Writes the mail of a reminder that was asked for when the record began, and wakes the sender. A repeat finds the row. */
export const createRemindPerson =
  ({ outbox }: Pick<Ports, 'outbox'>, wake: () => void = () => {}): InitiativeActivities['remindPerson'] =>
  async ({ initiativeId, personId, number, sequence }) => {
    await outbox.ensure([{ kind: 'requestedReminder', initiativeId, personId, number, sequence }])
    wake()
  }
