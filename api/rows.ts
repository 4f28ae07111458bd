import type { Outbox, OutboxMail, RecordedInitiative } from '../activities/ports.ts'
import type { Moment } from './present/moment.ts'
import { isIn } from './present/place.ts'
import { rowOf, type Row } from './present/row.ts'

/**
 * Whether a row needs every mail of its initiative: where one has not arrived (a later one may have), and where a decision is
 * overdue, so that it can say who was last written to. The others are told by what is still open alone.
 */
const needsEveryMail = (
  { state, initiativeId }: RecordedInitiative,
  open: ReadonlyMap<string, OutboxMail[]>,
): boolean => open.has(initiativeId) || Object.values(state.reviews).some((review) => isIn(review, 'overdue'))

/** The row of each initiative, with what needs action there. `open`: every mail that has not arrived. */
export const rowsOf = async (
  recorded: readonly RecordedInitiative[],
  open: readonly OutboxMail[],
  moment: Moment,
  outbox: Pick<Outbox, 'ofInitiative'>,
): Promise<Row[]> => {
  const openOf = Map.groupBy(open, ({ initiativeId }) => initiativeId)
  return Promise.all(
    recorded.map(async (each) => {
      const mails = needsEveryMail(each, openOf) ? await outbox.ofInitiative(each.initiativeId) : []
      return rowOf(each, mails, moment)
    }),
  )
}
