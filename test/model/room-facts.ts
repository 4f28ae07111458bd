import type { FactOf } from '../../machines/commands.ts'
import type { ConditionWritten } from '../../machines/vocabulary/submission.ts'
import type { Board } from './board.ts'
import type { Answering, OfASeat, Recording } from './room-acts.ts'

// What is tried of the room, made commands by what the model knows.

const dayLong = 86_400_000

type Written = FactOf<'recordRoom'>
type At = { reviewId: string; board: Board | undefined; nowInstant: number }
type Seat = Board['terms']['seats'][number]

const attendanceOf = (came: OfASeat['came'], isDeputyInSeat: boolean | undefined) => {
  if (came === 'whoever sits')
    return isDeputyInSeat === undefined ? 'absent' : isDeputyInSeat ? 'deputyPresent' : 'present'
  const of = { apologies: 'apologies', 'a deputy': 'deputyPresent', 'the holder': 'present', nobody: 'absent' } as const
  return of[came]
}

const deputyIdOf = ({ seatId, deputies = [] }: Seat, deputy: OfASeat['deputy']): string | undefined =>
  ({
    unnamed: undefined,
    theirs: deputies.at(-1)?.personId ?? `deputy-${seatId}`,
    'the first': deputies[0]?.personId,
    another: 'somebody-else',
  })[deputy]

const positionOf = (
  { choice, isChange, hasReason }: OfASeat,
  own: string | undefined,
  { nowInstant, deferDays, conditions }: Said,
) => ({
  choice,
  ...(hasReason ? { reason: 'The savings are not shown by force.' } : {}),
  points: [],
  conditions: choice === 'approveWithConditions' ? conditions : [],
  ...(choice === 'defer' || choice === 'moreTime' ? { deferUntilInstant: nowInstant + deferDays * dayLong } : {}),
  ...(isChange === 'yes' || (isChange === 'where it is' && own !== undefined && own !== choice)
    ? { changedInTheRoom: true as const }
    : {}),
})

type Said = { nowInstant: number; deferDays: number; conditions: ConditionWritten[] }

const seatWritten = (board: Board, seat: Seat, of: OfASeat, said: Said): Written['seats'][number] => {
  const { seatId } = seat
  const sits = board.seating.in(seatId)
  const attendance = attendanceOf(of.came, sits && sits.forHolder !== undefined)
  const wasThere = attendance === 'present' || attendance === 'deputyPresent'
  const deputyId = attendance === 'deputyPresent' ? deputyIdOf(seat, of.deputy) : undefined
  const spoke = of.spoke === 'in any case' || (of.spoke === 'where there' && wasThere)
  const own = board.ballots.get(seatId)?.at(-1)?.choice
  return {
    seatId,
    attendance,
    ...(deputyId === undefined ? {} : { deputyId }),
    ...(spoke ? { position: positionOf(of, own, said) } : {}),
  }
}

const dayEnds = (day: Recording['day'], { board, nowInstant }: At): number => {
  const opened = board?.openedInstant ?? nowInstant
  if (day === 'before the papers') return opened
  return day === 'today' ? nowInstant + dayLong / 2 : Math.ceil((opened + nowInstant) / 2)
}

/** What the secretary writes down of a meeting. */
export const recordingOf = (tried: Recording, at: At, conditions: ConditionWritten[]): Written => {
  const { reviewId, board, nowInstant } = at
  const said = { nowInstant, deferDays: tried.deferDays, conditions }
  const seats = (board?.terms.seats ?? []).flatMap((seat, index) => {
    const of = tried.seats[index]
    return board && of ? [seatWritten(board, seat, of, said)] : []
  })
  const first = seats[0] ?? { seatId: 'kent', attendance: 'present' as const }
  const written = {
    all: seats.length > 0 ? seats : [first],
    'not the last': seats.length > 1 ? seats.slice(0, -1) : [first],
    'the first twice': [...seats, first],
    'a stranger': [...seats, { ...first, seatId: 'stranger' }],
  }
  const tabledPapers = { none: [], one: [late], 'one twice': [late, late] }
  const recordedBy = { 'the secretary': 'Secretary', 'the chair': 'Chief Constable, kent', 'a deputy': 'Deputy, essex' }
  return {
    type: 'roomRecorded',
    reviewId,
    day: '2027-03-01',
    dayEndsInstant: dayEnds(tried.day, at),
    seats: written[tried.written],
    ...(tried.wording === undefined ? {} : { wording: tried.wording }),
    tabledPapers: tabledPapers[tried.tabled],
    recordedBy: recordedBy[tried.by],
    atInstant: nowInstant,
  }
}

/** What the chair, or somebody else, says of it. */
export const answerOf = (tried: Answering, { reviewId, board, nowInstant }: At) => {
  const recorded = board?.minutes.recorded ?? []
  const chairSeatId = recorded.at(-1)?.chairSeatId ?? 'kent'
  const seatId = tried.by === 'another member' ? (chairSeatId === 'kent' ? 'essex' : 'kent') : chairSeatId
  const sits = board?.seating.in(seatId)?.personId
  const version = { newest: recorded.length, older: recorded.length - 1, newer: recorded.length + 1 }[tried.version]
  const answer = {
    reviewId,
    version: Math.max(1, version),
    seatId,
    holderId: tried.by === 'the holder at first' ? `chief-constable-${seatId}` : (sits ?? `chief-constable-${seatId}`),
    atInstant: nowInstant,
  }
  return tried.answer === 'confirm'
    ? { type: 'roomConfirmed' as const, ...answer, updateId: `c:${reviewId}:${nowInstant}` }
    : { type: 'roomRefused' as const, ...answer, reason: 'Essex did not agree.' }
}

const late = {
  sha256: 'b'.repeat(64),
  title: 'Late costs',
  version: '1',
  marking: 'OFFICIAL' as const,
  mediaType: 'application/pdf',
  sizeBytes: 1,
}
