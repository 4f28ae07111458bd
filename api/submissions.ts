import type { Board, BoardSeat, Calendar, Directory } from '../activities/ports.ts'
import { refusal, type Refusal } from '../machines/refusal.ts'
import { whyNotRunnable } from '../machines/rules/index.ts'
import { stageOf } from '../machines/stages/index.ts'
import type { Ask, BoardTerms, Seat } from '../machines/vocabulary/board.ts'
import type { StageId } from '../machines/vocabulary/facts.ts'
import type { GateBoard, GovernancePlan } from '../machines/vocabulary/plan.ts'

/** What papers are put to: the plan's gate they stand at, what they ask, and when they go out. */
export type Going = {
  plan: GovernancePlan
  stage: StageId
  ask: Ask
  /** For papers that do not ask for the gate's decision: which of its boards they go to. */
  boardId?: string
  nowInstant: number
}
type Needs = { directory: Pick<Directory, 'board' | 'people'>; calendar: Calendar }

/** The boards' terms as they stand today, or why papers cannot go to them, in words. */
export type Frozen = { boards: BoardTerms[] } | { refused: Refusal }

/**
 * Freezes the boards of a gate for one submission: terms, seats and their holders as of today, and every deadline as an
 * absolute moment. A later change of a board, a plan or a holiday never rewrites a decision already asked for.
 */
export const freezeBoards = async (going: Going, { directory, calendar }: Needs): Promise<Frozen> => {
  const { plan, stage, nowInstant } = going
  const asked = boardsAsked(going)
  if ('refused' in asked) return asked
  const today = calendar.dayOf(nowInstant)
  const reachable = new Set((await directory.people()).map(({ personId }) => personId))
  const boards: BoardTerms[] = []
  let fromInstant = nowInstant
  for (const gateBoard of asked.boards) {
    const board = await directory.board(gateBoard.board, today)
    if (!board)
      return refused(
        'UnknownBoard',
        `The governance plan ${plan.title} names the board ${gateBoard.board}, which is not on file.`,
      )
    const seats = heldSeats(board, today, reachable)
    if ('refused' in seats) return seats
    const rule = gateBoard.rule ?? board.rule
    const why = whyNotRunnable(rule, seats.held)
    if (why) return refused('BoardCannotDecide', `${board.name} cannot open a review yet: ${why}.`)
    const decideByInstant = calendar.after(fromInstant, gateBoard.decideWithin, gateBoard.days)
    boards.push({
      boardId: board.boardId,
      name: board.name,
      termsVersion: board.version,
      ask: gateBoard.ask,
      rule,
      ...(gateBoard.ruleNote ? { ruleNote: gateBoard.ruleNote } : {}),
      seats: seats.held,
      ...(board.secretary ? { secretary: secretaryOf(board.secretary) } : {}),
      ...(board.othersShown ? { othersShown: board.othersShown } : {}),
      decideByInstant,
      reminderInstants: remindersOf(gateBoard, calendar, nowInstant, decideByInstant),
    })
    // Boards are asked one after the other: the next one's time begins, at the latest, when this one's ends.
    fromInstant = decideByInstant
  }
  return boards.length > 0
    ? { boards }
    : refused(
        'NoBoards',
        `The governance plan ${plan.title} names no board for the ${stageOf(stage).title.toLowerCase()}.`,
      )
}

const refused = (type: string, reason: string) => ({ refused: refusal(type, reason) })

/** A decision goes to every board of the gate in the plan's order; anything else to the one board it concerns. */
const boardsAsked = ({ plan, stage, ask, boardId }: Going): { boards: GateBoard[] } | { refused: Refusal } => {
  const { boards } = plan.gates[stage]
  if (ask === 'decide')
    return boardId === undefined
      ? { boards }
      : refused('OtherBoards', 'boardId: papers that ask for the decision go to every board the governance plan names.')
  const named = boards.find(({ board }) => board === boardId)
  if (boardId !== undefined)
    return named
      ? { boards: [named] }
      : refused(
          'OtherBoards',
          `boardId: the governance plan names ${boards.map(({ board }) => board).join(', ') || 'no board'} for this gate.`,
        )
  return { boards: [boards.find((board) => board.ask === ask) ?? boards.at(-1)].filter((board) => board !== undefined) }
}

/** Who holds a seat on a day: the newest holding that has begun. */
export const holderOn = ({ holdings }: BoardSeat, day: string): string | undefined =>
  holdings
    .filter(({ fromDay }) => fromDay <= day)
    .reduce<BoardSeat['holdings'][number] | undefined>(
      (newest, holding) => (newest && newest.fromDay > holding.fromDay ? newest : holding),
      undefined,
    )?.personId

const heldSeats = (
  board: Board,
  today: string,
  reachable: ReadonlySet<string>,
): { held: Seat[] } | { refused: Refusal } => {
  if (board.seats.length === 0)
    return refused('NoSeats', `${board.name} cannot open a review yet: it has no seats on file.`)
  const held: Seat[] = []
  for (const seat of board.seats) {
    const { seatId, title, organisationIds, chair } = seat
    const holderId = holderOn(seat, today)
    if (holderId === undefined)
      return refused('VacantSeat', `${board.name} cannot open a review yet: nobody holds the seat ${title}.`)
    if (!reachable.has(holderId))
      return refused('NoAddress', `${board.name} cannot open a review yet: no address is on file for ${title}.`)
    held.push({ seatId, title, organisationIds, holderId, chair })
  }
  return { held }
}

const secretaryOf = ({ title, personId }: NonNullable<Board['secretary']>) => ({
  title,
  ...(personId ? { personId } : {}),
})

/** The reminders still to come, earliest first. */
const remindersOf = (
  { reminders, days }: GateBoard,
  calendar: Calendar,
  nowInstant: number,
  decideByInstant: number,
): number[] => {
  const instants = reminders.map((before) => calendar.before(decideByInstant, before, days))
  return [...new Set(instants)].filter((at) => at > nowInstant && at < decideByInstant).sort((a, b) => a - b)
}
