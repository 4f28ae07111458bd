import type { AuditEntry, BoardAsked } from '../machines/audit-entry.ts'
import type { StoredCase } from '../machines/case-file.ts'
import type { Chase } from '../machines/initiative/context.ts'
import type { EscalationTo } from '../machines/vocabulary/board.ts'
import type { Board } from '../machines/terms-of-reference.ts'
import type { GovernancePlan } from '../machines/vocabulary/plan.ts'
import type { Marking, PaperRef } from '../machines/vocabulary/submission.ts'
import type { Division } from '../machines/vocabulary/working-days.ts'
import type { Recording } from '../workflows/messages.ts'
import type { RemindingStakeholders } from './ports/circulation.ts'
import type { Calendar } from './ports/calendar.ts'
import type { Links, OneTimeCodes, Questions } from './ports/links.ts'

export type * from './ports/calendar.ts'
export type * from './ports/links.ts'

/**
 * The activities an initiative's workflow starts. Each is safe to repeat. `record` is retried until it succeeds; the others have an
 * overall limit, after which the workflow records that they gave up.
 */
export type InitiativeActivities = {
  /**
   * In one transaction: the audit entries that continue the stored chain, the read model guarded by version, and the outbox mails
   * that follow from the entries (invitations, receipts). Repeating it changes nothing.
   * @throws ApplicationFailure `ChainBroken` when an entry contradicts the stored one of the same number: an alarm, nothing overwritten.
   */
  record(recording: Recording): Promise<void>
  /** Writes reminder `number` (1, 2, …) to each seat named; a repeat finds the rows it wrote. */
  remindBoard(asking: Asking & { number: number }): Promise<void>
  /** Tells the board's secretary that the decision is overdue, or whom the terms name next. */
  escalate(asking: Escalating): Promise<void>
  /** Writes reminder `number` (1, 2, …) to each stakeholder named; a repeat finds the rows it wrote. */
  remindStakeholders(reminding: RemindingStakeholders): Promise<void>
  /** Writes the mail of one reminder that was asked for when the record began; a repeat finds its row. */
  remindPerson(asking: Reminding): Promise<void>
  /** Writes the mails that chase one condition of an approval; a repeat finds its rows. */
  chaseCondition(chasing: Chasing): Promise<void>
  /** Writes the mail that chases the report of one chair's action; a repeat finds its row. */
  chaseChairsAction(chasing: ChasingReport): Promise<void>
  /** Writes the mails that warn of one hard date; a repeat finds its rows. */
  warnOfHardDate(warning: Warning): Promise<void>
}

/** Which seats of which review are written to. The words of the mail are taken from the recorded case when it is sent. */
export type Asking = {
  initiativeId: string
  reviewId: string
  submissionId: string
  /** The entry that caused it: no mail leaves before this entry is in the record. */
  sequence: number
  seats: BoardAsked['seats']
  secretaryId?: string
}

/** A step of an escalation: whom it tells. The secretary, or else the PMO, where no step is named. */
export type Escalating = Asking & { step?: number; to?: EscalationTo; personIds?: string[] }

/** Which reminder of an initiative is due, and to whom. Its words are taken from the recorded case when it is sent. */
export type Reminding = {
  initiativeId: string
  /** The entry that caused it. */
  sequence: number
  reminderId: string
  personId: string
  /** Its place among the initiative's reminders (1, 2, …), which never changes. */
  number: number
}

/** Which condition is chased, and whom it is chased with: nobody where none of them is known. */
export type Chasing = {
  initiativeId: string
  /** The entry that caused it. */
  sequence: number
  /** The review that set it, and its number among the conditions that review set. */
  reviewId: string
  number: number
  when: Chase
  personIds: string[]
}

/** Which chair's action is to be reported, and by whom; the PMO is asked where that is not known. */
export type ChasingReport = {
  initiativeId: string
  /** The entry that caused it. */
  sequence: number
  reviewId: string
  personId?: string
}

/** Which hard date comes near, by its number in the initiative, and who works towards it. */
export type Warning = { initiativeId: string; sequence: number; number: number; changeTeamId?: string }

