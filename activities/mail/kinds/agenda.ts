import { seatsOf, type AgendaChanges, type AgendaItem } from '../../../machines/meeting-agenda.ts'
import { currentBallot, dueInstantOf } from '../../../machines/review.ts'
import { asWhom } from '../../../machines/seats.ts'

import { dateInWords, shortDayInWords, weekdayDateInWords } from '../../words/dates.ts'
import { askOf, decidedInWords } from '../../words/decisions.ts'
import { lateInWords, meetingInWords } from '../../words/meetings.ts'
import { paperInWords } from '../../words/papers.ts'
import { isRehearsal, type MailParts } from '../about.ts'
import { cleanLine } from '../clean.ts'
import { button, facts, list, quote, section, sentence, warning, type MailContent, type Section } from '../content.ts'
import { openingOfSeveral, subjectOfSeveral } from './opening.ts'
import { contactBlocks } from './parts.ts'

/**
 * What one member is to decide at one meeting of a board, across initiatives, with one link to all of it.
 * @throws Error when there is no agenda for it.
 */
export const agenda = (parts: MailParts): MailContent => {
  const { links, row, leastMarking, nowInstant } = parts
  if (!parts.agenda) throw new Error('There is no agenda for this mail')
  const { items, edition } = parts.agenda
  const [{ review, meeting }] = items
  const { name } = review.terms
  const several = { initiatives: items.map(({ initiative }) => initiative), leastMarking }
  const titles = new Set(
    items.flatMap((item) => seatsOf(item.review, row.personId).map((seat) => asWhom(item.review, seat, row.personId))),
  )
  const as = [...titles].join('; ')
  return {
    subject: subjectOfSeveral(
      several,
      `${edition.edition > 1 ? 'Changed agenda' : 'Agenda'}: ${name}, ${shortDayInWords(edition.day, nowInstant)}`,
    ),
    sections: [
      ...openingOfSeveral(several),
      ...section(
        undefined,
        sentence(
          `As ${as} you are asked to decide ${items.length === 1 ? 'one matter' : `${items.length} matters`} before the ` +
            `${name} meeting of ${meetingInWords(meeting)}. Each is decided by itself, at the meeting or before it.`,
        ),
        links.agendaUrl ? button('Read the agenda and decide', links.agendaUrl) : undefined,
      ),
      ...changesSection(edition.changes),
      ...items.flatMap((item, index) => itemSection(item, index + 1, parts, several.initiatives.every(isRehearsal))),
      ...section(
        'Contact',
        ...contactBlocks(parts.secretary),
        sentence(
          `This email is personal to you as ${as}: whoever opens its link can decide in your place, so please do not ` +
            'pass it on.',
        ),
      ),
    ],
  }
}

/** What is new since the agenda was last sent. */
const changesSection = (changes: AgendaChanges | undefined): Section[] =>
  changes
    ? section(
        'What changed since we sent you this agenda',
        changes.otherHour ? sentence('The meeting begins at another hour.') : undefined,
        list([
          ...changes.added.map((words) => `Added: ${words}`),
          ...changes.takenOff.map((words) => `Taken off: ${words}`),
        ]),
      )
    : []

const itemSection = (item: AgendaItem, number: number, { row }: MailParts, allRehearsed: boolean): Section[] => {
  const { initiative, review, isLate, onHold, meeting } = item
  const own = seatsOf(review, row.personId).flatMap(({ seatId }) => currentBallot(review, seatId) ?? [])
  return section(
    `${number}. ${cleanLine(initiative.title)}`,
    isLate ? warning(lateInWords(meeting)) : undefined,
    isRehearsal(initiative) && !allRehearsed ? warning('This one is a rehearsal and decides nothing real.') : undefined,
    onHold ? warning('The initiative is on hold: it cannot be decided until it resumes.') : undefined,
    sentence('You are asked to:'),
    quote(review.proposal.asks),
    facts([
      ['Reference', initiative.reference],
      ['Decide by', weekdayDateInWords(dueInstantOf(review))],
      [
        'Your decision',
        own.length === 0
          ? 'not made yet'
          : own
              .map(({ choice, atInstant }) => `${decidedInWords(choice, askOf(review))}, ${dateInWords(atInstant)}`)
              .join('; '),
      ],
    ]),
    list(review.papers.map(paperInWords)),
  )
}
