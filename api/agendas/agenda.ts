import type { Person } from '../../activities/ports.ts'
import type { AgendaLink } from '../../activities/ports/meetings.ts'
import { agendaOf, seatsOf, type AgendaItem } from '../../machines/meeting-agenda.ts'
import type { ReviewContext } from '../../machines/review.ts'
import { sittingIn } from '../../machines/seats.ts'
import { maySit, type Board } from '../../machines/terms-of-reference.ts'
import type { ApiParts } from '../parts.ts'

/** Whose agenda of which meeting a page shows. */
export type AgendaPlace = Pick<AgendaLink, 'boardId' | 'day' | 'personId'>

/** What one member is to decide at one meeting, as the record stands now. */
export type Agenda = { link: AgendaLink; items: AgendaItem[]; board: Board | undefined; people: AgendaPeople }
type AgendaPeople = { reader: Person | undefined; secretary: Person | undefined }

/** Whether somebody sits there, by the papers' terms and by the board's present ones, as their deciding links are held against. */
const maySeeOf = (review: ReviewContext, personId: string, board: Board | undefined, today: string): boolean =>
  seatsOf(review, personId).some((seat) => {
    const holderId = sittingIn(review, seat)?.forHolderId
    if (!board || maySit(board, seat.seatId, personId, today)) return true
    return holderId !== undefined && maySit(board, seat.seatId, holderId, today)
  })

/** What a link to an agenda stands for; undefined for a token that was never given out. Reading changes nothing. */
export const findAgenda = async (
  { links, initiatives, directory, calendar, clock }: ApiParts,
  token: string,
): Promise<Agenda | undefined> => {
  const link = await links.findAgenda(token)
  if (!link) return undefined
  const [open, board, reader] = await Promise.all([
    initiatives.openAtBoard(link.boardId),
    directory.board(link.boardId, calendar.dayOf(clock())),
    directory.person(link.personId),
  ])
  const today = calendar.dayOf(clock())
  const items = agendaOf(open, link).filter(({ review }) => maySeeOf(review, link.personId, board, today))
  const secretaryId = board?.secretary?.personId
  const secretary = secretaryId === undefined ? undefined : await directory.person(secretaryId)
  return { link, items, board, people: { reader, secretary } }
}

const base = ({ boardId, day, personId }: AgendaPlace) => `/agenda/${boardId}/${day}/${personId}`

/** The addresses of a member's agenda. None of them holds a token. */
export const agendaPaths = {
  page: base,
  item: (place: AgendaPlace, { initiativeId, reviewId, seatId }: ItemPlace) =>
    `${base(place)}/${initiativeId}/${reviewId}/${seatId}`,
}

/** Where one matter on an agenda is decided. */
export type ItemPlace = { initiativeId: string; reviewId: string; seatId: string }

/** The token a matter is opened by from an agenda: the agenda's own, with the place of the matter behind it. No id holds a dot. */
export const itemToken = (agendaToken: string, { initiativeId, reviewId, seatId }: ItemPlace): string =>
  [agendaToken, initiativeId, reviewId, seatId].join('.')
