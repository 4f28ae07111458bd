import type { WaitingFor } from '../../../machines/deadlines.ts'
import { dateInWords } from '../../words/dates.ts'

/** "Chief Constable, Kent; Chief Constable, Essex: decide at the 7F Chief Constables, due 14 June 2027 at 5pm (overdue)" */
export const waits = (waiting: readonly WaitingFor[]): string[] =>
  [...Map.groupBy(waiting, ({ what, dueInstant }) => `${what} ${dueInstant ?? ''}`).values()].flatMap((together) => {
    const [first] = together
    if (!first) return []
    const due = first.dueInstant === undefined ? '' : `, due ${dateInWords(first.dueInstant)}`
    const whom = [...new Set(together.map(({ whom: { title } }) => title))].join('; ')
    return [`${whom}: ${first.what}${due}${first.overdue ? ' (overdue)' : ''}`]
  })
