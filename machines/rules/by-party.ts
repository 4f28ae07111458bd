import type { DecisionRule, Seat } from '../vocabulary/board.ts'
import { partiesIn, type Party, type PartyStand } from './parties.ts'
import { deadlock, names, seatsAt, verdict, type Position, type Rule, type CountedBoard, type Verdict } from './rule.ts'

type ByParty = Extract<DecisionRule, { kind: 'perOrganisation' | 'perPair' }>

/** Whether each organisation, or each pair, takes its own decision: only then can one of them have more time than the others. */
export const decidesByParty = (rule: DecisionRule): rule is ByParty =>
  rule.kind === 'perOrganisation' || rule.kind === 'perPair'

/** What a party is called: "7 organisations", "1 pair". */
const counted = (number: number, { kind }: ByParty) =>
  `${number} ${kind === 'perPair' ? 'pair' : 'organisation'}${number === 1 ? '' : 's'}`

/** The parties that stand elsewhere than in agreement, in a sentence for each of `stands`. */
const sentences = (board: CountedBoard, parties: readonly Party[], ...stands: PartyStand[]): string => {
  const at = (stand: PartyStand) => parties.filter((party) => party.stand === stand)
  const seatsOf = (party: Party, ...positions: (Position | undefined)[]) =>
    seatsAt(board, board.seats, ...positions).filter((seat) => party.seats.includes(seat))
  const list = (of: readonly Party[], ...positions: (Position | undefined)[]) =>
    of
      .map((party) =>
        seatsOf(party, ...positions)
          .map(({ title }) => title)
          .join(' and '),
      )
      .join('; ')
  const said: [string, PartyStand, ...(Position | undefined)[]][] = [
    ['Did not agree: ', 'didNotAgree', 'against'],
    ['More time: ', 'moreTime', 'moreTime'],
    ['Abstained: ', 'abstained', 'abstains'],
    ['Still to decide: ', 'stillToDecide', undefined],
  ]
  return [
    ...(stands.includes('disagree') ? at('disagree') : []).map(
      (party) => `${list([party], 'for', 'against')} do not agree.`,
    ),
    ...said.flatMap(([begins, stand, ...positions]) =>
      stands.includes(stand) && at(stand).length > 0 ? [`${begins}${list(at(stand), ...positions)}.`] : [],
    ),
  ]
    .map((sentence) => ` ${sentence}`)
    .join('')
}

/**
 * Every organisation, or every pair, takes its own decision. `allMust`: every one that takes a position must agree, and the first refusal,
 * or the first that asks for more time, ends it. `proceedWithThoseWhoAgree`: once every one has taken its position it is carried for
 * those who agreed; who has more time neither agrees nor holds up the others. It falls where none agreed and somebody refused.
 */
export const byParty =
  (rule: ByParty): Rule =>
  (board): Verdict => {
    const parties = partiesIn(rule.kind, board)
    const at = (...stands: PartyStand[]) => parties.filter(({ stand }) => stands.includes(stand))
    const seatsIn = (of: readonly Party[], ...positions: (Position | undefined)[]): Seat[] =>
      seatsAt(board, board.seats, ...positions).filter((seat) => of.some(({ seats }) => seats.includes(seat)))
    const agreed = at('agreed')
    const agreeing = seatsIn(agreed, 'for')
    const waiting = at('stillToDecide')
    const inPart = counted(parties.length - at('tookNoPart').length, rule)
    const howMany = `${agreed.length} of ${inPart} agreed${agreed.length > 0 ? `: ${names(agreeing)}` : ''}.`

    if (rule.others === 'allMust') {
      const refusing = seatsIn(parties, 'against', 'moreTime')
      if (refusing.length > 0) {
        const why = sentences(board, parties, 'disagree', 'moreTime')
        return verdict('fallen', `All must agree, and these did not: ${names(refusing)}.${why}`, refusing)
      }
      const rest = sentences(board, parties, 'abstained', 'stillToDecide')
      if (waiting.length > 0) return verdict('open', `All must agree; ${howMany}${rest}`, seatsIn(waiting, undefined))
      if (agreed.length > 0) return verdict('carried', `All must agree, and did: ${names(agreeing)}.${rest}`, agreeing)
      return deadlock(`All must agree, and none has taken a position.${rest}`)
    }
    const rest = sentences(board, parties, 'disagree', 'didNotAgree', 'moreTime', 'abstained', 'stillToDecide')
    if (waiting.length > 0)
      return verdict('open', `Each decides for itself; ${howMany}${rest}`, seatsIn(waiting, undefined))
    if (agreed.length > 0) return verdict('carried', `Each decides for itself, and ${howMany}${rest}`, agreeing)
    const refused = at('didNotAgree', 'disagree')
    if (refused.length > 0)
      return verdict('fallen', `Each decides for itself, and none agreed.${rest}`, seatsIn(refused, 'against'))
    return deadlock(`Each decides for itself, and none has agreed or refused.${rest}`)
  }
