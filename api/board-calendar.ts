import type { Calendar, Directory } from '../activities/ports.ts'
import type { Seat } from '../machines/vocabulary/board.ts'

type Needs = { directory: Pick<Directory, 'organisations'>; calendar: Calendar }

/**
 * The calendar a board's dates are counted by: a day is a working day when it is one for every organisation that has a seat there
 * (docs/decisions/0014-working-days-of-a-board.md).
 */
export const calendarOfSeats = async (
  seats: readonly Pick<Seat, 'organisationIds'>[],
  { directory, calendar }: Needs,
): Promise<Calendar> => {
  const onFile = new Map((await directory.organisations()).map((each) => [each.organisationId, each]))
  const asked = [...new Set(seats.flatMap(({ organisationIds }) => organisationIds))]
  return calendar.among(asked.map((id) => onFile.get(id) ?? { name: id }))
}
