import type { Client } from '@temporalio/client'
import type { Logger } from 'pino'
import type { Calendar, Directory, Initiatives } from '../activities/ports.ts'
import { moveDue } from '../machines/terms-of-reference.ts'
import type { StoredCase } from '../machines/case-file.ts'
import type { CommandPayload } from '../machines/commands.ts'
import { theSystem } from '../machines/vocabulary/people.ts'
import { commandUpdateId, initiativeWorkflowId } from '../workflows/ids.ts'
import { commandUpdate } from '../workflows/messages.ts'
import { regularly } from './regularly.ts'

export type SeatKeeping = {
  client: Client
  initiatives: Pick<Initiatives, 'list'>
  directory: Pick<Directory, 'board' | 'person'>
  calendar: Pick<Calendar, 'dayOf'>
  clock: () => number
  log: Pick<Logger, 'info' | 'warn'>
  /** How long one initiative may take to answer. */
  answerWithinMilliseconds?: number
}

type Move = CommandPayload<'moveSeat'> & { initiativeId: string }

/**
 * Lets the open reviews follow their boards' terms in who sits where: a new holder, a deputy while the holder is away, the holder who is
 * back. Whoever may no longer sit cannot decide in the meantime either: a link is held against the terms each time it is used.
 * @returns the seats that were moved.
 */
export const keepSeats = async (keeping: SeatKeeping): Promise<Move[]> => {
  const { client, initiatives, clock, calendar, log, answerWithinMilliseconds = 10_000 } = keeping
  const today = calendar.dayOf(clock())
  const moved: Move[] = []
  for (const { initiativeId, state } of await initiatives.list()) {
    if (state.initiative.status !== 'active') continue
    for (const payload of await movesDue(keeping, state, today)) {
      const { reviewId, seatId, as } = payload
      // Two workers that look at the same moment ask for the same move, which counts once.
      const nth = state.reviews[reviewId]?.context.seatMoves?.length ?? 0
      const updateId = commandUpdateId(`seat-${reviewId}-${seatId}-${nth}`)
      try {
        await client.withDeadline(Date.now() + answerWithinMilliseconds, () =>
          client.workflow
            .getHandle(initiativeWorkflowId(initiativeId))
            .executeUpdate(commandUpdate('moveSeat'), { updateId, args: [{ payload, by: theSystem, updateId }] }),
        )
        moved.push({ initiativeId, ...payload })
        log.info({ initiativeId, reviewId, seatId, as }, 'a seat was moved by the terms of reference')
      } catch (error) {
        // It is looked at again, and said again, until it is as the terms say.
        const reason =
          error instanceof Error ? (error.cause instanceof Error ? error.cause.message : error.message) : ''
        log.warn({ initiativeId, reviewId, seatId, as, reason }, 'a seat could not be moved')
      }
    }
  }
  return moved
}

const movesDue = async (
  { directory }: SeatKeeping,
  { reviews }: StoredCase,
  today: string,
): Promise<CommandPayload<'moveSeat'>[]> => {
  const moves: CommandPayload<'moveSeat'>[] = []
  for (const { status, context } of Object.values(reviews)) {
    if (status !== 'active') continue
    const board = await directory.board(context.terms.boardId, today)
    if (!board) continue
    for (const seat of context.terms.seats) {
      const due = moveDue(context, seat, board, today)
      const person = due && (await directory.person(due.personId))
      if (!due || !person) continue
      const title = due.as === 'deputy' ? { title: person.name } : {}
      moves.push({ reviewId: context.reviewId, seatId: seat.seatId, ...due, ...title })
    }
  }
  return moves
}

/** Looks every minute. @returns what stops it. */
export const keepSeatsRegularly = (keeping: SeatKeeping): (() => void) =>
  regularly(() => keepSeats(keeping), {
    everyMilliseconds: 60_000,
    failed: (reason) => keeping.log.warn({ reason }, 'the seats of open reviews could not be looked at'),
  })
