import { createChaseChairsAction } from './chase-chairs-action.ts'
import { createChaseCondition } from './chase-condition.ts'
import { createEscalate } from './escalate.ts'
import type { InitiativeActivities, Ports } from './ports.ts'
import { createRemindBoard } from './remind-board.ts'
import { createRemindPerson } from './remind-person.ts'
import { createRemindStakeholders } from './remind-stakeholders.ts'
import { createWarnOfHardDate } from './warn-of-hard-date.ts'

/** Every activity that writes mails, each of which wakes the sender once they are written. */
export const mailActivities = (
  store: Pick<Ports, 'outbox'>,
  wake?: () => void,
): Omit<InitiativeActivities, 'record'> => ({
  remindBoard: createRemindBoard(store, wake),
  escalate: createEscalate(store, wake),
  remindStakeholders: createRemindStakeholders(store, wake),
  remindPerson: createRemindPerson(store, wake),
  warnOfHardDate: createWarnOfHardDate(store, wake),
  chaseCondition: createChaseCondition(store, wake),
  chaseChairsAction: createChaseChairsAction(store, wake),
})
