import type { Calendar } from '../activities/ports.ts'
import { refusal, type Refusal } from '../machines/refusal.ts'
import type { Board } from '../machines/terms-of-reference.ts'
import type { BoardTerms, DecisionRule } from '../machines/vocabulary/board.ts'
import type { GateBoard } from '../machines/vocabulary/plan.ts'
import type { WayAsked } from '../machines/vocabulary/way.ts'
import { ruleOfWay } from '../machines/ways.ts'
import { meetingsAfter } from './meetings.ts'

type Asking = { nowInstant: number; fromInstant: number; decideByInstant?: number; way: WayAsked }

/**
 * By which rule and until when a board decides outside its meetings: within the time its terms give that way, or else its plan. By
 * chair's action the meetings it may be reported to come with it: all that are still to come.
 */
export const outsideItsMeetings = (
  { decideWithin, days }: GateBoard,
  board: Board,
  { nowInstant, fromInstant, decideByInstant: named, way }: Asking,
  calendar: Calendar,
): { rule: DecisionRule; dates: Pick<BoardTerms, 'decideByInstant' | 'nextMeetings'> } | { refused: Refusal } => {
  const terms = ruleOfWay(board, way)
  if ('refused' in terms) return terms
  const { rule, withinWorkingDays } = terms
  const decideByInstant =
    named ??
    (withinWorkingDays !== undefined
      ? calendar.after(fromInstant, `P${withinWorkingDays}D`, 'working')
      : decideWithin !== undefined
        ? calendar.after(fromInstant, decideWithin, days)
        : undefined)
  if (decideByInstant === undefined)
    return {
      refused: refusal(
        'NoTime',
        `${board.name} cannot be asked in this way: neither its terms of reference nor the governance plan say how long it then has.`,
      ),
    }
  const after = way.by === 'chairsAction' ? nowInstant : decideByInstant
  return { rule, dates: { decideByInstant, ...meetingsAfter(board, after, calendar) } }
}
