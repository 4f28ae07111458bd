import { Migration } from '@mikro-orm/migrations'

/** Initiatives whose running workflow and record contradict each other, kept beside the record, which is left as it is. */
export class RecordAlarms extends Migration {
  override up(): void {
    this.addSql(`create table record_alarm (
      initiative_id text primary key,
      reason text not null,
      since_instant bigint not null,
      settled_instant bigint
    )`)
  }
}