/** An initiative as it stands in the record. */
export type RecordedInitiative = {
  initiativeId: string
  version: number
  state: StoredCase
  stateHash: string
  headHash: string
  recordedInstant: number
}

/** Reading the record: what pages and the API show. Never written here. */
export type Initiatives = {
  list(): Promise<RecordedInitiative[]>
  find(initiativeId: string): Promise<RecordedInitiative | undefined>
  /** Those with a decision of this board open, on hold or not. */
  openAtBoard(boardId: string): Promise<RecordedInitiative[]>
  /** Those with a chair's action that this board is still to be told of. */
  toReportAt(boardId: string): Promise<RecordedInitiative[]>
  /** Those with a decision open that is, or was, for a meeting of its board. */
  beforeMeetings(): Promise<RecordedInitiative[]>
  entries(initiativeId: string): Promise<AuditEntry[]>
  /** Claims an id for ever (Temporal forgets closed workflows). `false` when it was claimed before. */
  claim(initiativeId: string): Promise<boolean>
}

export type Organisation = {
  organisationId: string
  name: string
  kind: OrganisationKind
  commissionerId?: string
  /** Whose bank holidays it keeps; those of England and Wales when absent. */
  division?: Division
  /** Days it is closed besides. */
  closedDays?: string[]
}
export type OrganisationKind =
  'force' | 'pcc' | 'pfcc' | 'fire' | 'ambulance' | 'council' | 'university' | 'national' | 'programme'

/** Somebody Gatehouse may write to, by role; `name` is the role in words until a directory gives a person's name. */
export type Person = { personId: string; name: string; email: string; phone?: string }

/** People, organisations, boards and plans. Putting the same thing twice changes nothing; a changed board or plan is a new version. */
export type Directory = {
  putOrganisation(organisation: Organisation): Promise<Put>
  organisations(): Promise<Organisation[]>
  putPerson(person: Person): Promise<Put>
  person(personId: string): Promise<Person | undefined>
  people(): Promise<Person[]>
  putBoard(board: Omit<Board, 'version'>): Promise<Put>
  /** The terms in force on a day (`2027-06-14`); the newest when no day is given. */
  board(boardId: string, onDay?: string): Promise<Board | undefined>
  boards(): Promise<Board[]>
  /** Refused when the same id and version exist with other content. */
  putPlan(plan: GovernancePlan): Promise<Put | 'conflict'>
  plan(planId: string, version?: number): Promise<GovernancePlan | undefined>
  plans(): Promise<GovernancePlan[]>
}
export type Put = 'added' | 'changed' | 'unchanged'

/** Papers by content: kept once under their SHA-256, with what people call them kept beside. */
export type Papers = {
  /** Stores the bytes and returns the reference a command carries. */
  keep(paper: {
    bytes: Buffer
    title: string
    version: string
    marking: Marking
    mediaType: string
    pageCount?: number
  }): Promise<PaperRef>
  find(sha256: string): Promise<PaperRef | undefined>
  /** @throws Error when the bytes on disk no longer match the hash. */
  read(sha256: string): Promise<Buffer | undefined>
}

