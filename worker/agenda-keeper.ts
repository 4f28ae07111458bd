import type { Logger } from 'pino'
import type { AgendaEdition, Agendas } from '../activities/ports/meetings.ts'
import type { Calendar, Initiatives, RecordedInitiative } from '../activities/ports.ts'
import {
  agendaChanges,
  agendaOf,
  beforeMeetings,
  itemIdOf,
  type AgendaItem,
  type AgendaSent,
} from '../machines/meeting-agenda.ts'
import { sittingIn } from '../machines/seats.ts'
import type { Meeting } from '../machines/vocabulary/meeting.ts'

export type AgendaKeeping = {
  initiatives: Pick<Initiatives, 'beforeMeetings' | 'find'>
  agendas: Pick<Agendas, 'newest' | 'issue'>
  calendar: Pick<Calendar, 'at'>
  clock: () => number
  log: Pick<Logger, 'info' | 'warn'>
  /** The mail that brings an agenda is written: it may leave now. */
  wake: () => void
}

/** Where papers are taken until a meeting begins, its agenda goes out a day before it. */
const dayBefore = 24 * 3_600_000

/** From when an agenda goes out: once its papers are in. Until when it may still change: its meeting begins. */
const sentBetween = (meetings: readonly Meeting[], { calendar }: AgendaKeeping) => {
  const begins = Math.min(...meetings.map(({ day, startsInstant }) => startsInstant ?? calendar.at(day, '00:00')))
  const cutOff = Math.max(...meetings.map(({ papersDueInstant }) => papersDueInstant))
  return { fromInstant: cutOff < begins ? cutOff : begins - dayBefore, untilInstant: begins }
}

/**
 * Sends each member of a board that meets the agenda of what they are to decide there, once its papers are in; and again when it has
 * changed since. Any number of workers may look: an edition is sent once.
 * @returns the editions that were due.
 */
export const keepAgendas = async (keeping: AgendaKeeping): Promise<Omit<AgendaEdition, 'number'>[]> => {
  const { initiatives, agendas, clock, log, wake } = keeping
  const list = await initiatives.beforeMeetings()
  const due: Omit<AgendaEdition, 'number'>[] = []
  for (const meeting of meetingsIn(list)) {
    const items = agendaOf(list, meeting)
    const { fromInstant, untilInstant } = sentBetween(
      items.map((item) => item.meeting),
      keeping,
    )
    if (clock() < fromInstant || clock() >= untilInstant) continue
    const newest = new Map((await agendas.newest(meeting)).map((agenda) => [agenda.personId, agenda]))
    for (const [personId, own] of byMember(items)) {
      const now = asSent(own)
      const before = newest.get(personId)
      const changes = before && agendaChanges(before, now, await decidedOf(before, now, keeping))
      if (before && !changes) continue
      const edition = {
        ...meeting,
        personId,
        edition: (before?.edition ?? 0) + 1,
        ...now,
        ...(changes ? { changes } : {}),
      }
      await agendas.issue({ ...edition, initiativeId: own[0].initiative.initiativeId })
      log.info({ ...meeting, edition: edition.edition, items: own.length }, 'an agenda was sent')
      due.push(edition)
    }
  }
  if (due.length > 0) wake()
  return due
}

/** Every meeting something is before. */
const meetingsIn = (list: readonly RecordedInitiative[]): { boardId: string; day: string }[] => {
  const all = list.flatMap(({ state }) =>
    beforeMeetings(state).map(({ review, meeting }) => ({ boardId: review.terms.boardId, day: meeting.day })),
  )
  return [...new Map(all.map((meeting) => [`${meeting.boardId} ${meeting.day}`, meeting])).values()]
}

/** What each member is to decide, of those who sit there now. */
const byMember = (items: readonly AgendaItem[]): Map<string, [AgendaItem, ...AgendaItem[]]> => {
  const members = new Map<string, [AgendaItem, ...AgendaItem[]]>()
  for (const item of items) {
    const sitting = item.review.terms.seats.map((seat) => sittingIn(item.review, seat)?.personId)
    for (const personId of new Set(sitting)) {
      if (personId === undefined) continue
      const own = members.get(personId)
      if (own) own.push(item)
      else members.set(personId, [item])
    }
  }
  return members
}

const asSent = ([first, ...rest]: [AgendaItem, ...AgendaItem[]]): AgendaSent => ({
  ...(first.meeting.startsInstant === undefined ? {} : { startsInstant: first.meeting.startsInstant }),
  items: [first, ...rest].map((item) => ({
    itemId: itemIdOf(item),
    words: `${item.initiative.title} (${item.initiative.reference})`,
  })),
})

/** Which of the matters that have left an agenda their board has decided. */
const decidedOf = async (before: AgendaSent, now: AgendaSent, { initiatives }: AgendaKeeping) => {
  const decided = new Set<string>()
  const has = new Set(now.items.map(({ itemId }) => itemId))
  for (const { itemId } of before.items) {
    if (has.has(itemId)) continue
    const [initiativeId = '', reviewId = ''] = itemId.split('/')
    const review = (await initiatives.find(initiativeId))?.state.reviews[reviewId]
    if (review?.status === 'done' && review.value !== 'withdrawn') decided.add(itemId)
  }
  return (itemId: string): boolean => decided.has(itemId)
}
