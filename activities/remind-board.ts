import { mailsToSeats } from './ask-board.ts'
import type { InitiativeActivities, Ports } from './ports.ts'

/** Writes reminder `number` to the seats named, those that have not decided, and wakes the sender. A repeat finds the rows. */
export const createRemindBoard =
  ({ outbox }: Pick<Ports, 'outbox'>, wake: () => void = () => {}): InitiativeActivities['remindBoard'] =>
  async (asking) => {
    await outbox.ensure(mailsToSeats(asking, 'reminder', asking.number))
    wake()
  }
