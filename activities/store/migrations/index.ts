import { Agendas } from './agendas.ts'
import { CalendarEntries } from './calendar-entries.ts'
import { Circulations } from './circulations.ts'
import { FirstTables } from './first-tables.ts'
import { MemberQuestions } from './member-questions.ts'
import { OneTimeCodes } from './one-time-codes.ts'
import { PayloadKeys } from './payload-keys.ts'
import { RecordAlarms } from './record-alarms.ts'
import { VisitorAddressesEnd } from './visitor-addresses-end.ts'
import { WorkingDays } from './working-days.ts'

/** Every migration in the order it is run. Released ones never change; a change of the tables is a new one at the end. */
export const migrations = [
  { name: '001-first-tables', class: FirstTables },
  { name: '002-visitor-addresses-end', class: VisitorAddressesEnd },
  { name: '003-payload-keys', class: PayloadKeys },
  { name: '004-record-alarms', class: RecordAlarms },
  { name: '005-member-questions', class: MemberQuestions },
  { name: '006-one-time-codes', class: OneTimeCodes },
  { name: '007-circulations', class: Circulations },
  { name: '008-calendar-entries', class: CalendarEntries },
  { name: '009-working-days', class: WorkingDays },
  { name: '010-agendas', class: Agendas },
]
