import { count, names, verdict, type Rule } from './rule.ts'

/** A fixed number of members must agree. Where a refusal `ends` it, one is enough; where it is `counted`, it falls when too few are left. */
export const nOfM =
  ({ approvals, refusal }: { approvals: number; refusal: 'counted' | 'ends' }): Rule =>
  (seats, positions) => {
    const { forIt, against, silent } = count(seats, positions)
    const needed = `${approvals} of ${seats.length} must agree`
    if (refusal === 'ends' && against.length > 0)
      return verdict('fallen', `${needed} and one refusal ends it: ${names(against)}.`, against)
    if (forIt.length >= approvals)
      return verdict('carried', `${needed}, and ${forIt.length} did: ${names(forIt)}.`, forIt)
    if (against.length > 0 && forIt.length + silent.length < approvals)
      return verdict('fallen', `${needed}; too few are left after ${names(against)}.`, against)
    return verdict('open', `${needed}; ${forIt.length} did so far, still to decide: ${names(silent)}.`, silent)
  }
