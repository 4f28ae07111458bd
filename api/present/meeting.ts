import { dateInWords, weekdayDateInWords } from '../../activities/words/dates.ts'
import { askInWords, askOf, decidedInWords, outcomeInWords, papersInWords } from '../../activities/words/decisions.ts'
import { lateInWords, meetingInWords } from '../../activities/words/meetings.ts'
import { paperInWords } from '../../activities/words/papers.ts'
import type { AgendaItem } from '../../machines/meeting-agenda.ts'
import type { ToldAtMeeting } from '../../machines/reports-at-meetings.ts'
import { currentBallot, dueInstantOf, standing } from '../../machines/review.ts'
import { ruleInWords } from '../../machines/rules/index.ts'
import { asWhom, sittingIn } from '../../machines/seats.ts'
import type { BoardMeetings, MeetingHeld } from '../agendas/board-meetings.ts'
import { isRehearsed } from './agenda.ts'
import { asWritten } from './as-written.ts'
import { ended, upperFirst } from './listing.ts'
import { shownMoney } from './money.ts'

/** A board's meeting as who prepares it needs it: its agenda with the papers of each matter and where each member stands. */
export const presentMeeting = ({ name, boardId, meetings }: BoardMeetings, held: MeetingHeld, nowInstant: number) => {
  const { meeting, isOnFile, items, told } = held
  const place = meetings.indexOf(held)
  const beside = (other: MeetingHeld | undefined) =>
    other && { href: `/boards/${boardId}/meetings/${other.meeting.day}`, words: meetingInWords(other.meeting) }
  return {
    board: name,
    on: meetingInWords(meeting),
    papersDue: dateInWords(meeting.papersDueInstant),
    arePapersDue: meeting.papersDueInstant > nowInstant,
    isOnFile,
    before: beside(meetings[place - 1]),
    after: beside(meetings[place + 1]),
    told: told.map(toldOf),
    items: items.map(itemOf),
  }
}

const toldOf = ({ initiative, decision }: ToldAtMeeting) => {
  const { initiativeId, title, reference } = initiative
  const { reviewId, wording, outcome, way, on, toReport } = decision
  return {
    title,
    reference,
    href: `/initiatives/${initiativeId}/acts/reportChairsAction?reviewId=${reviewId}`,
    asks: asWritten(wording),
    decided: `${upperFirst(outcomeInWords[outcome])}${on.precision === 'instant' ? `, ${dateInWords(on.atInstant)}` : ''}`,
    reason: way?.reason && asWritten(way.reason),
    isOverdue: toReport.overdue === true,
  }
}

const itemOf = (item: AgendaItem) => {
  const { initiative, review, isLate, onHold, meeting } = item
  const { reviewId, stage, round, terms, proposal } = review
  return {
    title: initiative.title,
    reference: initiative.reference,
    href: `/initiatives/${initiative.initiativeId}#decision-${reviewId}`,
    organisations: initiative.organisations.map(({ name }) => name).join(', '),
    papersFor: papersInWords({ id: reviewId, stage, round }),
    asksFor: askInWords[askOf(review)],
    asks: asWritten(proposal.asks),
    authorises: asWritten(proposal.authorises),
    recommendation: proposal.recommendation && asWritten(proposal.recommendation),
    money: shownMoney(proposal.money, initiative.organisations),
    due: weekdayDateInWords(dueInstantOf(review)),
    late: isLate ? lateInWords(meeting) : undefined,
    onHold,
    isRehearsal: isRehearsed(item),
    papers: review.papers.map(paperInWords),
    rule: ruleInWords(terms),
    soFar: ended(standing(review).because),
    seats: terms.seats.map((seat) => {
      const ballot = currentBallot(review, seat.seatId)
      const personId = sittingIn(review, seat)?.personId
      return {
        title: personId === undefined ? seat.title : asWhom(review, seat, personId),
        stands: ballot
          ? decidedInWords(ballot.choice, askOf(review))
          : personId === undefined
            ? 'stands aside'
            : 'not decided yet',
      }
    }),
  }
}
