import { sql } from 'kysely'
import type { InitiativeActivities, Ports, UsedKeys } from '../ports.ts'
import type { Agendas, CalendarEntries } from '../ports/meetings.ts'
import { agendasOf } from './agendas.ts'
import { alarmsOf } from './alarms.ts'
import { calendarEntriesOf } from './calendar-entries.ts'
import { connect } from './connection.ts'
import { directoryOf } from './directory.ts'
import { initiativesOf } from './initiatives.ts'
import { linksOf } from './links.ts'
import { migrate } from './migrate.ts'
import { forgetOneTimeCodesWith, type ForgetOneTimeCodes } from './old-codes.ts'
import { oneTimeCodesOf } from './one-time-codes.ts'
import { outboxOf } from './outbox.ts'
import { papersOf } from './papers.ts'
import { questionsOf } from './questions.ts'
import { rebuildOf, type Rebuild } from './rebuild.ts'
import { recordWith } from './record.ts'
import { usedKeysOf } from './used-keys.ts'
import { wholeRecordsOf, type WholeRecords } from './whole-records.ts'
import { forgetVisitorAddressesWith, type ForgetVisitorAddresses } from './visitor-addresses.ts'

/** The record, and everything else that is kept in PostgreSQL. Nothing connects before it is first used. */
export type Store = Omit<Ports, 'calendar'> & {
  record: InitiativeActivities['record']
  rebuild: Rebuild
  wholeRecords: WholeRecords
  forgetVisitorAddresses: ForgetVisitorAddresses
  forgetOneTimeCodes: ForgetOneTimeCodes
  usedKeys: UsedKeys
  calendarEntries: CalendarEntries
  agendas: Agendas
  /** Brings the tables to this release; see `migrate`. */
  migrate(): Promise<string[]>
  /** Whether PostgreSQL answers now. */
  reachable(): Promise<boolean>
  close(): Promise<void>
}

export type StoreOptions = {
  /** Folder of the papers. */
  dataFolder: string
  clock?: () => number
  /** How many states of the last list are kept in memory, for the next one: some 50 kB each. */
  statesToRemember?: number
  /** How long PostgreSQL may be silent before a connection counts as lost; 15 seconds unless set. */
  answerWithinMilliseconds?: number
}

/**
 * Opens the store. While PostgreSQL is away every call fails with `DatabaseUnreachable`, and works again once it is back.
 */
export const openStore = (databaseUrl: string, options: StoreOptions): Store => {
  const { dataFolder, clock = Date.now, statesToRemember = 1_000 } = options
  const connection = connect(databaseUrl, options.answerWithinMilliseconds)
  const alarms = alarmsOf(connection, clock)
  return {
    initiatives: initiativesOf(connection, clock, statesToRemember),
    directory: directoryOf(connection),
    papers: papersOf(connection, dataFolder, clock),
    links: linksOf(connection, clock),
    questions: questionsOf(connection, clock),
    codes: oneTimeCodesOf(connection, clock),
    agendas: agendasOf(connection, clock),
    calendarEntries: calendarEntriesOf(connection, clock),
    outbox: outboxOf(connection, clock),
    alarms,
    record: recordWith(connection, clock, alarms),
    rebuild: rebuildOf(connection, clock),
    wholeRecords: wholeRecordsOf(connection),
    forgetVisitorAddresses: forgetVisitorAddressesWith(connection),
    forgetOneTimeCodes: forgetOneTimeCodesWith(connection),
    usedKeys: usedKeysOf(connection, clock),
    migrate: () => migrate(databaseUrl),
    reachable: () =>
      connection
        .run((em) => sql`select 1`.execute(em.getKysely()))
        .then(
          () => true,
          () => false,
        ),
    close: () => connection.close(),
  }
}
