import type { CaseFile } from '../../machines/case-file.ts'
import { storeCase } from '../../machines/stored-case.ts'
import type { MailParts } from '../../activities/mail/about.ts'
import type { OutboxMail, Person, RecordedInitiative } from '../../activities/ports.ts'
import { seatIds, theChiefs } from './case.ts'
import { dayLong, start } from './play.ts'

/** A board of three with a secretary, due in ten days at 5pm, reminded twice. */
export const aBoardWithSecretary = (overrides: Parameters<typeof theChiefs>[0] = {}) =>
  theChiefs({
    secretary: { title: 'Programme Office, 7F', personId: 'secretary' },
    decideByInstant: Date.UTC(2027, 2, 11, 17),
    reminderInstants: [Date.UTC(2027, 2, 8, 17), Date.UTC(2027, 2, 10, 17)],
    ...overrides,
  })

/** Everybody mail may go to in these tests. */
export const everybody: Person[] = [
  ...seatIds.map((seatId) => ({
    personId: `chief-constable-${seatId}`,
    name: `Chief Constable, ${seatId[0]?.toUpperCase()}${seatId.slice(1)}`,
    email: `chief.constable@${seatId}.example`,
    phone: '01622 000 101',
  })),
  { personId: 'secretary', name: 'Programme Office, 7F', email: 'programme.office@seven-force.example' },
  { personId: 'change-team', name: 'Change team', email: 'change.team@kent.example' },
  { personId: 'pmo', name: 'PMO', email: 'pmo@pmo.example' },
]

/** A played case as the record holds it. */
export const asRecorded = (caseFile: CaseFile, version = 1): RecordedInitiative => ({
  initiativeId: caseFile.initiative.context.initiativeId,
  version,
  state: storeCase(caseFile),
  stateHash: '',
  headHash: '',
  recordedInstant: start,
})

export const aRow = (overrides: Partial<OutboxMail> = {}): OutboxMail => ({
  mailId: 'mail-1',
  kind: 'invitation',
  initiativeId: 'vetting',
  reviewId: 's1b1',
  submissionId: 's1',
  seatId: 'kent',
  personId: 'chief-constable-kent',
  number: 0,
  sequence: 1,
  state: 'sending',
  attempts: 1,
  nextAttemptInstant: start,
  ...overrides,
})

/** What a mail about a played case is made from, a day after the papers went out. */
export const mailParts = (
  caseFile: CaseFile,
  row: Partial<OutboxMail> = {},
  overrides: Partial<MailParts> = {},
): MailParts => ({
  row: aRow(row),
  recorded: asRecorded(caseFile),
  secretary: { title: 'Programme Office, 7F', phone: '01622 000 100', email: 'programme.office@seven-force.example' },
  links: { decideUrl: 'https://gatehouse.example/d/token-of-this-copy' },
  people: new Map(everybody.map((person) => [person.personId, person])),
  mails: [],
  nowInstant: start + dayLong,
  ...overrides,
})
