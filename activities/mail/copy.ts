import type { RoleHolder } from '../../machines/vocabulary/people.ts'
import type { Marking } from '../../machines/vocabulary/submission.ts'
import type { Agendas, CalendarEntries } from '../ports/meetings.ts'
import type { Links, OneTimeCodes, Outbox, Questions, OutboxMail, Person, RecordedInitiative } from '../ports.ts'
import type { Board } from '../../machines/terms-of-reference.ts'
import { dayOf } from '../words/dates.ts'
import { ballotOf, markingOf, type MailLinks, type MailParts, type Secretary } from './about.ts'
import { mailAddress, mailAddressAt } from './address.ts'
import { calendarEvent } from './calendar-event.ts'
import { cleanLine } from './clean.ts'
import { currentPositionOf } from './kinds/current-position.ts'
import { agendaToSend } from './agenda-to-send.ts'
import { invitedTo } from './meeting-entry.ts'
import { whyNotNeeded } from './overtaken.ts'
import { mailContent, presentMail } from './present.ts'
import type { Reads } from './shared-reads.ts'
import type { OutgoingMail } from './transport.ts'

/** How long "This was not me" works (reliability rule 17). */
export const disputeWithinMilliseconds = 90 * 24 * 60 * 60 * 1000

export type CopyOptions = Reads & {
  links: Pick<Links, 'mint' | 'mintComment' | 'mintAgenda' | 'accesses'>
  outbox: Pick<Outbox, 'ofInitiative'>
  questions: Pick<Questions, 'find'>
  codes: Pick<OneTimeCodes, 'isWanted' | 'mint'>
  calendarEntries: Pick<CalendarEntries, 'invite' | 'find'>
  agendas: Pick<Agendas, 'find'>
  /** The fixed host of every link. */
  publicUrl: string
  /** The fixed sender. */
  from: string
  /** Domains mail may be sent to; any when absent. */
  domains?: readonly string[]
  /** No mail is marked lower than this. */
  marking?: Marking
}

/** What becomes of a row: a copy to be sent, or the reason why none is. */
export type Copy =
  { kind: 'copy'; mail: OutgoingMail } | { kind: 'notNeeded'; why: string } | { kind: 'undeliverable'; why: string }

/**
 * Makes one copy of a mail from the record as it stands now, with links of its own. Everything that can keep it from leaving is looked
 * at before a link is minted.
 * @throws Error when the record does not hold what the mail is about, or cannot be read.
 */
