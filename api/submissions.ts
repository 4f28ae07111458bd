import type { Calendar, Directory, Person } from '../activities/ports.ts'
import type { Board } from '../machines/terms-of-reference.ts'
import { calendarOfSeats } from './board-calendar.ts'
import { meetingsAfter, meetingToCome } from './meetings.ts'
import { deputiesOf, holderOn } from '../machines/terms-of-reference.ts'
import { refusal, type Refusal } from '../machines/refusal.ts'
import { whyNotRunnable } from '../machines/rules/index.ts'
import { seatsOf } from '../machines/initiative/boards.ts'
import { stageOf } from '../machines/stages/index.ts'
import type { Ask, BoardTerms, Seat } from '../machines/vocabulary/board.ts'
import type { StageId } from '../machines/vocabulary/facts.ts'
import type { GateBoard, GovernancePlan } from '../machines/vocabulary/plan.ts'
import type { WayAsked } from '../machines/vocabulary/way.ts'
import { askedAnotherWay, seatsForTheChair } from '../machines/ways.ts'
import { outsideItsMeetings } from './ways.ts'

/** What papers are put to: the plan's gate they stand at, what they ask, and when they go out. */
export type Going = {
  plan: GovernancePlan
  stage: StageId
  ask: Ask
  /** For papers that do not ask for the gate's decision: which of its boards they go to. */
  boardId?: string
  /** A decision between gates, by one of the boards the plan names for it. */
  betweenGates?: boolean
  /** Only the seats of these organisations are asked: those that had more time, and come to it now. */
  forOrganisationIds?: string[]
  /** Boards that decide neither at their meeting nor in the time of the plan. */
  ways?: readonly (WayAsked & { boardId: string })[]
  ownCasePersonIds?: readonly string[]
  nowInstant: number
}
type Needs = { directory: Pick<Directory, 'board' | 'people' | 'organisations'>; calendar: Calendar }

/** The boards' terms as they stand today, or why papers cannot go to them, in words. */
export type Frozen = { boards: BoardTerms[] } | { refused: Refusal }

/**
 * Freezes the boards of a gate for one submission: terms, seats and their holders as of today, and every deadline as an
 * absolute moment. A later change of a board, a plan or a holiday never rewrites a decision already asked for.
 */
export const freezeBoards = async (going: Going, needs: Needs): Promise<Frozen> => {
  const { plan, stage, nowInstant } = going
  const asked = boardsAsked(going)
  if ('refused' in asked) return asked
  const { ways = [], ownCasePersonIds = [] } = going
  const stray = ways.find(({ boardId }) => !asked.boards.some(({ board }) => board === boardId))
  if (stray) return refused('OtherBoards', `ways: these papers do not go to the board ${stray.boardId}.`)
  const boards: BoardTerms[] = []
  let fromInstant = nowInstant
  for (const gateBoard of asked.boards) {
    // Boards asked one after the other: the next one's time begins, at the latest, when those before are due.
    if (!gateBoard.together)
      fromInstant = boards.reduce((latest, { decideByInstant }) => Math.max(latest, decideByInstant), nowInstant)
    const { forOrganisationIds } = going
    const only = forOrganisationIds ? { forOrganisationIds } : {}
    const frozen = await freezeBoard(
      gateBoard,
      { plan, nowInstant, fromInstant, ownCasePersonIds, ...only, ...wayTo(gateBoard.board, ways) },
      needs,
    )
    if ('refused' in frozen) return frozen
    const seats = forOrganisationIds ? seatsOf(frozen.terms.seats, new Set(forOrganisationIds)) : frozen.terms.seats
    if (seats.length === 0)
      return refused('NoSeats', `forOrganisationIds: ${frozen.terms.name} has no seat of any of these organisations.`)
    boards.push({ ...frozen.terms, seats })
  }
  return boards.length > 0
    ? { boards }
    : refused(
        'NoBoards',
        `The governance plan ${plan.title} names no board for ${going.betweenGates ? 'decisions between gates' : `the ${stageOf(stage).title.toLowerCase()}`}.`,
      )
}

