import type { FactOf } from './commands.ts'
import { currentBallot, decidingSeats, standing, type Ballot, type ReviewContext } from './review.ts'
import type { Tally } from './rules/tally.ts'
import { asWhom, sittingIn, type Sitting } from './seats.ts'
import type { Seat } from './vocabulary/board.ts'
import type { Attendance, RoomPosition } from './vocabulary/room.ts'
import type { PaperRef } from './vocabulary/submission.ts'

/** A seat as it was recorded in the room. `personId`: who was there for it, and `forHolderId` the holder a deputy was there for. */
export type RoomSeat = {
  seatId: string
  attendance: Attendance
  personId?: string
  forHolderId?: string
  position?: RoomPosition
}

/** One version of what a board decided in the room. It counts for nothing until whoever was in the chair has confirmed it. */
export type Room = {
  version: number
  /** The board whose terms it was recorded by: merged into another, it must be recorded again. */
  boardId: string
  day: string
  dayEndsInstant: number
  seats: RoomSeat[]
  wording?: string
  tabledPapers: PaperRef[]
  recordedBy: string
  /** Who was in the chair, and is to confirm it. */
  chairSeatId: string
  atInstant: number
  confirmed?: { holderId: string; by: string; atInstant: number }
  refused?: { holderId: string; by: string; reason: string; atInstant: number }
}

type Members = Pick<ReviewContext, 'terms' | 'ownCasePersonIds' | 'seatMoves'>
type SeatWritten = FactOf<'recordRoom'>['seats'][number]

/** Whether somebody was in the room for a seat. */
export const wasThere = ({ attendance }: Pick<RoomSeat, 'attendance'>): boolean =>
  attendance === 'present' || attendance === 'deputyPresent'

/** The deputies who may have been in the room for a seat: those its terms name who are free to decide this case, and sit nowhere else on the board. */
export const deputiesFree = (review: Members, seat: Seat) =>
  (seat.deputies ?? []).filter(
    ({ personId }) =>
      !review.ownCasePersonIds.includes(personId) &&
      review.terms.seats.every((other) => sittingIn(review, other)?.personId !== personId),
  )

/**
 * Who was in the room for a seat, as the record knows it; undefined where nobody was, and where it does not fit what the record says of
 * who sits in the seat.
 */
export const inTheRoom = (
  review: Members,
  seat: Seat,
  { attendance, deputyId }: Pick<SeatWritten, 'attendance' | 'deputyId'>,
): Sitting | undefined => {
  const sits = sittingIn(review, seat)
  if (!sits || !wasThere({ attendance })) return undefined
  if (attendance === 'present') return sits.as === 'holder' ? sits : undefined
  if (sits.as === 'deputy') return deputyId === undefined || deputyId === sits.personId ? sits : undefined
  const free = deputiesFree(review, seat)
  const deputy = deputyId === undefined && free.length === 1 ? free[0] : free.find((each) => each.personId === deputyId)
  return deputy && { ...deputy, as: 'deputy', forHolderId: sits.personId }
}

/** Whether a seat takes no part because its member declared an interest: in the room, or before by their own link where they did not speak. */
export const hasAnInterest = (
  review: Pick<ReviewContext, 'ballots'>,
  seats: readonly SeatWritten[],
  { seatId }: Pick<Seat, 'seatId'>,
): boolean => {
  const position = seats.find((each) => each.seatId === seatId)?.position
  return (position ?? currentBallot(review, seatId))?.choice === 'declareInterest'
}

/**
 * Whose seat was in the chair: the chair, or the vice chair where the chair was not there or takes no part. Whoever sits in it by the
 * record was in the room; a deputy who only came there confirms nothing.
 */
export const inTheChairOf = (
  review: Members & Pick<ReviewContext, 'ballots'>,
  seats: readonly SeatWritten[],
): Seat | undefined => {
  const presided = (seat: Seat) => {
    const written = seats.find(({ seatId }) => seatId === seat.seatId)
    const there = written && inTheRoom(review, seat, written)
    return (
      there !== undefined && there.personId === sittingIn(review, seat)?.personId && !hasAnInterest(review, seats, seat)
    )
  }
  const { seats: all } = review.terms
  return all.find((seat) => seat.chair && presided(seat)) ?? all.find((seat) => seat.viceChair && presided(seat))
}

