import { agendaOf, seatsOf } from '../../machines/meeting-agenda.ts'
import type { Agendas } from '../ports/meetings.ts'
import type { OutboxMail } from '../ports.ts'
import type { MailParts } from './about.ts'
import { hasBegun } from './meeting-entry.ts'
import type { Reads } from './shared-reads.ts'

type Reading = { agendas: Pick<Agendas, 'find'>; initiatives: Pick<Reads['initiatives'], 'openAtBoard'> }

/**
 * What an agenda's mail is made from, as things stand when it leaves, or why it need not leave.
 * @throws Error when no agenda of its number is on file.
 */
export const agendaToSend = async (
  { agendas, initiatives }: Reading,
  { number, personId }: OutboxMail,
  nowInstant: number,
): Promise<NonNullable<MailParts['agenda']> | { why: string }> => {
  const edition = await agendas.find(number)
  if (!edition) throw new Error(`There is no agenda ${number}`)
  const all = agendaOf(await initiatives.openAtBoard(edition.boardId), edition)
  const [first, ...rest] = all.filter(({ review }) => seatsOf(review, personId).length > 0)
  if (!first) return { why: 'nothing the member decides is before the meeting any more' }
  if (hasBegun(first.meeting, nowInstant)) return { why: 'the meeting has begun' }
  return { edition, items: [first, ...rest] }
}
