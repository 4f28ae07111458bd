import { Migration } from '@mikro-orm/migrations'

/** A question to a board's secretary is kept with the visit it came by, once for each press. */
export class MemberQuestions extends Migration {
  override up(): void {
    this.addSql('alter table access_row add column press_id text')
    this.addSql('create unique index access_row_once on access_row (press_id) where press_id is not null')
  }
}
