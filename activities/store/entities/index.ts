import { AuditEntryRow } from './audit-entry.ts'
import { CalendarEntryRow } from './calendar-entry.ts'
import { BoardRow, BoardVersionRow, GovernancePlanRow, OrganisationRow, PersonRow } from './directory.ts'
import { InitiativeRow } from './initiative.ts'
import { AgendaEditionRow } from './agenda-edition.ts'
import { AccessRow, AgendaLinkRow, CommentLinkRow, DecisionLinkRow } from './links.ts'
import { OneTimeCodeRow } from './one-time-code.ts'
import { OutboxMailRow } from './outbox-mail.ts'
import { PaperRow } from './paper.ts'
import { PayloadKeyRow } from './payload-key.ts'
import { RecordAlarmRow } from './record-alarm.ts'

/** Every table of the record. A new one is defined beside this file, named here and made by a migration. */
export const entities = [
  AccessRow,
  AgendaEditionRow,
  AgendaLinkRow,
  AuditEntryRow,
  BoardRow,
  BoardVersionRow,
  CalendarEntryRow,
  CommentLinkRow,
  DecisionLinkRow,
  GovernancePlanRow,
  InitiativeRow,
  OneTimeCodeRow,
  OrganisationRow,
  OutboxMailRow,
  PaperRow,
  PayloadKeyRow,
  PersonRow,
  RecordAlarmRow,
]