const wayTo = (boardId: string, ways: NonNullable<Going['ways']>): { way?: WayAsked } => {
  const asked = ways.find((each) => each.boardId === boardId)
  return asked ? { way: { by: asked.by, reason: asked.reason } } : {}
}

type From = {
  plan: Pick<GovernancePlan, 'title'>
  nowInstant: number
  fromInstant: number
  /** When it is due, where somebody named the day. */
  decideByInstant?: number
  /** Whose seats are asked, where not all are: their working days count. */
  forOrganisationIds?: string[]
  /** In which way, where it is neither at a meeting nor in the time of the plan. */
  way?: WayAsked
  /** Whose own case it is: a chair among them does not act for the board. */
  ownCasePersonIds?: readonly string[]
}

/** One board's terms as they stand today, with its deadlines counted from a moment; or why papers cannot go to it, in words. */
export const freezeBoard = async (
  gateBoard: GateBoard,
  { plan, ...from }: From,
  needs: Needs,
): Promise<{ terms: BoardTerms } | { refused: Refusal }> => {
  const { nowInstant, forOrganisationIds, way, ownCasePersonIds = [] } = from
  const { directory } = needs
  const today = needs.calendar.dayOf(nowInstant)
  const board = await directory.board(gateBoard.board, today)
  if (!board)
    return refused(
      'UnknownBoard',
      `The governance plan ${plan.title} names the board ${gateBoard.board}, which is not on file.`,
    )
  const seats = heldSeats(board, today, await directory.people())
  if ('refused' in seats) return seats
  const asked = forOrganisationIds ? seatsOf(seats.held, new Set(forOrganisationIds)) : seats.held
  const isForTheChair = way?.by === 'chairsAction'
  const whose = isForTheChair ? seatsForTheChair({ ...board, seats: asked }, ownCasePersonIds) : asked
  const calendar = await calendarOfSeats(whose, needs)
  const outside = way && outsideItsMeetings(gateBoard, board, { ...from, way }, calendar)
  if (outside && 'refused' in outside) return outside
  const rule = outside?.rule ?? gateBoard.rule ?? board.rule
  const { vetoSeatIds, sharedSeats, ownCase, othersShown } = board
  const why = whyNotRunnable({ rule, seats: seats.held, vetoSeatIds, sharedSeats })
  if (why) return refused('BoardCannotDecide', `${board.name} cannot open a review yet: ${why}.`)
  const dates = outside?.dates ?? datesOf(gateBoard, board, from, calendar)
  if ('refused' in dates) return dates
  const { decideByInstant } = dates
  const escalations = gateBoard.escalations ? escalationsOf(gateBoard, calendar, decideByInstant) : undefined
  const passedOver = passedOverUntil(escalations?.at(-1)?.atInstant ?? decideByInstant, nowInstant, calendar)
  const terms: BoardTerms = {
    boardId: board.boardId,
    name: board.name,
    termsVersion: board.version,
    ask: gateBoard.ask,
    ...(gateBoard.together ? { together: true } : {}),
    ...(gateBoard.only ? { only: gateBoard.only } : {}),
    rule,
    ...(gateBoard.ruleNote && !way ? { ruleNote: gateBoard.ruleNote } : {}),
    ...(gateBoard.assurance ? { assurance: gateBoard.assurance } : {}),
    seats: seats.held,
    ...(vetoSeatIds ? { vetoSeatIds } : {}),
    ...(sharedSeats ? { sharedSeats } : {}),
    ...(ownCase ? { ownCase } : {}),
    ...(othersShown ? { othersShown } : {}),
    ...(board.secretary ? { secretary: secretaryOf(board.secretary) } : {}),
    ...dates,
    reminderInstants: remindersOf(gateBoard, calendar, nowInstant, decideByInstant),
    ...(escalations ? { escalations } : {}),
    ...(gateBoard.days === 'working' && passedOver.length > 0 ? { passedOver } : {}),
  }
  return { terms: way ? askedAnotherWay(terms, way, board, ownCasePersonIds) : terms }
}

