import { Migration } from '@mikro-orm/migrations'

const statements = [
  `create table agenda_edition (
     agenda_number bigserial primary key,
     board_id text not null,
     day text not null,
     person_id text not null,
     edition int not null,
     sent jsonb not null,
     constraint agenda_edition_once unique (board_id, day, person_id, edition)
   )`,
  `create table agenda_link (
     token_sha256 text primary key,
     token_id uuid not null constraint agenda_link_token_id_unique unique,
     person_id text not null,
     board_id text not null,
     day text not null,
     minted_instant bigint not null
   )`,
]

/** The agendas of boards' meetings as members were sent them, and the links they are read by. */
export class Agendas extends Migration {
  override up(): void {
    for (const statement of statements) this.addSql(statement)
  }
}
