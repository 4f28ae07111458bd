import { sql, type RawBuilder } from 'kysely'
import type { Outbox, OutboxMail } from '../ports.ts'
import type { StoreConnection } from './connection.ts'
import { lazily } from './lazily.ts'

/** A sender has this long before its row is given to another (reliability rule 22). */
const claimMilliseconds = 60_000

/** More of a mail server's answer than this helps nobody. */
const errorCharactersAtMost = 1000

/** A row as the port has it: JSON, so that what is absent is left out and instants are numbers. */
const mail = sql`
  json_strip_nulls(json_build_object(
    'mailId', mail_id, 'kind', kind, 'initiativeId', outbox_mail.initiative_id, 'reviewId', review_id,
    'submissionId', submission_id, 'seatId', seat_id, 'circulationId', circulation_id, 'personId', person_id, 'number', number, 'sequence', sequence,
    'state', outbox_mail.state, 'attempts', attempts, 'delayedSinceInstant', delayed_since_instant,
    'sentInstant', sent_instant, 'lastError', last_error, 'nextAttemptInstant', next_attempt_instant
  )) as mail`

/**
 * Mails as rows: written once, claimed by one sender at a time, sent at least once. That a row is there is on disk before anybody is
 * told; how far it has come may be forgotten by a server that dies, and costs a second copy.
 */
export const outboxOf = (connection: StoreConnection, clock: () => number): Outbox => {
  const mails = (query: RawBuilder<{ mail: OutboxMail }>): Promise<OutboxMail[]> =>
    connection.run(async (em) => (await query.execute(em.getKysely())).rows.map((row) => row.mail))
  const change = (query: RawBuilder<unknown>): Promise<void> =>
    connection.run(async (em) => {
      await query.execute(em.getKysely())
    })

  return {
    ensure: async (wanted) => {
      if (wanted.length === 0) return
      const nowInstant = clock()
      await change(sql`
        insert into outbox_mail (kind, initiative_id, review_id, submission_id, seat_id, circulation_id, person_id, number, sequence,
                                 created_instant, next_attempt_instant)
        select kind, "initiativeId", "reviewId", "submissionId", "seatId", "circulationId", "personId", number, sequence,
               ${nowInstant}, ${nowInstant}
        from jsonb_to_recordset(${JSON.stringify(wanted)}::jsonb) mail (
          kind text, "initiativeId" text, "reviewId" text, "submissionId" text, "seatId" text, "circulationId" text, "personId" text,
          number int, sequence int
        )
        on conflict do nothing`)
    },

    claim: async (limit, nowInstant) => {
      if (limit <= 0) return []
      const claimed = await mails(sql`
        with picked as (
          select due.mail_id as picked_id from outbox_mail due join initiative using (initiative_id)
          where due.state in ('waiting', 'sending', 'delayed') and due.next_attempt_instant <= ${nowInstant}
            and (due.state <> 'sending' or due.claimed_until_instant <= ${nowInstant})
            and initiative.version >= due.sequence
          order by due.next_attempt_instant, due.sequence
          limit ${limit} for update of due skip locked
        )
        update outbox_mail
        set state = 'sending', attempts = attempts + 1, claimed_until_instant = ${nowInstant + claimMilliseconds}
        from picked where mail_id = picked_id and ${lazily}
        returning ${mail}`)
      return claimed.sort((a, b) => a.nextAttemptInstant - b.nextAttemptInstant || a.sequence - b.sequence)
    },

    // What one sender has sent stays sent, whatever another that claimed it meanwhile comes to.
    markSent: (mailId, attempt, nowInstant) =>
      change(sql`
        update outbox_mail
        set state = 'sent', sent_instant = ${nowInstant}, sent_attempt = ${attempt}, claimed_until_instant = null
        where mail_id = ${mailId} and state <> 'sent' and ${lazily}`),

    markDelayed: (mailId, nextAttemptInstant, error, nowInstant) =>
      change(sql`
        update outbox_mail
        set state = 'delayed', next_attempt_instant = ${nextAttemptInstant}, last_error = ${shortened(error)},
            delayed_since_instant = coalesce(delayed_since_instant, ${nowInstant}), claimed_until_instant = null
        where mail_id = ${mailId} and state <> 'sent' and ${lazily}`),

    markUndeliverable: (mailId, error) =>
      change(sql`
        update outbox_mail
        set state = 'undeliverable', last_error = ${shortened(error)}, claimed_until_instant = null
        where mail_id = ${mailId} and state <> 'sent' and ${lazily}`),

    markNotNeeded: (mailId) =>
      change(sql`
        update outbox_mail set state = 'notNeeded', claimed_until_instant = null
        where mail_id = ${mailId} and state <> 'sent' and ${lazily}`),

    ofInitiative: (initiativeId) =>
      mails(sql`
        select ${mail} from outbox_mail where initiative_id = ${initiativeId}
        order by created_instant desc, sequence desc, mail_id`),

    ofAllOpen: () =>
      mails(sql`
        select ${mail} from outbox_mail where state in ('waiting', 'sending', 'delayed', 'undeliverable')
        order by created_instant desc, sequence desc, mail_id`),
  }
}

/** PostgreSQL takes no NUL, and a broken character would not come back as it went in. */
const shortened = (error: string) => error.replaceAll('\0', '').toWellFormed().slice(0, errorCharactersAtMost)
