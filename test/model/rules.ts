import type { BoardTerms } from '../../machines/vocabulary/board.ts'

// The boards' rules once more, worked out the slow way: every way the silent members could still speak is tried, and the matter is
// settled when all of them come to the same, and deadlocked when none of them settles it. Nothing here is taken from the machines.

export type Stand = 'for' | 'against' | 'more time' | 'abstains' | 'out'
export type Votes = ReadonlyMap<string, Stand>
type Result = 'carried' | 'fallen' | 'undecided'
export type Terms = Pick<BoardTerms, 'rule' | 'seats' | 'vetoSeatIds' | 'sharedSeats'>
export type Member = BoardTerms['seats'][number]

export const isByParty = ({ rule }: Terms) => rule.kind === 'perOrganisation' || rule.kind === 'perPair'
export const isVeto = (terms: Terms, { seatId }: Member) => terms.vetoSeatIds?.includes(seatId) ?? false
export const organisationsIn = ({ seats }: Terms) => [
  ...new Set(seats.flatMap(({ organisationIds }) => organisationIds)),
]

/** Whoever has the chair's part among those who are left. */
export const chairOf = (left: readonly Member[]) =>
  left.find(({ chair }) => chair) ?? left.find(({ viceChair }) => viceChair)

/** The members of each party of the board that are left. */
export const partiesOf = (terms: Terms, left: readonly Member[]): Member[][] =>
  (terms.rule.kind === 'perPair'
    ? [...new Set(terms.seats.map(({ pairId }) => pairId))].map((id) => left.filter(({ pairId }) => pairId === id))
    : organisationsIn(terms).map((id) => left.filter(({ organisationIds }) => organisationIds.includes(id)))
  ).filter((party) => party.length > 0)

/** A party's own decision: all of it agreed, somebody refused, or it has none. */
export const decisionOf = (party: readonly Member[], votes: Votes): 'agreed' | 'refused' | 'none' => {
  const stands = party.map(({ seatId }) => votes.get(seatId))
  if (stands.every((each) => each === 'for')) return 'agreed'
  return !stands.includes('more time') && stands.includes('against') ? 'refused' : 'none'
}

/** How many members some of a board count as: a shared seat is one, or one for each of its organisations. */
export const numberOf = ({ sharedSeats }: Pick<Terms, 'sharedSeats'>, of: readonly Member[]): number =>
  of.flatMap(({ organisationIds }) => (sharedSeats === 'countForEach' ? organisationIds : ['one'])).length

/** What a board has come to once everybody has spoken. */
const final = (terms: Terms, members: readonly Member[], votes: Votes): Result => {
  const { rule } = terms
  const left = members.filter(({ seatId }) => votes.get(seatId) !== 'out')
  const at = (...stands: Stand[]) => left.filter(({ seatId }) => stands.some((each) => votes.get(seatId) === each))
  const number = (of: readonly Member[]) => numberOf(terms, of)
  const [agreed, refused] = [number(at('for')), number(at('against', 'more time'))]
  const chair = chairOf(left)
  if (at('against').some((member) => isVeto(terms, member))) return 'fallen'
  const otherwise = refused > 0 ? 'fallen' : 'undecided'
  switch (rule.kind) {
    case 'unanimous':
      return refused === 0 && agreed > 0 ? 'carried' : otherwise
    case 'majority': {
      const absent = organisationsIn(terms).filter(
        (id) => left.filter(({ organisationIds }) => organisationIds.includes(id)).length < (rule.presentFromEach ?? 0),
      )
      if (number(left) < rule.quorum || absent.length > 0) return 'undecided'
      const casts = rule.chairHasCastingVote && chair !== undefined && votes.get(chair.seatId) === 'for'
      return agreed > refused || (agreed === refused && casts) ? 'carried' : otherwise
    }
    case 'percent': {
      if (number(left) < rule.quorum) return 'undecided'
      const whole = rule.of === 'all' ? number(left) : agreed + refused
      return agreed > 0 && agreed * 100 >= rule.percent * whole ? 'carried' : otherwise
    }
    case 'nOfM':
      if (rule.refusal === 'ends' && refused > 0) return 'fallen'
      return agreed >= rule.approvals ? 'carried' : otherwise
    case 'chairDecides':
    case 'bothOf': {
      const named = rule.kind === 'bothOf' ? rule.seatIds : chair ? [chair.seatId] : []
      const stands = named.map((seatId) => at('for', 'against', 'more time').find((each) => each.seatId === seatId))
      if (stands.some((each) => each && !at('for').includes(each))) return 'fallen'
      return named.length > 0 && stands.every((each) => each !== undefined) ? 'carried' : 'undecided'
    }
    case 'majorityOfEach': {
      const short = rule.groups
        .map(({ seatIds }) => left.filter(({ seatId }) => seatIds.includes(seatId)))
        .filter((group) => number(group.filter((each) => at('for').includes(each))) * 2 <= number(group))
      if (short.length === 0) return 'carried'
      return short.some((own) => own.some((each) => at('against', 'more time').includes(each))) ? 'fallen' : 'undecided'
    }
    case 'fromEachOrganisation': {
      const short = organisationsIn(terms)
        .map((id) => left.filter(({ organisationIds }) => organisationIds.includes(id)))
        .filter((own) => own.filter((each) => at('for').includes(each)).length < rule.approvals)
      if (short.length === 0) return 'carried'
      return short.some((own) => own.some((each) => at('against', 'more time').includes(each))) ? 'fallen' : 'undecided'
    }
    case 'perOrganisation':
    case 'perPair': {
      const decisions = partiesOf(terms, left).map((party) => decisionOf(party, votes))
      if (rule.others === 'allMust' && refused > 0) return 'fallen'
      if (decisions.includes('agreed')) return 'carried'
      return decisions.includes('refused') ? 'fallen' : 'undecided'
    }
    case 'asWritten':
      return 'undecided'
  }
}

