import { Migration } from '@mikro-orm/migrations'

/** Each organisation may say whose bank holidays it keeps, and the days it is closed besides. */
export class WorkingDays extends Migration {
  override up(): void {
    this.addSql('alter table organisation add column division text, add column closed_days jsonb')
  }
}
