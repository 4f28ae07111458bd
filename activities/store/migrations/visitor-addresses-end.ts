import { Migration } from '@mikro-orm/migrations'

/** Every column of a visit but the address it came from. */
const kept = 'access_id, at_instant, kind, token_id, initiative_id, review_id, seat_id, reason, user_agent'

const statements = [
  'drop trigger append_only on access_row',
  `create trigger append_only before update of ${kept} or delete or truncate on access_row
     for each statement execute function access_row_append_only_fn()`,
  // A statement's columns do not say what becomes of them: an address may be taken out and never be put in.
  `create function access_row_append_only_address_fn() returns trigger as $$ begin
     if new.ip_address is not null or to_jsonb(new) - 'ip_address' <> to_jsonb(old) - 'ip_address' then
       raise exception 'access_row is append-only: only an address may be taken out' using errcode = 'restrict_violation';
     end if;
     return new;
   end; $$ language plpgsql`,
  `create trigger append_only_address before update on access_row
     for each row execute function access_row_append_only_address_fn()`,
]

/** The address a visit came from is kept for 90 days and then taken out (reliability rule 27); the visit itself stays as it was noted. */
export class VisitorAddressesEnd extends Migration {
  override up(): void {
    for (const statement of statements) this.addSql(statement)
  }
}
