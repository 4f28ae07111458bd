import { Migration } from '@mikro-orm/migrations'

/** Which keys payloads were encrypted with, so that a lost one is noticed before anything is written with another. */
export class PayloadKeys extends Migration {
  override up(): void {
    this.addSql(`create table payload_key (
      key_id text primary key,
      fingerprint text not null,
      first_used_instant bigint not null
    )`)
  }
}
