import { Migration } from '@mikro-orm/migrations'

/** One-time codes, asked for by a browser at the page of a seat: kept only hashed, and with no trace of the browser but a hash. */
export class OneTimeCodes extends Migration {
  override up(): void {
    this.addSql(`create table one_time_code (
      code_number bigserial primary key,
      press_id text not null constraint one_time_code_press_id_unique unique,
      session_sha256 text not null,
      initiative_id text not null,
      review_id text not null,
      seat_id text not null,
      holder_id text not null,
      asked_instant bigint not null,
      code_hash text,
      expires_instant bigint,
      tries int not null default 0,
      confirmed_instant bigint
    )`)
    this.addSql('create index one_time_code_session_sha256_index on one_time_code (session_sha256)')
    this.addSql('create index one_time_code_seat_index on one_time_code (initiative_id, review_id, seat_id)')
  }
}