/** What was recorded last, while whoever was in the chair has not answered. */
export const roomToConfirm = ({ rooms = [], terms }: Pick<ReviewContext, 'rooms' | 'terms'>): Room | undefined => {
  const last = rooms.at(-1)
  return last && !last.confirmed && !last.refused && last.boardId === terms.boardId ? last : undefined
}

/** Who is to confirm a room now: whoever sits in the seat that was in the chair. */
export const confirmerOf = (review: Members, { chairSeatId }: Pick<Room, 'chairSeatId'>) => {
  const seat = review.terms.seats.find(({ seatId }) => seatId === chairSeatId)
  const sits = seat && sittingIn(review, seat)
  return seat && sits && { seat, personId: sits.personId, title: asWhom(review, seat, sits.personId) }
}

/** The words as they were last amended in the room and confirmed; undefined while those of the papers stand. */
export const wordsInForce = ({ rooms = [] }: Pick<ReviewContext, 'rooms'>): string | undefined =>
  rooms.findLast(({ confirmed, wording }) => confirmed && wording)?.wording

/** A review once its secretary has recorded a meeting: nothing of its count has changed. */
export const roomRecorded = (
  review: ReviewContext,
  { type: _type, reviewId: _review, seats, ...written }: FactOf<'recordRoom'>,
): Partial<ReviewContext> => {
  const rooms = review.rooms ?? []
  const chair = inTheChairOf(review, seats)
  if (!chair) return {}
  const room: Room = {
    ...written,
    version: (rooms.at(-1)?.version ?? 0) + 1,
    boardId: review.terms.boardId,
    chairSeatId: chair.seatId,
    seats: seats.map(({ deputyId: _deputy, ...each }) => {
      const seat = review.terms.seats.find(({ seatId }) => seatId === each.seatId)
      const there = seat && inTheRoom(review, seat, { ...each, ...(_deputy ? { deputyId: _deputy } : {}) })
      return {
        ...each,
        ...(there ? { personId: there.personId } : {}),
        ...(there?.forHolderId ? { forHolderId: there.forHolderId } : {}),
      }
    }),
  }
  return { rooms: [...rooms, room] }
}

/**
 * Whether what a seat's member decided by link stands against what was recorded for it in the room: it was decided after the day of the
 * meeting, or after the record was made.
 */
export const ownDecisionStands = (
  ballot: Ballot | undefined,
  { dayEndsInstant, atInstant }: Pick<Room, 'dayEndsInstant' | 'atInstant'>,
): boolean =>
  ballot !== undefined &&
  ballot.inTheRoom === undefined &&
  (ballot.atInstant > dayEndsInstant || ballot.atInstant > atInstant)

/** The positions of a room that become decisions of their seats; those whose member has decided since by their own link do not. */
export const positionsCounting = (review: Pick<ReviewContext, 'ballots' | 'terms'>, room: Room) =>
  room.seats.flatMap(({ seatId, personId, forHolderId, position }) => {
    const isSeat = review.terms.seats.some((seat) => seat.seatId === seatId)
    return position && personId && isSeat && !ownDecisionStands(currentBallot(review, seatId), room)
      ? [{ seatId, personId, forHolderId, position }]
      : []
  })

type Confirming = Pick<FactOf<'confirmRoom'>, 'version' | 'holderId' | 'atInstant' | 'updateId'>

/** A review once what was recorded is confirmed: each position is its seat's decision, and the board's rule decides. */
export const roomConfirmed = (
  review: ReviewContext,
  { version, holderId, atInstant, updateId }: Confirming,
): Partial<ReviewContext> => {
  const room = (review.rooms ?? []).find((each) => each.version === version)
  if (!room) return {}
  const confirmedBy = confirmerOf(review, room)?.title ?? holderId
  const tabledSha256s = room.tabledPapers.map(({ sha256 }) => sha256)
  const cast = positionsCounting(review, room).map(
    ({ seatId, personId, forHolderId, position }): [string, Ballot[]] => {
      const { changedInTheRoom: _changed, ...said } = position
      const earlier = review.ballots[seatId] ?? []
      const ballot: Ballot = {
        ...said,
        holderId: personId,
        ...(forHolderId ? { forHolderId } : {}),
        number: earlier.length + 1,
        inTheRoom: {
          version,
          recordedBy: room.recordedBy,
          confirmedBy,
          ...(tabledSha256s.length > 0 ? { tabledSha256s } : {}),
        },
        atInstant,
        updateId,
      }
      return [seatId, [...earlier, ballot]]
    },
  )
  return {
    ballots: { ...review.ballots, ...Object.fromEntries(cast) },
    endedInstant: atInstant,
    rooms: answered(review, version, { confirmed: { holderId, by: confirmedBy, atInstant } }),
  }
}

