import type { InitiativeActivities, Ports } from './ports.ts'

/**
 * Writes the mails that chase one condition: its owner, or else the change team, when it is due soon; those, the change team and the
 * secretary of the board that set it once it is overdue. It goes to the PMO where none of them is known. A repeat finds the rows.
 */
export const createChaseCondition =
  (
    { outbox }: Pick<Ports, 'outbox'>,
    wake: () => void = () => {},
    pmoPersonId = 'pmo',
  ): InitiativeActivities['chaseCondition'] =>
  async ({ when, personIds, ...about }) => {
    const told = personIds.length > 0 ? personIds : [pmoPersonId]
    const kind = when === 'overdue' ? 'conditionOverdue' : 'conditionDueSoon'
    await outbox.ensure(told.map((personId) => ({ kind, ...about, personId })))
    wake()
  }