export const makeCopy = async (options: CopyOptions, row: OutboxMail, nowInstant: number): Promise<Copy> => {
  const { initiatives, directory, publicUrl, from, domains, marking } = options
  const recorded = await initiatives.find(row.initiativeId)
  if (!recorded) throw new Error(`The record has no initiative ${row.initiativeId}`)
  const review = row.reviewId === undefined ? undefined : recorded.state.reviews[row.reviewId]?.context
  const cancelled = row.kind === 'meetingOff' ? await options.calendarEntries.find(row.number) : undefined
  const agenda = row.kind === 'agenda' ? await agendaToSend(options, row, nowInstant) : undefined
  if (agenda && !('items' in agenda)) return { kind: 'notNeeded', why: agenda.why }
  const boardId = review?.terms.boardId ?? cancelled?.boardId ?? agenda?.edition.boardId
  const board = boardId === undefined ? undefined : await directory.board(boardId, dayOf(nowInstant))
  const why = whyNotNeeded(row, recorded, board, nowInstant)
  if (why) return { kind: 'notNeeded', why }
  if (row.kind === 'oneTimeCode' && !(await options.codes.isWanted(row.number)))
    return { kind: 'notNeeded', why: 'the code is not waited for any more' }

  const person = await directory.person(row.personId)
  if (!person) return { kind: 'undeliverable', why: `No address is on file for ${row.personId}.` }
  const address = mailAddressAt(domains).safeParse(person.email)
  if (!address.success)
    return {
      kind: 'undeliverable',
      why: `The address on file ${address.error.issues[0]?.message ?? 'may not be written to'}.`,
    }

  const answersFor = row.circulationId === undefined ? review?.terms.secretary : changeTeamOf(recorded)
  const secretary = await secretaryOf(options, answersFor, board)
  const asker = row.kind === 'question' ? await askerOf(options, row) : undefined
  const calendarEntry = cancelled ?? (await invitedTo(options, row, recorded, secretary, nowInstant))
  const parts: MailParts = {
    row,
    recorded,
    links: {},
    people: await peopleNamed(options, row),
    mails:
      row.kind === 'escalation' || row.kind === 'pmoAlarm' ? await options.outbox.ofInitiative(row.initiativeId) : [],
    nowInstant,
    ...(secretary ? { secretary } : {}),
    ...(marking ? { leastMarking: marking } : {}),
    ...(asker ? { asked: asker } : {}),
    ...(calendarEntry ? { calendarEntry } : {}),
    ...(agenda ? { agenda } : {}),
    ...(row.kind === 'dispute' ? await statementOf(options.links, row) : {}),
  }
  // Words that cannot be found are found out before a link is given out for them.
  mailContent(parts)
  const rendered = presentMail({
    ...parts,
    links:
      row.kind === 'oneTimeCode'
        ? { code: await options.codes.mint(row.number) }
        : await mintLinks(options.links, publicUrl, parts),
  })
  const answersGoTo = asker ?? secretary
  const to = { name: cleanLine(person.name), address: address.data }
  const event =
    calendarEntry &&
    calendarEvent(calendarEntry, {
      method: cancelled ? 'CANCEL' : 'REQUEST',
      attendee: to,
      from,
      marking: markingOf(recorded.state.initiative.context, marking),
      url: `${publicUrl}/agenda/${calendarEntry.boardId}/${calendarEntry.day}/${row.personId}`,
      nowInstant,
    })
  return {
    kind: 'copy',
    mail: {
      ...rendered,
      messageId: messageIdOf(row, from),
      from: { name: 'Gatehouse', address: from },
      to,
      ...(event ? { calendar: event } : {}),
      ...(answersGoTo?.email ? { replyTo: { name: cleanLine(answersGoTo.title), address: answersGoTo.email } } : {}),
    },
  }
}

/** Each attempt is a copy of its own: its Message-ID, like its links, is used once. */
const messageIdOf = ({ mailId, attempts }: OutboxMail, from: string): string =>
  `<${mailId}.${attempts}@${from.slice(from.lastIndexOf('@') + 1)}>`

/** Papers before stakeholders are the change team's: no board has them yet. */
const changeTeamOf = ({ state }: RecordedInitiative): RoleHolder => ({
  title: 'Change team',
  ...state.initiative.context.changeTeam,
})

const secretaryOf = async (
  { directory }: CopyOptions,
  holder: RoleHolder | undefined,
  board: Board | undefined,
): Promise<Secretary | undefined> => {
  const title = holder?.title ?? board?.secretary?.title
  if (!title) return undefined
  const personId = holder?.personId ?? board?.secretary?.personId
  const person = personId === undefined ? undefined : await directory.person(personId)
  const phone = board?.secretary?.phone ?? person?.phone
  const email = mailAddress.safeParse(person?.email)
  return { title, ...(phone ? { phone } : {}), ...(email.success ? { email: email.data } : {}) }
}

/** A question and who asked it: the answer goes to the address on file, never to one that was typed. */
const askerOf = async ({ questions, directory }: CopyOptions, { number }: OutboxMail) => {
  const asked = await questions.find(number)
  if (!asked) return undefined
  const person = await directory.person(asked.holderId)
  const email = mailAddress.safeParse(person?.email)
  return {
    ...asked,
    title: person?.name ?? asked.holderId,
    ...(person?.phone ? { phone: person.phone } : {}),
    ...(email.success ? { email: email.data } : {}),
  }
}

