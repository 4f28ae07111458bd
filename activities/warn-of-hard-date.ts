import type { InitiativeActivities, Ports } from './ports.ts'

/** Writes the mails that warn of one hard date, to the change team, where it is on file, and to the PMO. A repeat finds the rows. */
export const createWarnOfHardDate =
  (
    { outbox }: Pick<Ports, 'outbox'>,
    wake: () => void = () => {},
    pmoPersonId = 'pmo',
  ): InitiativeActivities['warnOfHardDate'] =>
  async ({ changeTeamId = pmoPersonId, ...about }) => {
    const told = [...new Set([changeTeamId, pmoPersonId])]
    await outbox.ensure(told.map((personId) => ({ kind: 'hardDateWarning', ...about, personId })))
    wake()
  }
