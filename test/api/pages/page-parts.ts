import { DateTime } from 'luxon'
import { createHash } from 'node:crypto'
import type { Calendar, Directory, Initiatives, Links, Outbox, Papers } from '../../../activities/ports.ts'
import type { ApiParts, Asked, Cases } from '../../../api/parts.ts'
import type { AuditEntry } from '../../../machines/audit-entry.ts'
import { take } from '../../../machines/case-file.ts'
import type { CaseEvent } from '../../../machines/case-events.ts'
import { commandFact, commands } from '../../../machines/commands.ts'
import { storeCase } from '../../../machines/stored-case.ts'
import type { PaperRef } from '../../../machines/vocabulary/submission.ts'
import { whyNot } from '../../../machines/why-not.ts'
import { hashOf, sealEntry } from '../../../workflows/chain.ts'
import { people, sevenChiefs } from './stories.ts'
import { now, type Told } from './told.ts'

const notHere = (): never => {
  throw new Error('These tests have no part that does this')
}

const zone = 'Europe/London'
const london = (instant: number) => DateTime.fromMillis(instant, { zone })

/** Working days without bank holidays: enough for pages, which only show what a calendar says. */
const calendar: Calendar = {
  after: (from, duration) => london(from).plus(durationOf(duration)).toMillis(),
  before: (due, duration) => london(due).minus(durationOf(duration)).toMillis(),
  endOfDay: (day) => DateTime.fromISO(day, { zone }).set({ hour: 17 }).toMillis(),
  at: (day, timeOfDay) => DateTime.fromISO(`${day}T${timeOfDay}`, { zone }).toMillis(),
  dayOf: (instant) => london(instant).toFormat('yyyy-MM-dd'),
  workingDaysBetween: (from, to) => {
    let days = 0
    for (let each = london(from).startOf('day').plus({ day: 1 }); each <= london(to); each = each.plus({ day: 1 }))
      if (each.weekday < 6) days += 1
    return days
  },
  among: () => calendar,
  passedOver: () => [],
}
const durationOf = (iso: string) => ({ days: Number(/P(\d+)D/.exec(iso)?.[1] ?? 0) })

/** The record in memory: what is told, and what is asked of it through the pages. */
export const partsOf = (told: readonly Told[], overrides: Partial<ApiParts> = {}): ApiParts & { asked: string[] } => {
  const record = new Map(told.map((each) => [each.recorded.initiativeId, { ...each, entries: [...each.entries] }]))
  const kept = new Map<string, { ref: PaperRef; bytes: Buffer }>()
  const asked: string[] = []
  const answers = new Map<string, Asked>()

  const initiatives: Initiatives = {
    list: async () => [...record.values()].map(({ recorded }) => recorded),
    find: async (id) => record.get(id)?.recorded,
    beforeMeetings: notHere,
    toReportAt: async () => [],
    openAtBoard: async (boardId) =>
      [...record.values()]
        .map(({ recorded }) => recorded)
        .filter(({ state }) =>
          Object.values(state.reviews).some(
            ({ status, context }) => status === 'active' && context.terms.boardId === boardId,
          ),
        ),
    entries: async (id) => record.get(id)?.entries ?? [],
    claim: notHere,
  }
  const directory: Directory = {
    putOrganisation: notHere,
    organisations: async () => [],
    putPerson: notHere,
    person: async (id) => people.find(({ personId }) => personId === id),
    people: async () => people,
    putBoard: notHere,
    board: async (boardId) => {
      const { name, rule, seats, secretary } = sevenChiefs()
      if (boardId !== 'seven-chiefs') return undefined
      return {
        boardId,
        name,
        version: 1,
        fromDay: '2020-01-01',
        rule,
        ruleProvenance: { certainty: 'reported' },
        membersProvenance: { certainty: 'reported' },
        seats: seats.map(({ holderId, ...seat }) => ({
          ...seat,
          holdings: [{ personId: holderId, fromDay: '2020-01-01' }],
        })),
        ...(secretary ? { secretary } : {}),
        meetings: [],
      }
    },
    boards: async () => [],
    putPlan: notHere,
    plan: notHere,
    plans: notHere,
  }
  const papers: Papers = {
    keep: async ({ bytes, ...paper }) => {
      const sha256 = createHash('sha256').update(bytes).digest('hex')
      const ref: PaperRef = { sha256, sizeBytes: bytes.length, ...paper }
      kept.set(sha256, { ref, bytes })
      return ref
    },
    find: async (sha256) => kept.get(sha256)?.ref,
    read: async (sha256) => kept.get(sha256)?.bytes,
  }
  const links: Links = {
    mint: notHere,
    find: notHere,
    mintComment: notHere,
    findComment: notHere,
    mintAgenda: notHere,
    findAgenda: notHere,
    noteAccess: notHere,
    accesses: async () => [],
  }
  const outbox: Outbox = {
    ensure: notHere,
    claim: notHere,
    markSent: notHere,
    markDelayed: notHere,
    markUndeliverable: notHere,
    markNotNeeded: notHere,
    ofInitiative: async (id) => record.get(id)?.mails ?? [],
    ofAllOpen: async () =>
      [...record.values()].flatMap(({ mails }) =>
        mails.filter(({ state }) => ['waiting', 'sending', 'delayed', 'undeliverable'].includes(state)),
      ),
  }
  const happen = (id: string, event: CaseEvent, entry: Pick<AuditEntry, 'by' | 'updateId'>): Asked => {
    const found = record.get(id)
    if (!found) return { kind: 'unknownInitiative' }
    const refused = whyNot(found.caseFile, event)
    if (refused) return { kind: 'refused', ...refused }
    found.caseFile = take(found.caseFile, event).caseFile
    const state = storeCase(found.caseFile)
    const last = found.entries.at(-1)
    const sealed = sealEntry(
      { sequence: last?.sequence ?? 0, hash: last?.hash ?? '' },
      { atInstant: event.atInstant, event, stateHash: hashOf(state), ...entry },
    )
    found.entries.push(sealed)
    found.recorded = {
      ...found.recorded,
      state,
      version: sealed.sequence,
      stateHash: sealed.stateHash,
      headHash: sealed.hash,
      recordedInstant: event.atInstant,
    }
    return { kind: 'recorded', sequence: sealed.sequence, atInstant: event.atInstant }
  }
  const cases: Cases = {
    begin: notHere,
    castVote: notHere,
    reachable: async () => true,
    command: async (name, id, payload, by, idempotencyKey) => {
      asked.push(name)
      const earlier = answers.get(idempotencyKey)
      if (earlier) return earlier.kind === 'recorded' ? { ...earlier, kind: 'alreadyRecorded' } : earlier
      const answer = happen(id, commandFact.parse({ ...payload, type: commands[name].fact, atInstant: now }), {
        by,
        updateId: `c:${idempotencyKey}`,
      })
      if (answer.kind === 'recorded') answers.set(idempotencyKey, answer)
      return answer
    },
  }
  return {
    initiatives,
    directory,
    papers,
    links,
    codes: { ask: notHere, isWanted: notHere, mint: notHere, confirm: notHere, standing: notHere },
    questions: { keep: notHere, find: notHere, ofReview: notHere },
    outbox,
    alarms: { raise: notHere, settle: notHere, open: async () => [] },
    calendar,
    cases,
    publicUrl: 'http://127.0.0.1:3000',
    formKey: new Uint8Array(32),
    dwellMilliseconds: 0,
    clock: () => now,
    developmentLinks: { mailbox: 'http://127.0.0.1:1080', temporal: 'http://127.0.0.1:8233' },
    ...overrides,
    asked,
  }
}
