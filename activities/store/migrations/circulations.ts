import { Migration } from '@mikro-orm/migrations'

const statements = [
  `create table comment_link (
     token_sha256 text primary key,
     token_id uuid not null constraint comment_link_token_id_unique unique,
     purpose text not null,
     initiative_id text not null,
     circulation_id text not null,
     person_id text not null,
     minted_instant bigint not null
   )`,
  'alter table access_row add column circulation_id text, add column person_id text',
  'alter table outbox_mail add column circulation_id text',
  'drop index outbox_mail_once',
  `create unique index outbox_mail_once on outbox_mail
     (initiative_id, review_id, circulation_id, seat_id, person_id, submission_id, kind, number) nulls not distinct`,
]

/** Links of stakeholders to papers they are asked to comment on, the mails that carry them, and who opened what. */
export class Circulations extends Migration {
  override up(): void {
    for (const statement of statements) this.addSql(statement)
  }
}