/** The people a mail names with their telephone: members still awaited, a member whose decision is disputed, lost readers. */
const peopleNamed = async ({ directory }: CopyOptions, { kind }: OutboxMail): Promise<ReadonlyMap<string, Person>> => {
  if (kind !== 'escalation' && kind !== 'dispute' && kind !== 'pmoAlarm') return new Map()
  const people = await directory.people()
  return new Map(people.map((person) => [person.personId, person]))
}

/** What was said by "This was not me" when the initiative was closed already, and its record took no more. */
const statementOf = async (
  links: CopyOptions['links'],
  { initiativeId, reviewId, seatId }: OutboxMail,
): Promise<Pick<MailParts, 'saidAfterTheEnd'>> => {
  const accesses = await links.accesses(initiativeId)
  const said = accesses
    .filter((access) => access.kind === 'disputed' && access.reviewId === reviewId && access.seatId === seatId)
    .sort((a, b) => b.atInstant - a.atInstant)
    .find(({ reason }) => reason !== undefined)
  return said?.reason === undefined ? {} : { saidAfterTheEnd: { statement: said.reason, atInstant: said.atInstant } }
}

/** Mails that lead to the initiative's own page. */
const withThePage: readonly OutboxMail['kind'][] = [
  'requestedReminder',
  'conditionDueSoon',
  'conditionOverdue',
  'hardDateWarning',
  'chairsActionTaken',
  'chairsActionOverdue',
  'moreTimeEnding',
  'moreTimeOver',
  'roomConfirmed',
  'roomRefused',
]

/** The links of one copy; each is minted for it alone and leaves every earlier one as it was. */
const mintLinks = async (
  links: CopyOptions['links'],
  publicUrl: string,
  { row, recorded, nowInstant, agenda }: MailParts,
): Promise<MailLinks> => {
  if (agenda) {
    const { personId, boardId, day } = agenda.edition
    const { token } = await links.mintAgenda({ personId, boardId, day })
    return { agendaUrl: `${publicUrl}/a/${token}` }
  }
  const decide = async (to: { reviewId: string; submissionId: string; seatId: string }): Promise<MailLinks> => {
    const { initiativeId, personId: holderId } = row
    const { token } = await links.mint({ purpose: 'decide', initiativeId, holderId, ...to })
    const decideUrl = `${publicUrl}/d/${token}`
    return { decideUrl, questionUrl: `${decideUrl}/question` }
  }
  const { reviewId, seatId, circulationId } = row
  if (circulationId !== undefined) {
    const { initiativeId, personId } = row
    const { token } = await links.mintComment({ purpose: 'comment', initiativeId, circulationId, personId })
    return { commentUrl: `${publicUrl}/c/${token}` }
  }
  const review = reviewId === undefined ? undefined : recorded.state.reviews[reviewId]?.context
  if (row.kind === 'currentPosition') {
    const { kind, ...to } = currentPositionOf(recorded, row)
    return kind === 'nothing' || !('reviewId' in to) ? {} : decide(to)
  }
  if (withThePage.includes(row.kind)) return { pageUrl: `${publicUrl}/initiatives/${row.initiativeId}` }
  if (!review || reviewId === undefined || seatId === undefined) return {}
  const to = { reviewId, submissionId: review.submissionId, seatId }
  if (['invitation', 'reminder', 'meetingMoved'].includes(row.kind)) return decide(to)
  if (row.kind === 'roomToConfirm') {
    const { decideUrl } = await decide(to)
    return decideUrl ? { roomUrl: `${decideUrl}/room` } : {}
  }
  if (row.kind !== 'receipt') return {}
  const { holderId, number: decisionNumber } = ballotOf(review, seatId, row.number)
  const notMeUntilInstant = nowInstant + disputeWithinMilliseconds
  const { token } = await links.mint({
    purpose: 'notMe',
    initiativeId: row.initiativeId,
    ...to,
    holderId,
    decisionNumber,
    expiresInstant: notMeUntilInstant,
  })
  return {
    ...(row.personId === holderId ? await decide(to) : {}),
    notMeUrl: `${publicUrl}/not-me/${token}`,
    notMeUntilInstant,
  }
}
