import { names, seatsAt, verdict, type Rule } from './rule.ts'

/**
 * Any rule, where a refusal by one of the seats named ends the matter. Nothing is carried before each of them who takes part has spoken:
 * an agreement they had no time to stop would leave them no veto.
 */
export const withVeto =
  (vetoSeatIds: readonly string[], rule: Rule): Rule =>
  (board) => {
    const vetoes = board.seats.filter(({ seatId }) => vetoSeatIds.includes(seatId))
    const refusing = seatsAt(board, vetoes, 'against')
    if (refusing.length > 0) return verdict('fallen', `One refusal ends it: ${names(refusing)}.`, refusing)
    const without = rule(board)
    const silent = seatsAt(board, vetoes, undefined)
    if (silent.length === 0 || without.result === 'open' || without.result === 'fallen') return without
    return verdict(
      'open',
      `${without.because} Still to decide, and one refusal of theirs ends it: ${names(silent)}.`,
      silent,
    )
  }
