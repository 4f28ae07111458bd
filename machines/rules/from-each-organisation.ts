import type { DecisionRule } from '../vocabulary/board.ts'
import { organisationsOf } from './organisations.ts'
import { deadlock, members, names, seatsAt, verdict, type Rule } from './rule.ts'

/**
 * So many members of each organisation must agree; a shared seat always speaks for each of its organisations. Falls when somebody of an
 * organisation refused and too few of its members are left to agree. An organisation is asked for its number also when its members
 * declared an interest.
 */
export const fromEachOrganisation =
  ({ approvals }: Extract<DecisionRule, { kind: 'fromEachOrganisation' }>): Rule =>
  (board) => {
    const organisations = organisationsOf(board.all).map(({ title, seats }) => {
      const counted = seats.filter((seat) => board.seats.includes(seat))
      const agreed = seatsAt(board, counted, 'for')
      const refused = seatsAt(board, counted, 'against', 'moreTime')
      const silent = seatsAt(board, counted, undefined)
      const isLost = agreed.length + silent.length < approvals
      return { title, agreed, refused, silent, isLost, isReached: agreed.length >= approvals }
    })
    const needed = `At least ${members(approvals)} of each organisation must agree`
    const titles = (of: typeof organisations) => of.map(({ title }) => title).join(', ')
    const once = (of: readonly (typeof board.all)[number][]) => board.all.filter((seat) => of.includes(seat))

    const fallen = organisations.filter(({ isLost, refused }) => isLost && refused.length > 0)
    const refusing = once(fallen.flatMap(({ refused }) => refused))
    if (fallen.length > 0)
      return verdict('fallen', `${needed}; too few of ${titles(fallen)} are left after ${names(refusing)}.`, refusing)
    const short = organisations.filter(({ isReached }) => !isReached)
    const agreeing = once(organisations.flatMap(({ agreed }) => agreed))
    if (short.length === 0) return verdict('carried', `${needed}, and they did: ${names(agreeing)}.`, agreeing)
    const lost = short.filter(({ isLost }) => isLost)
    const silent = once(short.flatMap((each) => each.silent))
    if (lost.length > 0 && silent.length === 0)
      return deadlock(`${needed}; nobody refused, and too few of ${titles(lost)} are left to agree.`)
    return verdict('open', `${needed}; still to decide: ${names(silent)}.`, silent)
  }
