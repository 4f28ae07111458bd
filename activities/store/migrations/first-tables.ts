import { Migration } from '@mikro-orm/migrations'

/**
 * Rows are only ever added: UPDATE, DELETE and TRUNCATE are refused, to the table's owner too. Whoever may drop the trigger can
 * still rewrite such a table; the hash chain and its anchors outside then show it.
 */
const appendOnly = (table: string) => [
  `create function ${table}_append_only_fn() returns trigger as $$ begin
     raise exception '${table} is append-only: % is refused', tg_op using errcode = 'restrict_violation';
   end; $$ language plpgsql`,
  `create trigger append_only before update or delete or truncate on ${table}
     for each statement execute function ${table}_append_only_fn()`,
]

const statements = [
  `create table initiative (
     initiative_id text primary key,
     claimed_instant bigint not null,
     version int not null default 0,
     head_hash text not null default '${'0'.repeat(64)}',
     state_hash text,
     state jsonb,
     stage text,
     status text constraint initiative_status_check check (status in ('active', 'onHold', 'closed')),
     recorded_instant bigint
   )`,
  'create index initiative_status_index on initiative (status)',

  `create table audit_entry (
     initiative_id text not null,
     sequence int not null,
     previous_hash text not null,
     hash text not null,
     entry jsonb not null,
     state jsonb,
     recorded_instant bigint not null,
     primary key (initiative_id, sequence)
   )`,
  ...appendOnly('audit_entry'),

  `create table organisation (
     organisation_id text primary key,
     name text not null,
     kind text not null,
     commissioner_id text
   )`,
  `create table person (
     person_id text primary key,
     name text not null,
     email text not null,
     phone text
   )`,
  'create table board (board_id text primary key)',
  `create table board_version (
     board_id text not null constraint board_version_board_id_foreign references board,
     version int not null,
     from_day date not null,
     sha256 text not null,
     terms jsonb not null,
     primary key (board_id, version)
   )`,
  `create table governance_plan (
     plan_id text not null,
     version int not null,
     sha256 text not null,
     plan jsonb not null,
     primary key (plan_id, version)
   )`,

  `create table paper (
     sha256 text primary key,
     title text not null,
     version text not null,
     marking text not null,
     media_type text not null,
     size_bytes int not null,
     page_count int,
     kept_instant bigint not null
   )`,

  `create table decision_link (
     token_sha256 text primary key,
     token_id uuid not null constraint decision_link_token_id_unique unique,
     purpose text not null,
     initiative_id text not null,
     review_id text not null,
     submission_id text not null,
     seat_id text not null,
     holder_id text not null,
     decision_number int,
     minted_instant bigint not null,
     expires_instant bigint
   )`,
  `create table access_row (
     access_id bigserial primary key,
     at_instant bigint not null,
     kind text not null,
     token_id text,
     initiative_id text,
     review_id text,
     seat_id text,
     reason text,
     ip_address text,
     user_agent text
   )`,
  'create index access_row_initiative_id_index on access_row (initiative_id)',
  ...appendOnly('access_row'),

  `create table outbox_mail (
     mail_id uuid primary key default gen_random_uuid(),
     kind text not null,
     initiative_id text not null,
     review_id text,
     submission_id text,
     seat_id text,
     person_id text not null,
     number int not null,
     sequence int not null,
     state text not null default 'waiting',
     attempts int not null default 0,
     created_instant bigint not null,
     next_attempt_instant bigint not null,
     claimed_until_instant bigint,
     delayed_since_instant bigint,
     sent_instant bigint,
     sent_attempt int,
     last_error text
   )`,
  `create unique index outbox_mail_once on outbox_mail
     (initiative_id, review_id, seat_id, person_id, submission_id, kind, number) nulls not distinct`,
  `create index outbox_mail_open on outbox_mail (next_attempt_instant)
     where state in ('waiting', 'sending', 'delayed', 'undeliverable')`,
]

/** The first tables. Written out, never derived from the entities: what was released must not change with them. */
export class FirstTables extends Migration {
  override up(): void {
    for (const statement of statements) this.addSql(statement)
  }
}
