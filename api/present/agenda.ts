import { dateInWords, dayInWords, weekdayDateInWords } from '../../activities/words/dates.ts'
import { askOf, decidedInWords } from '../../activities/words/decisions.ts'
import { lateInWords, meetingInWords } from '../../activities/words/meetings.ts'
import { seatsOf, type AgendaItem } from '../../machines/meeting-agenda.ts'
import { currentBallot, dueInstantOf } from '../../machines/review.ts'
import { asWhom } from '../../machines/seats.ts'
import type { Marking } from '../../machines/vocabulary/submission.ts'
import { agendaPaths, type Agenda } from '../agendas/agenda.ts'
import { asWritten } from './as-written.ts'

/** The highest marking of anything on an agenda. */
export const markingOfAgenda = (items: readonly Pick<AgendaItem, 'initiative'>[]): Marking =>
  items.some(({ initiative }) => initiative.marking === 'OFFICIAL-SENSITIVE') ? 'OFFICIAL-SENSITIVE' : 'OFFICIAL'

/** Whether everything on it is played through; where only some is, each says it for itself. */
export const isAllRehearsed = (items: readonly AgendaItem[]): boolean => items.length > 0 && items.every(isRehearsed)

export const isRehearsed = ({ initiative }: AgendaItem): boolean => initiative.plan.kind === 'rehearsal'

/** An agenda as its member sees it: each matter with what is asked, by when, whether they have decided it, and the way to it. */
export const presentAgenda = ({ link, items, board, people }: Agenda, nowInstant: number) => {
  const [first] = items
  const titles = items.flatMap(({ review }) =>
    seatsOf(review, link.personId).map((seat) => asWhom(review, seat, link.personId)),
  )
  const title = [...new Set(titles)].join('; ')
  const reader = people.reader?.name
  const secretary = board?.secretary ?? first?.review.terms.secretary
  const phone = people.secretary?.phone ?? board?.secretary?.phone
  return {
    board: first?.review.terms.name ?? board?.name ?? '',
    meeting: first ? meetingInWords(first.meeting) : dayInWords(link.day),
    arePapersDue: first && first.meeting.papersDueInstant > nowInstant,
    papersDue: first && dateInWords(first.meeting.papersDueInstant),
    you: { title, ...(reader && !title.startsWith(reader) ? { name: reader } : {}) },
    secretary: secretary && { title: secretary.title, ...(phone ? { phone } : {}) },
    toDecide: items.filter(({ review }) =>
      seatsOf(review, link.personId).some((seat) => !currentBallot(review, seat.seatId)),
    ).length,
    items: items.flatMap((item) => itemOf(item, link)),
  }
}

/** One for each seat of the reader: each decides by itself. */
const itemOf = ({ review, initiative, meeting, isLate, onHold, ...item }: AgendaItem, link: Agenda['link']) => {
  const { initiativeId, title, reference } = initiative
  const seats = seatsOf(review, link.personId)
  return seats.map((seat) => {
    const ballot = currentBallot(review, seat.seatId)
    return {
      title,
      reference,
      as: seats.length > 1 ? asWhom(review, seat, link.personId) : undefined,
      asks: asWritten(review.proposal.asks),
      due: weekdayDateInWords(dueInstantOf(review)),
      late: isLate ? lateInWords(meeting) : undefined,
      onHold,
      isRehearsal: isRehearsed({ review, initiative, meeting, isLate, onHold, ...item }),
      decided: ballot && `${decidedInWords(ballot.choice, askOf(review))}, ${dateInWords(ballot.atInstant)}`,
      href: agendaPaths.item(link, { initiativeId, reviewId: review.reviewId, seatId: seat.seatId }),
    }
  })
}
