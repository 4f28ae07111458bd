import { expect } from 'vitest'
import type { MailParts } from '../../../activities/mail/about.ts'
import type { CaseFile } from '../../../machines/case-file.ts'
import { storeCase } from '../../../machines/stored-case.ts'
import type { CalendarEntry } from '../../../activities/ports/meetings.ts'
import type { Proposal } from '../../../machines/vocabulary/submission.ts'
import { aPlan } from '../../support/case.ts'
import {
  aCirculation,
  answered,
  commented,
  fiveCases,
  paperAdded,
  planWithFiveCases,
} from '../../support/circulation.ts'
import { aBoardWithSecretary } from '../../support/mail.ts'
import { dayLong, play, start, submitted } from '../../support/play.ts'

/** Papers that ask for a next step, with everything papers may hold. */
export const tender: Partial<Proposal> = {
  ask: 'agreeNextStep',
  asks: 'agree to go to tender for a single IT solution.',
  authorises: 'A tender for one vetting system for the seven forces.',
  doesNotAuthorise: 'A single vetting unit, or any change of posts.',
  because: 'the present contract ends on 31 March 2028',
  recommendation: 'Agree: one contract costs less than seven.',
  options: ['Do nothing: dearer each year', 'Option 3, one contract'],
  risks: ['Supplier capacity', 'Data migration', 'Two forces may not join'],
  money: {
    costFromPence: 90_000_000,
    costToPence: 120_000_050,
    budgetPence: 110_000_000,
    savings: [{ year: '2028/29', savingPence: 25_000_000 }],
    shares: [
      { organisationId: 'kent', sharePence: 15_000_000 },
      { organisationId: 'essex', sharePence: 20_000_000 },
    ],
  },
}
const paper = {
  type: 'evidenceProvided' as const,
  evidenceId: 'business-case',
  paper: {
    sha256: 'a'.repeat(64),
    title: 'Outline business case',
    version: '1.2',
    marking: 'OFFICIAL-SENSITIVE' as const,
    mediaType: 'application/pdf',
    sizeBytes: 100,
    pageCount: 24,
  },
}
/** The same paper, changed. */
export const anotherVersion = { ...paper, paper: { ...paper.paper, sha256: 'b'.repeat(64), version: '2.0' } }

/** A plan that asks for one paper at the first gate. */
export const withEvidence = (kind: 'statutory' | 'rehearsal' = 'statutory') => ({
  plan: aPlan({
    kind,
    gates: {
      ...aPlan().gates,
      outlineBusinessCase: {
        boards: [{ board: 'chiefs', decideWithin: 'P10D' }],
        evidence: [{ id: 'business-case', title: 'Business case' }],
      },
    },
  }),
})

export type Events = Parameters<typeof play>[0]
/** A case whose papers are with the board, after further events. */
export const asked = (
  events: Events = [],
  proposal = tender,
  overrides: Parameters<typeof play>[1] = withEvidence(),
  board = aBoardWithSecretary(),
) => {
  const played = play([paper, submitted(proposal, [board]), ...events], overrides)
  expect(played.refusals).toEqual([])
  return played.caseFile
}

/** A case with one batch before stakeholders, commented on and answered, where everything that was written is `words`. */
export const beforeStakeholders = (words: string, overrides: Parameters<typeof play>[1] = {}) => {
  const [line = ''] = words.split('\n')
  const stakeholder = { personId: 'finance', title: line, organisation: 'Kent Police' }
  const played = play(
    [
      ...fiveCases.map(({ id }) => paperAdded(id)),
      { type: 'papersCirculated', ...aCirculation({ asks: words, title: line, stakeholders: [stakeholder] }) },
      commented('finance', { text: words, where: line }),
      answered(1, { answer: words }),
    ],
    { plan: planWithFiveCases, ...overrides },
  )
  expect(played.refusals).toEqual([])
  return played.caseFile
}

/** A board that meets in ten days, and again a month later. */
export const meetings = {
  march: { day: '2027-03-11', papersDueInstant: start, endsInstant: Date.UTC(2027, 2, 11, 17) },
  april: {
    day: '2027-04-15',
    startsInstant: Date.UTC(2027, 3, 15, 9),
    papersDueInstant: Date.UTC(2027, 3, 8, 16),
    endsInstant: Date.UTC(2027, 3, 15, 16),
  },
}
export const atAMeeting = (overrides: Parameters<typeof aBoardWithSecretary>[0] = {}) =>
  aBoardWithSecretary({ meeting: meetings.march, nextMeetings: [meetings.april], ...overrides })
export const movedBecause = (reason: string) => ({
  type: 'meetingMoved' as const,
  reviewId: 's1b1',
  meeting: meetings.april,
  reason,
})

/** The board’s meeting in April, in the calendar of a member. */
export const anEntry: CalendarEntry = {
  number: 7,
  uid: 'b6f5a3b0-3c1e-4f6e-9d0e-0b8a0c7d1e2f',
  sequence: 1,
  personId: 'chief-constable-kent',
  boardId: 'chiefs',
  day: meetings.april.day,
  rehearsal: false,
  boardName: 'Chief Constables',
  meeting: meetings.april,
  organiser: { name: 'Programme Office, 7F', address: 'programme.office@seven-force.example' },
  initiativeId: 'vetting',
}

/** The agenda of that meeting, sent a second time: of one case, which is before it. */
export const anAgenda = (caseFile: CaseFile): MailParts['agenda'] => {
  const { reviews, initiative } = storeCase(caseFile)
  const review = reviews['s1b1']?.context
  if (!review) throw new Error('Nothing is before the board')
  const words = initiative.context.title
  return {
    edition: {
      number: 7,
      boardId: 'chiefs',
      day: meetings.april.day,
      personId: 'chief-constable-kent',
      edition: 2,
      items: [],
      changes: { added: [words], takenOff: [words], otherHour: true },
    },
    items: [{ review, meeting: meetings.april, onHold: true, isLate: true, initiative: initiative.context }],
  }
}

/** The links of a receipt, and of a stakeholder. */
export const notMe = {
  commentUrl: 'https://gatehouse.example/c/token-of-a-stakeholder',
  agendaUrl: 'https://gatehouse.example/a/token-of-an-agenda',
  decideUrl: 'https://gatehouse.example/d/token-of-this-copy',
  notMeUrl: 'https://gatehouse.example/not-me/other-token',
  notMeUntilInstant: start + 91 * dayLong,
}

/** The words of an HTML part as a reader sees them, with the addresses behind them. */
export const wordsOf = (html: string) =>
  html
    .replace(/<head>.*<\/head>/s, '')
    .replace(/<[^>]+>/g, ' ')
    .replaceAll('&amp;', '&')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'")
    .replace(/\s+/g, ' ')

/** A text part without its line breaks. */
export const oneLine = (text: string) => text.replace(/\s+/g, ' ')