/** A review once whoever was in the chair has said that the board decided something else. */
export const roomRefused = (
  review: ReviewContext,
  { version, holderId, reason, atInstant }: FactOf<'refuseRoom'>,
): Partial<ReviewContext> => {
  const room = (review.rooms ?? []).find((each) => each.version === version)
  const by = (room && confirmerOf(review, room)?.title) ?? holderId
  return { rooms: answered(review, version, { refused: { holderId, by, reason, atInstant } }) }
}

const answered = (
  { rooms = [] }: ReviewContext,
  version: number,
  answer: Pick<Room, 'confirmed' | 'refused'>,
): Room[] => rooms.map((room) => (room.version === version ? { ...room, ...answer } : room))

/** What would follow by the board's rule if a room were confirmed now: shown to whoever is asked to confirm it. */
export const wouldFollow = (review: ReviewContext, { version }: Pick<Room, 'version'>): Tally => {
  const atInstant = review.openedInstant
  return standing({ ...review, ...roomConfirmed(review, { version, holderId: '', atInstant, updateId: '' }) })
}

/** The seats a room says nothing of but their attendance, and that have not decided by themselves. */
export const withoutPosition = (review: ReviewContext, room: Room): Seat[] =>
  decidingSeats(review).filter(
    ({ seatId }) =>
      !currentBallot(review, seatId) && !room.seats.some((each) => each.seatId === seatId && each.position),
  )

/** The papers tabled at the board's meetings: those confirmed, and what waits to be. */
export const tabledPapers = (review: Pick<ReviewContext, 'papers' | 'rooms' | 'terms'>): PaperRef[] => {
  const sent = new Set(review.papers.map(({ sha256 }) => sha256))
  const waiting = roomToConfirm(review)
  const tabled = (review.rooms ?? [])
    .filter((room) => room.confirmed ?? room === waiting)
    .flatMap((room) => room.tabledPapers)
    .filter(({ sha256 }) => !sent.has(sha256))
  return [...new Map(tabled.map((paper) => [paper.sha256, paper])).values()]
}

/** The papers members may open: those sent, and those tabled. */
export const papersAtHand = (review: Pick<ReviewContext, 'papers' | 'rooms' | 'terms'>): PaperRef[] => [
  ...review.papers,
  ...tabledPapers(review),
]

/** The papers tabled when a seat's decision was made: by its member in the room, or by link after the meeting. */
export const tabledFor = (
  { rooms = [] }: Pick<ReviewContext, 'rooms'>,
  { atInstant }: Pick<Ballot, 'atInstant'>,
): PaperRef[] =>
  rooms.flatMap(({ confirmed, tabledPapers: tabled }) => (confirmed && confirmed.atInstant <= atInstant ? tabled : []))

/**
 * What was recorded in the room without the words nobody waits for any more: positions of versions that were answered or overtaken, which
 * are decisions of their seats by now or came to nothing. With `alsoTheLast` also the words and papers of the board's last meeting.
 */
export const roomsKept = (
  { rooms }: Pick<ReviewContext, 'rooms'>,
  alsoTheLast: boolean,
): Pick<ReviewContext, 'rooms'> =>
  rooms
    ? {
        rooms: rooms.map((room, index) => {
          if (!alsoTheLast && index === rooms.length - 1) return room
          const { wording, tabledPapers, seats, ...kept } = room
          return {
            ...kept,
            seats: seats.map(({ position: _position, ...seat }) => seat),
            ...(wording && room.confirmed && !alsoTheLast ? { wording } : {}),
            tabledPapers: room.confirmed && !alsoTheLast ? tabledPapers : [],
          }
        }),
      }
    : {}