/** Every way the silent could still speak, one after the other in the same map. */
function* completions(
  stands: readonly Stand[],
  silent: readonly string[],
  votes: Map<string, Stand>,
): Generator<Votes> {
  const [next, ...rest] = silent
  if (next === undefined) yield votes
  else for (const stand of stands) yield* completions(stands, rest, votes.set(next, stand))
}

/** All that could still come of it. */
const endings = (terms: Terms, members: readonly Member[], votes: Votes): Set<Result> => {
  const silent = members.filter(({ seatId }) => !votes.has(seatId))
  const { rule } = terms
  // Enough have agreed where one refusal ends it: whichever came first has settled it, and only a veto is still heard.
  const isEnough =
    final(terms, members, new Map([...members.map(({ seatId }) => [seatId, 'abstains'] as const), ...votes])) ===
    'carried'
  const isFirst = rule.kind === 'nOfM' && rule.refusal === 'ends' && isEnough
  const heard = isFirst ? silent.filter((member) => isVeto(terms, member)) : silent
  const stands: Stand[] = ['for', 'against', 'abstains', 'out', ...(isByParty(terms) ? ['more time' as const] : [])]
  const ids = heard.map(({ seatId }) => seatId)
  const results = new Set<Result>()
  for (const complete of completions(stands, ids, new Map(votes))) {
    results.add(final(terms, members, complete))
    // Two that differ already say that nothing is settled.
    if (results.size > 1) return results
  }
  return results
}

/** Where those who agree proceed without the others, each of the others is heard first, unless it has more time. */
const isWaiting = (terms: Terms, members: readonly Member[], votes: Votes): boolean => {
  if (!('others' in terms.rule) || terms.rule.others === 'allMust') return false
  const left = members.filter(({ seatId }) => votes.get(seatId) !== 'out')
  if (left.some((member) => isVeto(terms, member) && votes.get(member.seatId) === 'against')) return false
  return partiesOf(terms, left).some((party) => {
    const stands = party.map(({ seatId }) => votes.get(seatId))
    return stands.includes(undefined) && !stands.includes('more time')
  })
}

/** What the members who may decide have come to. */
export const settled = (terms: Terms, members: readonly Member[], votes: Votes): Result | 'deadlocked' => {
  if (isWaiting(terms, members, votes)) return 'undecided'
  const results = endings(terms, members, votes)
  const [only] = results
  if (results.size !== 1 || !only) return 'undecided'
  return only === 'undecided' ? 'deadlocked' : only
}

/** Whether these members of a board could carry anything at all by its rule, and the terms make sense. */
export const canDecide = (terms: Terms, members: readonly Member[]): boolean => {
  const { rule, seats } = terms
  const isSeat = (id: string) => seats.some(({ seatId }) => seatId === id)
  if (terms.vetoSeatIds?.some((id) => !isSeat(id))) return false
  if (rule.kind === 'bothOf' && (!rule.seatIds.every(isSeat) || rule.seatIds[0] === rule.seatIds[1])) return false
  if (rule.kind === 'majorityOfEach') {
    const named = rule.groups.flatMap(({ seatIds }) => seatIds)
    if (!named.every(isSeat) || new Set(named).size < named.length) return false
  }
  if (rule.kind === 'perPair') {
    const sizes = seats.map(({ pairId }) => (pairId ? seats.filter((seat) => seat.pairId === pairId).length : 0))
    if (sizes.some((size) => size !== 2)) return false
  }
  if (rule.kind === 'chairDecides' || (rule.kind === 'majority' && rule.chairHasCastingVote)) {
    const vices = seats.filter(({ viceChair }) => viceChair).length
    if (seats.filter(({ chair }) => chair).length !== 1 || vices > 1 || !chairOf(members)) return false
  }
  return final(terms, members, new Map(members.map(({ seatId }) => [seatId, 'for'] as const))) === 'carried'
}