/** A mail's row: written once, sent at least once. */
export type OutboxMail = {
  mailId: string
  kind: MailKind
  initiativeId: string
  reviewId?: string
  submissionId?: string
  seatId?: string
  circulationId?: string
  personId: string
  /**
   * The number of the reminder, asked for or not, of the seat's decision a receipt is for, of the comment answered, of the question,
   * of the code, of the condition, of the party with more time, of the hard date, of the move to another meeting, of the calendar entry,
   * of the agenda, or of the version recorded in the room; 0 otherwise.
   */
  number: number
  /** Not sent before this entry is recorded. */
  sequence: number
  state: 'waiting' | 'sending' | 'sent' | 'delayed' | 'undeliverable' | 'notNeeded'
  attempts: number
  delayedSinceInstant?: number
  sentInstant?: number
  lastError?: string
  nextAttemptInstant: number
}
export type MailKind =
  | 'invitation'
  | 'reminder'
  | 'receipt'
  | 'escalation'
  /** Nothing a board's members could still say would settle its decision. */
  | 'deadlock'
  | 'currentPosition'
  | 'dispute'
  | 'pmoAlarm'
  | 'outcome'
  /** Asked for when the record began, about no review. */
  | 'requestedReminder'
  /** A condition of an approval, a few working days before it is due and once it is overdue. */
  | 'conditionDueSoon'
  | 'conditionOverdue'
  /** A chair acts for a board: what its other members are told, and what its secretary is asked once the board has met. */
  | 'chairsActionAsked'
  | 'chairsActionTaken'
  | 'chairsActionOverdue'
  /** The more time a board gave one party is nearly over, and over. */
  | 'moreTimeEnding'
  | 'moreTimeOver'
  /** A hard date comes near. */
  | 'hardDateWarning'
  /** A decision is for another meeting of its board now. */
  | 'meetingMoved'
  /** Nothing of a member's is before a meeting any more: it leaves their calendar. */
  | 'meetingOff'
  /** What was decided in the room: to whoever was in the chair, and to the secretary once they have answered. */
  | 'roomToConfirm'
  | 'roomConfirmed'
  | 'roomRefused'
  /** What a member is to decide at a meeting, across initiatives. */
  | 'agenda'
  /** A member's, to the board's secretary. */
  | 'question'
  /** Asked for by a member at their page. */
  | 'oneTimeCode'
  /** Papers before stakeholders: asking for comments, asking again, and what came of one. */
  | 'circulation'
  | 'commentReminder'
  | 'commentAnswered'

/** The mails to be sent. One row for each (review or circulation, seat, person, submission, kind, number): ensuring it twice changes nothing. */
export type Outbox = {
  ensure(mails: Omit<OutboxMail, 'mailId' | 'state' | 'attempts' | 'nextAttemptInstant'>[]): Promise<void>
  /** Claims up to `limit` due rows for 60 seconds each, oldest first; rows whose entry is not recorded yet are left. */
  claim(limit: number, nowInstant: number): Promise<OutboxMail[]>
  markSent(mailId: string, attempt: number, nowInstant: number): Promise<void>
  markDelayed(mailId: string, nextAttemptInstant: number, error: string, nowInstant: number): Promise<void>
  markUndeliverable(mailId: string, error: string): Promise<void>
  /** A mail overtaken by events before it left, such as an invitation to a review that has ended. */
  markNotNeeded(mailId: string): Promise<void>
  /** The mails of an initiative, newest first: what "email to … could not be delivered" is read from. */
  ofInitiative(initiativeId: string): Promise<OutboxMail[]>
  ofAllOpen(): Promise<OutboxMail[]>
}

/**
 * Initiatives whose running workflow and record contradict each other, as after one side was restored from an older copy. Nothing was
 * overwritten; somebody must look. It is settled once both agree again.
 */
export type Alarms = {
  raise(initiativeId: string, reason: string): Promise<void>
  /** `true` when one stood. */
  settle(initiativeId: string): Promise<boolean>
  open(): Promise<RecordAlarm[]>
}
export type RecordAlarm = { initiativeId: string; reason: string; sinceInstant: number }

/** A key that some process of this installation has encrypted payloads with; the fingerprint tells nothing of the key. */
export type UsedKey = { keyId: string; fingerprint: string; firstUsedInstant: number }

/** Used keys are remembered beside the record, not beside the keys, so that losing the one does not lose the other. */
export type UsedKeys = {
  /** The one used first comes first. */
  all(): Promise<UsedKey[]>
  /** Repeating it changes nothing; a key once noted stays as it was noted. */
  note(key: Pick<UsedKey, 'keyId' | 'fingerprint'>): Promise<void>
}

/** Everything the adapters provide. */
export type Ports = {
  initiatives: Initiatives
  directory: Directory
  papers: Papers
  links: Links
  questions: Questions
  codes: OneTimeCodes
  outbox: Outbox
  alarms: Alarms
  calendar: Calendar
}
