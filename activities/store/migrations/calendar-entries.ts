import { Migration } from '@mikro-orm/migrations'

const statements = [
  `create table calendar_entry (
     entry_number bigserial primary key,
     uid uuid not null default gen_random_uuid(),
     sequence int not null default 0,
     person_id text not null,
     board_id text not null,
     day text not null,
     rehearsal boolean not null,
     said jsonb not null,
     organiser jsonb not null,
     initiative_id text not null,
     cancelled_instant bigint
   )`,
  `create unique index calendar_entry_standing on calendar_entry (person_id, board_id, day, rehearsal)
     where cancelled_instant is null`,
]

/** Which meetings stand in whose calendar by the mails sent, so that each can be moved and taken out. */
export class CalendarEntries extends Migration {
  override up(): void {
    for (const statement of statements) this.addSql(statement)
  }
}
