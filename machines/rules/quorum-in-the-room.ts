import type { Seat } from '../vocabulary/board.ts'
import { membersIn } from './counted-board.ts'
import { organisationsOf } from './organisations.ts'
import { members, names, type DecidingTerms } from './rule.ts'

/**
 * Why a meeting could not decide by the board's terms, naming who was there and who was not; undefined where enough were in the room.
 * `able`: the seats that count in this matter. Who declared an interest is not among `present`. A rule without a quorum asks for none.
 */
export const whyNoQuorum = (
  terms: DecidingTerms,
  present: readonly Seat[],
  able: readonly Seat[],
): string | undefined => {
  const { rule } = terms
  if (rule.kind !== 'majority' && rule.kind !== 'percent') return undefined
  const missing = able.filter((seat) => !present.includes(seat))
  const who = `There: ${names(present) || 'nobody who counts'}; not there: ${names(missing) || 'nobody'}.`
  const count = membersIn(terms)(present)
  if (count < rule.quorum) return `${members(count)} of the quorum of ${rule.quorum} were in the room. ${who}`
  const fromEach = (rule.kind === 'majority' && rule.presentFromEach) || 0
  const short = organisationsOf(terms.seats).filter(
    ({ organisationId }) =>
      present.filter(({ organisationIds }) => organisationIds.includes(organisationId)).length < fromEach,
  )
  return short.length === 0
    ? undefined
    : `${members(fromEach)} of each organisation must be present, and that was not so for ` +
        `${short.map(({ title }) => title).join(', ')}. ${who}`
}
