import { organisationsOf } from './organisations.ts'
import { deadlock, members, names, seatsAt, verdict, type CountedBoard, type Verdict } from './rule.ts'

/**
 * Whether enough take part: so many members, and so many of each organisation where the terms ask for that. Undefined once they do;
 * else the board is still waited for, or deadlocked as soon as those still silent would be too few. Who abstains takes part.
 */
export const withoutQuorum = (
  board: CountedBoard,
  { quorum, presentFromEach = 0 }: { quorum: number; presentFromEach?: number },
): Verdict | undefined => {
  const { seats, all, membersIn } = board
  const present = seatsAt(board, seats, 'for', 'against', 'moreTime', 'abstains')
  const silent = seatsAt(board, seats, undefined)
  const inPart = membersIn(present)
  if (inPart + membersIn(silent) < quorum)
    return deadlock(
      `The quorum of ${quorum} can no longer be reached: ${members(inPart)} of the quorum of ${quorum} took part` +
        `${silent.length > 0 ? ` and too few are left, ${names(silent)}` : ''}.`,
    )
  const organisations = organisationsOf(all).map(({ organisationId, title }) => {
    const of = (from: typeof present) => from.filter(({ organisationIds }) => organisationIds.includes(organisationId))
    return { title, present: of(present).length, silent: of(silent) }
  })
  const lost = organisations.filter((each) => each.present + each.silent.length < presentFromEach)
  if (lost.length > 0)
    return deadlock(
      `${members(presentFromEach)} of each organisation must be present, and that can no longer be reached for ` +
        `${lost.map(({ title }) => title).join(', ')}.`,
    )
  if (inPart < quorum)
    return verdict(
      'open',
      `${members(inPart)} of the quorum of ${quorum} took part; still to decide: ${names(silent)}.`,
      silent,
    )
  const short = organisations.filter((each) => each.present < presentFromEach)
  if (short.length === 0) return undefined
  return verdict(
    'open',
    `${members(presentFromEach)} of each organisation must be present; not yet so for ` +
      `${short.map(({ title }) => title).join(', ')}; still to decide: ${names(silent)}.`,
    silent,
  )
}