/** When a board is to decide: within a time, or at a meeting; and which of its meetings come after that. */
const datesOf = (
  { at, decideWithin, days }: GateBoard,
  board: Board,
  { nowInstant, fromInstant, decideByInstant: named }: Omit<From, 'plan'>,
  calendar: Calendar,
): Pick<BoardTerms, 'decideByInstant' | 'meeting' | 'missedMeeting' | 'nextMeetings'> | { refused: Refusal } => {
  if (at === undefined && decideWithin !== undefined) {
    const decideByInstant = named ?? calendar.after(fromInstant, decideWithin, days)
    return { decideByInstant, ...meetingsAfter(board, decideByInstant, calendar) }
  }
  const bound = meetingToCome(board, { nowInstant, fromInstant }, calendar)
  return bound
    ? { decideByInstant: bound.meeting.endsInstant, ...bound }
    : refused(
        'NoMeeting',
        `${board.name} cannot open a review yet: it decides at its meetings, and none is on file whose papers are still due.`,
      )
}

const refused = (type: string, reason: string) => ({ refused: refusal(type, reason) })

/** A decision goes to every board of the gate in the plan's order; anything else to the one board it concerns. */
const boardsAsked = (going: Going): { boards: GateBoard[] } | { refused: Refusal } => {
  const { plan, stage, ask, boardId, betweenGates } = going
  const boards = betweenGates ? (plan.betweenGates ?? []) : plan.gates[stage].boards
  if (ask === 'decide' && !betweenGates)
    return boardId === undefined
      ? { boards }
      : refused('OtherBoards', 'boardId: papers that ask for the decision go to every board the governance plan names.')
  const named = boards.find(({ board }) => board === boardId)
  if (boardId !== undefined)
    return named
      ? { boards: [named] }
      : refused(
          'OtherBoards',
          `boardId: the governance plan names ${boards.map(({ board }) => board).join(', ') || 'no board'} for ${betweenGates ? 'decisions between gates' : 'this gate'}.`,
        )
  return { boards: [boards.find((board) => board.ask === ask) ?? boards.at(-1)].filter((board) => board !== undefined) }
}

const heldSeats = (board: Board, today: string, people: readonly Person[]): { held: Seat[] } | { refused: Refusal } => {
  if (board.seats.length === 0)
    return refused('NoSeats', `${board.name} cannot open a review yet: it has no seats on file.`)
  const nameOf = new Map(people.map(({ personId, name }) => [personId, name]))
  const held: Seat[] = []
  for (const seat of board.seats) {
    const { seatId, title, organisationIds, chair, viceChair, pairId } = seat
    const holderId = holderOn(seat, today)
    if (holderId === undefined)
      return refused('VacantSeat', `${board.name} cannot open a review yet: nobody holds the seat ${title}.`)
    if (!nameOf.has(holderId))
      return refused('NoAddress', `${board.name} cannot open a review yet: no address is on file for ${title}.`)
    const deputies = deputiesOf(seat, today, nameOf)
    held.push({
      seatId,
      title,
      organisationIds,
      holderId,
      chair,
      ...(viceChair ? { viceChair } : {}),
      ...(pairId ? { pairId } : {}),
      ...(deputies.length > 0 ? { deputies } : {}),
    })
  }
  return { held }
}

const secretaryOf = ({ title, personId }: NonNullable<Board['secretary']>) => ({
  title,
  ...(personId ? { personId } : {}),
})

const mostPassedOver = 20
const twoYearsMilliseconds = 2 * 366 * 86_400_000

/** The days the board's dates pass over because one of its organisations is closed, so that people can see what moved them. */
const passedOverUntil = (untilInstant: number, nowInstant: number, calendar: Calendar) =>
  calendar.passedOver(nowInstant, Math.min(untilInstant, nowInstant + twoYearsMilliseconds)).slice(0, mostPassedOver)

/** Who is told next, in the order of time. */
const escalationsOf = ({ escalations = [], days }: GateBoard, calendar: Calendar, decideByInstant: number) =>
  escalations
    .map(({ to, after }) => ({ to, atInstant: calendar.after(decideByInstant, after, days) }))
    .sort((a, b) => a.atInstant - b.atInstant)

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
