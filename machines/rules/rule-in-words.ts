import type { BoardTerms, DecisionRule } from '../vocabulary/board.ts'
import { majoritiesInWords } from './majority-of-each.ts'
import { shareInWords } from './percent.ts'
import { members, names, type DecidingTerms } from './rule.ts'
import { membersIn } from './counted-board.ts'

const capital = (sentence: string) => `${sentence.charAt(0).toUpperCase()}${sentence.slice(1)}`

type Read = DecidingTerms & Pick<BoardTerms, 'way'>

const plain = (rule: DecisionRule, { seats, sharedSeats, way }: Read): string => {
  const all = membersIn({ sharedSeats })(seats)
  switch (rule.kind) {
    case 'unanimous':
      return 'Every member must agree.'
    case 'majority':
      return (
        `More members must agree than not, with at least ${rule.quorum} of ${all} taking part` +
        (rule.presentFromEach ? ` and at least ${rule.presentFromEach} of each organisation` : '') +
        `${rule.chairHasCastingVote ? '; the chair has the casting vote' : ''}.`
      )
    case 'nOfM':
      return `${rule.approvals} of ${all} members must agree${rule.refusal === 'ends' ? '; one refusal ends it' : ''}.`
    case 'percent':
      return `${capital(shareInWords(rule))} must agree, with at least ${rule.quorum} of ${all} taking part.`
    case 'chairDecides':
      return way?.by === 'chairsAction' ? 'The chair decides alone.' : 'The chair decides; the other members advise.'
    case 'bothOf': {
      const both = seats.filter(({ seatId }) => rule.seatIds.includes(seatId))
      const advise = both.length < seats.length ? '; the other members advise' : ''
      return `${both.map(({ title }) => title).join(' and ')} must both agree${advise}.`
    }
    case 'majorityOfEach': {
      const grouped = new Set(rule.groups.flatMap(({ seatIds }) => seatIds))
      const advise = seats.some(({ seatId }) => !grouped.has(seatId)) ? '; the other members advise' : ''
      return `${majoritiesInWords(rule)} must agree${advise}.`
    }
    case 'fromEachOrganisation':
      return `At least ${members(rule.approvals)} of each organisation must agree.`
    case 'perOrganisation':
      return rule.others === 'allMust'
        ? 'Each organisation takes its own decision, and every one of them must agree.'
        : 'Each organisation takes its own decision; those who agree go on, also without the others.'
    case 'perPair':
      return rule.others === 'allMust'
        ? 'Each pair takes one joint decision on which both agree, and every pair must agree.'
        : 'Each pair takes one joint decision on which both agree; the pairs who agree go on, also without the others.'
    case 'asWritten':
      return rule.text
  }
}

/** The rule as members read it: one sentence, and one more for each of vetoes, a vice chair and shared seats where they matter. */
export const ruleInWords = (terms: Read): string => {
  const { rule, seats, vetoSeatIds = [], sharedSeats } = terms
  const vetoes = seats.filter(({ seatId }) => vetoSeatIds.includes(seatId))
  const needsChair = rule.kind === 'chairDecides' || (rule.kind === 'majority' && rule.chairHasCastingVote)
  const vice = needsChair ? seats.filter(({ viceChair }) => viceChair) : []
  const shared = seats.filter(({ organisationIds }) => organisationIds.length > 1)
  const isCounted = ['majority', 'nOfM', 'percent', 'majorityOfEach'].includes(rule.kind)
  return [
    plain(rule, terms),
    ...(vetoes.length > 0 ? [`One refusal ends it if it is by: ${names(vetoes)}.`] : []),
    ...(vice.length > 0
      ? [`Where the chair takes no part, the vice chair takes the chair\u2019s: ${names(vice)}.`]
      : []),
    ...(isCounted && sharedSeats === 'countForEach' && shared.length > 0
      ? [`Counted once for each of its organisations: ${names(shared)}.`]
      : []),
  ].join(' ')
}
