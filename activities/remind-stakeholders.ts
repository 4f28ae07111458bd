import type { InitiativeActivities, Ports } from './ports.ts'

/** Writes reminder `number` to the stakeholders named, those who have not answered, and wakes the sender. A repeat finds the rows. */
export const createRemindStakeholders =
  ({ outbox }: Pick<Ports, 'outbox'>, wake: () => void = () => {}): InitiativeActivities['remindStakeholders'] =>
  async ({ personIds, ...about }) => {
    await outbox.ensure(personIds.map((personId) => ({ kind: 'commentReminder', ...about, personId })))
    wake()
  }
